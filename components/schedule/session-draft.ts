import type { SessionEdit } from "@/lib/schedule/edit/schema";
import { usesIn } from "@/lib/schedule/rules";
import { type ScheduleSession, type SessionFormat, SLOTS } from "@/lib/schedule/schema";
import { writeSlot } from "@/lib/schedule/uses/text";
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
  const text = (slot: SlotName) => writeSlot(session.uses, slot);
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

/**
 * What the form changes of the session it was opened on, and nothing else, so that what somebody else says of another
 * field stays; or what is wrong with the text of a slot.
 */
export function editOf(seen: ScheduleSession, draft: Draft): SessionEdit | { problem: string; slot: SlotName } {
  const was = draftOf(seen);
  const { slots, format, startsAt, lengthMinutes, presenters, ...fields } = draft;
  const whole = {
    ...fields,
    startsAt: startsAt || null,
    lengthMinutes: lengthMinutes === "" ? null : Number(lengthMinutes),
    format: (format || null) as SessionFormat | null,
    presenters: presenters
      .split("\n")
      .map((name) => name.trim())
      .filter((name) => name !== ""),
  };
  const touched = Object.entries(whole).filter(([name]) => draft[name as Field] !== was[name as Field]);
  const edit: SessionEdit = { sessionId: seen.id, version: seen.version, ...Object.fromEntries(touched) };
  for (const slot of SLOTS) {
    if (slots[slot] === was.slots[slot]) continue;
    const read = readSlot(slots[slot], usesIn(seen.uses, slot));
    if ("problem" in read) return { problem: read.problem, slot };
    edit.slots = { ...edit.slots, [slot]: read.uses };
  }
  return edit;
}

/** Whether the form says something that the session does not say. */
export function isTouched(seen: ScheduleSession, draft: Draft): boolean {
  const was = draftOf(seen);
  return (
    FIELDS.some((name) => draft[name] !== was[name]) || SLOTS.some((slot) => draft.slots[slot] !== was.slots[slot])
  );
}

/** The form on a state that is not `was` any more: what was touched since stays, the rest says what stands `now`. */
export function rebased(draft: Draft, was: Draft, now: Draft): Draft {
  const kept = FIELDS.filter((name) => draft[name] !== was[name]).map((name) => [name, draft[name]]);
  const slots = { ...now.slots };
  for (const slot of SLOTS) if (draft.slots[slot] !== was.slots[slot]) slots[slot] = draft.slots[slot];
  return { ...now, ...Object.fromEntries(kept), slots };
}

type Field = Exclude<keyof Draft, "slots">;

const NAMES: Readonly<Record<Field, string>> = {
  date: "Date",
  startsAt: "Own time",
  lengthMinutes: "Own length",
  title: "Title",
  format: "Format",
  presenters: "Presenters",
  notes: "Notes",
  materials: "Materials",
  recordingUrl: "Recording",
  pinned: "Pinned",
};
const FIELDS = Object.keys(NAMES) as Field[];

/** The fields in which two states of the form differ, each with its name and both texts. */
export function differencesOf(mine: Draft, theirs: Draft, slotNames: Readonly<Record<SlotName, string>>) {
  const rows = FIELDS.map((name) => ({ name: NAMES[name], mine: textOf(mine, name), theirs: textOf(theirs, name) }));
  const slots = SLOTS.map((slot) => ({ name: slotNames[slot], mine: mine.slots[slot], theirs: theirs.slots[slot] }));
  return [...rows, ...slots].filter((row) => row.mine !== row.theirs);
}

function textOf(draft: Draft, field: Field): string {
  const value = draft[field];
  return typeof value === "boolean" ? (value ? "yes" : "no") : value;
}
