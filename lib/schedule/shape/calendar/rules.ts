import { AppError } from "@/lib/core/errors";
import type { CohortBreak } from "@/lib/schedule/breaks/schema";
import type { ScheduleSession } from "@/lib/schedule/schema";
import { daysLater, isDay } from "@/lib/time/days";
import type { LocalDate } from "@/lib/time/zones";

/** The dates of a term: which are taken for good, which fall out, and which comes next. */

const WEEK = 7;
/** No term goes on for longer than this many weeks without a free date. */
const FAR = 520;

/** A schedule to be shaped. */
export interface ShapeWorld {
  /** All sessions, by date. */
  sessions: readonly ScheduleSession[];
  breaks: readonly CohortBreak[];
  /** Sessions that nothing hangs on: no words, questions, answers, presenters or talks. */
  bare: ReadonlySet<string>;
  /** Today on the cohort's clock. */
  today: LocalDate;
  cohort: { startsAt: string };
}

/**
 * Whether a session keeps its date when others move: a pinned or cancelled one, and a week without a session, which is
 * about the date itself.
 */
export function isFixed({ pinned, state, format }: Pick<ScheduleSession, "pinned" | "state" | "format">): boolean {
  return pinned || state === "cancelled" || format === "no_session";
}

/** A date that nobody has filled yet: it has no title and uses nothing, and nothing else hangs on it. */
export function isOpenDate(session: ScheduleSession, bare: ReadonlySet<string>): boolean {
  return session.title === "" && session.uses.length === 0 && bare.has(session.id) && !isFixed(session);
}

/** The first break that a date lies in, or null. */
export function breakOn(breaks: readonly CohortBreak[], date: LocalDate): CohortBreak | null {
  return breaks.find(({ firstDay, lastDay }) => firstDay <= date && date <= lastDay) ?? null;
}

/** Says of a date whether sessions that move must pass over it: it lies in a break, or a session holds it for good. */
export function closedDates({ sessions, breaks }: Pick<ShapeWorld, "sessions" | "breaks">) {
  const held = new Set(sessions.filter(isFixed).map(({ date }) => date));
  return (date: LocalDate): boolean => held.has(date) || breakOn(breaks, date) !== null;
}

/** The next date on the same weekday that is not closed and later than `after`. */
export function nextDate(date: LocalDate, closed: (date: LocalDate) => boolean, after = date): LocalDate {
  for (let week = 1; week <= FAR; week += 1) {
    const next = daysLater(date, week * WEEK);
    if (!isDay(next)) break;
    if (next > after && !closed(next)) return next;
  }
  throw new AppError("invalid", "There is no free date for years after this one. Look at the breaks.");
}

/** The last date on the same weekday before `date` that is not closed, or null when none is later than `after`. */
export function dateBefore(
  date: LocalDate,
  closed: (date: LocalDate) => boolean,
  after: LocalDate | null,
): LocalDate | null {
  for (let week = 1; week <= FAR; week += 1) {
    const earlier = daysLater(date, -week * WEEK);
    if (after !== null && earlier <= after) return null;
    if (!closed(earlier)) return earlier;
  }
  return null;
}

/** The last date that any of these sessions has, or null. */
export function latestDate(sessions: readonly Pick<ScheduleSession, "date">[]): LocalDate | null {
  return (
    sessions
      .map(({ date }) => date)
      .toSorted()
      .at(-1) ?? null
  );
}

/** Orders sessions as the cohort meets for them. */
export function byDate(startsAt: string) {
  const placeOf = (session: ScheduleSession) => `${session.date} ${session.startsAt ?? startsAt} ${session.id}`;
  return (a: ScheduleSession, b: ScheduleSession) => (placeOf(a) < placeOf(b) ? -1 : placeOf(a) > placeOf(b) ? 1 : 0);
}
