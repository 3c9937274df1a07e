import type { CohortScope } from "@/lib/auth/scope";
import { addToLog } from "@/lib/changes/commands";
import type { Ctx } from "@/lib/core/context";
import type { Tx } from "@/lib/db/client";
import { sameNames } from "@/lib/schedule/edit/rules";
import type { SchedulePlan } from "@/lib/schedule/plan";
import {
  insertSessions,
  insertUseRows,
  leaveDates,
  replacePresenters,
  updateSessions,
} from "@/lib/schedule/write/queries";

/**
 * Writes a plan in one statement for each kind of change, whatever its length: rows travel as one JSON value, which takes
 * a hundredth of the time that Prisma needs for ten thousand of them. The caller holds the lock of the schedule and
 * records the audit.
 */
export async function applyPlan(ctx: Ctx, tx: Tx, scope: CohortScope, plan: SchedulePlan): Promise<void> {
  const cohortId = scope.cohort.id;
  const now = ctx.now();
  await applyResources(tx, cohortId, plan.resources, now);
  await applySessions(ctx, tx, cohortId, plan.sessions);
  await applyUses(tx, cohortId, plan.uses, now);
  await applyLines(ctx, tx, scope, plan.lines);
}

/** More lines than this are a schedule of its own; comparing each with each that is still held would take long. */
const JOINED = 500;

async function applyLines(ctx: Ctx, tx: Tx, scope: CohortScope, lines: SchedulePlan["lines"]): Promise<void> {
  if (lines.length <= JOINED) return addToLog(ctx, tx, scope, lines);
  const [cohortId, at] = [scope.cohort.id, ctx.now()];
  await tx.change.createMany({
    data: lines.map((line) => ({ id: ctx.newId(), cohortId, ...line, at, updatedAt: at })),
  });
}

async function applyResources(tx: Tx, cohortId: string, plan: SchedulePlan["resources"], now: Date): Promise<void> {
  if (plan.update.length > 0) {
    const rows = JSON.stringify(plan.update.map(({ after }) => after));
    await tx.$executeRaw`
      UPDATE resource r
         SET match_key = n.key, title = n.title, url = n.url, minutes = n.minutes, kind = n.kind::"ResourceKind",
             author = n.author, stop_points = n."stopPoints",
             deleted_at = CASE WHEN n.deleted THEN r.deleted_at END, updated_at = ${now}, version = r.version + 1
        FROM jsonb_to_recordset(${rows}::jsonb)
               AS n (id uuid, key text, title text, url text, minutes int, kind text, author text, "stopPoints" int[],
                     deleted bool)
       WHERE r.id = n.id AND r.cohort_id = ${cohortId}::uuid`;
  }
  if (plan.create.length > 0) {
    const rows = JSON.stringify(plan.create);
    await tx.$executeRaw`
      INSERT INTO resource (id, cohort_id, kind, title, url, match_key, minutes, author, stop_points, created_at, updated_at)
      SELECT id, ${cohortId}::uuid, kind::"ResourceKind", title, url, key, minutes, author, "stopPoints", ${now}, ${now}
        FROM jsonb_to_recordset(${rows}::jsonb)
               AS n (id uuid, key text, title text, url text, minutes int, kind text, author text, "stopPoints" int[])`;
  }
}

async function applySessions(ctx: Ctx, tx: Tx, cohortId: string, plan: SchedulePlan["sessions"]): Promise<void> {
  const [now, updated] = [ctx.now(), plan.update.map(({ after }) => after)];
  await leaveDates(tx, cohortId, { removed: plan.remove.map(({ id }) => id), changed: plan.update, now });
  await updateSessions(tx, cohortId, updated, now);
  await insertSessions(tx, cohortId, plan.create, now);
  const changed = plan.update.filter(({ before, after }) => !sameNames(before.presenters, after.presenters));
  await replacePresenters(ctx, tx, cohortId, [...plan.create, ...changed.map(({ after }) => after)]);
}

async function applyUses(tx: Tx, cohortId: string, plan: SchedulePlan["uses"], now: Date): Promise<void> {
  if (plan.remove.length > 0) {
    await tx.$executeRaw`DELETE FROM use WHERE id = ANY(${plan.remove}::uuid[]) AND cohort_id = ${cohortId}::uuid`;
  }
  if (plan.update.length > 0) {
    const rows = JSON.stringify(plan.update);
    await tx.$executeRaw`
      UPDATE use u
         SET session_id = n."sessionId", slot = n.slot::"Slot", position = n.position, label = n.label,
             optional = n.optional, from_seconds = n."fromSeconds", to_seconds = n."toSeconds"
        FROM jsonb_to_recordset(${rows}::jsonb)
               AS n (id uuid, "sessionId" uuid, slot text, position int, label text, optional bool, "fromSeconds" int,
                     "toSeconds" int)
       WHERE u.id = n.id AND u.cohort_id = ${cohortId}::uuid`;
  }
  await insertUseRows(
    tx,
    cohortId,
    plan.create.map((use) => ({ ...use, createdAt: now })),
  );
}
