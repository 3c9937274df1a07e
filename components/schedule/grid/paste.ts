import { openDraft } from "@/lib/schedule/edit/apply";
import type { ScheduleSession } from "@/lib/schedule/schema";
import { daysLater } from "@/lib/time/days";
import { change, type GridChange } from "./changes";
import { COLUMNS, type Fields } from "./columns";

interface Target {
  sessions: readonly ScheduleSession[];
  /** The row at the upper left corner, by id, and its column. */
  id: string;
  column: number;
}

/**
 * What a block of cells means when it is laid over the grid from one cell on. Rows beyond the last session become new
 * drafts, a week apart where the block has no dates. With any cell that is not understood nothing is to be changed.
 */
export function planPaste(
  cells: readonly (readonly string[])[],
  { sessions, id, column }: Target,
  newId: () => string,
): GridChange | { problem: string } {
  const first = sessions.findIndex((session) => session.id === id);
  if (first === -1 || cells.length === 0) return { problem: "There is nothing to paste." };
  const edits: GridChange["edits"] = [];
  const create: GridChange["create"] = [];
  let last = sessions.at(-1)?.date ?? "";
  for (const [offset, row] of cells.entries()) {
    const session = sessions[first + offset];
    if (!session && row.every((cell) => cell.trim() === "")) continue;
    const date = daysLater(last, 7);
    const target = session ?? openDraft("", date);
    const read = readRow(row, column, target);
    if ("problem" in read) return { problem: `Nothing was pasted. Row ${offset + 1}: ${read.problem}` };
    if (session) edits.push({ sessionId: session.id, fields: read.fields });
    else {
      const made = { ...read.fields, date: read.fields.date ?? date, id: newId() };
      create.push(made);
      if (made.date > last) last = made.date;
    }
  }
  const count = cells.reduce((sum, row) => sum + row.length, 0);
  return change(`Pasted ${count} ${count === 1 ? "cell" : "cells"}`, { edits, create });
}

function readRow(
  row: readonly string[],
  from: number,
  session: ScheduleSession,
): { fields: Fields } | { problem: string } {
  let fields: Fields = {};
  for (const [index, text] of row.entries()) {
    const column = COLUMNS[from + index];
    if (!column) return { problem: "The block is wider than the grid from here on." };
    const read = column.read(text, session);
    if ("problem" in read) return { problem: `${column.name}: ${read.problem}` };
    fields = { ...fields, ...read.fields, ...slotsOf(fields, read.fields) };
  }
  return { fields };
}

function slotsOf(a: Fields, b: Fields): Pick<Fields, "slots"> {
  return a.slots || b.slots ? { slots: { ...a.slots, ...b.slots } } : {};
}
