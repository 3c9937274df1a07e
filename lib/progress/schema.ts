import { z } from "zod";

export const progressState = z.enum(["todo", "started", "done", "skipped"]);
export type ProgressState = z.infer<typeof progressState>;

export const slot = z.enum(["before", "session", "after", "deep_dive"]);
export type Slot = z.infer<typeof slot>;

export const resourceKind = z.enum(["video", "article", "paper", "notebook", "task", "other"]);
export type ResourceKind = z.infer<typeof resourceKind>;

/** One use of a resource by a session, with what one member has done of the resource. */
export const prepUse = z.object({
  resourceId: z.uuid(),
  slot,
  /** The schedule's words for this use, else the resource's title. */
  title: z.string(),
  url: z.string().nullable(),
  kind: resourceKind,
  /** Length of the asked part in minutes; null when unknown. */
  minutes: z.number().int().nullable(),
  optional: z.boolean(),
  state: progressState,
  /** Minutes of the asked part really watched, rounded down. */
  watchedMinutes: z.number().int(),
  /** Enough of the asked part was watched for this use, though the resource as a whole is not done. */
  seen: z.boolean(),
  /** Where the player resumes, in seconds. */
  stoppedAt: z.number().int().nullable(),
  /** Good places to stop in the asked part, in seconds from the resource's start. */
  stopPoints: z.array(z.number().int()),
  /** How long it took the member, in minutes; null as long as they have not said. */
  minutesTaken: z.number().int().nullable(),
  /** The organizer who marked it in the member's stead, and why; empty when nobody did. */
  markedBy: z.string(),
  reason: z.string(),
});
export type PrepUse = z.infer<typeof prepUse>;

/** Ten years, in milliseconds. */
const LONGEST_WAIT = 315_360_000_000;

export const markResource = z.object({
  cohort: z.string(),
  resourceId: z.uuid(),
  state: progressState,
  /** Who said so, where a browser kept it: nobody else who has signed in there since gets it. */
  memberId: z.uuid().optional(),
  /** How long it waited in a browser before it was sent, in milliseconds. What was marked meanwhile stands. */
  waitedMs: z.number().int().min(0).max(LONGEST_WAIT).optional(),
});
export type MarkResource = z.infer<typeof markResource>;

/** How long a resource took the acting member, in minutes; null takes it back. */
export const reportMinutes = z.object({
  cohort: z.string(),
  resourceId: z.uuid(),
  minutes: z
    .number("Enter whole minutes.")
    .int("Enter whole minutes.")
    .min(1, "At least a minute.")
    .max(6000, "At most 6000 minutes.")
    .nullable(),
});
export type ReportMinutes = z.infer<typeof reportMinutes>;

export const progressItem = z.object({
  resourceId: z.uuid(),
  state: progressState,
  minutesTaken: z.number().int().nullable(),
  updatedAt: z.iso.datetime().nullable(),
});
export type ProgressItem = z.infer<typeof progressItem>;

/** The next session of a cohort as a learner prepares for it. */
export const week = z.object({
  session: z
    .object({
      id: z.uuid(),
      date: z.iso.date(),
      startsAt: z.string(),
      lengthMinutes: z.number().int(),
      title: z.string(),
      format: z.string().nullable(),
    })
    .nullable(),
  uses: z.array(prepUse),
  /**
   * What earlier sessions asked for beforehand and is still open, or was until today, oldest first; not what the next one
   * asks for again.
   */
  earlier: z.array(prepUse.extend({ sessionId: z.uuid(), date: z.iso.date(), sessionTitle: z.string() })),
  /** Names of the member's group in the published round, without the member. */
  partners: z.array(z.string()),
});
export type Week = z.infer<typeof week>;
export type EarlierUse = Week["earlier"][number];
