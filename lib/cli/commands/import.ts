import path from "node:path";
import { z } from "zod";
import { type CohortScope, openCohort } from "@/lib/auth/scope";
import { type ImportOutcome, reportOf } from "@/lib/cli/commands/import-report";
import { CliError, print, readNamed } from "@/lib/cli/run";
import { createCohort } from "@/lib/cohorts/commands";
import { createCohort as newCohort } from "@/lib/cohorts/schema";
import type { Ctx } from "@/lib/core/context";
import { AppError } from "@/lib/core/errors";
import { inTransaction } from "@/lib/db/client";
import { importSchedule, previewOfNew } from "@/lib/schedule/import/commands";
import { columnsByKey, isUnderstood, readText } from "@/lib/schedule/import/reading";
import { dateIn, localDate, weekdayOf } from "@/lib/time/zones";
import { COLUMN_ROLES, columnRole, MAX_BYTES, type ReadSession } from "@/lib/transfer/schema";

const options = z.object({
  cohort: newCohort.shape.slug,
  title: newCohort.shape.title.optional(),
  timezone: newCohort.shape.timezone.optional(),
  year: z.coerce.number({ error: "Give a year like 2024." }).int().min(1900).max(2200).optional(),
  dayFirst: z.boolean().default(false),
  monthFirst: z.boolean().default(false),
  firstDate: localDate.optional(),
  column: z.array(z.string()).default([]),
  leave: z.array(z.string()).default([]),
  time: newCohort.shape.startsAt,
  length: newCohort.shape.lengthMinutes,
  draft: z.boolean().default(false),
  dryRun: z.boolean().default(false),
  json: z.boolean().default(false),
});
type Options = z.infer<typeof options>;

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
 * With any problem or open question nothing is written and the exit code is 1; a dry run writes nothing either, and says
 * also who would be mailed what and what the public log would say. `leave` are ids that a dry run printed, of changes that
 * are not to be made and of lines that the log is not to have; one that is neither is refused.
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
  print(asked.json ? JSON.stringify(printed(outcome, asked)) : reportOf(outcome, asked));
  if (!isUnderstood(outcome) || outcome.conflicts.length > 0) process.exitCode = 1;
}

function printed(outcome: ImportOutcome, { dryRun }: Options) {
  const { sessions, problems, leftOut, questions, mail, mailed, conflicts, lines } = outcome;
  const changes = outcome.changes.map(({ id, needs, kind, date, title, from, to }) => {
    return { id, needs, left: outcome.left.includes(id), kind, date, title, from, to };
  });
  const read = { sessions, problems, changes, leftOut, questions };
  if (!dryRun) return read;
  const to = new Map(mailed.map(({ kind, ...who }) => [kind, who]));
  return { ...read, conflicts, log: lines, mail: mail.map((one) => ({ ...one, ...to.get(one.kind) })) };
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

async function run(ctx: Ctx, source: Source, asked: Options): Promise<ImportOutcome> {
  const scope = await findCohort(ctx, asked.cohort);
  if (scope) return intoCohort(ctx, scope, source, asked);
  const timezone = asked.timezone ?? Intl.DateTimeFormat().resolvedOptions().timeZone;
  const { text, columns, ...hints } = source;
  const today = dateIn(ctx.now(), timezone);
  const read = readText({ text }, { ...hints, columns: columnsByKey(columns), today });
  if (!isUnderstood(read) || asked.dryRun) {
    const { leave, draft, time: startsAt, length: lengthMinutes } = asked;
    const options = { publish: !draft, leave, newId: ctx.newId, cohort: { startsAt, lengthMinutes } };
    // Nobody is in it yet who could be mailed.
    const preview = { ...previewOfNew(read, options), today, mail: [], mailed: [] };
    if (isUnderstood(read)) refuseUnknown(preview, leave);
    return preview;
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

async function intoCohort(ctx: Ctx, scope: CohortScope, source: Source, asked: Options): Promise<ImportOutcome> {
  const input = { ...source, publish: !asked.draft, leave: asked.leave };
  if (!asked.dryRun && asked.leave.length === 0) return importSchedule(ctx, scope, input);
  const preview = await importSchedule(ctx, scope, { ...input, dryRun: true });
  if (!isUnderstood(preview)) return preview;
  refuseUnknown(preview, asked.leave);
  const lines = preview.lines.filter(({ id }) => !asked.leave.includes(id));
  if (asked.dryRun) return { ...preview, lines };
  return importSchedule(ctx, scope, { ...input, lines, expected: preview.fingerprint });
}

/** An id with a slip in it would save what was to be left. */
function refuseUnknown({ changes, lines }: Pick<ImportOutcome, "changes" | "lines">, leave: readonly string[]): void {
  const known = new Set([...changes, ...lines].map(({ id }) => id));
  const unknown = leave.find((id) => !known.has(id));
  if (unknown !== undefined) throw new CliError(`--leave: this import has no line “${unknown}”; --dry-run lists them.`);
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
  if (file !== "-") return readNamed(file);
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
