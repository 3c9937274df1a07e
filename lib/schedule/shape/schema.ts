import { z } from "zod";
import { line } from "@/lib/core/text";
import { scheduleEdited } from "@/lib/schedule/edit/schema";
import { sessionFormat, sessionState } from "@/lib/schedule/schema";
import { localDate } from "@/lib/time/zones";

/**
 * How far sessions move on: all later ones by so many weeks, or the first one to the next free date, with only those
 * that are in its way.
 */
export const pushBy = z.union([
  z.enum(["week", "next_free"]),
  z.object({ weeks: z.number().int().min(1, "At least one week.").max(52, "At most 52 weeks.") }),
]);
export type PushBy = z.infer<typeof pushBy>;

const session = z.uuid();
const title = line(200).optional();

/** One move in the term. What each does to whom is said at `planShape`. */
export const shapeOperation = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("push_back"),
    from: session,
    by: pushBy.default("week"),
    /** Whether the date that becomes free says that there is no session, and in which words. */
    insertNoSession: z.boolean().default(false),
    title,
  }),
  z.object({ kind: z.literal("pull_forward"), from: session }),
  z.object({ kind: z.literal("swap"), a: session, b: session }),
  z.object({
    kind: z.literal("cancel"),
    sessionId: session,
    /** Made up for on the next free date, instead of being marked as cancelled. */
    pushBack: z.boolean().default(false),
    title,
  }),
  z.object({
    kind: z.literal("split"),
    sessionId: session,
    /** Without it, the title with "cont.". */
    titleOfSecond: title,
    /** The uses that the second part takes along. */
    useIds: z.array(z.uuid()).max(200).default([]),
    by: pushBy.default("next_free"),
  }),
  z.object({
    kind: z.literal("continue"),
    sessionId: session,
    useId: z.uuid(),
    /** Where to go on, in seconds from the start of the resource; without it, where the first part ends. */
    fromSeconds: z.number().int().min(1).max(360_000).optional(),
  }),
  z.object({ kind: z.literal("no_session"), date: localDate, title, by: pushBy.default("week") }),
]);
export type ShapeOperation = z.infer<typeof shapeOperation>;

export const shapeSchedule = z.object({
  cohort: z.string().min(1).max(60),
  operation: shapeOperation,
  /** Only say what would happen. */
  dryRun: z.boolean().default(false),
  /** Of the preview that was seen; with it, nothing is written when the schedule or a break is another by now. */
  fingerprint: z.string().max(100).optional(),
});
export type ShapeSchedule = z.infer<typeof shapeSchedule>;

export const shapeEffect = z.enum(["stays", "moves", "new", "changes", "cancelled", "used_up"]);

/** One session before and after. `from` is null for a new one, `to` for an open date that was used up. */
export const shapeRow = z.object({
  sessionId: z.uuid(),
  /** In a few words, as it is afterwards. */
  title: z.string(),
  from: localDate.nullable(),
  to: localDate.nullable(),
  /** The session's own time, `HH:MM`; null means the cohort's. */
  startsAt: z.string().nullable(),
  format: sessionFormat.nullable(),
  pinned: z.boolean(),
  state: sessionState,
  effect: shapeEffect,
});
export type ShapeRow = z.infer<typeof shapeRow>;

export const shapeAnswer = z.object({
  /** Every session of the schedule, by its date afterwards. */
  rows: z.array(shapeRow),
  /** What the public log says of it. */
  lines: z.array(z.string()),
  /** What the organizer should know: what is skipped, what stays, what now lies after the end. */
  notes: z.array(z.string()),
  /** What was written; null as long as nothing is. */
  edited: scheduleEdited.nullable(),
  /** Of the schedule and its breaks as they are after this answer. */
  fingerprint: z.string(),
});
export type ShapeAnswer = z.infer<typeof shapeAnswer>;
