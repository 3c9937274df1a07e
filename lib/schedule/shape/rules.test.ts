import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { AppError } from "@/lib/core/errors";
import { clashOf } from "@/lib/schedule/edit/rules";
import type { ScheduleSession } from "@/lib/schedule/schema";
import { breakOn, byDate, isOpenDate, type ShapeWorld } from "@/lib/schedule/shape/calendar/rules";
import { planShape } from "@/lib/schedule/shape/rules";
import type { PushBy, ShapeOperation } from "@/lib/schedule/shape/schema";
import { someSession } from "@/lib/schedule/testing/rows";
import { daysLater } from "@/lib/time/days";

/** What holds whatever a schedule looks like. Examples in words stand beside the parts. */

const TUESDAY = "2026-09-01";
const COHORT = { startsAt: "11:00" };

interface Shape {
  week: number;
  day: number;
  startsAt: string | null;
  title: string;
  state: ScheduleSession["state"];
  pinned: boolean;
  format: ScheduleSession["format"];
}

const shape = (days: readonly number[]): fc.Arbitrary<Shape> =>
  fc.record({
    week: fc.integer({ min: 0, max: 14 }),
    day: fc.constantFrom(...days),
    startsAt: fc.constantFrom(null, null, null, "09:00"),
    title: fc.constantFrom("", "", "Chance", "Discussion", "Kernels", "Chains"),
    state: fc.constantFrom("draft", "published", "published", "published", "cancelled"),
    pinned: fc.constantFrom(false, false, false, false, true),
    format: fc.constantFrom(null, "discussion", "discussion", "no_session"),
  });

/** Terms on Tuesdays, or with other days among them, with breaks that may lie on sessions. */
function worlds(days: readonly number[] = [0, 0, 0, 2]): fc.Arbitrary<ShapeWorld> {
  const pauses = fc.array(
    fc.record({ from: fc.integer({ min: 0, max: 110 }), days: fc.integer({ min: 0, max: 16 }) }),
    {
      maxLength: 3,
    },
  );
  const shapes = fc.uniqueArray(shape(days), {
    minLength: 1,
    maxLength: 14,
    selector: ({ week, day, startsAt }) => `${week} ${day} ${startsAt}`,
  });
  return fc.tuple(shapes, pauses).map(([list, breaks]) => {
    const sessions = list.map(sessionOf).sort(byDate(COHORT.startsAt));
    return {
      sessions,
      breaks: breaks.map(({ from, days: length }, index) => ({
        id: `b${index}`,
        title: `Break ${index}`,
        firstDay: daysLater(TUESDAY, from),
        lastDay: daysLater(TUESDAY, from + length),
      })),
      bare: new Set(sessions.filter(({ title }) => title === "").map(({ id }) => id)),
      today: TUESDAY,
      cohort: COHORT,
    };
  });
}

function sessionOf({ week, day, ...fields }: Shape, index: number): ScheduleSession {
  return someSession(`s${String(index).padStart(2, "0")}`, daysLater(TUESDAY, week * 7 + day), fields);
}

const by: fc.Arbitrary<PushBy> = fc.oneof(
  fc.constantFrom("week" as const, "next_free" as const),
  fc.record({ weeks: fc.integer({ min: 1, max: 4 }) }),
);

/** Something that moves sessions, of one that is there. */
function moving(world: ShapeWorld): fc.Arbitrary<ShapeOperation> {
  const id = fc.constantFrom(...world.sessions.map((session) => session.id));
  const date: fc.Arbitrary<string> = fc.integer({ min: 0, max: 110 }).map((days) => daysLater(TUESDAY, days));
  const operations = fc.oneof(
    fc.record({ kind: fc.constant("push_back" as const), from: id, by, insertNoSession: fc.boolean() }),
    fc.record({ kind: fc.constant("pull_forward" as const), from: id }),
    fc.record({ kind: fc.constant("cancel" as const), sessionId: id, pushBack: fc.boolean() }),
    fc.record({ kind: fc.constant("split" as const), sessionId: id, useIds: fc.constant<string[]>([]), by }),
    fc.record({ kind: fc.constant("no_session" as const), date, by }),
  );
  return operations.map((operation): ShapeOperation => operation);
}

interface Tried {
  world: ShapeWorld;
  operation: ShapeOperation;
  after: ScheduleSession[];
  rows: ReturnType<typeof planShape>["rows"];
}

let made = 0;
function newId(): string {
  made += 1;
  return `new${made}`;
}

/** Tries an operation; null when it is refused, which any of them may be. */
function attempt(world: ShapeWorld, operation: ShapeOperation) {
  try {
    return planShape(world, operation, newId);
  } catch (error) {
    if (error instanceof AppError) return null;
    throw error;
  }
}

/** Checks what `holds` of every operation that it is about and that is possible; so many must be, or nothing was checked. */
function always(holds: (tried: Tried) => "another" | undefined, source = worlds(), operations = moving): void {
  let possible = 0;
  const cases = source.chain((world) => fc.tuple(fc.constant(world), operations(world)));
  fc.assert(
    fc.property(cases, ([world, operation]) => {
      const plan = attempt(world, operation);
      if (!plan) return;
      if (holds({ world, operation, after: plan.after, rows: plan.rows }) !== "another") possible += 1;
    }),
    { numRuns: 400 },
  );
  expect(possible, "operations that were possible").toBeGreaterThan(40);
}

/** Said here once more, so that a mistake in the product's own words for it is found. */
const staysPut = ({ pinned, state, format }: ScheduleSession) =>
  pinned || state === "cancelled" || format === "no_session";

const datesOf = (sessions: readonly ScheduleSession[]) => new Map(sessions.map(({ id, date }) => [id, date]));

describe("whatever is done to a term", () => {
  it("loses and doubles nobody, but for an open date that is used up", () =>
    always(({ world, after, rows }) => {
      const ids = after.map(({ id }) => id);
      expect(new Set(ids).size).toBe(ids.length);
      const gone = world.sessions.filter(({ id }) => !ids.includes(id));
      for (const session of gone) expect(isOpenDate(session, world.bare), session.id).toBe(true);
      expect(rows.filter(({ effect }) => effect === "used_up").map(({ sessionId }) => sessionId)).toEqual(
        gone.map(({ id }) => id),
      );
      expect(after.length - world.sessions.length + gone.length).toBeLessThanOrEqual(1);
    }));

  it("leaves pinned and cancelled sessions and weeks without one on their dates", () =>
    always(({ world, after }) => {
      const dates = datesOf(after);
      for (const { id, date } of world.sessions.filter(staysPut)) expect(dates.get(id)).toBe(date);
    }));

  it("moves nothing into a break or onto a date that is held, and makes nothing clash", () =>
    always(({ world, after }) => {
      const before = datesOf(world.sessions);
      const held = new Set(world.sessions.filter(staysPut).map(({ date }) => date));
      for (const session of after) {
        if (session.date === before.get(session.id) || session.format === "no_session") continue;
        expect(breakOn(world.breaks, session.date), session.date).toBeNull();
        expect(held.has(session.date), session.date).toBe(false);
      }
      if (!clashOf(world.sessions, world.cohort)) expect(clashOf(after, world.cohort)).toBeNull();
    }));

  it("keeps the order of the sessions that move and are about something", () =>
    always(({ world, after }) => {
      const about = world.sessions.filter((one) => !staysPut(one) && !isOpenDate(one, world.bare)).map(({ id }) => id);
      const wanted = new Set(about);
      expect(after.filter(({ id }) => wanted.has(id)).map(({ id }) => id)).toEqual(about);
    }));

  it("changes nothing of a session that moves but its date", () =>
    always(({ world, operation, after }) => {
      if (operation.kind === "cancel" && !operation.pushBack) return "another";
      const before = new Map(world.sessions.map((session) => [session.id, session]));
      for (const session of after) {
        const was = before.get(session.id);
        if (was && !isOpenDate(was, world.bare)) expect({ ...session, date: was.date }).toEqual(was);
      }
    }));

  it("can be taken back by giving everybody the date from before", () =>
    always(({ world, rows }) => {
      const back = rows.flatMap(({ sessionId, from }) => (from === null ? [] : [[sessionId, from] as const]));
      expect(new Map(back)).toEqual(datesOf(world.sessions));
    }));
});

describe("pushing back", () => {
  const pushing = (how: fc.Arbitrary<PushBy>) => (world: ShapeWorld) => {
    const from = fc.constantFrom(...world.sessions.map(({ id }) => id));
    return fc.record({ kind: fc.constant("push_back" as const), from, by: how, insertNoSession: fc.constant(false) });
  };
  const pushes = pushing(by);

  it("moves the session and keeps its weekday", () =>
    always(
      ({ world, operation, after }) => {
        if (operation.kind !== "push_back") return "another";
        const days = (date: string) => Date.parse(date) / 86_400_000;
        for (const { id, date } of world.sessions) {
          const to = datesOf(after).get(id);
          if (to === undefined) continue;
          if (id === operation.from) expect(to > date).toBe(true);
          if (!world.bare.has(id)) expect(Math.abs(days(to) - days(date)) % 7).toBe(0);
        }
      },
      worlds(),
      pushes,
    ));

  it("by so many weeks is the same as so many times by a week", () =>
    always(
      ({ world, operation, after }) => {
        if (operation.kind !== "push_back" || typeof operation.by === "string") return "another";
        let turn = world;
        for (let week = 0; week < operation.by.weeks; week += 1) {
          turn = { ...turn, sessions: planShape(turn, { ...operation, by: "week" }, newId).after };
        }
        expect(datesOf(after)).toEqual(datesOf(turn.sessions));
      },
      worlds(),
      pushes,
    ));

  it("to the next free date moves no more sessions than by a week, and none further", () =>
    always(
      ({ world, operation, after }) => {
        if (operation.kind !== "push_back") return "another";
        const [far, near] = [after, planShape(world, { ...operation, by: "next_free" }, newId).after];
        const before = datesOf(world.sessions);
        const dates = datesOf(far);
        for (const { id, date } of near) {
          if (world.bare.has(id)) continue;
          expect(date <= (dates.get(id) ?? "")).toBe(true);
          expect(date >= (before.get(id) ?? "")).toBe(true);
        }
      },
      worlds(),
      pushes,
    ));

  it("to the next free date moves nobody but those who are met or would be overtaken", () =>
    always(
      ({ world, operation, after }) => {
        if (operation.kind !== "push_back") return "another";
        const dates = datesOf(after);
        const movers = world.sessions.filter(({ id, date }) => !world.bare.has(id) && dates.get(id) !== date);
        for (const { id, date } of movers) {
          if (id === operation.from) continue;
          const earlier = world.sessions.filter((one) => one.date < date && dates.get(one.id) !== one.date);
          const reach =
            earlier
              .map((one) => dates.get(one.id) ?? "")
              .toSorted()
              .at(-1) ?? "";
          expect(date <= reach || world.sessions.some((one) => one.id === operation.from && one.date === date)).toBe(
            true,
          );
        }
      },
      worlds(),
      pushing(fc.constant("next_free")),
    ));

  it("by a week and pulling forward again changes nothing, where nobody meets in a break", () =>
    always(
      ({ world, operation, after }) => {
        if (operation.kind !== "push_back") return "another";
        const closed = new Set(world.sessions.filter(staysPut).map(({ date }) => date));
        const free = ({ date }: ScheduleSession) => !breakOn(world.breaks, date) && !closed.has(date);
        if (!world.sessions.filter((one) => !staysPut(one)).every(free)) return "another";
        const later = { ...world, sessions: after };
        const again = planShape(later, { kind: "pull_forward", from: operation.from }, newId);
        expect(datesOf(again.after)).toEqual(datesOf(world.sessions));
      },
      worlds([0]).filter(({ sessions }) => new Set(sessions.map(({ date }) => date)).size === sessions.length),
      pushing(fc.constant("week")),
    ));
});

describe("swapping", () => {
  const swaps = (world: ShapeWorld) => {
    const id = fc.constantFrom(...world.sessions.map((session) => session.id));
    return fc.record({ kind: fc.constant("swap" as const), a: id, b: id });
  };

  it("twice changes nothing, and once only two dates", () =>
    always(
      ({ world, operation, after }) => {
        const before = datesOf(world.sessions);
        expect(after.filter(({ id, date }) => before.get(id) !== date)).toHaveLength(2);
        expect(planShape({ ...world, sessions: after }, operation, newId).after).toEqual(world.sessions);
      },
      worlds().filter(({ sessions }) => sessions.length > 2),
      swaps,
    ));
});
