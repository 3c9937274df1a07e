import { z } from "zod";
import { progressState, resourceKind } from "@/lib/progress/schema";

/** Why something may be left out: it is optional, or the term has passed the moment it was meant for. */
export const skipReason = z.enum(["optional", "session", "after", "deep_dive"]);
export type SkipReason = z.infer<typeof skipReason>;

/** One resource of a way to catch up. */
export const catchUpItem = z.object({
  resourceId: z.uuid(),
  title: z.string(),
  url: z.string().nullable(),
  kind: resourceKind,
  /** Whether it plays on our own page. */
  plays: z.boolean(),
  /** Minutes of what is asked for and not yet watched, rounded up; null when its length is unknown. */
  minutes: z.number().int().nullable(),
  state: progressState,
  /** The date of the session that first asked for it. */
  date: z.iso.date(),
  /** Asked for by the next session. */
  forNext: z.boolean(),
  /** Why it may be left out; null for what is required. */
  skip: skipReason.nullable(),
});
export type CatchUpItem = z.infer<typeof catchUpItem>;

/** Things to do one after the other, and how long they take together. */
export const catchUpPath = z.object({
  minutes: z.number().int(),
  /** How many of them have no known length; they are in no minutes. */
  unknown: z.number().int(),
  items: z.array(catchUpItem),
});
export type CatchUpPath = z.infer<typeof catchUpPath>;

export const catchUp = z.object({
  next: z.object({ id: z.uuid(), date: z.iso.date() }).nullable(),
  /** What the next session asks for and nothing else. */
  only: catchUpPath,
  /** That and everything that was required so far. */
  all: catchUpPath,
  /** What may be left out. */
  skippable: catchUpPath,
});
export type CatchUp = z.infer<typeof catchUp>;

export const catchUpInput = z.object({ cohort: z.string() });
