import { z } from "zod";
import { line, prose, webUrl } from "@/lib/core/text";
import { resourceKind, slot } from "@/lib/progress/schema";
import { localDate, localTime } from "@/lib/time/zones";

export const SLOTS = ["before", "session", "after", "deep_dive"] as const;

export const sessionFormat = z.enum([
  "presentation",
  "discussion",
  "journal_club",
  "workshop",
  "project",
  "social",
  "no_session",
]);
export type SessionFormat = z.infer<typeof sessionFormat>;

export const sessionState = z.enum(["draft", "published", "cancelled"]);
export type SessionState = z.infer<typeof sessionState>;

/** One use of a resource as the schedule shows it. */
export const scheduleUse = z.object({
  id: z.uuid(),
  resourceId: z.uuid(),
  slot,
  /** The schedule's own words for this use, else the resource's title. */
  title: z.string(),
  /** The resource's title, which differs from `title` where this use has words of its own. */
  resourceTitle: z.string(),
  url: z.string().nullable(),
  kind: resourceKind,
  /** Minutes of the part that is asked for; null when unknown. */
  minutes: z.number().int().nullable(),
  optional: z.boolean(),
  /** The use's own words, or empty. */
  label: z.string(),
  /** The part that is asked for, in seconds from the start; null is from the start, or to the end. */
  fromSeconds: z.number().int().nullable(),
  toSeconds: z.number().int().nullable(),
  /** Of the resource as a whole, whatever part this use asks for. */
  resourceMinutes: z.number().int().nullable(),
  author: z.string(),
  /** Good places to stop, in seconds from the start. */
  stopPoints: z.array(z.number().int()),
});
export type ScheduleUse = z.infer<typeof scheduleUse>;

/** A session with what it uses. `date` is local to the cohort's zone. */
export const scheduleSession = z.object({
  id: z.uuid(),
  date: localDate,
  /** The session's own time, `HH:MM`; null means the cohort's. */
  startsAt: z.string().nullable(),
  /** The session's own length in minutes; null means the cohort's. */
  lengthMinutes: z.number().int().nullable(),
  /** Empty for an open date. */
  title: z.string(),
  format: sessionFormat.nullable(),
  state: sessionState,
  version: z.number().int(),
  notes: z.string(),
  materials: z.string(),
  recordingUrl: z.string(),
  /** Keeps its date when others are pushed back. */
  pinned: z.boolean(),
  presenters: z.array(z.string()),
  /** By slot, then in the order of the schedule. */
  uses: z.array(scheduleUse),
});
export type ScheduleSession = z.infer<typeof scheduleSession>;

const cohort = z.string().min(1).max(60);
const sessionId = z.uuid();
const version = z.number().int().min(1);
const lengthMinutes = z.number().int().min(5, "At least 5 minutes.").max(1440, "At most a day.");

/** What an organizer may say about a session. */
export const sessionFields = {
  startsAt: localTime.nullable(),
  lengthMinutes: lengthMinutes.nullable(),
  title: line(200),
  format: sessionFormat.nullable(),
  notes: prose(50_000),
  materials: prose(50_000),
  recordingUrl: webUrl,
};

export const cohortInput = z.object({ cohort });

export const createSession = z.object({ cohort, date: localDate, ...z.object(sessionFields).partial().shape });
export type CreateSession = z.infer<typeof createSession>;

export const updateSession = z.object({
  cohort,
  sessionId,
  version,
  date: localDate.optional(),
  ...z.object(sessionFields).partial().shape,
});
export type UpdateSession = z.infer<typeof updateSession>;

/** Which drafts to publish; without ids, all of them. */
export const publishSessions = z.object({ cohort, sessionIds: z.array(sessionId).max(1000).optional() });
export type PublishSessions = z.infer<typeof publishSessions>;

export const sessionRef = z.object({ cohort, sessionId, version });
export type SessionRef = z.infer<typeof sessionRef>;

const seconds = z.number().int().min(0).max(360_000);

export const useInput = z.object({
  slot,
  title: line(300, { required: "Say what it is." }),
  // The database asks for the slashes, which a browser would forgive.
  url: webUrl
    .refine(
      (value) => value === "" || /^https?:\/\//i.test(value),
      "Enter a link that starts with https:// or http://.",
    )
    .nullable()
    .transform((value) => value || null),
  minutes: z.number().int().min(1).max(6000).nullable(),
  optional: z.boolean().default(false),
  /** Words for this use only; the resource keeps its title. */
  label: line(600).optional(),
  /** Only a part is asked for, in seconds from the start, null is the end; left out, it stays as it is. */
  part: z
    .object({ from: seconds.nullable(), to: seconds.min(1).nullable() })
    .refine(({ from, to }) => to === null || (from ?? 0) < to, "The part ends before it begins.")
    .nullable()
    .optional(),
  /** Said only where they are not to stay as they are. */
  kind: resourceKind.optional(),
  author: line(200).optional(),
  stopPoints: z.array(seconds.min(1)).max(50).optional(),
});
export type UseInput = z.infer<typeof useInput>;

export const setUses = z.object({ cohort, sessionId, version, uses: z.array(useInput).max(200) });
export type SetUses = z.input<typeof setUses>;

export const scheduleList = z.object({ sessions: z.array(scheduleSession) });

export const changeKind = z.enum([
  "added",
  "moved",
  "retitled",
  "published",
  "cancelled",
  "revived",
  "removed",
  "changed_time",
  "changed_session_length",
  "changed_format",
  "changed_presenters",
  "changed_notes",
  "resource_added",
  "resource_moved",
  "resource_removed",
  "resource_retitled",
  "resource_relinked",
  "resource_changed",
  "changed_length",
  "reordered",
]);
export type ChangeKind = z.infer<typeof changeKind>;

/**
 * One difference between the schedule that stands and one that comes. `date` is the session's date afterwards; `from`
 * and `to` are dates, times, titles, formats, states, lengths (`0h18`), names, links, or for a resource its slot, with the
 * session's date when it moved. What is one of several things (notes, an author, a part) says which: `author: Ada`.
 */
export const scheduleChange = z.object({
  kind: changeKind,
  date: z.string(),
  title: z.string(),
  from: z.string().nullable(),
  to: z.string().nullable(),
});
export type ScheduleChange = z.infer<typeof scheduleChange>;
