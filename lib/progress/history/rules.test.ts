import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type DoneResource, historyOf, mondayOf, secondsByHand, type TermSession } from "@/lib/progress/history/rules";
import { secondsOf, union } from "@/lib/progress/ranges/rules";

const row = (fields: Partial<DoneResource> = {}): DoneResource => ({
  resourceId: "a",
  state: "done",
  watched: [],
  minutes: 30,
  lengthSeconds: null,
  stoppedAt: null,
  source: "member",
  doneOn: "2024-10-09",
  minutesTaken: null,
  markedBy: "",
  reason: "",
  ...fields,
});

const session = (uses: Partial<TermSession["uses"][number]>[] = [{}]): TermSession => ({
  id: "s",
  date: "2024-10-08",
  title: "Backpropagation",
  uses: uses.map((use) => ({
    resourceId: "a",
    slot: "before",
    title: "A video",
    optional: false,
    from: null,
    to: null,
    minutes: 30,
    ...use,
  })),
});

const done = fc
  .record({
    state: fc.constantFrom("todo" as const, "started" as const, "done" as const, "skipped" as const),
    source: fc.constantFrom("member" as const, "organizer" as const, "player" as const, "mail" as const),
    watched: fc
      .array(fc.tuple(fc.nat(1800), fc.nat(1800)), { maxLength: 4 })
      .map((pairs) => union(pairs.map(([a, b]): [number, number] => [Math.min(a, b), Math.max(a, b)]))),
    minutesTaken: fc.option(fc.integer({ min: 1, max: 300 })),
    minutes: fc.option(fc.integer({ min: 1, max: 30 })),
    doneOn: fc.integer({ min: 1, max: 28 }).map((day) => `2024-10-${String(day).padStart(2, "0")}`),
  })
  .map((fields) => row({ ...fields, doneOn: fields.state === "done" ? fields.doneOn : null }));

describe("a term at a glance", () => {
  it("is filled where it was done, and as far as the asked part was watched", () => {
    const uses = [{ from: 0, to: 600 }, { resourceId: "b", from: 600, to: 1200 }, { resourceId: "c" }];
    const watched = union([[0, 900]]);
    const progress = [
      row({ state: "started", watched }),
      row({ resourceId: "b", state: "started", watched }),
      row({ resourceId: "c", markedBy: "Ada", reason: "watched in the lab", source: "organizer" }),
    ];
    const [shown] = historyOf({ sessions: [session(uses)], progress, days: [], today: "2024-10-09" }).sessions;
    expect(shown?.uses.map(({ filled, minutes }) => [filled, minutes])).toEqual([
      [1, 10],
      [0.5, 10],
      [1, 30],
    ]);
    expect(shown?.uses[2]).toMatchObject({ markedBy: "Ada", reason: "watched in the lab" });
  });

  it("is never filled above one, and empty where nothing was done", () => {
    fc.assert(
      fc.property(done, (one) => {
        const { sessions } = historyOf({ sessions: [session()], progress: [one], days: [], today: "2024-10-09" });
        const filled = sessions[0]?.uses[0]?.filled ?? -1;
        expect(filled).toBeGreaterThanOrEqual(0);
        expect(filled).toBeLessThanOrEqual(1);
        if (one.watched.length === 0 && one.state !== "done") expect(filled).toBe(0);
      }),
    );
  });
});

describe("the minutes of a week", () => {
  it("are what was watched on its days, and what was marked by hand without what was watched of it", () => {
    const { weeks } = historyOf({
      sessions: [session()],
      progress: [row({ watched: [[0, 600]] }), row({ resourceId: "b", minutesTaken: 25, doneOn: "2024-10-14" })],
      days: [
        { day: "2024-10-07", seconds: 600 },
        { day: "2024-10-13", seconds: 60 },
      ],
      today: "2024-10-21",
    });
    expect(weeks).toEqual([
      { monday: "2024-10-07", watched: 11, byHand: 20 },
      { monday: "2024-10-14", watched: 0, byHand: 25 },
      { monday: "2024-10-21", watched: 0, byHand: 0 },
    ]);
  });

  it("count what an asked part is long, not the whole, and say what has no known length", () => {
    const part = session([{ from: 0, to: 300 }]);
    expect(historyOf({ sessions: [part], progress: [row()], days: [], today: "2024-10-09" }).weeks).toMatchObject([
      { byHand: 5 },
    ]);
    const unknown = row({ minutes: null });
    expect(historyOf({ sessions: [session()], progress: [unknown], days: [], today: "2024-10-09" })).toMatchObject({
      unknown: 1,
      weeks: [{ byHand: 0 }],
    });
  });

  it("count nothing twice: by hand is never more than was said or asked, and nothing of what the player saw", () => {
    fc.assert(
      fc.property(done, (one) => {
        const seconds = secondsByHand(one, session().uses);
        if (one.state !== "done" || one.source === "player") expect(seconds).toBe(0);
        else if (seconds !== null) {
          const said = (one.minutesTaken ?? one.minutes ?? 0) * 60;
          expect(seconds).toBeLessThanOrEqual(said);
          expect(seconds + secondsOf(one.watched)).toBeGreaterThanOrEqual(said);
        }
      }),
    );
  });

  it("follow each other without a gap, each once, from the first thing to today", () => {
    fc.assert(
      fc.property(fc.array(done, { maxLength: 5 }), (rows) => {
        const progress = rows.map((one, i) => ({ ...one, resourceId: String(i) }));
        const { weeks } = historyOf({ sessions: [session()], progress, days: [], today: "2024-10-30" });
        expect(weeks.at(-1)?.monday).toBe("2024-10-28");
        for (const [i, { monday }] of weeks.entries()) {
          expect(mondayOf(monday)).toBe(monday);
          if (i > 0) expect(Date.parse(monday) - Date.parse(weeks[i - 1]?.monday ?? "")).toBe(7 * 86_400_000);
        }
      }),
    );
  });
});
