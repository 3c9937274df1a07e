import { readFile } from "node:fs/promises";
import { z } from "zod";
import { type CohortScope, openCohort } from "@/lib/auth/scope";
import { CliError, print } from "@/lib/cli/run";
import { createCohort } from "@/lib/cohorts/commands";
import { createCohort as newCohort } from "@/lib/cohorts/schema";
import type { Ctx } from "@/lib/core/context";
import { AppError } from "@/lib/core/errors";
import { inTransaction } from "@/lib/db/client";
import { importSchedule, previewOfNew } from "@/lib/schedule/import/commands";
import type { ScheduleChange } from "@/lib/schedule/schema";
import { clockLength } from "@/lib/time/durations";
import { shortDate } from "@/lib/time/words";
import { dateIn, weekdayOf } from "@/lib/time/zones";
import { readSchedule } from "@/lib/transfer/csv";
import { MAX_BYTES, type ReadProblem, type ReadSession } from "@/lib/transfer/schema";

const options = z.object({
  cohort: newCohort.shape.slug,
  title: newCohort.shape.title.optional(),
  timezone: newCohort.shape.timezone.optional(),
  year: z.coerce.number({ error: "Give a year like 2024." }).int().min(1900).max(2200).optional(),
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
  changes: ScheduleChange[];
}

/**
 * Imports a schedule file, into a new cohort when there is none of that name: cohort and schedule are one transaction.
 * With any problem in the file nothing is written and the exit code is 1; a dry run writes nothing either.
 */
export async function importFile(ctx: Ctx, file: string, given: unknown): Promise<void> {
  const parsed = options.safeParse(given);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw new CliError(`--${String(issue?.path[0] ?? "")}: ${issue?.message ?? ""}`);
  }
  const bytes = await readInput(file);
  const outcome = await run(ctx, bytes, parsed.data);
  const { sessions, problems, changes } = outcome;
  print(parsed.data.json ? JSON.stringify({ sessions, problems, changes }) : report(outcome, parsed.data));
  if (problems.length > 0) process.exitCode = 1;
}

async function run(ctx: Ctx, bytes: Uint8Array, asked: Options): Promise<Outcome> {
  const scope = await findCohort(ctx, asked.cohort);
  if (scope) return intoCohort(ctx, scope, bytes, asked);
  const timezone = asked.timezone ?? Intl.DateTimeFormat().resolvedOptions().timeZone;
  const year = asked.year ?? Number(dateIn(ctx.now(), timezone).slice(0, 4));
  const read = readSchedule(bytes, { year });
  if (read.problems.length > 0 || asked.dryRun) {
    return previewOfNew(read, { publish: !asked.draft, newId: ctx.newId });
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
      const created = await createCohort(within, cohort);
      return intoCohort(within, created, bytes, { ...asked, year });
    });
  } catch (error) {
    // Another import created it a moment ago; this one is then an import into that cohort.
    const other = error instanceof AppError && error.code === "conflict" ? await findCohort(ctx, asked.cohort) : null;
    if (!other) throw error;
    return intoCohort(ctx, other, bytes, asked);
  }
}

function intoCohort(ctx: Ctx, scope: CohortScope, bytes: Uint8Array, asked: Options): Promise<Outcome> {
  return importSchedule(ctx, scope, {
    text: bytes,
    ...(asked.year === undefined ? {} : { year: asked.year }),
    publish: !asked.draft,
    dryRun: asked.dryRun,
  });
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

function report({ sessions, problems, changes }: Outcome, { cohort, dryRun }: Options): string {
  const lines = sessions.map(({ date, title, resources }) => {
    const names = resources.map(({ title: name, minutes }) => (minutes ? `${name} ${clockLength(minutes)}` : name));
    return `${shortDate(date).padEnd(11)} ${title || "open date"}${names.length > 0 ? ` (${names.join("; ")})` : ""}`;
  });
  if (problems.length > 0) {
    lines.push(
      "",
      ...problems.map(({ row, column, message }) => `row ${row}${column ? `, column ${column}` : ""}: ${message}`),
    );
    lines.push("", `Nothing was saved: ${problems.length} ${problems.length === 1 ? "problem" : "problems"}.`);
    return lines.join("\n").trim();
  }
  lines.push("", ...changes.map((one) => changeLine(one)));
  const count = `${changes.length} ${changes.length === 1 ? "change" : "changes"}`;
  if (changes.length === 0) lines.push(`${cohort} is like this already; nothing to change.`);
  else lines.push("", dryRun ? `${count} for ${cohort}; nothing was saved.` : `${count} saved in ${cohort}.`);
  return lines.join("\n");
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
