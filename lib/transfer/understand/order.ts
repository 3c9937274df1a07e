import type { DayWords } from "@/lib/transfer/understand/dates";
import { type MonthDay, type Nearness, namedWeekdays, usualWeekdays } from "@/lib/transfer/understand/years";

/** A date of a column with the weekday that its row names. */
export interface Written {
  day: DayWords;
  weekday: number | null;
}

/** Whether numbers are read day first; `ask` gives the place of a date that only the organizer can tell. */
export type Order = { dayFirst: boolean } | { ask: number };

/**
 * Decides for a whole column whether `03/04` is 3 April: what is no date the other way round, the weekdays that are
 * named, the steps of a week from row to row, the cohort's weekday. Without any of these it has to be asked.
 */
export function orderOf(dates: readonly Written[], near: Nearness, said: boolean | undefined): Order {
  if (said !== undefined) return { dayFirst: said };
  const open = dates.filter(({ day }) => day.order === null);
  const either = dates.findIndex(({ day }) => isEither(day));
  const impossible = [true, false].map((dayFirst) => open.filter((one) => !isPossible(inOrder(one, dayFirst))).length);
  const [asDayFirst = 0, asMonthFirst = 0] = impossible;
  if (asDayFirst !== asMonthFirst) return { dayFirst: asDayFirst < asMonthFirst };
  if (either === -1) return { dayFirst: open.some(({ day }) => day.dotted) };
  for (const evidence of [byNamedWeekday, bySteps, byUsualWeekday]) {
    const dayFirst = evidence(dates, near);
    if (dayFirst !== null) return { dayFirst };
  }
  // With dots between them nobody writes the month first.
  return open.every(({ day }) => day.dotted) ? { dayFirst: true } : { ask: either };
}

/** The month and day of a date, read in one order where its words leave it open. */
export function inOrder({ day: words, weekday }: Written, dayFirst: boolean): MonthDay {
  const [first, second] = words.numbers;
  const monthFirst = words.order === null ? !dayFirst : words.order === "month_day";
  const [month, day] = monthFirst ? [first, second] : [second, first];
  return { month, day, year: words.year, weekday };
}

function isEither({ order, numbers: [first, second] }: DayWords): boolean {
  return order === null && first !== second && first <= 12 && second <= 12;
}

function isPossible({ month, day }: MonthDay): boolean {
  return month >= 1 && month <= 12 && day >= 1 && day <= 31;
}

function byNamedWeekday(dates: readonly Written[], near: Nearness): boolean | null {
  const named = dates.filter(({ weekday }) => weekday !== null).length;
  if (named === 0) return null;
  return clearly(dates, (read) => namedWeekdays(read, near) / named, 0.8, 0.5);
}

function bySteps(dates: readonly Written[]): boolean | null {
  if (dates.length < 2) return null;
  return clearly(dates, weeklySteps, 0.6, 0.3) ?? clearly(dates, (read) => (isRising(read) ? 1 : 0), 1, 0);
}

function byUsualWeekday(dates: readonly Written[], near: Nearness): boolean | null {
  if (near.weekday === undefined || dates.length < 2) return null;
  return clearly(dates, (read) => usualWeekdays(read, near) / dates.length, 0.9, 0.89);
}

/** The reading that scores at least `high` while the other one scores at most `low`. */
function clearly(
  dates: readonly Written[],
  score: (read: readonly MonthDay[]) => number,
  high: number,
  low: number,
): boolean | null {
  const [day = 0, month = 0] = [true, false].map((dayFirst) => score(dates.map((one) => inOrder(one, dayFirst))));
  if (day >= high && month <= low) return true;
  return month >= high && day <= low ? false : null;
}

/** The share of steps between rows that are one to five whole weeks; a year counts as 365 days here. */
function weeklySteps(read: readonly MonthDay[]): number {
  const days = read.map(({ month, day, year }) => ordinal(month, day) + (year ?? 0) * 365);
  const steps = days.slice(1).map((day, index) => Math.abs(day - (days[index] ?? 0)));
  const weekly = steps.map((step) => (step > 300 ? Math.abs(step - 365) : step));
  return weekly.filter((step) => step > 0 && step <= 35 && step % 7 === 0).length / steps.length;
}

function isRising(read: readonly MonthDay[]): boolean {
  const days = read.map(({ month, day, year }) => ordinal(month, day) + (year ?? 0) * 365);
  return days.every((day, index) => index === 0 || day >= (days[index - 1] ?? 0));
}

const BEFORE = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334];

function ordinal(month: number, day: number): number {
  return (BEFORE[month - 1] ?? 0) + day;
}
