import { recordAudit } from "@/lib/audit/commands";
import { authorise, type CohortScope } from "@/lib/auth/scope";
import type { Ctx } from "@/lib/core/context";
import { AppError } from "@/lib/core/errors";
import { type Db, inTransaction, type Tx } from "@/lib/db/client";
import { choicesJson, choicesOf, type ImportChoices, mailOf } from "@/lib/schedule/import/queries";
import {
  asRead,
  columnsByKey,
  isUnderstood,
  type ReadingHints,
  readText,
  type ScheduleText,
  weekdaysOf,
} from "@/lib/schedule/import/reading";
import { clashWords } from "@/lib/schedule/import/rules";
import type { StandingSchedule } from "@/lib/schedule/match";
import { isEmptyPlan, planSchedule, type SchedulePlan } from "@/lib/schedule/plan";
import { shortHash } from "@/lib/schedule/plan-lines";
import { applyPlan } from "@/lib/schedule/standing/commands";
import { fingerprintOf, lockSchedule, standingSchedule } from "@/lib/schedule/standing/queries";
import { snapshotsOf } from "@/lib/schedule/standing/snapshots";
import { wantedOf } from "@/lib/schedule/wanted";
import { dateIn } from "@/lib/time/zones";
import type { ColumnRole, ImportReport, ReadSchedule, ReadSession } from "@/lib/transfer/schema";

export interface ImportSchedule
  extends ScheduleText,
    Pick<ReadingHints, "year" | "dayFirst" | "firstDate" | "fileName"> {
  /** Rows that were read already, instead of a text. */
  rows?: readonly ReadSession[];
  /** What columns are, by their names. */
  columns?: Readonly<Record<string, ColumnRole>>;
  publish: boolean;
  /** The ids of the lines to leave out. */
  leave?: readonly string[];
  /** The public log in the organizer's words; what is not there is not said. */
  lines?: readonly { id: string; text: string }[];
  /** Only say what would change. */
  dryRun?: boolean;
  /** The fingerprint of the preview that this rests on. */
  expected?: string;
}

/**
 * Makes the schedule what a file says, as an edit of what is there: sessions are found again and moved, resources never
 * lose progress, a session that the file no longer has is deleted so that it can be brought back for 30 days. With any
 * problem or open question nothing is written. The same file again writes nothing at all. Two imports at once run one
 * after the other. How the file is to be read is kept for the next one. Throws `conflict`, with a new report, when the
 * schedule is no longer the `expected` one, and when two sessions would be on one date because of what is left out.
 */
export async function importSchedule(ctx: Ctx, scope: CohortScope, input: ImportSchedule): Promise<ImportReport> {
  authorise(ctx, scope, "schedule.import");
  if (input.dryRun) return (await compare(ctx, ctx.db, scope, input)).report;
  return inTransaction(ctx, async (tx) => {
    await lockSchedule(tx, scope);
    const { report, plan, standing, choices } = await compare(ctx, tx, scope, input);
    if (!plan) return report;
    if (input.expected !== undefined && input.expected !== report.fingerprint) {
      const message = "The schedule was changed after you looked at this import. Nothing was saved; look again.";
      throw new AppError("conflict", message, {}, report);
    }
    const [conflict] = report.conflicts;
    if (conflict) throw new AppError("conflict", `${conflict} Nothing was saved.`, {}, report);
    await keepChoices(ctx, tx, scope, input, choices);
    if (isEmptyPlan(plan)) return report;
    const undo = await applyAndRecord(ctx, tx, scope, standing, { ...plan, lines: reworded(plan, input.lines) });
    return { ...report, saved: true, undo };
  });
}

/** What an import would do to a cohort that does not exist yet: everything is new. Writes nothing. */
export function previewOfNew(
  read: ReadSchedule,
  options: Pick<ImportSchedule, "publish"> & {
    leave: readonly string[];
    newId: () => string;
    cohort: { startsAt: string; lengthMinutes: number };
  },
) {
  const plan = planSchedule({ sessions: [], resources: [] }, wantedIn(read), options);
  if (!isUnderstood(read)) return { ...read, changes: [], left: [], conflicts: [], lines: [] };
  const left = plan.changes.filter((line) => line.left).map(({ id }) => id);
  return { ...read, changes: plan.changes, left, conflicts: [], lines: linesOf(plan) };
}

async function compare(ctx: Ctx, db: Db, scope: CohortScope, input: ImportSchedule) {
  const standing = await standingSchedule(db, scope);
  const choices = await choicesOf(db, scope);
  const hints = hintsOf(ctx, scope, standing, input, choices);
  const read = input.rows ? asRead(input.rows) : readText(input, hints);
  const fingerprint = fingerprintOf(standing, read.sessions);
  const { today, firstDate = null } = hints;
  const report: ImportReport = {
    ...read,
    today,
    firstDate,
    changes: [],
    left: [],
    conflicts: [],
    lines: [],
    mail: [],
    mailed: [],
    fingerprint,
    saved: false,
    undo: null,
  };
  if (!isUnderstood(read)) return { report, plan: null, standing, choices };
  const { publish, leave = [] } = input;
  const plan = planSchedule(standing, wantedIn(read), { publish, leave, newId: ctx.newId, cohort: scope.cohort });
  report.changes = plan.changes.map(({ left: _, ...change }) => change);
  report.left = plan.changes.filter(({ left }) => left).map(({ id }) => id);
  report.conflicts = plan.clashes.map((clash) => clashWords(clash, today));
  report.lines = linesOf(plan);
  if (input.dryRun) Object.assign(report, await mailOf(db, scope, { standing, plan, now: ctx.now() }));
  return { report, plan, standing, choices };
}

function wantedIn(read: ReadSchedule) {
  // Our own JSON has no columns and says everything.
  const own = read.format === "json" && read.columns.length === 0;
  const understood = isUnderstood(read) ? read.sessions : [];
  return wantedOf(understood, { format: own || read.columns.some(({ role }) => role === "format") });
}

function hintsOf(
  ctx: Ctx,
  { cohort }: CohortScope,
  { sessions }: StandingSchedule,
  { year, dayFirst, firstDate, fileName, columns = {} }: ImportSchedule,
  choices: ImportChoices,
): ReadingHints {
  const [from, to, order] = [sessions[0]?.date, sessions.at(-1)?.date, dayFirst ?? choices.dayFirst];
  const first = firstDate ?? choices.firstDate;
  return {
    today: dateIn(ctx.now(), cohort.timezone),
    weekday: cohort.weekday,
    termWeekdays: weekdaysOf(sessions.map(({ date }) => date)),
    columns: { ...choices.columns, ...columnsByKey(columns) },
    ...(from && to ? { from, to } : {}),
    ...(order === null ? {} : { dayFirst: order }),
    ...(year === undefined ? {} : { year }),
    ...(first === null ? {} : { firstDate: first }),
    ...(fileName === undefined ? {} : { fileName }),
  };
}

/** Keeps how the file was to be read, when somebody said so. */
async function keepChoices(
  ctx: Ctx,
  tx: Tx,
  scope: CohortScope,
  { columns = {}, dayFirst, firstDate }: ImportSchedule,
  before: ImportChoices,
): Promise<void> {
  const after: ImportChoices = {
    columns: { ...before.columns, ...columnsByKey(columns) },
    dayFirst: dayFirst ?? before.dayFirst,
    firstDate: firstDate ?? before.firstDate,
  };
  const known =
    after.dayFirst === before.dayFirst &&
    after.firstDate === before.firstDate &&
    Object.entries(after.columns).every(([key, role]) => before.columns[key] === role);
  if (known) return;
  const cohortId = scope.cohort.id;
  const row = { columns: choicesJson(scope, after), dayFirst: after.dayFirst, updatedAt: ctx.now() };
  await tx.importSetting.upsert({ where: { cohortId }, create: { cohortId, ...row }, update: row });
  const subject = { subjectKind: "cohort", subjectId: cohortId };
  await recordAudit(ctx, tx, { cohortId, action: "schedule.import_choices_changed", ...subject, before, after });
}

/** The drafted lines of the public log under ids that are the same for the same lines. */
function linesWithIds({ lines }: SchedulePlan) {
  const times = new Map<string, number>();
  return lines.map((line) => {
    const time = (times.get(line.text) ?? 0) + 1;
    times.set(line.text, time);
    return { ...line, id: shortHash([line.text, time]) };
  });
}

function linesOf(plan: SchedulePlan): { id: string; text: string }[] {
  return linesWithIds(plan).map(({ id, text }) => ({ id, text }));
}

function reworded(plan: SchedulePlan, lines: ImportSchedule["lines"]): SchedulePlan["lines"] {
  if (!lines) return plan.lines;
  const drafted = new Map(linesWithIds(plan).map(({ id, sessionId }) => [id, sessionId]));
  return lines.flatMap(({ id, text }) => {
    const words = text.trim();
    return words === "" ? [] : [{ sessionId: drafted.get(id) ?? null, text: words }];
  });
}

// An import is one act, so it is one row, with every session and resource that it touched as they were and as they are.
// Answers its id, by which it is undone.
async function applyAndRecord(
  ctx: Ctx,
  tx: Tx,
  scope: CohortScope,
  standing: StandingSchedule,
  plan: SchedulePlan,
): Promise<string> {
  await applyPlan(ctx, tx, scope, plan);
  const { before, after } = snapshotsOf(standing, plan);
  const { create, update } = plan.resources;
  return recordAudit(ctx, tx, {
    cohortId: scope.cohort.id,
    action: "schedule.imported",
    subjectKind: "schedule",
    subjectId: scope.cohort.id,
    before: { sessions: before, resources: update.map((pair) => pair.before) },
    after: { sessions: after, resources: [...create, ...update.map((pair) => pair.after)] },
  });
}
