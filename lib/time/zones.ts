import { Temporal } from "temporal-polyfill";
import { z } from "zod";

/** A calendar date without a zone, `YYYY-MM-DD`. */
export type LocalDate = string;
/** A time of day without a zone, `HH:MM`. */
export type LocalTime = string;

export const localDate = z.iso.date("Enter a date as YYYY-MM-DD.");
export const localTime = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, "Enter a time as HH:MM.");

export function isTimeZone(zone: string): boolean {
  // An offset such as "+02:00" is valid for Temporal but knows no clock change, so it is no cohort's zone.
  if (!/^[A-Za-z][A-Za-z0-9_+\-/]*$/.test(zone)) return false;
  try {
    Temporal.PlainDate.from("2024-01-01").toZonedDateTime(zone);
    return true;
  } catch {
    return false;
  }
}

export const timeZone = z.string().refine(isTimeZone, "Choose a time zone like America/Chicago.");

/**
 * The instant of a local date and time in a zone. A time that the clock skips or repeats is resolved as RFC 5545 does
 * (Temporal's `compatible`): later by the gap, the first of two.
 */
export function instantOf(date: LocalDate, time: LocalTime, zone: string): Date {
  const zoned = Temporal.PlainDate.from(date).toZonedDateTime({ timeZone: zone, plainTime: time });
  return new Date(zoned.epochMilliseconds);
}

/** The date on a clock in `zone` at that instant. */
export function dateIn(instant: Date, zone: string): LocalDate {
  return zonedOf(instant, zone).toPlainDate().toString();
}

/** The time on a clock in `zone` at that instant, `HH:MM`. */
export function timeIn(instant: Date, zone: string): LocalTime {
  return zonedOf(instant, zone).toPlainTime().toString({ smallestUnit: "minute" });
}

export function addDays(date: LocalDate, days: number): LocalDate {
  return Temporal.PlainDate.from(date).add({ days }).toString();
}

/** Whole days from one date to another, negative when `to` is earlier. */
export function daysBetween(from: LocalDate, to: LocalDate): number {
  return Temporal.PlainDate.from(from).until(Temporal.PlainDate.from(to), { largestUnit: "day" }).days;
}

/** ISO 8601 weekday, 1 for Monday to 7 for Sunday. */
export function weekdayOf(date: LocalDate): number {
  return Temporal.PlainDate.from(date).dayOfWeek;
}

/** A date column of the database (midnight UTC) as a calendar date, and back. */
export function fromDateColumn(value: Date): LocalDate {
  return value.toISOString().slice(0, 10);
}

export function toDateColumn(date: LocalDate): Date {
  return new Date(`${date}T00:00:00Z`);
}

function zonedOf(instant: Date, zone: string): Temporal.ZonedDateTime {
  return Temporal.Instant.fromEpochMilliseconds(instant.getTime()).toZonedDateTimeISO(zone);
}
