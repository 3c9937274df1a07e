import { recordAudit } from "@/lib/audit/commands";
import { authorise, type CohortScope } from "@/lib/auth/scope";
import { HOLD } from "@/lib/changes/rules";
import type { Ctx } from "@/lib/core/context";
import { AppError } from "@/lib/core/errors";
import { type Db, inTransaction, type Tx } from "@/lib/db/client";
import { recipientsOf, settingsOf } from "@/lib/notices/queries";
import { mailedLines, prepChanges } from "@/lib/schedule/import/mail";
import { choicesOf, type ImportChoices } from "@/lib/schedule/import/queries";
import {
  asRead,
  columnsByKey,
  isUnderstood,
  type ReadingHints,
  readText,
  type ScheduleText,
} from "@/lib/schedule/import/reading";
import { clashWords } from "@/lib/schedule/import/rules";
import type { StandingSchedule } from "@/lib/schedule/match";
import { type ComparedPlan, isEmptyPlan, planSchedule, type SchedulePlan } from "@/lib/schedule/plan";
import { shortHash } from "@/lib/schedule/plan-lines";
import { applyPlan } from "@/lib/schedule/standing/commands";
import { fingerprintOf, lockSchedule, standingSchedule } from "@/lib/schedule/standing/queries";
import { snapshotsOf } from "@/lib/schedule/standing/snapshots";
import { wantedOf } from "@/lib/schedule/wanted";
import { dateIn } from "@/lib/time/zones";
import type { ColumnRole, ImportMail, ImportReport, ReadSchedule, ReadSession } from "@/lib/transfer/schema";

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
    await applyAndRecord(ctx, tx, scope, standing, { ...plan, lines: reworded(plan, input.lines) });
    return { ...report, saved: true };
  });
}

/** What an import would do to a cohort that does not exist yet: everything is new. Writes nothing. */
export function previewOfNew(
  read: ReadSchedule,
  options: { publish: boolean; newId: () => string; cohort: { startsAt: string; lengthMinutes: number } },
) {
  const plan = planSchedule({ sessions: [], resources: [] }, wantedIn(read), options);
  return { ...read, changes: isUnderstood(read) ? plan.changes : [] };
}

async function compare(ctx: Ctx, db: Db, scope: CohortScope, input: ImportSchedule) {
  const standing = await standingSchedule(db, scope);
  const choices = await choicesOf(db, scope);
  const read = input.rows ? asRead(input.rows) : readText(input, hintsOf(ctx, scope, standing, input, choices));
  const fingerprint = fingerprintOf(standing, read.sessions);
  const report: ImportReport = {
    ...read,
    changes: [],
    left: [],
    conflicts: [],
    lines: [],
    mail: [],
    fingerprint,
    saved: false,
  };
  if (!isUnderstood(read)) return { report, plan: null, standing, choices };
  const { publish, leave = [] } = input;
  const plan = planSchedule(standing, wantedIn(read), { publish, leave, newId: ctx.newId, cohort: scope.cohort });
  report.changes = plan.changes.map(({ left: _, ...change }) => change);
  report.left = plan.changes.filter(({ left }) => left).map(({ id }) => id);
  report.conflicts = plan.clashes.map(clashWords);
  report.lines = linesWithIds(plan).map(({ id, text }) => ({ id, text }));
  if (input.dryRun) report.mail = await mailOf(ctx, db, scope, standing, plan);
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
  return {
    today: dateIn(ctx.now(), cohort.timezone),
    weekday: cohort.weekday,
    columns: { ...choices.columns, ...columnsByKey(columns) },
    ...(from && to ? { from, to } : {}),
    ...(order === null ? {} : { dayFirst: order }),
    ...(year === undefined ? {} : { year }),
    ...(firstDate === undefined ? {} : { firstDate }),
    ...(fileName === undefined ? {} : { fileName }),
  };
}

/** Keeps how the file was to be read, when somebody said so. */
async function keepChoices(
  ctx: Ctx,
  tx: Tx,
  scope: CohortScope,
  { columns = {}, dayFirst }: ImportSchedule,
  before: ImportChoices,
): Promise<void> {
  const after = { columns: { ...before.columns, ...columnsByKey(columns) }, dayFirst: dayFirst ?? before.dayFirst };
  const known =
    after.dayFirst === before.dayFirst &&
    Object.entries(after.columns).every(([key, role]) => before.columns[key] === role);
  if (known) return;
  const cohortId = scope.cohort.id;
  const row = { ...after, updatedAt: ctx.now() };
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

function reworded(plan: SchedulePlan, lines: ImportSchedule["lines"]): SchedulePlan["lines"] {
  if (!lines) return plan.lines;
  const drafted = new Map(linesWithIds(plan).map(({ id, sessionId }) => [id, sessionId]));
  return lines.flatMap(({ id, text }) => {
    const words = text.trim();
    return words === "" ? [] : [{ sessionId: drafted.get(id) ?? null, text: words }];
  });
}

/** Who is mailed what because of the plan; nobody in a cohort that is a draft or over. */
async function mailOf(
  ctx: Ctx,
  db: Db,
  scope: CohortScope,
  standing: StandingSchedule,
  { sessions, lines }: ComparedPlan,
): Promise<ImportMail[]> {
  const { cohort } = scope;
  if (cohort.state !== "open" && cohort.state !== "running") return [];
  const now = ctx.now();
  const rows = new Map(sessions.update.map(({ before, after }) => [before.id, after]));
  const gone = new Set(sessions.remove.map(({ id }) => id));
  const kept = standing.sessions.filter(({ id }) => !gone.has(id)).map((session) => rows.get(session.id) ?? session);
  const after = [...kept, ...sessions.create];
  const mail: ImportMail[] = [];
  const told = mailedLines(lines, after, { cohort, now });
  if (told > 0 && (await settingsOf(db, scope, "change")).enabled) {
    const recipients = (await recipientsOf(db, scope, "change")).length;
    const what = told === 1 ? "the line" : `${told} lines`;
    const when = `${HOLD / 60_000} minutes after you save`;
    mail.push({
      kind: "change",
      recipients,
      text: `A mail with ${what} of the public log goes out ${when} ${peopleWords(recipients)}.`,
    });
  }
  const settings = await settingsOf(db, scope, "weekly_prep");
  const preps = prepChanges(standing.sessions, after, { cohort, settings, now });
  if (preps.texts.length + preps.more === 0) return mail;
  const recipients = (await recipientsOf(db, scope, "weekly_prep")).length;
  const say = (text: string) =>
    mail.push({ kind: "weekly_prep", recipients, text: `${text} ${peopleWords(recipients)}.` });
  for (const text of preps.texts) say(text);
  if (preps.more > 0) say(`So do those for ${preps.more} later dates, each as far ahead of its session`);
  return mail;
}

function peopleWords(count: number): string {
  return count === 1 ? "(1 person)" : `(${count} people)`;
}

// An import is one act, so it is one row, with every session and resource that it touched as they were and as they are.
async function applyAndRecord(
  ctx: Ctx,
  tx: Tx,
  scope: CohortScope,
  standing: StandingSchedule,
  plan: SchedulePlan,
): Promise<void> {
  await applyPlan(ctx, tx, scope, plan);
  const { before, after } = snapshotsOf(standing, plan);
  const { create, update } = plan.resources;
  await recordAudit(ctx, tx, {
    cohortId: scope.cohort.id,
    action: "schedule.imported",
    subjectKind: "schedule",
    subjectId: scope.cohort.id,
    before: { sessions: before, resources: update.map((pair) => pair.before) },
    after: { sessions: after, resources: [...create, ...update.map((pair) => pair.after)] },
  });
}
