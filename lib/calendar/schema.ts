import { z } from "zod";

/** What an address of a calendar may ask for besides the whole calendar. */
export const feedQuery = z.object({
  /** Minutes before each session at which the calendar tells its owner, up to a week; without it, it tells nobody. */
  alarm: z
    .string()
    .regex(/^\d{1,5}$/)
    .transform(Number)
    .pipe(z.number().max(10_080))
    .optional(),
  /** This session only. */
  session: z.uuid().optional(),
});
export type FeedQuery = z.infer<typeof feedQuery>;

const cohort = z.string().min(1).max(60);

export const cohortInput = z.object({ cohort });

/** How a cohort's calendar can be read. */
export const cohortCalendar = z.object({
  /** Whether everybody may; a cohort that is a draft is not public all the same. */
  public: z.boolean(),
  /** The public address; null while it is secret or the cohort is a draft. */
  publicUrl: z.string().nullable(),
  /** The address that only members know; null until one is made, and for everybody else. */
  secretUrl: z.string().nullable(),
  /** The cohort's version. */
  version: z.number().int(),
});
export type CohortCalendar = z.infer<typeof cohortCalendar>;

export const updateCalendar = z.object({ cohort, version: z.number().int(), public: z.boolean() });
export type UpdateCalendar = z.infer<typeof updateCalendar>;

/** Makes the secret address, or another in its place. */
export const replaceLink = z.object({ cohort, version: z.number().int() });
export type ReplaceLink = z.infer<typeof replaceLink>;

export const changedCalendar = cohortCalendar.extend({ changed: z.boolean() });
export type ChangedCalendar = z.infer<typeof changedCalendar>;

/** The address of a person's own calendar; null until one is made. */
export const ownCalendar = z.object({ url: z.string().nullable() });
export type OwnCalendar = z.infer<typeof ownCalendar>;

/** The calendar of one cohort as one of its members finds it. */
export interface CalendarItem {
  slug: string;
  title: string;
  url: string;
  /** Whether the address is one that only members know. */
  secret: boolean;
}

/** `replaces` is the address that is to stop working, null for the first one: whoever asks twice changes it once. */
export const renewOwn = z.object({ replaces: z.string().max(500).nullable() });
export type RenewOwn = z.infer<typeof renewOwn>;

export const renewedCalendar = ownCalendar.extend({ changed: z.boolean() });
export type RenewedCalendar = z.infer<typeof renewedCalendar>;
