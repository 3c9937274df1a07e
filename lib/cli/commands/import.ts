import { readFile } from "node:fs/promises";
import path from "node:path";
import { z } from "zod";
import { type CohortScope, openCohort } from "@/lib/auth/scope";
import { CliError, print } from "@/lib/cli/run";
import { createCohort } from "@/lib/cohorts/commands";
import { createCohort as newCohort } from "@/lib/cohorts/schema";
import type { Ctx } from "@/lib/core/context";
import { AppError } from "@/lib/core/errors";
import { inTransaction } from "@/lib/db/client";
import { importSchedule, previewOfNew } from "@/lib/schedule/import/commands";
import { columnsByKey, isUnderstood, readText } from "@/lib/schedule/import/reading";
import { questionWords } from "@/lib/schedule/import/rules";
import type { ScheduleChange } from "@/lib/schedule/schema";
import { clockLength } from "@/lib/time/durations";
import { shortDate } from "@/lib/time/words";
import { dateIn, localDate, weekdayOf } from "@/lib/time/zones";
import {
  COLUMN_ROLES,
  columnRole,
  MAX_BYTES,
  type ReadProblem,
  type ReadQuestion,
  type ReadSession,
} from "@/lib/transfer/schema";

const options = z.object({
  cohort: newCohort.shape.slug,
  title: newCohort.shape.title.optional(),
  timezone: newCohort.shape.timezone.optional(),
  year: z.coerce.number({ error: "Give a year like 2024." }).int().min(1900).max(2200).optional(),
  dayFirst: z.boolean().default(false),
  monthFirst: z.boolean().default(false),
  firstDate: localDate.optional(),
  column: z.array(z.string()).default([]),
  time: newCohort.shape.startsAt,
  length: newCohort.shape.lengthMinutes,
  draft: z.boolean().default(false),
  dryRun: z.boolean().default(false),
  json: z.boolean().default(false),
});
type Options = z.infer<typeof options>;

interface Outcome {
  sessions: ReadSession[];
  problems: ReadProblem[];
  changes: (ScheduleChange & { id: string })[];
  leftOut: ReadProblem[];
  questions: ReadQuestion[];
}

/** A file as it was given, with what its reader was told about it. */
interface Source {
  text: Uint8Array;
  fileName?: string;
  year?: number;
  dayFirst?: boolean;
  firstDate?: string;
  columns: ReturnType<typeof columnsOf>;
}

/**
 * Imports a schedule file, into a new cohort when there is none of that name: cohort and schedule are one transaction.
 * With any problem or open question nothing is written and the exit code is 1; a dry run writes nothing either.
 */
export async function importFile(ctx: Ctx, file: string, given: unknown): Promise<void> {
  const parsed = options.safeParse(given);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw new CliError(`--${optionName(String(issue?.path[0] ?? ""))}: ${issue?.message ?? ""}`);
  }
  const asked = parsed.data;
  if (asked.dayFirst && asked.monthFirst) throw new CliError("--day-first: Give this or --month-first, not both.");
  const source: Source = {
    text: await readInput(file),
    ...(file === "-" ? {} : { fileName: path.basename(file) }),
    ...(asked.year === undefined ? {} : { year: asked.year }),
    ...(asked.dayFirst || asked.monthFirst ? { dayFirst: asked.dayFirst } : {}),
    ...(asked.firstDate === undefined ? {} : { firstDate: asked.firstDate }),
    columns: columnsOf(asked.column),
  };
  const outcome = await run(ctx, source, asked);
  const { sessions, problems, leftOut, questions } = outcome;
  const changes = outcome.changes.map(({ id, kind, date, title, from, to }) => ({ id, kind, date, title, from, to }));
  const printed = { sessions, problems, changes, leftOut, questions };
  print(asked.json ? JSON.stringify(printed) : report(printed, asked));
  if (!isUnderstood(outcome)) process.exitCode = 1;
}

/** `NAME=ROLE`, as often as given. */
function columnsOf(given: readonly string[]) {
  return Object.fromEntries(
    given.map((pair) => {
      const at = pair.lastIndexOf("=");
      const role = columnRole.safeParse(
        pair
          .slice(at + 1)
          .trim()
          .toLowerCase()
          .replace(/[\s-]+/g, "_"),
      );
      if (at < 1 || !role.success) {
        throw new CliError(`--column: “${pair}” is not NAME=ROLE with one of the roles ${COLUMN_ROLES.join(", ")}.`);
      }
      return [pair.slice(0, at).trim(), role.data] as const;
    }),
  );
}

function optionName(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

async function run(ctx: Ctx, source: Source, asked: Options): Promise<Outcome> {
  const scope = await findCohort(ctx, asked.cohort);
  if (scope) return intoCohort(ctx, scope, source, asked);
  const timezone = asked.timezone ?? Intl.DateTimeFormat().resolvedOptions().timeZone;
  const { text, columns, ...hints } = source;
  const read = readText({ text }, { ...hints, columns: columnsByKey(columns), today: dateIn(ctx.now(), timezone) });
  if (!isUnderstood(read) || asked.dryRun) {
    const times = { startsAt: asked.time, lengthMinutes: asked.length };
    return previewOfNew(read, { publish: !asked.draft, newId: ctx.newId, cohort: times });
  }
  const cohort = newCohort.parse({
    slug: asked.cohort,
    title: asked.title ?? titleOf(asked.cohort),
    timezone,
    weekday: usualWeekday(read.sessions),
    startsAt: asked.time,
    lengthMinutes: asked.length,
    state: "open",
  });
  try {
    return await inTransaction(ctx, async (tx) => {
      const within = { ...ctx, db: tx };
      return intoCohort(within, await createCohort(within, cohort), source, asked);
    });
  } catch (error) {
    // Another import created it a moment ago; this one is then an import into that cohort.
    const other = error instanceof AppError && error.code === "conflict" ? await findCohort(ctx, asked.cohort) : null;
    if (!other) throw error;
    return intoCohort(ctx, other, source, asked);
  }
}

function intoCohort(ctx: Ctx, scope: CohortScope, source: Source, asked: Options): Promise<Outcome> {
  return importSchedule(ctx, scope, { ...source, publish: !asked.draft, dryRun: asked.dryRun });
}

async function findCohort(ctx: Ctx, slug: string): Promise<CohortScope | null> {
  try {
    return await openCohort(ctx, ctx.db, slug);
  } catch (error) {
    if (error instanceof AppError && error.code === "not_found") return null;
    throw error;
  }
}

async function readInput(file: string): Promise<Uint8Array> {
  if (file !== "-") {
    return readFile(file).catch((error: NodeJS.ErrnoException) => {
      const why = { ENOENT: "there is no such file", EISDIR: "it is a folder", EACCES: "it may not be read" };
      throw new CliError(`${file}: ${why[error.code as keyof typeof why] ?? error.message}.`);
    });
  }
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of process.stdin) {
    chunks.push(Buffer.from(chunk));
    size += chunk.length;
    // The reader refuses what is larger; there is no need to hold more of it.
    if (size > MAX_BYTES) break;
  }
  return Buffer.concat(chunks);
}

function titleOf(slug: string): string {
  return slug.replace(/-/g, " ").replace(/(^| )[a-z]/g, (start) => start.toUpperCase());
}

function usualWeekday(sessions: readonly ReadSession[]): number {
  const counts = new Map<number, number>();
  for (const { date } of sessions) counts.set(weekdayOf(date), (counts.get(weekdayOf(date)) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1])[0]?.[0] ?? 1;
}

function report({ sessions, problems, changes, leftOut, questions }: Outcome, { cohort, dryRun }: Options): string {
  const lines = sessions.map(({ date, title, resources }) => {
    const names = resources.map(({ title: name, minutes }) => (minutes ? `${name} ${clockLength(minutes)}` : name));
    return `${shortDate(date).padEnd(11)} ${title || "open date"}${names.length > 0 ? ` (${names.join("; ")})` : ""}`;
  });
  if (leftOut.length > 0) lines.push("", "Not understood, so left out:", ...leftOut.map(problemLine));
  if (problems.length > 0) lines.push("", ...problems.map(problemLine));
  if (questions.length > 0) lines.push("", ...questions.map(questionLine));
  if (problems.length + questions.length > 0) {
    const why = [counted(problems.length, "problem"), counted(questions.length, "open question")].filter(Boolean);
    lines.push("", `Nothing was saved: ${why.join(" and ")}.`);
    return lines.join("\n").trim();
  }
  lines.push("", ...changes.map((one) => changeLine(one)));
  const count = counted(changes.length, "change");
  if (changes.length === 0) lines.push(`${cohort} is like this already; nothing to change.`);
  else lines.push("", dryRun ? `${count} for ${cohort}; nothing was saved.` : `${count} saved in ${cohort}.`);
  return lines.join("\n");
}

function problemLine({ row, column, message }: ReadProblem): string {
  return `row ${row}${column ? `, column ${column}` : ""}: ${message}`;
}

const ANSWERS: Readonly<Record<ReadQuestion["kind"], string>> = {
  day_first: "Answer with --day-first or --month-first.",
  year: "Answer with --year.",
  first_date: "Answer with --first-date YYYY-MM-DD.",
};

function questionLine(question: ReadQuestion): string {
  return `${questionWords(question)} ${ANSWERS[question.kind]}`;
}

function counted(count: number, noun: string): string {
  if (count === 0) return "";
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}

function changeLine({ kind, date, title, from, to }: ScheduleChange): string {
  const way =
    from !== null && to !== null
      ? `: ${from || "nothing"} to ${to || "nothing"}`
      : (from ?? to)
        ? `: ${from ?? to}`
        : "";
  return `${kind.replaceAll("_", " ").padEnd(17)} ${date}  ${title || "open date"}${way}`;
}
