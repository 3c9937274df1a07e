import { z } from "zod";
import { line } from "@/lib/core/text";
import { localDate } from "@/lib/time/zones";

/** The longest break, in days; longer is a cohort of its own. */
const LONGEST = 366;
const DAY = 86_400_000;

const days = {
  title: line(120, { required: "Say what the break is, like Thanksgiving." }),
  firstDay: localDate,
  /** Included. */
  lastDay: localDate,
};

/** Days on which the cohort does not meet. Breaks may overlap. */
export const cohortBreak = z.object({ id: z.uuid(), ...days });
export type CohortBreak = z.infer<typeof cohortBreak>;

export const breakList = z.object({ breaks: z.array(cohortBreak) });

/** Adds a break, or changes the one with this `id`; `seen` is how it was when it was opened, and a change must say it. */
export const saveBreak = z
  .object({ cohort: z.string().min(1).max(60), id: z.uuid().optional(), ...days, seen: z.object(days).optional() })
  .refine(({ firstDay, lastDay }) => lastDay >= firstDay, {
    message: "The last day is before the first one.",
    path: ["lastDay"],
  })
  .refine(({ firstDay, lastDay }) => (Date.parse(lastDay) - Date.parse(firstDay)) / DAY < LONGEST, {
    message: "At most a year.",
    path: ["lastDay"],
  })
  .refine(({ id, seen }) => !id || seen !== undefined, { message: "Say what was changed.", path: ["seen"] });
export type SaveBreak = z.infer<typeof saveBreak>;

/** Takes a break away. `seen` is how it was when that was decided. */
export const removeBreak = z.object({ cohort: z.string().min(1).max(60), id: z.uuid(), seen: z.object(days) });
export type RemoveBreak = z.infer<typeof removeBreak>;
