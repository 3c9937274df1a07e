import { z } from "zod";

export const retentionInput = z.object({ cohort: z.string(), resourceId: z.uuid() });

/** Where people watch one video, and where they stop. */
export const retention = z.object({
  resourceId: z.uuid(),
  title: z.string(),
  /** Seconds; the longest that a player said, else the library's; null when neither is known. */
  lengthSeconds: z.number().int().nullable(),
  /** Members whose player told what they watched, those who left included. */
  viewers: z.number().int(),
  /** Pieces of equal length from the start to the end: how many saw the middle of each. */
  curve: z.array(z.object({ fromSeconds: z.number().int(), toSeconds: z.number().int(), viewers: z.number().int() })),
  /** Where those stand who are not done, in the same pieces; only pieces where somebody does. */
  stops: z.array(z.object({ fromSeconds: z.number().int(), toSeconds: z.number().int(), members: z.number().int() })),
});
export type Retention = z.infer<typeof retention>;
