import type { Slot } from "@/lib/progress/schema";
import { FORMAT_NAMES } from "@/lib/schedule/rules";
import { writeCell, writeTitleCell } from "@/lib/transfer/cell";
import { guardFormulaCell } from "@/lib/transfer/text";
import { writeNames } from "@/lib/transfer/understand/people";
import type { WrittenSession } from "@/lib/transfer/write/of";

interface Column {
  name: string;
  /** There also where nothing is in it. */
  always?: true;
  cell: (session: WrittenSession) => string;
}

const COLUMNS: readonly Column[] = [
  { name: "Date", always: true, cell: ({ date }) => date },
  { name: "Time", cell: ({ startsAt }) => startsAt ?? "" },
  { name: "Length", cell: ({ lengthMinutes }) => (lengthMinutes ? `${lengthMinutes} min` : "") },
  { name: "Format", cell: ({ format, title }) => (format ? FORMAT_NAMES[format] : title === "" ? "" : "none") },
  { name: "State", cell: ({ cancelled, draft }) => (cancelled ? "cancelled" : draft ? "draft" : "") },
  { name: "Session", always: true, cell: (session) => writeTitleCell(session.title, usedIn(session, "session")) },
  { name: "Before", always: true, cell: (session) => writeCell(usedIn(session, "before")) },
  { name: "After", always: true, cell: (session) => writeCell(usedIn(session, "after")) },
  { name: "Deep Dive", always: true, cell: (session) => writeCell(usedIn(session, "deep_dive")) },
  { name: "Presenters", cell: ({ presenters = [] }) => writeNames(presenters) },
  { name: "Notes", cell: ({ notes }) => notes ?? "" },
  { name: "Materials", cell: ({ materials }) => materials ?? "" },
  { name: "Recording", cell: ({ recordingUrl = "" }) => recordingUrl.replace(/[\s<>]/g, encodeURIComponent) },
];

/**
 * A schedule as CSV (RFC 4180), a row a session, as the importer reads it back: cells of links are what `writeCell` says,
 * dates are ISO 8601. A column in which nothing would stand is left out. Begins with a byte order mark, without which
 * Excel takes UTF-8 for something else, and no cell begins as a formula does.
 */
export function writeCsv(sessions: readonly WrittenSession[]): string {
  const columns = COLUMNS.map(({ name, always, cell }) => {
    return { name, always, cells: sessions.map((session) => cell(session).trim()) };
  });
  const kept = columns.filter(({ always, cells }) => always || cells.some((cell) => cell !== ""));
  const rows = [kept.map(({ name }) => name), ...sessions.map((_, row) => kept.map(({ cells }) => cells[row] ?? ""))];
  return `\uFEFF${rows.map((row) => `${row.map(quoted).join(",")}\r\n`).join("")}`;
}

function usedIn({ resources }: WrittenSession, wanted: Slot) {
  return resources.filter(({ slot }) => slot === wanted).map(({ slot: _, ...resource }) => resource);
}

function quoted(cell: string): string {
  const safe = guardFormulaCell(cell);
  return /[",\r\n]|^\s|\s$/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
