import { z } from "zod";
import { line } from "@/lib/core/text";

/** One line of the public log as an organizer sees it. */
export const logLine = z.object({
  id: z.uuid(),
  text: z.string(),
  /** The session it is about; null for several, for none, and for one that was taken out. */
  sessionId: z.uuid().nullable(),
  /** When it happened. */
  at: z.iso.datetime(),
  /** The same as a day and a time in the cohort's zone: `Thu 26 Sep, 14:05`. */
  when: z.string(),
  version: z.number().int(),
  /** Whether it was taken off the page. */
  removed: z.boolean(),
  /** Whether a mail to members has gone out with it, or is about to. */
  told: z.boolean(),
});
export type LogLine = z.infer<typeof logLine>;

const cohort = z.string().min(1).max(60);
const ref = z.object({ id: z.uuid(), version: z.number().int().min(1) });
const text = line(2000, { required: "Say what changed." });

export const logInput = z.object({ cohort });
export const log = z.object({ lines: z.array(logLine) });

export const lineRef = z.object({ cohort, ...ref.shape });
export type LineRef = z.infer<typeof lineRef>;

export const rewordLine = z.object({ cohort, ...ref.shape, text });
export type RewordLine = z.infer<typeof rewordLine>;

/** Which lines become one, and what it says. */
export const mergeLines = z.object({ cohort, lines: z.array(ref).min(2, "Choose two lines or more.").max(100), text });
export type MergeLines = z.infer<typeof mergeLines>;
