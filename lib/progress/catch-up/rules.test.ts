import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type CatchUpUse, catchUpOf } from "@/lib/progress/catch-up/rules";
import { secondsOf, union } from "@/lib/progress/ranges/rules";

const use = (fields: Partial<CatchUpUse> = {}): CatchUpUse => ({
  resourceId: "a",
  title: "A video",
  url: null,
  kind: "video",
  plays: false,
  minutes: 10,
  lengthSeconds: null,
  state: "todo",
  watched: [],
  date: "2024-10-01",
  isNext: false,
  slot: "before",
  optional: false,
  from: null,
  to: null,
  ...fields,
});

/** A library of six resources with one member's progress, used by three earlier sessions and the next one. */
const term = fc
  .record({
    library: fc.array(
      fc.record({
        minutes: fc.option(fc.integer({ min: 1, max: 60 })),
        state: fc.constantFrom("todo" as const, "started" as const, "done" as const, "skipped" as const),
        watched: fc
          .array(fc.tuple(fc.nat(3600), fc.nat(3600)))
          .map((pairs) => union(pairs.map(([a, b]): [number, number] => [Math.min(a, b), Math.max(a, b)]))),
      }),
      { minLength: 6, maxLength: 6 },
    ),
    asks: fc.array(
      fc.record({
        at: fc.nat(5),
        session: fc.nat(3),
        slot: fc.constantFrom(
          "before" as const,
          "before" as const,
          "session" as const,
          "after" as const,
          "deep_dive" as const,
        ),
        optional: fc.boolean(),
        part: fc.option(fc.tuple(fc.nat(1800), fc.integer({ min: 1, max: 1800 }))),
      }),
      { maxLength: 16 },
    ),
  })
  .map(({ library, asks }) =>
    asks
      .toSorted((a, b) => a.session - b.session)
      .map(({ at, session, slot, optional, part }) =>
        use({
          ...library[at],
          resourceId: String(at),
          date: `2024-10-0${session + 1}`,
          isNext: session === 3,
          slot,
          optional,
          from: part ? part[0] : null,
          to: part ? part[0] + part[1] : null,
        }),
      ),
  );

const minutesOf = (path: { items: { minutes: number | null }[] }) =>
  path.items.reduce((sum, { minutes }) => sum + (minutes ?? 0), 0);

describe("catching up", () => {
  it("asks for each resource once and puts what the next session asks for last, in its order", () => {
    const uses = [
      use({ resourceId: "b" }),
      use({ resourceId: "a" }),
      use({ resourceId: "c", date: "2024-10-08" }),
      use({ resourceId: "d", date: "2024-10-15", isNext: true }),
      use({ resourceId: "b", date: "2024-10-15", isNext: true }),
    ];
    const { all, only } = catchUpOf(uses, 90);
    expect(all.items.map(({ resourceId }) => resourceId)).toEqual(["a", "c", "d", "b"]);
    expect(all.items.map(({ forNext }) => forNext)).toEqual([false, false, true, true]);
    expect([all.minutes, only.minutes]).toEqual([40, 20]);
  });

  it("asks only for the asked parts, what two sessions share once, less what was watched", () => {
    const video = { minutes: 145, state: "started" as const, watched: union([[0, 600]]) };
    const uses = [
      use({ ...video, from: 0, to: 1800 }),
      use({ ...video, from: 1200, to: 2280, isNext: true, date: "2024-10-08" }),
    ];
    const { all, only } = catchUpOf(uses, 90);
    expect(all).toMatchObject({ minutes: 28, items: [{ minutes: 28, forNext: true }] });
    expect(only).toMatchObject({ minutes: 18 });
  });

  it("takes a part for behind somebody when the cohort's share of it was watched", () => {
    const part = use({ state: "started", watched: [[0, 550]], from: 0, to: 600 });
    expect(catchUpOf([part], 90).all.items).toEqual([]);
    expect(catchUpOf([part], 100).all.items).toMatchObject([{ minutes: 1 }]);
    // Put back to "to do" by hand, it is open again.
    expect(catchUpOf([{ ...part, state: "todo" }], 90).all.items).toHaveLength(1);
  });

  it("counts an unknown length as unknown, and the end of one that a player knows as known", () => {
    expect(catchUpOf([use({ minutes: null })], 90).all).toMatchObject({ minutes: 0, unknown: 1 });
    expect(catchUpOf([use({ minutes: null, lengthSeconds: 601 })], 90).all).toMatchObject({ minutes: 11, unknown: 0 });
  });

  it("says what may be left out and why, without what is still to come with the next session", () => {
    const uses = [
      use({ resourceId: "o", optional: true }),
      use({ resourceId: "s", slot: "session" }),
      use({ resourceId: "f", slot: "after" }),
      use({ resourceId: "d", slot: "deep_dive" }),
      use({ resourceId: "x", slot: "deep_dive", isNext: true }),
      use({ resourceId: "y", optional: true, isNext: true }),
    ];
    const { skippable, all } = catchUpOf(uses, 90);
    expect(skippable.items.map(({ resourceId, skip }) => `${resourceId} ${skip}`)).toEqual([
      "o optional",
      "s session",
      "f after",
      "d deep_dive",
      "y optional",
    ]);
    expect(all.items).toEqual([]);
  });

  it("is never longer for the next session alone, never repeats anything, and adds up", () => {
    fc.assert(
      fc.property(term, (uses) => {
        const { all, only, skippable } = catchUpOf(uses, 90);
        const ids = [...all.items, ...skippable.items].map(({ resourceId }) => resourceId);
        expect(new Set(ids).size).toBe(ids.length);
        for (const path of [all, only, skippable]) expect(path.minutes).toBe(minutesOf(path));
        if (all.unknown === 0) expect(only.minutes).toBeLessThanOrEqual(all.minutes);
        for (const { resourceId } of only.items) {
          expect(all.items.some((item) => item.resourceId === resourceId && item.forNext)).toBe(true);
        }
        const first = all.items.findIndex(({ forNext }) => forNext);
        if (first >= 0) expect(all.items.slice(first).every(({ forNext }) => forNext)).toBe(true);
      }),
    );
  });

  it("never grows when somebody marks or watches something, and asks for nothing that is settled", () => {
    fc.assert(
      fc.property(term, fc.nat(5), fc.boolean(), (uses, at, byHand) => {
        const after = uses.map((one) =>
          one.resourceId !== String(at)
            ? one
            : byHand
              ? { ...one, state: "done" as const }
              : { ...one, watched: union(one.watched, [[0, 1200]]) },
        );
        const [before, then] = [catchUpOf(uses, 90), catchUpOf(after, 90)];
        for (const way of ["all", "only", "skippable"] as const) {
          expect(then[way].minutes).toBeLessThanOrEqual(before[way].minutes);
          expect(then[way].items.length).toBeLessThanOrEqual(before[way].items.length);
          if (byHand) expect(then[way].items.some(({ resourceId }) => resourceId === String(at))).toBe(false);
        }
      }),
    );
  });

  it("asks for no more of a resource than its parts are long", () => {
    fc.assert(
      fc.property(term, (uses) => {
        for (const { resourceId, minutes } of catchUpOf(uses, 90).all.items) {
          const asked = uses.filter((one) => one.resourceId === resourceId && one.slot === "before" && !one.optional);
          const parts = asked.map(({ from, to, minutes: whole }): [number, number] => [
            from ?? 0,
            to ?? Math.max((whole ?? 60) * 60, (from ?? 0) + 60),
          ]);
          if (minutes !== null) expect(minutes).toBeLessThanOrEqual(Math.ceil(secondsOf(parts) / 60));
        }
      }),
    );
  });
});
