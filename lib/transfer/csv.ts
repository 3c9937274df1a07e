import type { Slot } from "@/lib/progress/schema";
import { formatOf } from "@/lib/schedule/rules";
import { type LocalDate, localDate } from "@/lib/time/zones";
import { readCell } from "@/lib/transfer/cell";
import { Continuations } from "@/lib/transfer/continues";
import { monthNumber } from "@/lib/transfer/months";
import {
  MAX_TITLE,
  type ReadProblem,
  type ReadResource,
  type ReadSchedule,
  type ReadSession,
} from "@/lib/transfer/schema";
import { type Row, readTable } from "@/lib/transfer/table";

export const COLUMNS = ["Month", "Day", "Before", "Session", "After", "Deep Dive"] as const;
type Column = (typeof COLUMNS)[number];

const SLOT_COLUMNS: readonly (readonly [Column, Slot])[] = [
  ["Before", "before"],
  ["Session", "session"],
  ["After", "after"],
  ["Deep Dive", "deep_dive"],
];

/** What cannot be stored, or cannot have been meant: NUL and other controls. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what the rule is about
const UNSTORABLE = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F]/;

/**
 * Reads a schedule: a header with Month, Day, Before, Session, After and Deep Dive in any order, and a row a session.
 * The file names no year: `year` is that of its first month, and a month earlier than the one before it is the next
 * year's. Sessions come by date. Where anything was not understood there are problems, and the caller saves nothing.
 * Never throws, whatever the input.
 */
export function readSchedule(input: string | Uint8Array, options: { year: number }): ReadSchedule {
  const table = readTable(input);
  const problems = [...table.problems];
  const [header, ...rows] = table.rows;
  if (!header) return { sessions: [], problems };
  const places = readHeader(header, problems);
  if (!places) return { sessions: [], problems: inOrder(problems) };
  if (rows.length === 0 && problems.length === 0) {
    problems.push({ row: header.row, column: null, message: "There are no rows under the header." });
  }
  const sessions: ReadSession[] = [];
  const rowOfDate = new Map<LocalDate, number>();
  const calendar = { year: options.year, month: 0 };
  for (const row of rows) {
    if (!isWhole(row, header, problems)) continue;
    const cell = (column: Column) => row.cells[places[column]] ?? "";
    const date = readDate(row, cell, calendar, problems);
    const session = readContent(row, cell, problems);
    if (!date) continue;
    const taken = rowOfDate.get(date);
    if (taken !== undefined) {
      problems.push({ row: row.row, column: "Day", message: `${date} is already in row ${taken}.` });
      continue;
    }
    rowOfDate.set(date, row.row);
    sessions.push({ date, ...session });
  }
  sessions.sort((a, b) => (a.date < b.date ? -1 : 1));
  return { sessions: withContinuations(sessions), problems: inOrder(problems) };
}

/** Marks the resources that go on with one of an earlier session ("Backpropagation Cont."). */
export function withContinuations(sessions: readonly ReadSession[]): ReadSession[] {
  const earlier = new Continuations<ReadResource>();
  return sessions.map((session) => {
    const resources = session.resources.map((resource) => {
      const goesOn = resource.url === null && resource.minutes === null ? earlier.find(resource.title) : null;
      return goesOn ? { ...resource, continues: goesOn.title } : resource;
    });
    earlier.addSession(session.resources);
    return { ...session, resources };
  });
}

function readHeader(header: Row, problems: ReadProblem[]): Record<Column, number> | null {
  const places: Partial<Record<Column, number>> = {};
  const before = problems.length;
  const say = (column: string | null, message: string) => problems.push({ row: header.row, column, message });
  header.cells.forEach((cell, index) => {
    const column = COLUMNS.find((name) => plain(name) === plain(cell));
    if (!column) {
      if (cell !== "") say(shorten(cell), `There is no place for this column. The columns are ${COLUMNS.join(", ")}.`);
    } else if (places[column] !== undefined) say(column, "This column is there twice.");
    else places[column] = index;
  });
  for (const column of COLUMNS) if (places[column] === undefined) say(column, "This column is missing.");
  return problems.length === before ? (places as Record<Column, number>) : null;
}

function isWhole(row: Row, header: Row, problems: ReadProblem[]): boolean {
  const [have, want] = [row.cells.length, header.cells.length];
  if (have !== want) {
    const message = `This row has ${have} ${have === 1 ? "cell" : "cells"}, the header has ${want}.`;
    problems.push({ row: row.row, column: null, message });
    return false;
  }
  const stray = header.cells.findIndex((cell, index) => cell === "" && row.cells[index] !== "");
  if (stray !== -1) {
    problems.push({ row: row.row, column: null, message: `Cell ${stray + 1} is under a column without a name.` });
  }
  const broken = row.cells.findIndex((cell) => UNSTORABLE.test(cell));
  if (broken !== -1) {
    const column = header.cells[broken] || null;
    problems.push({ row: row.row, column, message: "This cell has characters that cannot be stored." });
  }
  return stray === -1 && broken === -1;
}

function readDate(
  row: Row,
  cell: (column: Column) => string,
  calendar: { year: number; month: number },
  problems: ReadProblem[],
): LocalDate | null {
  const [monthText, dayText] = [cell("Month"), cell("Day")];
  const say = (column: Column, message: string) => problems.push({ row: row.row, column, message });
  const month = monthNumber(monthText);
  const day = /^(\d{1,2})(st|nd|rd|th|\.)?$/i.exec(dayText)?.[1];
  if (month === null) say("Month", monthText ? `“${shorten(monthText)}” is not a month.` : "The month is missing.");
  if (!day) say("Day", dayText ? `“${shorten(dayText)}” is not a day of a month.` : "The day is missing.");
  if (month === null) return null;
  if (month < calendar.month) calendar.year += 1;
  calendar.month = month;
  if (!day) return null;
  const pad = (value: number, length: number) => String(value).padStart(length, "0");
  const date = `${pad(calendar.year, 4)}-${pad(month, 2)}-${pad(Number(day), 2)}`;
  if (localDate.safeParse(date).success) return date;
  say("Day", `There is no day ${Number(day)} in ${shorten(monthText)} ${calendar.year}.`);
  return null;
}

function readContent(
  row: Row,
  cell: (column: Column) => string,
  problems: ReadProblem[],
): Pick<ReadSession, "title" | "format" | "resources"> {
  const resources: ReadResource[] = [];
  let title = "";
  for (const [column, slot] of SLOT_COLUMNS) {
    const read = readCell(cell(column));
    for (const message of read.problems) problems.push({ row: row.row, column, message });
    // The words of the Session column are its title; only links in it are resources.
    const named = slot === "session" ? read.resources.filter(({ url }) => url !== null) : read.resources;
    resources.push(...named.map((resource) => ({ slot, ...resource })));
    if (slot === "session") title = read.text;
  }
  if (title.length > MAX_TITLE) {
    problems.push({ row: row.row, column: "Session", message: `This title is longer than ${MAX_TITLE} characters.` });
  }
  return { title, format: formatOf(title), resources };
}

function inOrder(problems: ReadProblem[]): ReadProblem[] {
  return problems.sort((a, b) => a.row - b.row);
}

function plain(name: string): string {
  return name.toLowerCase().replace(/[\s_-]+/g, "");
}

function shorten(text: string): string {
  return text.length > 40 ? `${text.slice(0, 39)}…` : text;
}
