import { z } from "zod";
import { line } from "@/lib/core/text";
import { role } from "@/lib/members/schema";
import { resourceKind, slot } from "@/lib/progress/schema";
import { scheduleChange, sessionFormat } from "@/lib/schedule/schema";
import { localDate, localTime } from "@/lib/time/zones";

/** One resource as a cell of a schedule file names it. What is optional here is there only where the file says it. */
export const readResource = z.object({
  slot,
  title: z.string(),
  url: z.string().nullable(),
  minutes: z.number().int().nullable(),
  /** The title of the earlier resource that this one goes on with ("Backpropagation Cont."). */
  continues: z.string().optional(),
  optional: z.boolean().optional(),
  kind: resourceKind.optional(),
  author: z.string().optional(),
  /** Only a part is asked for, in seconds from the start; null is from the start, or to the end. */
  part: z.object({ from: z.number().int().nullable(), to: z.number().int().nullable() }).optional(),
  /** This use's own words, where the file tells them from the resource's title. */
  label: z.string().optional(),
  /** Good places to stop, in seconds from the start. */
  stopPoints: z.array(z.number().int()).optional(),
});
export type ReadResource = z.infer<typeof readResource>;

/**
 * One row of a schedule file. An open date has an empty title and no format. What is optional here is there only where
 * the file has a column for it; an import leaves it as it is otherwise.
 */
export const readSession = z.object({
  date: localDate,
  title: z.string(),
  format: sessionFormat.nullable(),
  resources: z.array(readResource),
  /** Time of day on the cohort's clock; null is the cohort's own. */
  startsAt: localTime.nullable().optional(),
  lengthMinutes: z.number().int().nullable().optional(),
  presenters: z.array(z.string()).optional(),
  notes: z.string().optional(),
  materials: z.string().optional(),
  recordingUrl: z.string().optional(),
  cancelled: z.boolean().optional(),
  /** Whether it keeps its date when others move; only Convene's own JSON says so. */
  pinned: z.boolean().optional(),
});
export type ReadSession = z.infer<typeof readSession>;

/** What could not be understood, and where: the row as a spreadsheet numbers it, the column when it is about one. */
export const readProblem = z.object({
  row: z.number().int().min(1),
  column: z.string().nullable(),
  message: z.string(),
});
export type ReadProblem = z.infer<typeof readProblem>;

/** What a column of a pasted schedule can be. `session` is the title with links for in the session. */
export const COLUMN_ROLES = [
  "date",
  "month",
  "day",
  "week",
  "time",
  "length",
  "session",
  "before",
  "after",
  "deep_dive",
  "presenters",
  "notes",
  "materials",
  "recording",
  "format",
  "state",
  "leave_out",
] as const;
export const columnRole = z.enum(COLUMN_ROLES);
export type ColumnRole = z.infer<typeof columnRole>;

/** A column with what it was taken for, and why: its name, what is in it, or because an organizer said so. */
export const readColumn = z.object({
  index: z.number().int().min(0),
  /** As the header has it; `Column 3` where there is none. */
  name: z.string(),
  role: columnRole,
  because: z.enum(["name", "content", "choice"]),
  /** The first cells that are not empty, shortened. */
  sample: z.array(z.string()),
});
export type ReadColumn = z.infer<typeof readColumn>;

/** What only the organizer can tell. Until it is answered the text has no dates and cannot be saved. */
export const readQuestion = z.discriminatedUnion("kind", [
  /** Whether `03/04` is 3 April or March 4. */
  z.object({ kind: z.literal("day_first"), row: z.number().int(), example: z.string() }),
  /** In which year the first date is; `options` are the likely ones. */
  z.object({ kind: z.literal("year"), row: z.number().int(), example: z.string(), options: z.array(z.number().int()) }),
  /** On which date week 1 is. */
  z.object({ kind: z.literal("first_date"), row: z.number().int(), example: z.string() }),
]);
export type ReadQuestion = z.infer<typeof readQuestion>;

/** What a pasted schedule is written in. */
export const SHEET_FORMATS = ["csv", "tsv", "markdown", "html", "yaml", "json", "ics", "list"] as const;
export type SheetFormat = (typeof SHEET_FORMATS)[number];

export const readSchedule = z.object({
  sessions: z.array(readSession),
  /** What stands in the way of saving. */
  problems: z.array(readProblem),
  /** What was not understood and will not be saved, cell by cell; it does not stand in the way. */
  leftOut: z.array(readProblem),
  questions: z.array(readQuestion),
  columns: z.array(readColumn),
  format: z.enum(SHEET_FORMATS),
});
export type ReadSchedule = z.infer<typeof readSchedule>;

/** Larger texts are refused; a schedule of a term is a few kilobytes. */
export const MAX_BYTES = 5 * 1024 * 1024;
export const MAX_ROWS = 10_000;
export const MAX_PER_CELL = 200;
export const MAX_TITLE = 200;
export const MAX_RESOURCE_TITLE = 300;
export const MAX_URL = 2000;
/** What notes and materials may be long. */
export const MAX_PROSE = 50_000;

const year = z.number().int().min(1900).max(2200);

/** What an organizer may say beside the text, so that it is read as it was meant. */
const toRead = {
  cohort: z.string(),
  text: z.string().max(MAX_BYTES, "At most 5 MB; a schedule is a few kilobytes."),
  /** The same as the clipboard has it with its links, where it has a table. */
  html: z.string().max(MAX_BYTES, "At most 5 MB; a schedule is a few kilobytes.").optional(),
  /** The file's name, which may say what it is written in. */
  fileName: z.string().max(300).optional(),
  /** The year of the first date, where the text names none. */
  year: year.optional(),
  /** Whether `03/04` is 3 April; without it, what was chosen for this cohort before. */
  dayFirst: z.boolean().optional(),
  /** The date of week 1; without it, what was said for this cohort before. */
  firstDate: localDate.optional(),
  /** What columns are, by their names; beside those that were chosen for this cohort before. */
  columns: z.record(z.string().max(300), columnRole).optional(),
};

/** The ids of the lines to leave out. */
const leave = z.array(z.string().max(40)).max(200_000).optional();

/** Text to look at before anything is saved. */
export const importPreview = z.object({ ...toRead, publish: z.boolean().default(true), leave });

export const importApply = z.object({
  ...toRead,
  /** Publish what the schedule has; without it, what is new stays a draft. */
  publish: z.boolean(),
  leave,
  /** The public log in the organizer's words instead of the drafted ones; what is not there is not said. */
  lines: z
    .array(z.object({ id: z.string().max(40), text: line(2000) }))
    .max(200_000)
    .optional(),
  /** The preview's; an import that rests on an older schedule is refused with `conflict`. */
  fingerprint: z.string().max(100),
});

/** A difference that can be left out. */
export const importChange = scheduleChange.extend({
  id: z.string(),
  /** The line without which this one cannot be: that the session is added. */
  needs: z.string().nullable(),
});
export type ImportChange = z.infer<typeof importChange>;

/** A drafted line of the public log. */
const importLine = z.object({ id: z.string(), text: z.string() });

/** A mail that follows from the import, in words, and how many people it is for. */
export const importMail = z.object({
  kind: z.enum(["change", "weekly_prep"]),
  recipients: z.number().int(),
  text: z.string(),
});
export type ImportMail = z.infer<typeof importMail>;

/** Who the mails of a kind are for, as things stand. */
export const importMailed = z.object({
  kind: z.enum(["change", "weekly_prep"]),
  people: z.array(
    z.object({
      memberId: z.uuid(),
      /** Their name, or the address of somebody who gave none. */
      name: z.string(),
      role,
      /** Why their address gets no mail at all, or null. */
      suppressed: z.string().nullable(),
    }),
  ),
  /** How many more it would be for had they not switched it off. */
  off: z.number().int(),
});
export type ImportMailed = z.infer<typeof importMailed>;

/** What Convene understood, what it did not, and what would change or did. */
export const importReport = readSchedule.extend({
  /** The date on the cohort's clock: years other than its own are worth saying. */
  today: localDate,
  /** The date of week 1 that was said, now or at an import before. */
  firstDate: localDate.nullable(),
  /** Every difference by date, those that are left out among them. */
  changes: z.array(importChange),
  /** The ids of the changes that are left out, those that need one of them among them. */
  left: z.array(z.string()),
  /** Why it cannot be saved with just these lines left out. */
  conflicts: z.array(z.string()),
  lines: z.array(importLine),
  mail: z.array(importMail),
  mailed: z.array(importMailed),
  /** Of the schedule that the text was compared with, and of what was understood. */
  fingerprint: z.string(),
  /** False for a preview, for a text with problems or questions, and when nothing had to change. */
  saved: z.boolean(),
  /** The audit row that takes it back; null where nothing was written. */
  undo: z.string().nullable(),
});
export type ImportReport = z.infer<typeof importReport>;
