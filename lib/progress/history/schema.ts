import { z } from "zod";
import { progressState, slot } from "@/lib/progress/schema";

/** Who or what said so: the member, an organizer, the player, or the member from a mail. */
export const source = z.enum(["member", "organizer", "player", "mail", "demo"]);
export type Source = z.infer<typeof source>;

/** One use of a resource by a session, with what the member did of it. */
export const historyUse = z.object({
  resourceId: z.uuid(),
  slot,
  title: z.string(),
  optional: z.boolean(),
  /** Minutes of the asked part; null when unknown. */
  minutes: z.number().int().nullable(),
  /** How much of it is behind the member, 0 to 1: all of what is done, and what was watched of the rest. */
  filled: z.number().min(0).max(1),
  state: progressState,
  /** Where the player stands, in seconds. */
  stoppedAt: z.number().int().nullable(),
  source: source.nullable(),
  /** The day it was done on, in the cohort's zone. */
  doneOn: z.iso.date().nullable(),
  minutesTaken: z.number().int().nullable(),
  /** The organizer who marked it in the member's stead, and why; empty when nobody did. */
  markedBy: z.string(),
  reason: z.string(),
});
export type HistoryUse = z.infer<typeof historyUse>;

/** A published session of the term with all that it uses. */
export const historySession = z.object({
  id: z.uuid(),
  date: z.iso.date(),
  title: z.string(),
  uses: z.array(historyUse),
});
export type HistorySession = z.infer<typeof historySession>;

/** What a member did in a week of the cohort's zone, Monday to Sunday, in minutes. */
export const historyWeek = z.object({
  monday: z.iso.date(),
  watched: z.number().int(),
  /** Of what was marked by hand, what was not watched here: as long as the member said, else as it is. */
  byHand: z.number().int(),
});
export type HistoryWeek = z.infer<typeof historyWeek>;

export const history = z.object({
  sessions: z.array(historySession),
  /** Without a gap from the first to the last, the oldest first. */
  weeks: z.array(historyWeek),
  /** How many things that were marked by hand have no known length, and so count in no week. */
  unknown: z.number().int(),
});
export type History = z.infer<typeof history>;

export const historyInput = z.object({ cohort: z.string() });
