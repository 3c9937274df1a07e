import type { CohortBreak } from "@/lib/schedule/breaks/schema";
import { breakOn } from "@/lib/schedule/shape/calendar/rules";
import { daysLater, isDay, shortDay } from "@/lib/time/days";
import type { LocalDate } from "@/lib/time/zones";
import { monthName } from "@/lib/transfer/months";
import { oneLine } from "@/lib/transfer/text";
import { readDate } from "@/lib/transfer/understand/dates";
import { dateOf, dayNumber, dayNumberOf, weekdayOfDay, yearOfDay } from "@/lib/transfer/understand/days";
import { inOrder, orderOf, type Written } from "@/lib/transfer/understand/order";
import { type MonthDay, yearsOf } from "@/lib/transfer/understand/years";

/** The first and the last day of a term. */
interface Term {
  first: LocalDate;
  last: LocalDate;
}

export type ReadDay = { date: LocalDate } | { problem: string };

const WEEKDAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
/** No break goes on for longer than this many weeks. */
const FAR = 520;

/**
 * The dates that the cells of a column name, as the import reads them: in any of the ways people write one. A year that
 * is missing is the one that puts the first of them nearest to the term. Whether `03/04` is April or March is never
 * guessed: the other cells, a weekday or the steps from row to row tell, or the cell is refused.
 */
export function readDays(texts: readonly string[], term: Term): ReadDay[] {
  const cells = texts.map((text) => ({ text: oneLine(text), read: writtenIn(text) }));
  const written = cells.flatMap(({ read }) => ("day" in read ? [read] : []));
  const near = { first: dayNumberOf(term.first), last: dayNumberOf(term.last) };
  const dayFirst = orderIn(written, near);
  const inThisOrder = (one: Written) => inOrder(one, firstIsDay(one) ?? dayFirst ?? false);
  const years = yearsNear(written.map(inThisOrder), near);
  let at = -1;
  return cells.map(({ text, read }) => {
    if ("problem" in read) return read;
    at += 1;
    if (isEither(read) && dayFirst === null) return { problem: eitherWay(text, read) };
    const { month, day } = inThisOrder(read);
    const number = dayNumber(years[at] ?? 0, month, day);
    if (number === null) return { problem: noDate(text) };
    const weekday = weekdayOfDay(number);
    if (read.weekday === null || read.weekday === weekday) return { date: dateOf(number) };
    const is = read.day.year === null ? `would be in ${years[at]} a` : "is a";
    return { problem: `“${text}” ${is} ${WEEKDAYS[weekday - 1]}. Correct the weekday or the date.` };
  });
}

/** The date of a session that comes after this one: a week later, or as many weeks as breaks take. Null when there is none. */
export function dateAfter(date: LocalDate, breaks: readonly CohortBreak[]): LocalDate | null {
  for (let week = 1; week <= FAR; week += 1) {
    const next = daysLater(date, week * 7);
    if (!isDay(next)) return null;
    if (!breakOn(breaks, next)) return next;
  }
  return null;
}

/** What to say when `dateAfter` finds none. */
export function noDateAfter(date: LocalDate): string {
  return `There is no free date after ${shortDay(date)}. Look at the breaks.`;
}

function writtenIn(text: string): Written | { problem: string } {
  const words = oneLine(text);
  const read = readDate(words);
  if (!read?.day) return { problem: noDate(words) };
  if (read.end) return { problem: `“${words}” is more than one date.` };
  if (read.rest !== "") return { problem: `“${words}” says more than a date: “${read.rest}”.` };
  return { day: read.day, weekday: read.weekday };
}

function noDate(text: string): string {
  return `“${text}” is no date. Write it as 2024-10-22 or 22 Oct.`;
}

function eitherWay(text: string, { day: { numbers } }: Written): string {
  const [a, b] = numbers;
  return `“${text}” is ${a} ${monthName(b)} or ${b} ${monthName(a)}. Write the month as a word, or the date as 2024-10-22.`;
}

/** Whether the numbers of the column that could be either are read day first; null when nothing tells. */
function orderIn(written: readonly Written[], near: { first: number; last: number }): boolean | null {
  const said = new Set(written.map(firstIsDay).filter((one) => one !== null));
  if (said.size > 1) return null;
  const order = orderOf(written, near, undefined);
  return "ask" in order ? null : order.dayFirst;
}

function isEither({ day: { order, numbers } }: Written): boolean {
  return order === null && numbers[0] !== numbers[1] && numbers[0] <= 12 && numbers[1] <= 12;
}

/** Whether the first number can only be the day, or only the month; null when words say, or nothing does. */
function firstIsDay({ day: { order, numbers } }: Written): boolean | null {
  if (order !== null || (numbers[0] <= 12 && numbers[1] <= 12)) return null;
  return numbers[0] > 12;
}

/** The year of each date: the first is as near to the term as it can be, the others follow it into the next year. */
function yearsNear(dates: readonly MonthDay[], near: { first: number; last: number }): number[] {
  const [first] = dates;
  if (!first) return [];
  const away = (year: number) => {
    const day = dayNumber(year, first.month, Math.min(first.day, 28)) ?? 0;
    return Math.max(near.first - day, day - near.last, 0);
  };
  const [from, to] = [yearOfDay(near.first) - 1, yearOfDay(near.last) + 1];
  const around = Array.from({ length: to - from + 1 }, (_, index) => from + index);
  const year = around.reduce((best, one) => (away(one) < away(best) ? one : best));
  // A weekday is checked afterwards; here it would lead to a year in which nobody meets.
  const found = yearsOf(
    dates.map((date) => ({ ...date, weekday: null })),
    { ...near, year },
  );
  return "years" in found ? found.years : [];
}
