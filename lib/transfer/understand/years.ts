import { type DayNumber, dayNumber, weekdayOfDay, yearOfDay } from "@/lib/transfer/understand/days";

/** A month and a day of a row, in the order of the rows, with the year and the weekday where they are named. */
export interface MonthDay {
  month: number;
  day: number;
  year: number | null;
  weekday: number | null;
}

export interface Nearness {
  /** The year of the first date, when somebody said it. */
  year?: number | undefined;
  /** The standing term, or today: the first date is as near to it as it can be. */
  first: DayNumber;
  last: DayNumber;
  /** The usual weekday of the cohort. */
  weekday?: number | undefined;
}

/** The year of every row, or the two that fit about equally well for the first. */
export type Years = { years: number[] } | { either: [number, number] };

/** Two years are about equally near when the first date is nearer to one by no more than this. */
const ABOUT = 45;
/** A month so much earlier than the one before is in the next year; less is a row out of order. */
const NEW_YEAR = 3;

/**
 * Finds the years of dates that do not name them. One year named gives those around it. Else the weekdays that are named
 * decide, and among the years that they leave the nearness to the standing term or today.
 */
export function yearsOf(dates: readonly MonthDay[], near: Nearness): Years {
  const turns = turnsOf(dates);
  const named = dates.findIndex(({ year }) => year !== null);
  if (named !== -1) return { years: aroundNamed(dates, turns, named) };
  if (near.year !== undefined || dates.length === 0) {
    return { years: yearsFrom(near.year ?? yearOfDay(near.first), turns) };
  }
  const [best, second] = candidates(dates, turns, near);
  if (!best || !second) return { years: yearsFrom(best?.year ?? yearOfDay(near.first), turns) };
  if (second.away - best.away > ABOUT || (best.away === 0 && second.away > 0))
    return { years: yearsFrom(best.year, turns) };
  const [a, b] = [best.year, second.year].map((year) =>
    countOn(dates, yearsFrom(year, turns), () => near.weekday ?? null),
  );
  const lead = (a ?? 0) - (b ?? 0);
  if (Math.abs(lead) * 2 > dates.length) return { years: yearsFrom(lead > 0 ? best.year : second.year, turns) };
  return { either: [Math.min(best.year, second.year), Math.max(best.year, second.year)] };
}

/** How many of the dates are on the weekday that their row names, in the years that fit best of those around. */
export function namedWeekdays(dates: readonly MonthDay[], near: Nearness): number {
  return mostOn(dates, near, ({ weekday }) => weekday);
}

/** How many of the dates are on the cohort's weekday, in the years that fit best of those around. */
export function usualWeekdays(dates: readonly MonthDay[], near: Nearness): number {
  return mostOn(dates, near, () => near.weekday ?? null);
}

type Wanted = (date: MonthDay) => number | null;

function mostOn(dates: readonly MonthDay[], near: Nearness, wanted: Wanted): number {
  const turns = turnsOf(dates);
  const named = dates.findIndex(({ year }) => year !== null);
  if (named !== -1) return countOn(dates, aroundNamed(dates, turns, named), wanted);
  const middle = near.year ?? yearOfDay(near.first);
  const starts = near.year === undefined ? [middle - 1, middle, middle + 1] : [middle];
  return Math.max(...starts.map((start) => countOn(dates, yearsFrom(start, turns), wanted)));
}

function countOn(dates: readonly MonthDay[], years: readonly number[], wanted: Wanted): number {
  return dates.filter((date, index) => {
    const weekday = wanted(date);
    const day = weekday === null ? null : dayNumber(years[index] ?? 0, date.month, date.day);
    return day !== null && weekdayOfDay(day) === weekday;
  }).length;
}

function yearsFrom(year: number, turns: readonly number[]): number[] {
  return turns.map((turn) => year + turn);
}

/** How many years after the first row each row is, from the months alone. */
function turnsOf(dates: readonly MonthDay[]): number[] {
  const places = dates.map(({ month, day }) => month * 32 + day);
  const steps = places.slice(1).map((place, index) => place - (places[index] ?? 0));
  const backwards =
    steps.filter((step) => step < 0).length > steps.filter((step) => step > 0).length && steps.length > 1;
  let turn = 0;
  return dates.map(({ month }, index) => {
    const before = dates[index - 1]?.month ?? month;
    if (!backwards && before - month >= NEW_YEAR) turn += 1;
    if (backwards && month - before >= NEW_YEAR) turn -= 1;
    return turn;
  });
}

function aroundNamed(dates: readonly MonthDay[], turns: readonly number[], first: number): number[] {
  let [year, turn] = [dates[first]?.year ?? 0, turns[first] ?? 0];
  return dates.map((date, index) => {
    if (date.year !== null) [year, turn] = [date.year, turns[index] ?? 0];
    return year + (turns[index] ?? 0) - turn;
  });
}

/** The years of the first date that fit the weekdays named, the nearest first, with its distance in days. */
function candidates(dates: readonly MonthDay[], turns: readonly number[], near: Nearness) {
  const middle = yearOfDay(near.first);
  const found = Array.from({ length: 15 }, (_, index) => {
    const year = middle - 7 + index;
    const hits = countOn(dates, yearsFrom(year, turns), ({ weekday }) => weekday);
    return { year, away: awayOf(dates[0], year, near), hits };
  });
  const most = Math.max(...found.map(({ hits }) => hits));
  const named = dates.filter(({ weekday }) => weekday !== null).length;
  const fitting = most > 0 && most * 2 > named ? found.filter(({ hits }) => hits === most) : found;
  return fitting.sort((a, b) => a.away - b.away);
}

function awayOf(first: MonthDay | undefined, year: number, near: Nearness): number {
  const day = first && (dayNumber(year, first.month, first.day) ?? dayNumber(year, first.month, 28));
  if (day === undefined || day === null) return Number.MAX_SAFE_INTEGER;
  return Math.max(near.first - day, day - near.last, 0);
}
