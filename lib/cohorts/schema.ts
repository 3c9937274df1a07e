import { z } from "zod";
import { line, prose, webUrl } from "@/lib/core/text";
import { visibility } from "@/lib/progress/peers/schema";
import { localTime, timeZone } from "@/lib/time/zones";

export const cohortState = z.enum(["draft", "open", "running", "archived"]);
export type CohortState = z.infer<typeof cohortState>;

/** Words that the site uses in the place of a slug. */
const TAKEN = new Set(["new", "admin", "api"]);

export const slug = z
  .string()
  .trim()
  .regex(/^[a-z0-9](?:[a-z0-9-]{0,58}[a-z0-9])?$/, "Use small letters, digits and hyphens, like fall-2024.")
  .refine((value) => !TAKEN.has(value), "This word is taken, choose another.");

const fields = {
  title: line(120, { required: "Give the cohort a title." }),
  timezone: timeZone,
  /** ISO 8601: 1 is Monday. */
  weekday: z.coerce.number().int().min(1, "Choose a weekday.").max(7, "Choose a weekday."),
  startsAt: localTime,
  lengthMinutes: z.coerce.number().int().min(5, "At least 5 minutes.").max(1440, "At most a day."),
  place: line(200),
  meetingUrl: webUrl,
};

export const createCohort = z.object({
  slug,
  ...fields,
  startsAt: fields.startsAt.default("11:00"),
  lengthMinutes: fields.lengthMinutes.default(60),
  place: fields.place.default(""),
  meetingUrl: fields.meetingUrl.default(""),
  state: cohortState.default("draft"),
});
export type CreateCohort = z.infer<typeof createCohort>;

/** How much members see of each other's progress, and how much of what is asked makes a video done by itself, in percent. */
const progressFields = {
  progressVisibility: visibility,
  doneAtPercent: z.coerce.number().int().min(50, "At least 50 percent.").max(100, "At most 100 percent."),
};

export const updateCohort = z.object({
  cohort: z.string(),
  version: z.number().int(),
  ...z.object({ ...fields, ...progressFields, state: cohortState }).partial().shape,
});
export type UpdateCohort = z.infer<typeof updateCohort>;

export const cohort = z.object({
  slug: z.string(),
  title: z.string(),
  timezone: z.string(),
  weekday: z.number().int(),
  startsAt: z.string(),
  lengthMinutes: z.number().int(),
  place: z.string(),
  meetingUrl: z.string(),
  state: cohortState,
  progressVisibility: visibility,
  doneAtPercent: z.number().int(),
  demo: z.boolean(),
  version: z.number().int(),
});
export type Cohort = z.infer<typeof cohort>;

export const section = z.object({
  id: z.uuid(),
  title: z.string(),
  body: z.string(),
  position: z.number().int(),
  version: z.number().int(),
});
export type Section = z.infer<typeof section>;

/** Writes one section: a new one without an id. `version` is the one the writer saw; a change must say it. */
export const saveSection = z
  .object({
    cohort: z.string(),
    id: z.uuid().optional(),
    version: z.number().int().optional(),
    title: line(120, { required: "Give the section a title." }),
    body: prose(50_000),
  })
  .refine(({ id, version }) => !id || version !== undefined, {
    message: "Say which version was changed.",
    path: ["version"],
  });
export type SaveSection = z.infer<typeof saveSection>;

/** Takes one section off the page. `version` is the one that was seen. */
export const removeSection = z.object({ cohort: z.string(), id: z.uuid(), version: z.number().int() });
export type RemoveSection = z.infer<typeof removeSection>;

export const change = z.object({ id: z.uuid(), text: z.string(), at: z.iso.datetime() });
export type Change = z.infer<typeof change>;
