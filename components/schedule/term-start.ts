import { daysLater, isDay, shortDay } from "@/lib/time/days";
import type { LocalDate } from "@/lib/time/zones";

/** ISO 8601: the first is Monday. */
export const WEEKDAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"] as const;

/** The weekday of a date, 1 to 7. */
export function weekdayOn(date: LocalDate): number {
  return new Date(`${date}T00:00:00Z`).getUTCDay() || 7;
}

/**
 * What to say when the first date of a term is not on its weekday, and the next date that is. Null when it is, or when
 * there is no such date.
 */
export function otherDay(firstDate: string, weekday: number): { says: string; next: LocalDate } | null {
  if (!isDay(firstDate) || weekdayOn(firstDate) === weekday) return null;
  const next = daysLater(firstDate, (weekday - weekdayOn(firstDate) + 7) % 7);
  if (!isDay(next)) return null;
  return { says: `${shortDay(firstDate)} is no ${WEEKDAYS[weekday - 1]}: the term begins on ${shortDay(next)}.`, next };
}
