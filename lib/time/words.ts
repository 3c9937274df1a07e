import { dateIn, daysBetween, type LocalDate, timeIn, weekdayOf } from "@/lib/time/zones";

const WEEKDAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"] as const;
const MONTHS = [
  "January",
  "February",
  "March",
  "April",
  "May",
  "June",
  "July",
  "August",
  "September",
  "October",
  "November",
  "December",
] as const;

export function weekdayName(weekday: number): string {
  return WEEKDAYS[weekday - 1] ?? "";
}

/** `Tuesday 22 October`. */
export function longDate(date: LocalDate): string {
  const { day, month } = parts(date);
  return `${weekdayName(weekdayOf(date))} ${day} ${month}`;
}

/** `Tue 22 Oct`. */
export function shortDate(date: LocalDate): string {
  const { day, month } = parts(date);
  return `${weekdayName(weekdayOf(date)).slice(0, 3)} ${day} ${month.slice(0, 3)}`;
}

/** `Tue 22 Oct, 14:05`: an instant on the clock of a zone. */
export function shortMoment(instant: Date, zone: string): string {
  return `${shortDate(dateIn(instant, zone))}, ${timeIn(instant, zone)}`;
}

/** `22 Oct`, for tables where the weekday is always the same. */
export function dayAndMonth(date: LocalDate): string {
  const { day, month } = parts(date);
  return `${day} ${month.slice(0, 3)}`;
}

/** `today`, `tomorrow`, `in 3 days`, `yesterday`, `3 days ago`. */
export function daysInWords(from: LocalDate, to: LocalDate): string {
  const days = daysBetween(from, to);
  if (days === 0) return "today";
  if (days === 1) return "tomorrow";
  if (days === -1) return "yesterday";
  return days > 0 ? `in ${days} days` : `${-days} days ago`;
}

/** The last part of a zone's name as people say it: `Chicago`, `Lord Howe`. */
export function zoneCity(zone: string): string {
  return (zone.split("/").at(-1) ?? zone).replaceAll("_", " ");
}

/** `11:00 Chicago`, or `11:00 Chicago (18:00 for you)`, with the day where it differs for the reader. */
export function timeForReader(instant: Date, zone: string, readerZone: string | null): string {
  const base = `${timeIn(instant, zone)} ${zoneCity(zone)}`;
  if (!readerZone || readerZone === zone) return base;
  const [there, here] = [timeIn(instant, zone), timeIn(instant, readerZone)];
  const sameDay = dateIn(instant, zone) === dateIn(instant, readerZone);
  if (there === here && sameDay) return base;
  return `${base} (${sameDay ? here : shortMoment(instant, readerZone)} for you)`;
}

function parts(date: LocalDate): { day: number; month: string } {
  const [, month, day] = date.split("-").map(Number);
  return { day: day ?? 0, month: MONTHS[(month ?? 1) - 1] ?? "" };
}
