import type { ScheduleSession } from "@/lib/schedule/schema";
import {
  byDate,
  closedDates,
  dateBefore,
  isFixed,
  isOpenDate,
  latestDate,
  nextDate,
  type ShapeWorld,
} from "@/lib/schedule/shape/calendar/rules";
import type { PushBy } from "@/lib/schedule/shape/schema";
import type { LocalDate } from "@/lib/time/zones";

/** Where sessions go, and the open dates that gave their place. */
export interface Ripple {
  moves: ReadonlyMap<string, LocalDate>;
  /** Open dates, still on the date that another session took. */
  usedUp: readonly ScheduleSession[];
}

export const NOTHING_MOVES: Ripple = { moves: new Map(), usedUp: [] };

/** How many weeks sessions move on, and whether only those that are in the way do. */
export function stepsOf(by: PushBy): { weeks: number; minimal: boolean } {
  if (by === "week") return { weeks: 1, minimal: false };
  if (by === "next_free") return { weeks: 1, minimal: true };
  return { weeks: by.weeks, minimal: false };
}

/**
 * Moves a session and later ones on. A step of a week takes each to the next date of its own weekday that is not closed,
 * and further where it would meet or overtake the one before it; `n` weeks are `n` such steps. To the next free date is
 * one step of the first session and of those alone that it meets or would overtake, one after the other: what comes
 * after a gap stays, and an open date is a gap, which is used up.
 */
export function push(world: ShapeWorld, from: ScheduleSession, by: PushBy): Ripple {
  const { weeks, minimal } = stepsOf(by);
  const closed = closedDates(world);
  let places = new Map(laterThan(world, from).map((session) => [session.id, session.date]));
  const usedUp: ScheduleSession[] = [];
  for (let week = 1; week <= weeks; week += 1) {
    const moved = new Map<string, LocalDate>();
    const taken = new Set<LocalDate>();
    let last: LocalDate | null = null;
    for (const [date, sessions] of daysOf(world, places)) {
      if (minimal && last !== null && date > last) break;
      if (minimal && last !== null && sessions.every((one) => isOpenDate(one, world.bare))) {
        if (taken.has(date)) usedUp.push(...sessions);
        continue;
      }
      last = nextDate(date, closed, last ?? date);
      taken.add(last);
      for (const { id } of sessions) moved.set(id, last);
    }
    places = moved;
  }
  return { moves: places, usedUp };
}

/**
 * Moves a session and all later ones to the date before, into the gap before the first one. Null when there is none: an
 * earlier session stands there, or every date since is closed. What would meet the one before it stays.
 */
export function pull(world: ShapeWorld, from: ScheduleSession): Ripple | null {
  const closed = closedDates(world);
  const later = laterThan(world, from);
  const going = new Set(later.map(({ id }) => id));
  const staying = world.sessions.filter((session) => !isFixed(session) && !going.has(session.id));
  const moves = new Map<string, LocalDate>();
  let last = latestDate(staying.filter((session) => !isOpenDate(session, world.bare)));
  for (const [date, sessions] of daysOf(world, new Map(later.map(({ id, date: place }) => [id, place])))) {
    const earlier = dateBefore(date, closed, last);
    if (earlier === null && moves.size === 0) return null;
    last = earlier ?? date;
    if (earlier !== null) for (const { id } of sessions) moves.set(id, earlier);
  }
  const taken = new Set(moves.values());
  return { moves, usedUp: staying.filter(({ date }) => taken.has(date)) };
}

/** The sessions of a schedule on the dates that a ripple gives them. */
export function moved(sessions: readonly ScheduleSession[], { moves }: Ripple): ScheduleSession[] {
  return sessions.map((session) => ({ ...session, date: moves.get(session.id) ?? session.date }));
}

/** What moves when a session does: it and everything later that is not fixed. */
function laterThan({ sessions, cohort }: ShapeWorld, from: ScheduleSession): ScheduleSession[] {
  const order = byDate(cohort.startsAt);
  return sessions.filter((session) => !isFixed(session) && order(session, from) >= 0);
}

/** The sessions day by day: those of one day move together. */
function daysOf({ sessions }: ShapeWorld, places: ReadonlyMap<string, LocalDate>): [LocalDate, ScheduleSession[]][] {
  const days = new Map<LocalDate, ScheduleSession[]>();
  for (const session of sessions) {
    const date = places.get(session.id);
    if (date !== undefined) days.set(date, [...(days.get(date) ?? []), session]);
  }
  return [...days].sort(([a], [b]) => (a < b ? -1 : 1));
}
