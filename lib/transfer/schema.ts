import { z } from "zod";
import { slot } from "@/lib/progress/schema";
import { scheduleChange, sessionFormat } from "@/lib/schedule/schema";
import { localDate } from "@/lib/time/zones";

/** One resource as a cell of a schedule file names it. */
export const readResource = z.object({
  slot,
  title: z.string(),
  url: z.string().nullable(),
  minutes: z.number().int().nullable(),
  /** The title of the earlier resource that this one goes on with ("Backpropagation Cont."). */
  continues: z.string().optional(),
});
export type ReadResource = z.infer<typeof readResource>;

/** One row of a schedule file. An open date has an empty title and no format. */
export const readSession = z.object({
  date: localDate,
  title: z.string(),
  format: sessionFormat.nullable(),
  resources: z.array(readResource),
});
export type ReadSession = z.infer<typeof readSession>;

/** What could not be understood, and where: the row as a spreadsheet numbers it, the column when it is about one. */
export const readProblem = z.object({
  row: z.number().int().min(1),
  column: z.string().nullable(),
  message: z.string(),
});
export type ReadProblem = z.infer<typeof readProblem>;

export const readSchedule = z.object({ sessions: z.array(readSession), problems: z.array(readProblem) });
export type ReadSchedule = z.infer<typeof readSchedule>;

/** Larger texts are refused; a schedule of a term is a few kilobytes. */
export const MAX_BYTES = 5 * 1024 * 1024;
export const MAX_ROWS = 10_000;
export const MAX_PER_CELL = 200;
export const MAX_TITLE = 200;
export const MAX_RESOURCE_TITLE = 300;
export const MAX_URL = 2000;

const year = z.number().int().min(1900).max(2200);

/** Text to look at before anything is saved; without a year, that of the schedule's first session, else the current one. */
export const importPreview = z.object({
  cohort: z.string(),
  text: z.string().max(MAX_BYTES),
  year: year.optional(),
  publish: z.boolean().default(true),
});

export const importApply = z.object({
  cohort: z.string(),
  text: z.string().max(MAX_BYTES),
  year,
  /** Publish what the schedule has; without it, what is new stays a draft. */
  publish: z.boolean(),
  /** The preview's; an import that rests on an older schedule is refused with `conflict`. */
  fingerprint: z.string().max(100),
});

/** What Convene understood, what it did not, and what would change or did. */
export const importReport = z.object({
  sessions: z.array(readSession),
  problems: z.array(readProblem),
  changes: z.array(scheduleChange),
  year,
  fingerprint: z.string(),
  /** False for a preview, for a text with problems, and when nothing had to change. */
  saved: z.boolean(),
});
export type ImportReport = z.infer<typeof importReport>;
