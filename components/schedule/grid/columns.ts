import { newId } from "@/components/ui/new-id";
import type { EditedUse, SessionEdit } from "@/lib/schedule/edit/schema";
import { FORMAT_NAMES, usesIn } from "@/lib/schedule/rules";
import type { ScheduleSession, ScheduleUse, SessionFormat, SLOTS } from "@/lib/schedule/schema";
import { writeSlot, writeUse } from "@/lib/schedule/uses/text";
import { shortDay } from "@/lib/time/days";
import { type CellResource, readCell, readTitleCell } from "@/lib/transfer/cell";
import { oneLine, withoutEscapes } from "@/lib/transfer/text";
import { readTimes } from "@/lib/transfer/understand/times";
import { readDays } from "./days";

type SlotName = (typeof SLOTS)[number];

/** What an edit of one cell changes of a session. */
export type Fields = Omit<SessionEdit, "sessionId" | "version">;
/** `links` are those of a title: they are for in the session, beside what the fields say. */
export type Parsed = { fields: Fields; links?: EditedUse[] } | { problem: string };

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
    read: (text, { date: near }) => {
      const [day] = readDays([wordsOf(text)], { first: near, last: near });
      return day && "date" in day ? { fields: day } : { problem: day?.problem ?? "" };
    },
  },
  {
    id: "startsAt",
    name: "Time",
    editor: "line",
    write: ({ startsAt }) => startsAt ?? "",
    read: (text) => readTime(wordsOf(text)),
  },
  {
    id: "title",
    name: "Session",
    editor: "line",
    write: ({ title }) => title,
    read: readTitle,
  },
  {
    id: "format",
    name: "Format",
    editor: "choice",
    options: [["", "Not said"], ...FORMATS.map(([, name]) => [name, name] as const)],
    write: ({ format }) => (format ? FORMAT_NAMES[format] : ""),
    read: (text) => {
      const words = wordsOf(text).toLowerCase();
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
      const words = text.split("\n").map(wordsOf).join("\n");
      const presenters = words
        .split(words.includes(";") ? ";" : /,|\n/)
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
      const found = STATES.find(([id]) => id === wordsOf(text).toLowerCase());
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
    write: ({ uses }) => writeSlot(uses, slot),
    read: (text, session) => {
      const read = readSlot(text, usesIn(session.uses, slot));
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
      uses.push(...read.resources.map(newUse));
    }
  }
  return { uses };
}

/** What a session says when a title with links is written into it: each link is used in the session, once. */
export function withLinks(fields: Fields, links: readonly EditedUse[], session: ScheduleSession): Fields {
  const uses = fields.slots?.session ?? usesIn(session.uses, "session").map(({ id }) => ({ useId: id }));
  const urlOf = (use: EditedUse) => ("useId" in use ? session.uses.find(({ id }) => id === use.useId)?.url : use.url);
  const there = new Set(uses.map(urlOf));
  const fresh = links.filter((use) => !there.has(urlOf(use)));
  return fresh.length === 0 ? fields : { ...fields, slots: { ...fields.slots, session: [...uses, ...fresh] } };
}

function newUse({ optional = false, part, ...resource }: CellResource): EditedUse {
  return { id: newId(), ...resource, optional, part: part ?? null };
}

/** A title is taken as it is written, but for its links, which the import reads out of it too. */
function readTitle(text: string, session: ScheduleSession): Parsed {
  if (text === session.title) return { fields: { title: text } };
  const read = readTitleCell(text);
  const linked = read.asWritten || read.resources.length > 0 || text.includes("](");
  if (linked && read.problems[0]) return { problem: read.problems[0] };
  const title = linked ? read.title : oneLine(withoutEscapes(text));
  if (title.length > 200) return { problem: "A title has at most 200 characters." };
  return { fields: { title }, links: read.resources.map(newUse) };
}

/** A time, with the length where the text says until when. */
function readTime(text: string): Parsed {
  if (text === "") return { fields: { startsAt: null } };
  const read = readTimes(text, true);
  if (!read) return { problem: `“${text}” is no time. Write it as 11:00.` };
  if (read.rest !== "") return { problem: `“${text}” says more than a time: “${read.rest}”.` };
  const { from: startsAt, minutes } = read;
  return { fields: minutes === null ? { startsAt } : { startsAt, lengthMinutes: minutes } };
}

/** The words of a cell that is not about links, on one line. */
export function wordsOf(text: string): string {
  return text.includes("](") ? readCell(text).text : oneLine(withoutEscapes(text));
}
