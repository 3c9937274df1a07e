import { z } from "zod";
import { cohort, slug } from "@/lib/cohorts/schema";
import { line } from "@/lib/core/text";
import { localDate } from "@/lib/time/zones";

/** What the new cohort takes along. Its zone, time and length it takes always, because no cohort is without. */
export const cloneTake = z.object({
  /** Place, who sees whose progress, the calendar's secrecy, when mails go out, and how schedule files are read. */
  settings: z.boolean().default(true),
  meetingLink: z.boolean().default(false),
  sections: z.boolean().default(true),
  sessions: z.boolean().default(true),
  resources: z.boolean().default(true),
  /** As many days later as the sessions. */
  breaks: z.boolean().default(false),
});
export type CloneTake = z.infer<typeof cloneTake>;

export const cloneCohort = z.object({
  cohort: z.string().min(1).max(60),
  slug,
  title: line(120, { required: "Give the cohort a title." }),
  /** When the first session of the new term is. */
  firstDate: localDate,
  take: cloneTake.prefault({}),
  /** Whether weeks without a session come along, or are left out and closed up. */
  noSessionWeeks: z.enum(["keep", "close"]).default("keep"),
  /** Only say what would be made. */
  dryRun: z.boolean().default(false),
  /** Of the preview that was seen; with it, nothing is made when the source is another by now. */
  fingerprint: z.string().max(100).optional(),
});
export type CloneCohort = z.infer<typeof cloneCohort>;

/** Something that was true of the last term and may not be of the next. */
export const cloneFlag = z.object({
  /** The place in the new cohort, in words. */
  where: z.string(),
  text: z.string(),
  why: z.string(),
});
export type CloneFlag = z.infer<typeof cloneFlag>;

/** Something that does not come along; `count` is null for what there is one of. */
export const cloneLeftOut = z.object({ what: z.string(), count: z.number().int().nullable() });
export type CloneLeftOut = z.infer<typeof cloneLeftOut>;

export const clonedSession = z.object({
  title: z.string(),
  from: localDate,
  to: localDate,
  /** How many resources it uses. */
  uses: z.number().int(),
});
export type ClonedSession = z.infer<typeof clonedSession>;

export const clonedCohort = z.object({
  /** The new cohort; null as long as nothing is made. */
  cohort: cohort.nullable(),
  /** ISO 8601: 1 is Monday. */
  weekday: z.number().int(),
  sessions: z.array(clonedSession),
  sections: z.array(z.string()),
  resources: z.number().int(),
  uses: z.number().int(),
  breaks: z.array(z.object({ title: z.string(), firstDay: localDate, lastDay: localDate })),
  flags: z.array(cloneFlag),
  leftOut: z.array(cloneLeftOut),
  /** Whether a cohort has the address already. */
  slugTaken: z.boolean(),
  fingerprint: z.string(),
});
export type ClonedCohort = z.infer<typeof clonedCohort>;
