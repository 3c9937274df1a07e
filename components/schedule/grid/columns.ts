import type { EditedUse, SessionEdit } from "@/lib/schedule/edit/schema";
import { FORMAT_NAMES } from "@/lib/schedule/rules";
import type { ScheduleSession, ScheduleUse, SessionFormat, SLOTS } from "@/lib/schedule/schema";
import { writeUse } from "@/lib/schedule/uses/text";
import { isDay, shortDay } from "@/lib/time/days";
import { readCell } from "@/lib/transfer/cell";
import { monthNumber } from "@/lib/transfer/months";

type SlotName = (typeof SLOTS)[number];

/** What an edit of one cell changes of a session. */
export type Fields = Omit<SessionEdit, "sessionId" | "version">;
export type Parsed = { fields: Fields } | { problem: string };

/** One column of the grid: how a session stands in it, and what text typed or pasted into it means. */
export interface Column {
  id: string;
  name: string;
  /** How the cell is edited. */
  editor: "date" | "line" | "choice" | "lines";
  options?: readonly (readonly [string, string])[];
  slot?: SlotName;
  /** The text to edit, to copy, and to compare; `read` takes it back. */
  write: (session: ScheduleSession) => string;
  /** What the cell shows when it is not its text. */
  show?: (session: ScheduleSession) => string;
  read: (text: string, session: ScheduleSession) => Parsed;
}

const FORMATS = Object.entries(FORMAT_NAMES) as [SessionFormat, string][];
const STATES = [
  ["draft", "Draft"],
  ["published", "Published"],
  ["cancelled", "Cancelled"],
] as const;

export const COLUMNS: readonly Column[] = [
  {
    id: "date",
    name: "Date",
    editor: "date",
    write: ({ date }) => date,
    show: ({ date }) => shortDay(date),
    read: (text, session) => {
      const date = readDay(text, session.date);
      return date ? { fields: { date } } : { problem: `“${text}” is no date. Write it as 2024-10-22 or 22 Oct.` };
    },
  },
  {
    id: "startsAt",
    name: "Time",
    editor: "line",
    write: ({ startsAt }) => startsAt ?? "",
    read: (text) => {
      const found = /^(\d{1,2})[:.]([0-5]\d)$/.exec(text.trim());
      if (text.trim() === "") return { fields: { startsAt: null } };
      if (!found || Number(found[1]) > 23) return { problem: `“${text}” is no time. Write it as 11:00.` };
      return { fields: { startsAt: `${found[1]?.padStart(2, "0")}:${found[2]}` } };
    },
  },
  {
    id: "title",
    name: "Session",
    editor: "line",
    write: ({ title }) => title,
    read: (text) => {
      const title = oneLine(text);
      return title.length > 200 ? { problem: "A title has at most 200 characters." } : { fields: { title } };
    },
  },
  {
    id: "format",
    name: "Format",
    editor: "choice",
    options: [["", "Not said"], ...FORMATS.map(([, name]) => [name, name] as const)],
    write: ({ format }) => (format ? FORMAT_NAMES[format] : ""),
    read: (text) => {
      const words = oneLine(text).toLowerCase();
      if (words === "") return { fields: { format: null } };
      const found = FORMATS.find(([id, name]) => id === words || name.toLowerCase() === words);
      return found ? { fields: { format: found[0] } } : { problem: `“${text}” is no format.` };
    },
  },
  slotColumn("before", "Before"),
  slotColumn("session", "In session"),
  slotColumn("after", "After"),
  slotColumn("deep_dive", "Deep dive"),
  {
    id: "presenters",
    name: "Presenters",
    editor: "line",
    // One name with a comma in it would otherwise be read as two.
    write: ({ presenters }) =>
      presenters.join("; ") + (presenters.length === 1 && /,/.test(presenters[0] ?? "") ? ";" : ""),
    read: (text) => {
      const presenters = text
        .split(text.includes(";") ? ";" : /,|\n/)
        .map(oneLine)
        .filter((name) => name !== "");
      const long = presenters.find((name) => name.length > 120);
      return long ? { problem: "A name has at most 120 characters." } : { fields: { presenters } };
    },
  },
  {
    id: "state",
    name: "State",
    editor: "choice",
    options: STATES.map(([, name]) => [name, name] as const),
    write: ({ state }) => STATES.find(([id]) => id === state)?.[1] ?? state,
    read: (text) => {
      const found = STATES.find(([id]) => id === oneLine(text).toLowerCase());
      return found
        ? { fields: { state: found[0] } }
        : { problem: `“${text}” is no state: draft, published or cancelled.` };
    },
  },
];

function slotColumn(slot: SlotName, name: string): Column {
  return {
    id: slot,
    name,
    editor: "lines",
    slot,
    write: ({ uses }) =>
      uses
        .filter((use) => use.slot === slot)
        .map(writeUse)
        .join("\n"),
    read: (text, session) => {
      const read = readSlot(
        text,
        session.uses.filter((use) => use.slot === slot),
      );
      return "problem" in read ? read : { fields: { slots: { [slot]: read.uses } } };
    },
  };
}

/**
 * The uses that the text of a slot names, a line each or more. A line that says just what a use of the slot says is that
 * use, with all that the text has no words for; any other gets an id at once, so that it can be moved before it is saved.
 */
export function readSlot(text: string, current: readonly ScheduleUse[]): { uses: EditedUse[] } | { problem: string } {
  const free = [...current];
  const uses: EditedUse[] = [];
  for (const line of text.split(/\r?\n/)) {
    if (line.trim() === "") continue;
    const index = free.findIndex((use) => writeUse(use) === line.trim());
    const [kept] = index === -1 ? [] : free.splice(index, 1);
    if (kept) uses.push({ useId: kept.id });
    else {
      const read = readCell(line);
      if (read.problems[0]) return { problem: read.problems[0] };
      for (const { optional = false, part = null, ...resource } of read.resources) {
        uses.push({ id: crypto.randomUUID(), ...resource, optional, part });
      }
    }
  }
  return { uses };
}

/** A date as people type it into a cell; a missing year is that of `near`. Null when it is none. */
export function readDay(text: string, near: string): string | null {
  const words = oneLine(text).replace(/^(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?,? /i, "");
  if (isDay(words)) return words;
  const found =
    /^(?<day>\d{1,2})\.? (?<month>\p{L}{3,9})\.?,?(?: (?<year>\d{4}))?$/u.exec(words) ??
    /^(?<month>\p{L}{3,9})\.? (?<day>\d{1,2})(?:st|nd|rd|th)?,?(?: (?<year>\d{4}))?$/u.exec(words);
  const month = monthNumber(found?.groups?.month ?? "");
  if (!found?.groups || month === null) return null;
  const pad = (value: string | number) => String(value).padStart(2, "0");
  const date = `${found.groups.year ?? near.slice(0, 4)}-${pad(month)}-${pad(found.groups.day ?? "")}`;
  return isDay(date) ? date : null;
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, " ").trim();
}
