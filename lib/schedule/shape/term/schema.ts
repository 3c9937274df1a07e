import { z } from "zod";
import { scheduleEdited } from "@/lib/schedule/edit/schema";
import { localDate, localTime } from "@/lib/time/zones";

/** Asks for the open dates of a term: `count` of them, the first on or after `firstDate`. */
export const generateTerm = z.object({
  cohort: z.string().min(1).max(60),
  firstDate: localDate,
  /** ISO 8601: 1 is Monday. Without it, the weekday of the first date. */
  weekday: z.number().int().min(1, "Choose a weekday.").max(7, "Choose a weekday.").optional(),
  /** The dates' own time when it is not the cohort's. */
  startsAt: localTime.optional(),
  count: z.number("Say how many.").int("Say how many.").min(1, "At least one date.").max(60, "At most 60 dates."),
  everyWeeks: z
    .number("Say every how many weeks.")
    .int("Say every how many weeks.")
    .min(1, "At least every week.")
    .max(12, "At most every 12 weeks.")
    .default(1),
  skipBreaks: z.boolean().default(true),
  /** Only say what would be added. */
  dryRun: z.boolean().default(false),
});
export type GenerateTerm = z.infer<typeof generateTerm>;

/** One date of the term. One in a break does not count; one that is taken counts, and nothing is added. */
export const termDate = z.object({
  date: localDate,
  does: z.enum(["new", "taken", "break"]),
  /** The break's title, or what stands there already. */
  because: z.string(),
});
export type TermDate = z.infer<typeof termDate>;

export const generatedTerm = z.object({
  dates: z.array(termDate),
  added: z.number().int(),
  /** Dates that had a session already. */
  taken: z.number().int(),
  edited: scheduleEdited.nullable(),
});
export type GeneratedTerm = z.infer<typeof generatedTerm>;
