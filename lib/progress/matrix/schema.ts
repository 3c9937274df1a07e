import { z } from "zod";
import { line } from "@/lib/core/text";
import { progressState, resourceKind, slot } from "@/lib/progress/schema";

const cohort = z.string().min(1).max(60);

export const matrixInput = z.object({
  cohort,
  /** When what the asker has was read; with `shape`, only the rows that changed since are answered. */
  since: z.iso.datetime().optional(),
  /** The `shape` of what the asker has. When it is another by now, the answer is whole. */
  shape: z.string().max(64).optional(),
});
export type MatrixInput = z.infer<typeof matrixInput>;

const matrixSession = z.object({ id: z.uuid(), date: z.iso.date(), title: z.string() });
export type MatrixSession = z.infer<typeof matrixSession>;

const matrixUse = z.object({ session: z.uuid(), slot, optional: z.boolean() });
export type MatrixUse = z.infer<typeof matrixUse>;

/** A column: a resource at its first use in the schedule. */
const matrixResource = z.object({
  id: z.uuid(),
  title: z.string(),
  kind: resourceKind,
  /** Its length in minutes; null when unknown. */
  minutes: z.number().int().nullable(),
  /** Every use by a published session in the schedule's order; the first one is where the column stands. */
  uses: z.array(matrixUse).min(1),
});
export type MatrixResource = z.infer<typeof matrixResource>;

/** A row: a member and a character for each column, see `codeOf`. */
const matrixMember = z.object({
  id: z.uuid(),
  name: z.string(),
  lab: z.string(),
  role: z.enum(["learner", "organizer"]),
  state: z.enum(["active", "paused"]),
  /** When they last did something of the columns themselves; null is never. */
  seen: z.iso.datetime({ offset: true }).nullable(),
  /** Whether nothing that is required before the next session is open, an asked part that was watched included. */
  ready: z.boolean(),
  cells: z.string(),
});
export type MatrixMember = z.infer<typeof matrixMember>;

export const matrix = z.object({
  /** Ask again with this as `since`. */
  asOf: z.iso.datetime(),
  /** Names the columns, what is asked of them, and what people are called. */
  shape: z.string(),
  /** Whether everything is in it; else only members who changed are, and no sessions and resources. */
  whole: z.boolean(),
  /** How many members there are in all. */
  count: z.number().int(),
  /** The session that comes next. */
  next: z.uuid().nullable(),
  sessions: z.array(matrixSession),
  resources: z.array(matrixResource),
  members: z.array(matrixMember),
});
export type Matrix = z.infer<typeof matrix>;

export const cellRef = z.object({ cohort, memberId: z.uuid(), resourceId: z.uuid() });
export type CellRef = z.infer<typeof cellRef>;

const how = z.enum(["member", "organizer", "player", "mail", "demo"]);

/** One act on a cell, as the audit log has it. */
const mark = z.object({
  id: z.uuid(),
  at: z.iso.datetime(),
  /** The same on the cohort's clock: `Thu 26 Sep, 14:05`. */
  when: z.string(),
  who: z.string(),
  /** What was done: `marked it as done`. */
  what: z.string(),
  /** Why, when an organizer did it in the member's stead. */
  reason: z.string(),
});

export const story = z.object({
  member: z.object({ id: z.uuid(), name: z.string() }),
  resource: z.object({ id: z.uuid(), title: z.string(), minutes: z.number().int().nullable() }),
  state: progressState,
  /** Seconds of what is asked for that were really watched, and how many are asked for, as far as that is known. */
  watchedSeconds: z.number().int(),
  askedSeconds: z.number().int().nullable(),
  /** Who or what said so; null as long as nobody did. */
  how: how.nullable(),
  /** The organizer who said so in the member's stead, and why. */
  markedBy: z.string(),
  reason: z.string(),
  /** What the member said last themselves, when an organizer has said something else since. */
  ownState: progressState.nullable(),
  minutesTaken: z.number().int().nullable(),
  doneWhen: z.string().nullable(),
  updatedAt: z.iso.datetime().nullable(),
  updatedWhen: z.string().nullable(),
  /** The newest acts on it, the oldest of them first. */
  marks: z.array(mark),
});
export type Story = z.infer<typeof story>;

/** What an organizer saw of a cell before they set it. */
const seenCell = z.object({ state: progressState, updatedAt: z.iso.datetime().nullable() });

export const override = cellRef.extend({
  state: progressState,
  /** The member reads it. */
  reason: line(300).pipe(z.string().min(3, "Say why, in a few words.")),
  seen: seenCell,
});
export type Override = z.infer<typeof override>;
