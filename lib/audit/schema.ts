import { z } from "zod";
import { scheduleSession } from "@/lib/schedule/schema";

/** How long an act can be undone, in days. */
export const UNDO_DAYS = 30;

/** What an act was about. `own` is what members did themselves: joined, ticked, chose their mails. */
export const auditKind = z.enum(["schedule", "resources", "page", "log", "settings", "members", "mail", "own"]);
export type AuditKind = z.infer<typeof auditKind>;

/** One thing that an act changed, as it was and as it became; null is nothing. */
export const auditDetail = z.object({ what: z.string(), before: z.string().nullable(), after: z.string().nullable() });
export type AuditDetail = z.infer<typeof auditDetail>;

export const auditEntry = z.object({
  id: z.uuid(),
  at: z.iso.datetime(),
  /** The same as a day and a time in the cohort's zone: `Thu 26 Sep, 14:05`. */
  when: z.string(),
  /** Who did it: a name, an address where there is no name, or what did it (the command line, a job). */
  who: z.string(),
  kind: auditKind,
  /** What was done, as what somebody did: `moved “Backpropagation” from 22 Oct to 29 Oct`. */
  what: z.string(),
  details: z.array(auditDetail),
  /** How many days are left in which it can be undone; null when it cannot, or was. `redo` undoes an undo. */
  undo: z.object({ daysLeft: z.number().int(), redo: z.boolean() }).nullable(),
  /** The undo that took it back. */
  undone: z.object({ who: z.string(), when: z.string() }).nullable(),
});
export type AuditEntry = z.infer<typeof auditEntry>;

const cohort = z.string().min(1).max(60);

export const auditInput = z.object({
  cohort,
  /** Only what this person did. */
  person: z.uuid().optional(),
  /** Only acts of this kind; without it, all that is not `own`. */
  kind: auditKind.optional(),
  /** Where the page before this one ended. */
  cursor: z
    .string()
    .regex(/^\d{4}-\d\d-\d\dT[\d:.]+Z_[0-9a-f-]{36}$/)
    .optional(),
  limit: z.coerce.number().int().min(1).max(100).default(40),
});
export type AuditInput = z.output<typeof auditInput>;

export const auditPage = z.object({
  entries: z.array(auditEntry),
  /** For the next page; null on the last one. */
  cursor: z.string().nullable(),
  /** Everybody who has done something in the cohort, to choose from. */
  people: z.array(z.object({ id: z.uuid(), name: z.string() })),
});
export type AuditPage = z.infer<typeof auditPage>;

export const undoInput = z.object({ cohort, id: z.uuid() });

/** What an undo brought back. `undo` is its own row of the audit log: undoing that does the act again. */
export const undone = z.object({
  undo: z.uuid(),
  /** The sessions that were put back, as they stand now. */
  sessions: z.array(scheduleSession),
  /** The sessions that went, because the act had made them. */
  removed: z.array(z.uuid()),
  /** The lines that the public log got; none while the act's own lines could be taken away again. */
  lines: z.array(z.string()),
});
export type Undone = z.infer<typeof undone>;

/** What stands in the way of an undo: who changed the same thing later. */
export const undoConflict = z.object({
  who: z.string(),
  /** The later act, which would have to be undone first; null when it is not on record. */
  id: z.uuid().nullable(),
});
export type UndoConflict = z.infer<typeof undoConflict>;
