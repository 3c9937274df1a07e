import type { LocalDate } from "@/lib/time/zones";
import { monthName } from "@/lib/transfer/months";
import type { ReadQuestion } from "@/lib/transfer/schema";
import { short } from "@/lib/transfer/text";
import type { DateWords, DayWords } from "@/lib/transfer/understand/dates";
import {
  type DayNumber,
  dateOf,
  dayNumber,
  dayNumberOf,
  weekdayOfDay,
  yearOfDay,
} from "@/lib/transfer/understand/days";
import { inOrder, orderOf, type Written } from "@/lib/transfer/understand/order";
import { type Nearness, yearsOf } from "@/lib/transfer/understand/years";

/** What is known about the dates of a schedule before it is read. */
export interface Calendar {
  /** The year of the first date. */
  year?: number | undefined;
  today: LocalDate;
  /** The cohort's usual weekday, 1 for Monday to 7. */
  weekday?: number | undefined;
  /** The weekdays on which the standing term meets, which may be others. */
  termWeekdays?: readonly number[] | undefined;
  /** The first and the last date of the standing term. */
  from?: LocalDate | undefined;
  to?: LocalDate | undefined;
  dayFirst?: boolean | undefined;
  /** The date of week 1. */
  firstDate?: LocalDate | undefined;
  /** The name of the file, which may hold its year. */
  fileName?: string | undefined;
}

/** The words about the date of a row, and how to quote them. */
export interface DateEntry {
  row: number;
  text: string;
  words: DateWords;
  /** The month as its own column has it, for messages. */
  month?: string;
}

/** The date of a row; or why it is none; or neither while a question is open. */
export interface Dated {
  date: LocalDate | null;
  problem: string | null;
  /** The weekday that the row names and the date is not. */
  otherWeekday: boolean;
}

/** The dates of all rows, read together: one row shows how another is to be read. */
export function datesOf(
  entries: readonly DateEntry[],
  calendar: Calendar,
): { dates: Dated[]; questions: ReadQuestion[] } {
  const questions: ReadQuestion[] = [];
  const days = entries.flatMap((entry) =>
    entry.words.day ? [{ entry, written: writtenOf(entry.words.day, entry) }] : [],
  );
  const read = readDays(days, calendar, questions);
  const week = entries.find(({ words }) => words.day === null && words.week !== null);
  if (week && calendar.firstDate === undefined) {
    questions.push({ kind: "first_date", row: week.row, example: short(week.text, 40) });
  }
  let next = 0;
  const dates = entries.map(({ text, words }) => {
    if (words.day === null) return ofWeek(text, words, calendar.firstDate);
    const found = read?.[next] ?? NONE;
    next += 1;
    return found;
  });
  return { dates, questions };
}

const NONE: Dated = { date: null, problem: null, otherWeekday: false };

interface DayEntry {
  entry: DateEntry;
  written: Written;
}

function writtenOf(day: DayWords, { words }: DateEntry): Written {
  return { day, weekday: words.weekday };
}

/** Null while the order of day and month, or the year, has to be asked. */
function readDays(days: readonly DayEntry[], calendar: Calendar, questions: ReadQuestion[]): Dated[] | null {
  if (days.length === 0) return [];
  const near = nearnessOf(calendar);
  const order = orderOf(
    days.map(({ written }) => written),
    near,
    calendar.dayFirst,
  );
  const ask = (index: number) => {
    const { row, text } = days[index]?.entry ?? { row: 1, text: "" };
    return { row, example: short(text, 40) };
  };
  if ("ask" in order) {
    questions.push({ kind: "day_first", ...ask(order.ask) });
    return null;
  }
  const monthDays = days.map(({ written }) => inOrder(written, order.dayFirst));
  // A month that does not exist says nothing about the years of the others.
  const known = monthDays.filter(({ month }) => month >= 1 && month <= 12);
  const years = yearsOf(known, near);
  if ("either" in years) {
    questions.push({ kind: "year", ...ask(0), options: years.either });
    return null;
  }
  let next = 0;
  return days.map((day, index) => {
    const { month = 0 } = monthDays[index] ?? {};
    const year = month >= 1 && month <= 12 ? years.years[next++] : undefined;
    return dated(day, order.dayFirst, year, calendar);
  });
}

/** Dates are near to the standing term; without one, to the year in the file's name; without that, to today. */
function nearnessOf({ year, weekday, termWeekdays, from, to, today, fileName }: Calendar): Nearness {
  const named = /(?<!\d)20\d\d(?!\d)/.exec(fileName ?? "")?.[0];
  const first = from ?? (named ? `${named}-01-01` : today);
  const last = from ? (to ?? from) : named ? `${named}-12-31` : today;
  const onlyToday = from === undefined && named === undefined;
  return { year, weekday, termWeekdays, onlyToday, first: dayNumberOf(first), last: dayNumberOf(last) };
}

function dated({ entry, written }: DayEntry, dayFirst: boolean, year: number | undefined, calendar: Calendar): Dated {
  const { month, day, weekday } = inOrder(written, dayFirst);
  if (year === undefined) {
    const asRead =
      written.day.order === null ? ` with the ${dayFirst ? "day" : "month"} first, as the dates are read` : "";
    return { ...NONE, problem: `“${short(entry.text, 40)}” is not a date${asRead}.` };
  }
  const number = isInReach(year) ? dayNumber(year, month, day) : null;
  if (number === null)
    return { ...NONE, problem: `There is no day ${day} in ${entry.month ?? monthName(month)} ${year}.` };
  const chosen = inRange(number, entry.words.end, dayFirst, weekday ?? calendar.weekday);
  return {
    date: dateOf(chosen),
    problem: null,
    otherWeekday: weekday !== null && weekdayOfDay(chosen) !== weekday,
  };
}

/** Whether a schedule can be in a year. */
function isInReach(year: number): boolean {
  return year >= 1900 && year <= 2200;
}

/** Of the days of a range, the cohort's weekday; else the first. */
function inRange(first: DayNumber, end: DayWords | null, dayFirst: boolean, weekday: number | undefined): DayNumber {
  if (!end || weekday === undefined) return first;
  const { month, day } = inOrder({ day: end, weekday: null }, dayFirst);
  const start = new Date(first * 86_400_000);
  const year = start.getUTCFullYear() + (month < start.getUTCMonth() + 1 ? 1 : 0);
  const last = dayNumber(year, month, day);
  const ahead = (weekday - weekdayOfDay(first) + 7) % 7;
  return last !== null && last - first <= 31 && first + ahead <= last ? first + ahead : first;
}

function ofWeek(text: string, { week, weekday }: DateWords, firstDate: LocalDate | undefined): Dated {
  if (week === null || firstDate === undefined) return NONE;
  const first = dayNumberOf(firstDate);
  // Another weekday of the same week, which begins on a Monday.
  const shift = weekday === null ? 0 : weekday - weekdayOfDay(first);
  const day = first + 7 * (week - 1) + shift;
  if (isInReach(yearOfDay(day))) return { ...NONE, date: dateOf(day) };
  return {
    ...NONE,
    problem: `“${short(text, 40)}” is in the year ${yearOfDay(day)}; a week 1 in ${firstDate} cannot be meant.`,
  };
}
