import { readTitleCell } from "@/lib/transfer/cell";
import { monthNumber } from "@/lib/transfer/months";
import { type ColumnRole, MAX_PROSE } from "@/lib/transfer/schema";
import type { Row, Sheet } from "@/lib/transfer/sheet";
import type { DateEntry } from "@/lib/transfer/understand/calendar";
import type { Column } from "@/lib/transfer/understand/columns";
import { type Content, type ContentReader, hasWords, type Say } from "@/lib/transfer/understand/content";
import { readDate } from "@/lib/transfer/understand/dates";
import { formatOfTitle, isNoSession } from "@/lib/transfer/understand/formats";
import { isHeaderAgain } from "@/lib/transfer/understand/header";
import { type Findings, quote } from "@/lib/transfer/understand/left";
import { readTimes } from "@/lib/transfer/understand/times";
import type { Dates, When } from "@/lib/transfer/understand/when";

/** A session with the words about its date, which is found when all of them are read. */
export interface FoundSession {
  row: number;
  when: DateEntry;
  content: Content;
}

interface Table {
  sheet: Sheet;
  header: Row | null;
  columns: readonly Column[];
  content: ContentReader;
  dates: Dates;
  findings: Findings;
}

type DateOfRow = Extract<When, { kind: "date" }>;

/** What cannot be stored, or cannot have been meant: NUL and other controls. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what the rule is about
const UNSTORABLE = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F]/;

/** Roles whose cells can go on in a row without a date, as under a merged cell. */
const GOES_ON: readonly ColumnRole[] = ["before", "after", "deep_dive", "session", "notes", "materials", "presenters"];

/** Decides of every row whether it is a session, goes on with the one above, or is something else. */
export class RowReader {
  readonly sessions: FoundSession[] = [];
  private above: { when: string; title: string; cells: readonly string[] } | null = null;

  constructor(private readonly table: Table) {}

  add(row: Row): void {
    const { header, columns, dates, findings } = this.table;
    const say = findings.at(row.row);
    const filled = columns.filter(({ index, role }) => row.cells[index] && role !== "leave_out");
    if (filled.length === 0 || !this.isWhole(row, filled, say)) return;
    if (isHeaderAgain(row, header)) {
      say.left(null, "This row is the header once more.");
      return;
    }
    const when = dates.read(row.cells);
    if (!Array.isArray(when) && when.kind === "date" && !isSentence(filled, when))
      this.addDated(row, filled, when, say);
    else if (isHeading(row, filled, dates))
      say.left(null, `${quote(row.cells[filled[0]?.index ?? 0] ?? "")} is no session.`);
    else if (Array.isArray(when)) this.addWrong(row, when, say);
    else if (when.kind === "none" && this.goesOn(row, filled, say)) return;
    else
      for (const { index, name } of filled)
        say.left(name, `${quote(row.cells[index] ?? "")} is in a row without a date.`);
  }

  private addDated(row: Row, filled: readonly Column[], when: DateOfRow, say: Say): void {
    const content = this.table.content.read(row.cells, say);
    const last = this.sessions.at(-1);
    if (last && this.spans(row, filled, when, content)) {
      goOn(last.content, content, say);
      return;
    }
    this.above = { when: when.text, title: content.title, cells: row.cells };
    this.besideDate(when, content, say);
    const { words, text, month } = when;
    this.sessions.push({ row: row.row, when: { row: row.row, text, words, ...(month ? { month } : {}) }, content });
  }

  /** Whether the date of a page's row is the cell of the row above, which is several rows high. */
  private spans({ cells }: Row, filled: readonly Column[], { text }: DateOfRow, { title, startsAt }: Content): boolean {
    const { sheet, dates } = this.table;
    const { above } = this;
    const last = this.sessions.at(-1)?.content;
    if (sheet.format !== "html" || !above || !last || above.when !== text) return false;
    if ((title !== "" && title !== above.title) || (startsAt ?? null) !== (last.startsAt ?? null)) return false;
    return filled.every(
      (column) =>
        dates.has(column) || GOES_ON.includes(column.role) || cells[column.index] === above.cells[column.index],
    );
  }

  /** The cells are read all the same, so that all that is wrong in a row is said at once. */
  private addWrong(row: Row, wrong: { column: string; message: string }[], say: Say): void {
    for (const { column, message } of wrong) say.problem(column, message);
    this.table.content.read(row.cells, say);
    this.above = null;
  }

  /** What stands beside the date in its cell: a time, a reason not to meet, the title where there is no column for it. */
  private besideDate({ words, text, time }: DateOfRow, content: Content, say: Say): void {
    if (words.rest === "" && !words.end && !time) return;
    const { content: reader, dates } = this.table;
    const times = time ? { from: time, minutes: null, rest: "" } : readTimes(words.rest, false);
    const timed = times !== null && !/[\p{L}\p{N}]/u.test(times.rest);
    if (timed && reader.of("time").length === 0) {
      content.startsAt = times.from;
      if (times.minutes !== null) content.lengthMinutes ??= times.minutes;
    }
    let rest = timed ? "" : words.rest;
    const week = words.day ? readDate(rest)?.week : null;
    if (week) {
      say.left(dates.column.name, `${quote(rest)} is not kept: the row has a date.`);
      rest = readDate(rest)?.rest ?? "";
    }
    if (!words.end && !/[\p{L}\p{N}]/u.test(rest)) return;
    const whole = words.end !== null || (words.day !== null && /\d|\]\(/.test(rest));
    if (
      content.title === "" &&
      !words.end &&
      (reader.of("session").length === 0 || isNoSession(rest) || words.day === null)
    ) {
      const { title, resources, problems } = readTitleCell(rest);
      for (const message of problems) say.problem(dates.column.name, message);
      content.title = title;
      content.format ??= formatOfTitle(title);
      for (const resource of resources) content.resources.push({ slot: "session", ...resource });
    } else content.notes = [whole ? text : rest, content.notes ?? ""].filter((note) => note !== "").join("\n\n");
  }

  /** Whether a row without a date was understood as more of the one above, or as a second session on its date. */
  private goesOn(row: Row, filled: readonly Column[], say: Say): boolean {
    const { content: reader, dates } = this.table;
    const last = this.sessions.at(-1);
    if (!last || !this.above) return false;
    const said = filled.filter((column) => !dates.has(column));
    const roles = new Set(said.map(({ role }) => role));
    const content = reader.read(row.cells, silent);
    const ownTime = content.startsAt != null && content.startsAt !== last.content.startsAt;
    if (ownTime && content.title !== "") {
      this.sessions.push({ row: row.row, when: { ...last.when, row: row.row }, content: reader.read(row.cells, say) });
      return true;
    }
    const titled = said.some(({ role, index }) => role === "session" && hasWords(row.cells[index] ?? ""));
    if (titled || content.resources.length === 0 || ![...roles].every((role) => GOES_ON.includes(role))) return false;
    goOn(last.content, reader.read(row.cells, say), say);
    return true;
  }

  private isWhole({ cells }: Row, filled: readonly Column[], say: Say): boolean {
    const { header, sheet } = this.table;
    const broken = filled.find(({ index, role }) => unstorableIn(role).test(cells[index] ?? ""));
    if (broken) say.problem(broken.name, "This cell has characters that cannot be stored.");
    // Elsewhere rows may end early; here a comma that is missing or too many moves every cell behind it.
    const uneven = sheet.format === "csv" && header !== null && cells.length !== header.cells.length;
    if (!uneven || filled.length < 2) return !broken;
    const [have, want] = [cells.length, header.cells.length];
    say.problem(null, `This row has ${have} ${have === 1 ? "cell" : "cells"}, the header has ${want}.`);
    return false;
  }
}

const silent: Say = { problem: () => {}, left: () => {} };

/** Words with a date in them, alone in their row: "Updated 3 January". */
function isSentence(filled: readonly Column[], { text, words: { day, rest } }: DateOfRow): boolean {
  const [first = ""] = rest.split(" ");
  return filled.length === 1 && day !== null && /\p{L}/u.test(first) && text.trimStart().startsWith(first);
}

/** A text of several lines may hold whatever can be stored, such as the line breaks of slides. */
function unstorableIn(role: ColumnRole): RegExp {
  return role === "notes" || role === "materials" ? /\0/ : UNSTORABLE;
}

/** A heading between rows: the same words in every filled cell, or words and no date where the date would be. */
function isHeading({ cells }: Row, filled: readonly Column[], dates: Dates): boolean {
  const [first] = filled;
  if (!first || new Set(filled.map(({ index }) => cells[index])).size !== 1) return false;
  const text = cells[first.index] ?? "";
  return filled.length > 1 || (dates.has(first) && /\p{L}{2}/u.test(text) && monthNumber(text) === null);
}

/** Adds what a row says to the session that it goes on with. */
function goOn(content: Content, more: Content, say: Say): void {
  for (const resource of more.resources) content.resources.push(resource);
  for (const field of ["notes", "materials"] as const) {
    const [before, behind] = [content[field] ?? "", more[field] ?? ""];
    if (behind === "" || behind === before) continue;
    if (before.length + behind.length > MAX_PROSE)
      say.left(null, `${quote(behind)} is too much for the session above.`);
    else content[field] = before === "" ? behind : `${before}\n\n${behind}`;
  }
  for (const name of more.presenters ?? []) {
    if (!content.presenters?.includes(name)) content.presenters = [...(content.presenters ?? []), name];
  }
}
