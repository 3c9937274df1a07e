import type { LocalDate } from "@/lib/time/zones";

/**
 * Days as whole numbers since 1 January 1970. A schedule of thousands of rows is looked at in several years and both
 * orders of day and month, which calendar objects are too slow for.
 */
export type DayNumber = number;

const MS = 86_400_000;

/** Null when the month has no such day. */
export function dayNumber(year: number, month: number, day: number): DayNumber | null {
  if (month < 1 || month > 12 || day < 1 || day > daysIn(year, month)) return null;
  return Date.UTC(year, month - 1, day) / MS;
}

export function dayNumberOf(date: LocalDate): DayNumber {
  return Date.parse(`${date}T00:00:00Z`) / MS;
}

export function dateOf(day: DayNumber): LocalDate {
  return new Date(day * MS).toISOString().slice(0, 10);
}

/** ISO weekday, 1 for Monday to 7 for Sunday. */
export function weekdayOfDay(day: DayNumber): number {
  return ((((day + 3) % 7) + 7) % 7) + 1;
}

export function yearOfDay(day: DayNumber): number {
  return new Date(day * MS).getUTCFullYear();
}

function daysIn(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}
