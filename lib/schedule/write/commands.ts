import { recordAudit } from "@/lib/audit/commands";
import type { CohortScope } from "@/lib/auth/scope";
import { addToLog } from "@/lib/changes/commands";
import type { Ctx } from "@/lib/core/context";
import { AppError } from "@/lib/core/errors";
import type { Tx } from "@/lib/db/client";
import { differences, linesBetween, newClash } from "@/lib/schedule/edit/rules";
import type { ScheduleEdited } from "@/lib/schedule/edit/schema";
import type { Line } from "@/lib/schedule/lines";
import { scheduleOf } from "@/lib/schedule/queries";
import { sessionName } from "@/lib/schedule/rules";
import type { ScheduleSession } from "@/lib/schedule/schema";
import {
  addSessions,
  insertUses,
  leaveDates,
  replacePresenters,
  takeUses,
  updateSessions,
} from "@/lib/schedule/write/queries";
import { dayAndMonth } from "@/lib/time/words";

export interface ScheduleWrite {
  /** What was done, for the audit log: `schedule.pushed_back`. */
  action: string;
  /** All sessions as `scheduleOf` gave them after the schedule was locked. */
  before: readonly ScheduleSession[];
  /** All sessions as they shall be: with the ids of `before`, new ones, and without those to remove. */
  after: readonly ScheduleSession[];
  /** Resources that the caller has written already, as they were and are, so that an undo finds them. */
  resources?: { before: readonly unknown[]; after: readonly unknown[] };
  /** Words for the public log instead of those that follow from the differences. */
  lines?: readonly Line[];
}

/**
 * Writes a schedule from one state to another: the differences only, each kind in one statement, then the public log
 * and one audit row that holds the changed sessions before and after, from which all of it can be undone. The caller has
 * asked the policy and holds the lock of the schedule. Throws `conflict` when two sessions would stand on one date;
 * nothing that differs writes nothing.
 */
export async function writeSchedule(
  ctx: Ctx,
  tx: Tx,
  scope: CohortScope,
  { action, before, after, resources, lines }: ScheduleWrite,
): Promise<ScheduleEdited> {
  const { changed, created, removed } = differences(before, after);
  const touched = changed.length + created.length + removed.length;
  if (touched + (resources?.after.length ?? 0) + (resources?.before.length ?? 0) === 0) {
    return { sessions: [], removed: [], renamed: [], lines: [], undo: null };
  }
  refuseClash(before, after, scope.cohort);
  // An undo puts back what was, also where nobody would do so now.
  if (!("undoes" in ctx)) refuseCancelledDraft(changed);
  const [cohortId, now] = [scope.cohort.id, ctx.now()];
  const [standing, gone] = [changed.map((pair) => pair.after), removed.map(({ id }) => id)];
  await leaveDates(tx, cohortId, { removed: gone, changed, now });
  await updateSessions(tx, cohortId, standing, now);
  await addSessions(tx, cohortId, created, now);
  const writes = [...standing, ...created];
  const since = await takeUses(tx, cohortId, writes);
  await insertUses(tx, cohortId, writes, since, now);
  await replacePresenters(ctx, tx, cohortId, writes);
  const told = lines ?? linesBetween(before, after, scope.cohort);
  await addToLog(ctx, tx, scope, told);
  const ids = new Set(writes.map(({ id }) => id));
  const sessions = (await scheduleOf(tx, scope)).filter(({ id }) => ids.has(id));
  const undo = await recordAudit(ctx, tx, {
    cohortId,
    action,
    subjectKind: "schedule",
    subjectId: cohortId,
    before: { sessions: [...changed.map((pair) => pair.before), ...removed], resources: resources?.before ?? [] },
    after: { sessions, resources: resources?.after ?? [] },
  });
  return { sessions, removed: gone, renamed: [], lines: told.map(({ text }) => text), undo };
}

function refuseClash(
  before: readonly ScheduleSession[],
  after: readonly ScheduleSession[],
  cohort: { startsAt: string },
): void {
  const clash = newClash(before, after, cohort);
  if (!clash) return;
  const [one, other] = clash;
  const message = `${dayAndMonth(one.date)} would have two sessions at one time: “${sessionName(one)}” and “${sessionName(other)}”.`;
  throw new AppError("conflict", message, { date: message });
}

/** A cancelled session is shown to everybody, so that they learn of it; of a draft nobody has learned. */
function refuseCancelledDraft(changed: ReturnType<typeof differences>["changed"]): void {
  const draft = changed.find(({ before, after }) => before.state === "draft" && after.state === "cancelled");
  if (!draft) return;
  const message = `“${sessionName(draft.before)}” is a draft that nobody knows of; remove it instead.`;
  throw new AppError("invalid", message, { state: message });
}
