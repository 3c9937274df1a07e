import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { inOrder, isSettled, prepLeft, prepTotal, startWith } from "@/lib/progress/rules";
import type { PrepUse } from "@/lib/progress/schema";

const ids = ["a", "b", "c", "d", "e", "f"];

function use(fields: Partial<PrepUse>): PrepUse {
  return {
    resourceId: "a",
    slot: "before",
    title: "A video",
    url: null,
    kind: "video",
    minutes: 10,
    optional: false,
    state: "todo",
    watchedMinutes: 0,
    stoppedAt: null,
    stopPoints: [],
    minutesTaken: null,
    seen: false,
    markedBy: "",
    reason: "",
    ...fields,
  };
}

const prepUses = fc.uniqueArray(
  fc
    .record({
      resourceId: fc.constantFrom(...ids),
      slot: fc.constantFrom("before" as const, "after" as const, "deep_dive" as const),
      minutes: fc.option(fc.integer({ min: 1, max: 300 })),
      optional: fc.boolean(),
      state: fc.constantFrom("todo" as const, "started" as const, "done" as const, "skipped" as const),
      watchedMinutes: fc.nat(400),
      seen: fc.boolean(),
    })
    .map(use),
  { selector: ({ resourceId }) => resourceId },
);

describe("what is left before a session", () => {
  it("is the one good mail's example: 38 of 167 minutes", () => {
    const uses = [
      use({ resourceId: "a", minutes: 12, state: "done" }),
      use({ resourceId: "b", minutes: 10 }),
      use({ resourceId: "c", minutes: 145, state: "started", watchedMinutes: 117 }),
    ];
    expect(prepTotal(uses)).toEqual({ minutes: 167, unknown: 0 });
    expect(prepLeft(uses)).toEqual({ minutes: 38, unknown: 0 });
  });

  it("counts an unknown length as unknown, never as zero", () => {
    expect(prepLeft([use({ minutes: null })])).toEqual({ minutes: 0, unknown: 1 });
    expect(prepLeft([use({ minutes: null, state: "done" })])).toEqual({ minutes: 0, unknown: 0 });
  });

  it("asks for a resource once, however often the session uses it", () => {
    expect(prepTotal([use({}), use({ title: "A video, continued" })]).minutes).toBe(10);
  });

  it("never grows when a member ticks something, and never exceeds what was asked", () => {
    fc.assert(
      fc.property(prepUses, fc.nat(5), (uses, i) => {
        const ticked = uses.map((item, at) => (at === i ? { ...item, state: "done" as const } : item));
        expect(prepLeft(ticked).minutes).toBeLessThanOrEqual(prepLeft(uses).minutes);
        expect(prepLeft(ticked).unknown).toBeLessThanOrEqual(prepLeft(uses).unknown);
        expect(prepLeft(uses).minutes).toBeLessThanOrEqual(prepTotal(uses).minutes);
      }),
    );
  });

  it("is nothing exactly when everything required is settled", () => {
    fc.assert(
      fc.property(prepUses, (uses) => {
        const open = uses.filter((item) => item.slot === "before" && !item.optional && !isSettled(item));
        expect(startWith(uses) === null).toBe(open.length === 0);
        if (open.length === 0) expect(prepLeft(uses)).toEqual({ minutes: 0, unknown: 0 });
      }),
    );
  });

  it("starts with the first open thing, and puts the required before the optional", () => {
    const uses = [
      use({ resourceId: "a", optional: true }),
      use({ resourceId: "b", state: "done" }),
      use({ resourceId: "c" }),
      use({ resourceId: "d", state: "started" }),
    ];
    expect(startWith(uses)?.resourceId).toBe("c");
    expect(inOrder(uses).map(({ resourceId }) => resourceId)).toEqual(["b", "c", "d", "a"]);
  });
});
