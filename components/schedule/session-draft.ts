import type { SessionEdit } from "@/lib/schedule/edit/schema";
import { type ScheduleSession, type SessionFormat, SLOTS } from "@/lib/schedule/schema";
import { writeUse } from "@/lib/schedule/uses/text";
import { readSlot } from "./grid/columns";

type SlotName = (typeof SLOTS)[number];

/** A session as the form of its page holds it: text only, a presenter and a use a line. */
export interface Draft {
  date: string;
  startsAt: string;
  lengthMinutes: string;
  title: string;
  format: string;
  presenters: string;
  notes: string;
  materials: string;
  recordingUrl: string;
  pinned: boolean;
  slots: Record<SlotName, string>;
}

export function draftOf(session: ScheduleSession): Draft {
  const { date, title, notes, materials, recordingUrl, pinned } = session;
  const text = (slot: SlotName) =>
    session.uses
      .filter((use) => use.slot === slot)
      .map(writeUse)
      .join("\n");
  return {
    date,
    startsAt: session.startsAt ?? "",
    lengthMinutes: session.lengthMinutes === null ? "" : String(session.lengthMinutes),
    title,
    format: session.format ?? "",
    presenters: session.presenters.join("\n"),
    notes,
    materials,
    recordingUrl,
    pinned,
    slots: {
      before: text("before"),
      session: text("session"),
      after: text("after"),
      deep_dive: text("deep_dive"),
    },
  };
}

/** What the form changes of the session it was opened on, or what is wrong with the text of a slot. */
export function editOf(seen: ScheduleSession, draft: Draft): SessionEdit | { problem: string; slot: SlotName } {
  const was = draftOf(seen);
  const { slots, format, startsAt, lengthMinutes, presenters, ...fields } = draft;
  const edit: SessionEdit = {
    sessionId: seen.id,
    version: seen.version,
    ...fields,
    startsAt: startsAt || null,
    lengthMinutes: lengthMinutes === "" ? null : Number(lengthMinutes),
    format: (format || null) as SessionFormat | null,
    presenters: presenters
      .split("\n")
      .map((name) => name.trim())
      .filter((name) => name !== ""),
  };
  for (const slot of SLOTS) {
    if (slots[slot] === was.slots[slot]) continue;
    const read = readSlot(
      slots[slot],
      seen.uses.filter((use) => use.slot === slot),
    );
    if ("problem" in read) return { problem: read.problem, slot };
    edit.slots = { ...edit.slots, [slot]: read.uses };
  }
  return edit;
}

const NAMES = {
  date: "Date",
  startsAt: "Own time",
  lengthMinutes: "Own length",
  title: "Title",
  format: "Format",
  presenters: "Presenters",
  notes: "Notes",
  materials: "Materials",
  recordingUrl: "Recording",
} as const;

/** The fields in which two states of the form differ, each with its name and both texts. */
export function differencesOf(mine: Draft, theirs: Draft, slotNames: Readonly<Record<SlotName, string>>) {
  const rows = (Object.keys(NAMES) as (keyof typeof NAMES)[])
    .filter((name) => mine[name] !== theirs[name])
    .map((name) => ({ name: NAMES[name] as string, mine: mine[name], theirs: theirs[name] }));
  for (const slot of SLOTS) {
    if (mine.slots[slot] !== theirs.slots[slot]) {
      rows.push({ name: slotNames[slot], mine: mine.slots[slot], theirs: theirs.slots[slot] });
    }
  }
  return rows;
}
