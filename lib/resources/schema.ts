import { z } from "zod";
import { line, webUrl } from "@/lib/core/text";
import { resourceKind, slot } from "@/lib/progress/schema";
import { inOrder, LAST_STOP } from "@/lib/resources/stops/rules";
import { sessionState } from "@/lib/schedule/schema";
import { localDate } from "@/lib/time/zones";

/** A place in the schedule where a resource is used. */
export const libraryUse = z.object({
  sessionId: z.uuid(),
  date: localDate,
  /** The session's title; empty for an open date. */
  title: z.string(),
  state: sessionState,
  slot,
});
export type LibraryUse = z.infer<typeof libraryUse>;

/**
 * What a link answered when it was last asked: `unsure` did not answer well once and is asked again before it counts,
 * `refused` is not asked (a private network, a server that forbids robots), `waiting` is about to be asked.
 */
export const linkStanding = z.enum(["ok", "unsure", "broken", "refused", "waiting"]);
export type LinkStanding = z.infer<typeof linkStanding>;

export const libraryLink = z.object({
  state: linkStanding,
  /** What is wrong, in words; empty when nothing is. */
  problem: z.string(),
  /** The day it was asked, in the cohort's zone; null while it is to be asked. */
  askedOn: localDate.nullable(),
});
export type LibraryLink = z.infer<typeof libraryLink>;

/** One resource of a cohort's library, with what became of it. */
export const libraryResource = z.object({
  id: z.uuid(),
  title: z.string(),
  url: z.string().nullable(),
  kind: resourceKind,
  author: z.string(),
  /** The stated length in minutes; null when unknown. */
  minutes: z.number().int().nullable(),
  /** Good places to stop, in seconds from the start. */
  stopPoints: z.array(z.number().int()),
  version: z.number().int(),
  /** By date, then by slot; without deleted sessions. */
  uses: z.array(libraryUse),
  /** How many of the active learners finished it. */
  done: z.number().int(),
  /** How long members say it took them: the median in minutes, and how many said so. */
  reported: z.object({ minutes: z.number().int(), count: z.number().int() }).nullable(),
  /** Null without a link. */
  link: libraryLink.nullable(),
});
export type LibraryResource = z.infer<typeof libraryResource>;

export const library = z.object({
  /** Active learners of the cohort. */
  learners: z.number().int(),
  /** By title. */
  resources: z.array(libraryResource),
});
export type Library = z.infer<typeof library>;

const cohort = z.string().min(1).max(60);
const resourceId = z.uuid();
const version = z.number().int().min(1);

export const libraryInput = z.object({ cohort });

/** What an organizer says about a resource; what is left out stays as it is. */
export const updateResource = z.object({
  cohort,
  resourceId,
  version,
  title: line(300, { required: "Say what it is." }).optional(),
  url: webUrl
    .nullable()
    .transform((value) => value || null)
    .optional(),
  kind: resourceKind.optional(),
  author: line(200).optional(),
  minutes: z
    .number("Enter whole minutes.")
    .int("Enter whole minutes.")
    .min(1, "At least a minute.")
    .max(6000, "At most 6000 minutes.")
    .nullable()
    .optional(),
  stopPoints: z
    .array(
      z
        .number()
        .int()
        .min(1)
        .max(LAST_STOP - 1),
    )
    .max(50, "At most 50 places to stop.")
    .transform(inOrder)
    .optional(),
});
export type UpdateResource = z.output<typeof updateResource>;

export const resourceRef = z.object({ cohort, resourceId, version });
export type ResourceRef = z.infer<typeof resourceRef>;

/** `resourceId` is the one that stays. */
export const mergeResources = z.object({
  cohort,
  resourceId,
  version,
  duplicates: z.array(z.object({ resourceId, version })).min(1).max(20),
});
export type MergeResources = z.infer<typeof mergeResources>;

/** Which link to ask soon; without an id, all of the cohort. */
export const checkLinks = z.object({ cohort, resourceId: resourceId.optional() });
export type CheckLinks = z.infer<typeof checkLinks>;
