import { byDate } from "@/lib/core/lists";
import { daysLater } from "@/lib/time/days";
import { daysBetween, type LocalDate, weekdayOf } from "@/lib/time/zones";

/** What a session's date depends on when a term is held again. */
interface Dated {
  date: LocalDate;
  format: string | null;
  state: string;
}

/** Whether people met, as far as the schedule says: neither cancelled nor a week without a session. */
export function tookPlace({ format, state }: Dated): boolean {
  return state !== "cancelled" && format !== "no_session";
}

/**
 * Puts dates of one term into the next: the first of `sessions` that comes along falls on `firstDate`, and all others keep
 * their distance from it. With `close`, weeks in which nobody met, but which the schedule names, fall out, and what is
 * later moves up by as many weeks. `days` is the distance of the first one.
 */
export function nextTerm<S extends Dated>(
  sessions: readonly S[],
  firstDate: LocalDate,
  noSessionWeeks: "keep" | "close",
): { days: number; coming: { session: S; date: LocalDate }[] } {
  const comes = noSessionWeeks === "keep" ? ({ state }: S) => state !== "cancelled" : tookPlace;
  const sorted = sessions.toSorted(byDate);
  const coming = sorted.filter(comes);
  const [first] = coming;
  if (!first) return { days: 0, coming: [] };
  const met = new Set(coming.map(({ date }) => mondayOf(date)));
  const named = new Set(sorted.filter(({ date }) => date > first.date).map(({ date }) => mondayOf(date)));
  const closed = noSessionWeeks === "keep" ? [] : [...named].filter((monday) => !met.has(monday));
  const days = daysBetween(first.date, firstDate);
  return {
    days,
    coming: coming.map((session) => {
      const weeks = closed.filter((monday) => monday < session.date).length;
      return { session, date: daysLater(session.date, days - 7 * weeks) };
    }),
  };
}

/** The weekday that many days later, 1 for Monday to 7 for Sunday. */
export function weekdayLater(weekday: number, days: number): number {
  return ((((weekday - 1 + days) % 7) + 7) % 7) + 1;
}

function mondayOf(date: LocalDate): LocalDate {
  return daysLater(date, 1 - weekdayOf(date));
}

/** A name for the next term: one with a year gets the next year, any other `more`. */
export function nextName(name: string, more: string): string {
  const next = name.replace(/\b(?:19|20)\d{2}\b/, (year) => String(Number(year) + 1));
  return next === name ? `${name}${more}` : next;
}
