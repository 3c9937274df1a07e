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
  /** Whether nothing but today says when the dates are. */
  onlyToday?: boolean | undefined;
  /** The usual weekday of the cohort. */
  weekday?: number | undefined;
  /** Weekdays on which the standing term meets, too. */
  termWeekdays?: readonly number[] | undefined;
}

/** The year of every row, or those that may be meant for the first. */
export type Years = { years: number[] } | { either: number[] };

/** Two years are about equally near when the first date is nearer to one by no more than this. */
const ABOUT = 45;
/** A month so much earlier than the one before is in the next year; less is a row out of order. */
const NEW_YEAR = 3;

/**
 * Finds the years of dates that do not name them. One year named gives those around it. Else the weekdays that are named
 * decide, and among the years that they leave the nearness to the standing term or to the year of the file's name; with
 * neither, the one of last, this and next year in which most dates are on the cohort's weekday. What would be off that
 * weekday for most dates is asked.
 */
export function yearsOf(dates: readonly MonthDay[], near: Nearness): Years {
  const turns = turnsOf(dates);
  const named = dates.findIndex(({ year }) => year !== null);
  if (named !== -1) return { years: aroundNamed(dates, turns, named) };
  if (near.year !== undefined || dates.length === 0) {
    return { years: yearsFrom(near.year ?? yearOfDay(near.first), turns) };
  }
  const around = candidates(dates, turns, near);
  const [best, second] = around;
  if (!best) return { years: yearsFrom(yearOfDay(near.first), turns) };
  const sure = dates.filter(({ weekday }) => weekday !== null).length * 2 > dates.length;
  if (near.weekday !== undefined && !sure) {
    const usual = onUsual(dates, turns, near);
    const chosen = near.onlyToday ? byWeekday(dates, near, usual) : byNearness(dates, around, usual);
    if (chosen !== null && usual(chosen) * 2 >= dates.length) return { years: yearsFrom(chosen, turns) };
    return { either: toAsk(around, usual, dates.length) };
  }
  if (!second || isNearer(best, second)) return { years: yearsFrom(best.year, turns) };
  return { either: inOrder([best.year, second.year]) };
}

/** How many of the dates are on a usual weekday when the first one is in a year. */
type OnUsual = (year: number) => number;

function onUsual(dates: readonly MonthDay[], turns: readonly number[], near: Nearness): OnUsual {
  const usual = [near.weekday, ...(near.termWeekdays ?? [])].filter((weekday) => weekday !== undefined);
  const counts = new Map<number, number>();
  return (year) => {
    const years = yearsFrom(year, turns);
    const count =
      counts.get(year) ?? [...new Set(usual)].reduce((sum, weekday) => sum + countOn(dates, years, () => weekday), 0);
    counts.set(year, count);
    return count;
  };
}

/** The one of last, this and next year with most dates on the cohort's weekday; null where two have as many. */
function byWeekday(dates: readonly MonthDay[], near: Nearness, usual: OnUsual): number | null {
  const now = yearOfDay(near.first);
  const [best, second] = [now, now + 1, now - 1].sort((a, b) => usual(b) - usual(a));
  return best !== undefined && second !== undefined && usual(best) > usual(second) && dates.length > 0 ? best : null;
}

/** The year nearest to the standing term; of two about as near the one with clearly more dates on the cohort's weekday. */
function byNearness(dates: readonly MonthDay[], around: readonly Candidate[], usual: OnUsual): number | null {
  const [best, second] = around;
  if (!best || !second || isNearer(best, second)) return best?.year ?? null;
  const lead = usual(best.year) - usual(second.year);
  if (Math.abs(lead) * 2 <= dates.length) return null;
  return lead > 0 ? best.year : second.year;
}

/** The nearest year, and the nearest one that is on the cohort's weekday; where there is none, the second nearest. */
function toAsk(around: readonly Candidate[], usual: OnUsual, count: number): number[] {
  const [best, second] = around.map(({ year }) => year);
  const fitting = around.map(({ year }) => year).filter((year) => usual(year) * 2 >= count);
  const other = fitting.find((year) => year !== best) ?? second;
  return inOrder([best, other].filter((year) => year !== undefined));
}

function isNearer(best: Candidate, second: Candidate): boolean {
  return second.away - best.away > ABOUT || (best.away === 0 && second.away > 0);
}

function inOrder(years: readonly number[]): number[] {
  return years.toSorted((a, b) => a - b);
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

interface Candidate {
  year: number;
  /** Days between the first date in this year and the term. */
  away: number;
  /** Rows whose named weekday is right. */
  hits: number;
}

/** The years of the first date that fit the weekdays named, the nearest first. */
function candidates(dates: readonly MonthDay[], turns: readonly number[], near: Nearness): Candidate[] {
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
