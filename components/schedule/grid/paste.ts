import type { CohortBreak } from "@/lib/schedule/breaks/schema";
import { openDraft } from "@/lib/schedule/edit/apply";
import type { EditedUse } from "@/lib/schedule/edit/schema";
import type { ScheduleSession } from "@/lib/schedule/schema";
import { change, type GridChange } from "./changes";
import { COLUMNS, type Fields, type Parsed, withLinks, wordsOf } from "./columns";
import { dateAfter, noDateAfter, type ReadDay, readDays } from "./days";

const DATE = COLUMNS.findIndex(({ id }) => id === "date");

interface Target {
  sessions: readonly ScheduleSession[];
  /** New sessions are placed outside of them. */
  breaks: readonly CohortBreak[];
  /** The row at the upper left corner, by id, and its column. */
  id: string;
  column: number;
}

/**
 * What a block of cells means when it is laid over the grid from one cell on. Rows beyond the last session become new
 * drafts, a week apart where the block has no dates and never in a break. With any cell that is not understood nothing is
 * to be changed.
 */
export function planPaste(
  cells: readonly (readonly string[])[],
  { sessions, breaks, id, column }: Target,
  newId: () => string,
): GridChange | { problem: string } {
  const first = sessions.findIndex((session) => session.id === id);
  if (first === -1 || cells.length === 0) return { problem: "There is nothing to paste." };
  const edits: GridChange["edits"] = [];
  const create: GridChange["create"] = [];
  let last = sessions.at(-1)?.date ?? "";
  const term = { first: sessions[0]?.date ?? "", last };
  const days = readDays(DATE < column ? [] : cells.map((row) => wordsOf(row[DATE - column] ?? "")), term);
  for (const [offset, row] of cells.entries()) {
    const session = sessions[first + offset];
    if (!session && row.every((cell) => cell.trim() === "")) continue;
    const free = session ? session.date : dateAfter(last, breaks);
    const target = session ?? openDraft("", free ?? last);
    const read = readRow(row, { from: column, day: days[offset] }, target);
    if ("problem" in read) return { problem: `Nothing was pasted. Row ${offset + 1}: ${read.problem}` };
    if (session) edits.push({ sessionId: session.id, fields: read.fields });
    else {
      const date = read.fields.date ?? free;
      if (date === null) return { problem: `Nothing was pasted. ${noDateAfter(last)}` };
      const made = { ...read.fields, date, id: newId() };
      create.push(made);
      if (made.date > last) last = made.date;
    }
  }
  const count = cells.reduce((sum, row) => sum + row.length, 0);
  return change(`Pasted ${count} ${count === 1 ? "cell" : "cells"}`, { edits, create });
}

/** `day` is what the cell of the date says among those above and below it. */
function readRow(
  row: readonly string[],
  { from, day }: { from: number; day: ReadDay | undefined },
  session: ScheduleSession,
): { fields: Fields } | { problem: string } {
  let fields: Fields = {};
  const links: EditedUse[] = [];
  for (const [index, text] of row.entries()) {
    const column = COLUMNS[from + index];
    if (!column) return { problem: "The block is wider than the grid from here on." };
    const read = from + index === DATE && day ? dayRead(day) : column.read(text, session);
    if ("problem" in read) return { problem: `${column.name}: ${read.problem}` };
    fields = { ...fields, ...read.fields, ...slotsOf(fields, read.fields) };
    links.push(...(read.links ?? []));
  }
  return { fields: withLinks(fields, links, session) };
}

function dayRead(day: ReadDay): Parsed {
  return "date" in day ? { fields: day } : day;
}

function slotsOf(a: Fields, b: Fields): Pick<Fields, "slots"> {
  return a.slots || b.slots ? { slots: { ...a.slots, ...b.slots } } : {};
}
