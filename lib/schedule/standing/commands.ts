import type { CohortScope } from "@/lib/auth/scope";
import { addToLog } from "@/lib/changes/commands";
import type { Ctx } from "@/lib/core/context";
import type { Tx } from "@/lib/db/client";
import type { SchedulePlan } from "@/lib/schedule/plan";
import { sameNames } from "@/lib/schedule/plan-sessions";

/**
 * Writes a plan in one statement for each kind of change, whatever its length: rows travel as one JSON value, which takes
 * a hundredth of the time that Prisma needs for ten thousand of them. The caller holds the lock of the schedule and
 * records the audit.
 */
export async function applyPlan(ctx: Ctx, tx: Tx, scope: CohortScope, plan: SchedulePlan): Promise<void> {
  const cohortId = scope.cohort.id;
  const now = ctx.now();
  await applyResources(tx, cohortId, plan.resources, now);
  await applySessions(tx, cohortId, plan.sessions, now);
  await applyPresenters(ctx, tx, cohortId, plan.sessions);
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

async function applySessions(tx: Tx, cohortId: string, plan: SchedulePlan["sessions"], now: Date): Promise<void> {
  const removed = plan.remove.map(({ id }) => id);
  const moved = plan.update
    .filter(({ before, after }) => (["date", "startsAt", "state"] as const).some((one) => before[one] !== after[one]))
    .map(({ after }) => after.id);
  // A date takes one session, checked row by row: sessions that swap dates must leave both before either arrives.
  if (removed.length + moved.length > 0) {
    await tx.$executeRaw`
      UPDATE session
         SET deleted_at = ${now}, updated_at = ${now},
             version = version + CASE WHEN id = ANY(${removed}::uuid[]) THEN 1 ELSE 0 END
       WHERE id = ANY(${[...removed, ...moved]}::uuid[]) AND cohort_id = ${cohortId}::uuid`;
  }
  if (plan.update.length > 0) {
    const rows = JSON.stringify(plan.update.map(({ after }) => after));
    await tx.$executeRaw`
      UPDATE session s
         SET date = n.date, starts_at = n."startsAt", length_minutes = n."lengthMinutes", title = n.title,
             format = n.format::"SessionFormat", state = n.state::"SessionState", notes = n.notes,
             materials = n.materials, recording_url = n."recordingUrl",
             deleted_at = NULL, updated_at = ${now}, version = s.version + 1
        FROM jsonb_to_recordset(${rows}::jsonb)
               AS n (id uuid, date date, "startsAt" text, "lengthMinutes" int, title text, format text, state text,
                     notes text, materials text, "recordingUrl" text)
       WHERE s.id = n.id AND s.cohort_id = ${cohortId}::uuid`;
  }
  if (plan.create.length > 0) {
    const rows = JSON.stringify(plan.create);
    await tx.$executeRaw`
      INSERT INTO session (id, cohort_id, date, starts_at, length_minutes, title, format, state, notes, materials,
                           recording_url, created_at, updated_at)
      SELECT id, ${cohortId}::uuid, date, "startsAt", "lengthMinutes", title, format::"SessionFormat",
             state::"SessionState", notes, materials, "recordingUrl", ${now}, ${now}
        FROM jsonb_to_recordset(${rows}::jsonb)
               AS n (id uuid, date date, "startsAt" text, "lengthMinutes" int, title text, format text, state text,
                     notes text, materials text, "recordingUrl" text)`;
  }
}

/** Writes who presents; a name that one member of the cohort bears is that member. */
async function applyPresenters(ctx: Ctx, tx: Tx, cohortId: string, plan: SchedulePlan["sessions"]): Promise<void> {
  const changed = plan.update.filter(({ before, after }) => !sameNames(before.presenters, after.presenters));
  if (changed.length > 0) {
    const ids = changed.map(({ after }) => after.id);
    await tx.$executeRaw`
      DELETE FROM presenter WHERE session_id = ANY(${ids}::uuid[]) AND cohort_id = ${cohortId}::uuid`;
  }
  const rows = [...plan.create, ...changed.map(({ after }) => after)].flatMap(({ id: sessionId, presenters }) =>
    presenters.map((name, position) => ({ id: ctx.newId(), sessionId, name, position })),
  );
  if (rows.length === 0) return;
  await tx.$executeRaw`
    WITH known AS (
      SELECT lower(p.name) AS name, min(m.id::text)::uuid AS member_id
        FROM member m JOIN person p ON p.id = m.person_id
       WHERE m.cohort_id = ${cohortId}::uuid AND m.state IN ('active', 'paused') GROUP BY 1 HAVING count(*) = 1)
    INSERT INTO presenter (id, cohort_id, session_id, member_id, name, position)
    SELECT n.id, ${cohortId}::uuid, n."sessionId", k.member_id, n.name, n.position
      FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS n (id uuid, "sessionId" uuid, name text, position int)
      LEFT JOIN known k ON k.name = lower(n.name)`;
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
  if (plan.create.length > 0) {
    const rows = JSON.stringify(plan.create);
    await tx.$executeRaw`
      INSERT INTO use (id, cohort_id, session_id, resource_id, slot, position, label, optional, from_seconds, to_seconds,
                       created_at)
      SELECT id, ${cohortId}::uuid, "sessionId", "resourceId", slot::"Slot", position, label, optional, "fromSeconds",
             "toSeconds", ${now}
        FROM jsonb_to_recordset(${rows}::jsonb)
               AS n (id uuid, "sessionId" uuid, "resourceId" uuid, slot text, position int, label text, optional bool,
                     "fromSeconds" int, "toSeconds" int)`;
  }
}
