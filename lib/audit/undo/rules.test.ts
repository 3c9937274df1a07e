import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { daysLeft, putBack, undoneBy, withLiveResources } from "@/lib/audit/undo/rules";
import type { ScheduleSession, ScheduleUse } from "@/lib/schedule/schema";
import { someSession, someUse } from "@/lib/schedule/testing/rows";

function session(id: string, more: Partial<ScheduleSession> = {}): ScheduleSession {
  return someSession(id, "2026-11-19", { title: id, state: "draft", ...more });
}

function use(id: string, resourceId: string, more: Partial<ScheduleUse> = {}): ScheduleUse {
  return someUse(id, id, { resourceId, minutes: null, resourceMinutes: null, ...more });
}

const fields = fc.record({
  date: fc.constantFrom("2026-11-19", "2026-11-26"),
  title: fc.constantFrom("Chance", "Luck"),
  notes: fc.constantFrom("", "Bring dice."),
  presenters: fc.subarray(["Ada", "Ben"]),
  pinned: fc.boolean(),
});

describe("putting back what an act changed", () => {
  it("gives what was there before it, when nothing happened since", () => {
    fc.assert(
      fc.property(fc.option(fields), fc.option(fields), (was, became) => {
        const [before, after] = [was, became].map((one) => one && session("a", one));
        fc.pre(Boolean(before ?? after));
        const pair = { id: "a", before: before ?? null, after: after ?? null };
        const { sessions, blocked } = putBack([pair], after ? [after] : []);
        expect(blocked).toEqual([]);
        expect(sessions).toEqual(before ? [before] : []);
      }),
    );
  });

  it("is blocked exactly when a field that it changed is not as it left it, and never touches another one", () => {
    fc.assert(
      fc.property(fields, fields, fields, (was, became, is) => {
        const [before, after, now] = [was, became, is].map((one) => session("a", one));
        if (!before || !after || !now) throw new Error("There are three states.");
        const names = (Object.keys(was) as (keyof typeof was)[]).filter(
          (name) => String(was[name]) !== String(became[name]),
        );
        const touched = names.filter((name) => String(is[name]) !== String(became[name]));
        const { sessions, blocked } = putBack([{ id: "a", before, after }], [now]);
        expect(blocked.length > 0).toBe(touched.length > 0);
        if (blocked[0]) expect(touched).toContain(blocked[0].what);
        else expect(sessions).toEqual([{ ...now, ...Object.fromEntries(names.map((name) => [name, was[name]])) }]);
      }),
    );
  });

  it("is blocked by a session that is gone, that is back, or that was changed after it was made", () => {
    const one = session("a");
    const what = (
      pair: { before: ScheduleSession | null; after: ScheduleSession | null },
      standing: ScheduleSession[],
    ) => putBack([{ id: "a", ...pair }], standing).blocked.map((block) => block.what);
    expect(what({ before: one, after: session("a", { title: "x" }) }, [])).toEqual(["removed"]);
    expect(what({ before: one, after: null }, [one])).toEqual(["restored"]);
    expect(what({ before: null, after: one }, [session("a", { state: "published" })])).toEqual(["state"]);
  });
});

describe("resources that were merged since", () => {
  it("are the one they were merged into, which a slot names once, by the use that named it before", () => {
    const merged = new Map([["gone", "kept"]]);
    const uses = [use("1", "gone"), use("2", "kept"), use("3", "gone", { slot: "after" }), use("4", "other")];
    const [pair] = withLiveResources([{ id: "a", before: session("a", { uses }), after: null }], merged);
    expect(pair?.before?.uses?.map(({ id, resourceId }) => [id, resourceId])).toEqual([
      ["2", "kept"],
      ["3", "kept"],
      ["4", "other"],
    ]);
  });
});

describe("what is undone", () => {
  it("alternates with each undo of an undo, in whatever order the rows come", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 8 }), fc.infiniteStream(fc.nat()), (length, order) => {
        const rows = Array.from({ length }, (_, n) => ({
          id: String(n + 1),
          undoes: String(n),
          by: order.next().value,
        }));
        const undone = undoneBy(rows.toSorted((a, b) => a.by - b.by));
        // The act is row 0, each later row undoes the one before it: only every other one is in effect.
        for (let n = 0; n <= length; n += 1) expect(undone.has(String(n))).toBe((length - n) % 2 === 1);
      }),
    );
  });

  it("can be undone for so many days, the last of which is a whole one", () => {
    const at = new Date("2026-11-01T12:00:00Z");
    const left = (day: string) => daysLeft(at, new Date(day));
    expect([left("2026-11-01T12:00:00Z"), left("2026-11-02T12:00:01Z")]).toEqual([30, 29]);
    expect([left("2026-12-01T11:59:59Z"), left("2026-12-01T12:00:00Z"), left("2027-01-01T00:00:00Z")]).toEqual([
      1, 0, 0,
    ]);
  });
});
