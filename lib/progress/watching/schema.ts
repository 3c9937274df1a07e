import { z } from "zod";
import { MOST_RANGES } from "@/lib/progress/ranges/rules";
import { progressState, resourceKind } from "@/lib/progress/schema";

/** Longer than this nothing is that a cohort watches: two days, in seconds. */
const LONGEST = 172_800;

const second = z.number().int().min(0).max(LONGEST);
const range = z.tuple([second, second]).refine(([from, to]) => from < to, "A range ends after it begins.");

export const reportWatched = z.object({
  cohort: z.string(),
  resourceId: z.uuid(),
  /** Who watched, where a browser says it: nobody else who has signed in there since gets it. */
  memberId: z.uuid().optional(),
  /** Seconds that were really played since the last report: from each first to before each second number. */
  ranges: z.array(range).min(1).max(MOST_RANGES),
  /** How long the player says that the whole is. */
  lengthSeconds: z.number().int().min(1).max(LONGEST),
  /** Where the player stands. */
  stoppedAt: second,
  /** When it stood there, by the device's clock. */
  moment: z.iso.datetime(),
});
export type ReportWatched = z.infer<typeof reportWatched>;

const ranges = z.array(z.tuple([z.number().int(), z.number().int()]));

/** What of a resource a member has seen. */
const seen = z.object({
  state: progressState,
  watched: ranges,
  lengthSeconds: z.number().int().nullable(),
  /** Where the player resumes, in seconds. */
  stoppedAt: z.number().int().nullable(),
  /** The organizer who marked it in the member's stead, and why; empty when nobody did. */
  markedBy: z.string(),
  reason: z.string(),
});

/** Where one member stands with a resource after a report. */
export const watchedState = seen.extend({ resourceId: z.uuid() });
export type WatchedState = z.infer<typeof watchedState>;

export const player = z.object({
  kind: z.enum(["youtube", "vimeo", "video", "audio"]),
  /** The id of a video, with its key where it has one; the address of a file. */
  source: z.string(),
  /** Whose server it plays from, in words. */
  host: z.string(),
  /** Where the link itself wants to start, in seconds. */
  start: z.number().int(),
});
export type Player = z.infer<typeof player>;

/** A part that a published session asks for; `to` null is the end. */
export const askedPart = z.object({
  sessionId: z.uuid(),
  date: z.iso.date(),
  title: z.string(),
  from: z.number().int(),
  to: z.number().int().nullable(),
});
export type AskedPart = z.infer<typeof askedPart>;

/** Everything that the page on which a member watches a resource shows. */
export const watching = seen.extend({
  /** The resource itself, also when another one that was merged into it was asked for. */
  resourceId: z.uuid(),
  title: z.string(),
  url: z.string().nullable(),
  kind: resourceKind,
  /** Its length in minutes as the schedule says it. */
  minutes: z.number().int().nullable(),
  player: player.nullable(),
  stopPoints: z.array(z.number().int()),
  parts: z.array(askedPart),
  /** It is done by itself when so much of the asked part was seen. */
  doneAtPercent: z.number().int(),
  /** The next session that uses it and is not over. */
  sessionId: z.uuid().nullable(),
});
export type Watching = z.infer<typeof watching>;
