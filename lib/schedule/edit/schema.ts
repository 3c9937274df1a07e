import { z } from "zod";
import { line } from "@/lib/core/text";
import { slot } from "@/lib/progress/schema";
import { scheduleSession, sessionFields, sessionState, useInput } from "@/lib/schedule/schema";
import { localDate } from "@/lib/time/zones";

/** A use that is there already, in this session or another one of the same edit; it keeps its words, part and progress. */
const keptUse = z.object({ useId: z.uuid(), optional: z.boolean().optional() });

/** A use named by its words; with an `id` of the caller's, later edits can name it before this one is answered. */
const wordedUse = z.object({ id: z.uuid().optional(), ...useInput.omit({ slot: true }).shape });

export const editedUse = z.union([keptUse, wordedUse]);
export type EditedUse = z.infer<typeof editedUse>;

/** The slots that change, each with all that it uses afterwards, in order. A slot that is not named stays. */
export const editedSlots = z.partialRecord(slot, z.array(editedUse).max(200));

const fields = z
  .object({
    date: localDate,
    ...sessionFields,
    state: sessionState,
    pinned: z.boolean(),
    presenters: z.array(line(120, { required: "Say who presents." })).max(20),
    slots: editedSlots,
  })
  .partial();

/** Changes to one session. `version` is the one that was seen. */
export const sessionEdit = z.object({ sessionId: z.uuid(), version: z.number().int().min(1), ...fields.shape });
export type SessionEdit = z.infer<typeof sessionEdit>;

/** A session that is new; a draft unless said otherwise. With an `id` of the caller's, sending it again adds nothing. */
export const newSession = z.object({ id: z.uuid().optional(), ...fields.shape, date: localDate });
export type NewSession = z.infer<typeof newSession>;

/** One act of an organizer on any number of sessions: all of it is saved, or nothing. */
export const editSchedule = z.object({
  cohort: z.string().min(1).max(60),
  edits: z.array(sessionEdit).max(1000).default([]),
  create: z.array(newSession).max(200).default([]),
  remove: z
    .array(z.object({ sessionId: z.uuid(), version: z.number().int().min(1) }))
    .max(1000)
    .default([]),
});
export type EditSchedule = z.infer<typeof editSchedule>;

/** What was written. The same edit again changes nothing and has no `undo`. */
export const scheduleEdited = z.object({
  /** The sessions that were named or came, as they stand now. */
  sessions: z.array(scheduleSession),
  removed: z.array(z.uuid()),
  /** Uses that got another id than the caller's, since the session had a row for the resource already. */
  renamed: z.array(z.object({ from: z.uuid(), to: z.uuid() })),
  /** The lines that the public log got. */
  lines: z.array(z.string()),
  /** The audit row that takes all of it back; null when nothing changed. */
  undo: z.uuid().nullable(),
});
export type ScheduleEdited = z.infer<typeof scheduleEdited>;

/** What a refused edit says of the sessions that somebody else changed meanwhile. */
export const editConflict = z.object({
  sessions: z.array(scheduleSession),
  /** Who changed each session last, and when; null when that is not on record. */
  by: z.array(z.object({ sessionId: z.uuid(), name: z.string(), at: z.iso.datetime() })),
  /** Sessions of the edit that are gone. */
  removed: z.array(z.uuid()),
});
export type EditConflict = z.infer<typeof editConflict>;
