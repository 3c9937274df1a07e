import { type LocalDate, weekdayOf } from "@/lib/time/zones";
import { readSchedule } from "@/lib/transfer/read";
import type { ColumnRole, ReadSchedule, ReadSession } from "@/lib/transfer/schema";
import { columnKey } from "@/lib/transfer/understand/names";

/** A schedule to read: pasted text, with its HTML where the clipboard has one, or the bytes of a file. */
export interface ScheduleText {
  text?: string | Uint8Array;
  html?: string;
}

/** What is known beside the text. */
export interface ReadingHints {
  today: LocalDate;
  /** The year of the first date, where the text names none. */
  year?: number;
  /** When the cohort meets, ISO 8601. */
  weekday?: number;
  /** The weekdays of the schedule that stands; `weekdaysOf` gives them. */
  termWeekdays?: readonly number[];
  /** The first and the last date of the schedule that stands. */
  from?: LocalDate;
  to?: LocalDate;
  /** What columns are, by `columnKey` of their names. */
  columns?: Readonly<Record<string, ColumnRole>>;
  dayFirst?: boolean;
  /** The date of week 1. */
  firstDate?: LocalDate;
  fileName?: string;
}

/** Reads a schedule; the only door from the import to the readers. */
export function readText({ text = "", html }: ScheduleText, hints: ReadingHints): ReadSchedule {
  return readSchedule(html === undefined || typeof text !== "string" ? text : { text, html }, hints);
}

/** The weekdays on which at least a quarter of these dates are: those on which a term meets, whatever the cohort says. */
export function weekdaysOf(dates: readonly LocalDate[]): number[] {
  const counts = new Map<number, number>();
  for (const date of dates) counts.set(weekdayOf(date), (counts.get(weekdayOf(date)) ?? 0) + 1);
  return [...counts].filter(([, count]) => count * 4 >= dates.length).map(([weekday]) => weekday);
}

/** What columns are by the form of their names under which it is remembered. */
export function columnsByKey(columns: Readonly<Record<string, ColumnRole>>): Record<string, ColumnRole> {
  return Object.fromEntries(Object.entries(columns).map(([name, role]) => [columnKey(name), role]));
}

/** Sessions that were read elsewhere, as what a reader gives. */
export function asRead(sessions: readonly ReadSession[]): ReadSchedule {
  return { sessions: [...sessions], problems: [], leftOut: [], questions: [], columns: [], format: "csv" };
}

/** Whether a schedule was understood, so that it can be saved. */
export function isUnderstood({ problems, questions }: Pick<ReadSchedule, "problems" | "questions">): boolean {
  return problems.length + questions.length === 0;
}
