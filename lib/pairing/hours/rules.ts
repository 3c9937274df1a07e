import { addDays, instantOf, type LocalDate, weekdayOf } from "@/lib/time/zones";

/** Half hours in a week. */
export const HALF_HOURS = 336;
const MS = 30 * 60_000;

/**
 * The half hours of a week in UTC, 0 from Monday 00:00, that somebody's free ones in `zone` fall on in the week of `day`;
 * another week may be an hour off, when clocks have changed. Where a zone is a quarter of an hour off, the half hour in
 * which theirs begins.
 */
export function halfHoursInUtc(free: readonly number[], zone: string, day: LocalDate): number[] {
  const monday = addDays(day, 1 - weekdayOf(day));
  const origin = Date.parse(`${monday}T00:00:00Z`);
  const halves = free.map((half) => {
    const [date, minutes] = [addDays(monday, Math.floor(half / 48)), (half % 48) * 30];
    const time = `${String(Math.floor(minutes / 60)).padStart(2, "0")}:${minutes % 60 === 0 ? "00" : "30"}`;
    const passed = Math.floor((instantOf(date, time, zone).getTime() - origin) / MS);
    return ((passed % HALF_HOURS) + HALF_HOURS) % HALF_HOURS;
  });
  return [...new Set(halves)].sort((a, b) => a - b);
}
