import { recordAudit } from "@/lib/audit/commands";
import { authorise, type CohortScope } from "@/lib/auth/scope";
import type { Ctx } from "@/lib/core/context";
import { AppError } from "@/lib/core/errors";
import { type Db, inTransaction, type Tx } from "@/lib/db/client";
import type { StandingSchedule } from "@/lib/schedule/match";
import { isEmptyPlan, planSchedule, type SchedulePlan } from "@/lib/schedule/plan";
import { applyPlan } from "@/lib/schedule/standing/commands";
import { fingerprintOf, lockSchedule, standingSchedule } from "@/lib/schedule/standing/queries";
import { wantedOf } from "@/lib/schedule/wanted";
import { dateIn } from "@/lib/time/zones";
import { readSchedule } from "@/lib/transfer/csv";
import type { ImportReport, ReadSchedule, ReadSession } from "@/lib/transfer/schema";

export interface ImportSchedule {
  /** The schedule as text or the bytes of a file, or rows that were read already. */
  text?: string | Uint8Array;
  rows?: readonly ReadSession[];
  /** The year of the first month; without it, that of the schedule's first session, else the current one. */
  year?: number;
  publish: boolean;
  /** Only say what would change. */
  dryRun?: boolean;
  /** The fingerprint of the preview that this rests on. */
  expected?: string;
}

/**
 * Makes the schedule what a file says, as an edit of what is there: sessions are found again and moved, resources never
 * lose progress, a session that the file no longer has is deleted so that it can be brought back for 30 days. With any
 * problem nothing is written. The same file again writes nothing at all. Two imports at once run one after the other.
 * Throws `conflict`, with a new report, when the schedule is no longer the `expected` one.
 */
export async function importSchedule(ctx: Ctx, scope: CohortScope, input: ImportSchedule): Promise<ImportReport> {
  authorise(ctx, scope, "schedule.import");
  if (input.dryRun) return (await compare(ctx, ctx.db, scope, input)).report;
  return inTransaction(ctx, async (tx) => {
    await lockSchedule(tx, scope);
    const { report, plan, standing } = await compare(ctx, tx, scope, input);
    if (report.problems.length > 0) return report;
    if (input.expected !== undefined && input.expected !== report.fingerprint) {
      const message = "The schedule was changed after you looked at this import. Nothing was saved; look again.";
      throw new AppError("conflict", message, {}, report);
    }
    if (isEmptyPlan(plan)) return report;
    await applyPlan(ctx, tx, scope, plan);
    await recordImport(ctx, tx, scope, plan, standing);
    return { ...report, saved: true, fingerprint: fingerprintOf(await standingSchedule(tx, scope)) };
  });
}

/** What an import would do to a cohort that does not exist yet: everything is new. Writes nothing. */
export function previewOfNew(read: ReadSchedule, options: { publish: boolean; newId: () => string }) {
  const plan = planSchedule({ sessions: [], resources: [] }, wantedOf(read.sessions), options);
  return { ...read, changes: read.problems.length > 0 ? [] : plan.changes };
}

async function compare(ctx: Ctx, db: Db, scope: CohortScope, input: ImportSchedule) {
  const standing = await standingSchedule(db, scope);
  const year = input.year ?? yearOf(standing) ?? Number(dateIn(ctx.now(), scope.cohort.timezone).slice(0, 4));
  const read: ReadSchedule = input.rows
    ? { sessions: [...input.rows], problems: [] }
    : readSchedule(input.text ?? "", { year });
  const wanted = wantedOf(read.problems.length > 0 ? [] : read.sessions);
  const plan = planSchedule(standing, wanted, { publish: input.publish, newId: ctx.newId });
  const changes = read.problems.length > 0 ? [] : plan.changes;
  const report: ImportReport = { ...read, changes, year, fingerprint: fingerprintOf(standing), saved: false };
  return { report, plan, standing };
}

function yearOf({ sessions }: StandingSchedule): number | null {
  const first = sessions[0];
  return first ? Number(first.date.slice(0, 4)) : null;
}

// An import is one act, so it is one row, with every session and resource it touched as they were and as they are.
async function recordImport(ctx: Ctx, tx: Tx, scope: CohortScope, plan: SchedulePlan, standing: StandingSchedule) {
  const { sessions, resources, uses } = plan;
  const touchedUses = new Set([...uses.remove, ...uses.update.map(({ id }) => id)]);
  await recordAudit(ctx, tx, {
    cohortId: scope.cohort.id,
    action: "schedule.imported",
    subjectKind: "schedule",
    subjectId: scope.cohort.id,
    before: {
      sessions: [...sessions.update.map(({ before }) => before), ...sessions.remove].map(
        ({ id, date, title, format, state }) => ({ id, date, title, format, state }),
      ),
      resources: resources.update.map(({ before: { id, title, url, minutes } }) => ({ id, title, url, minutes })),
      uses: standing.sessions.flatMap((session) => session.uses.filter(({ id }) => touchedUses.has(id))),
    },
    after: {
      sessions: [...sessions.create, ...sessions.update.map(({ after }) => after)],
      removed: sessions.remove.map(({ id }) => id),
      resources: [...resources.create, ...resources.update.map(({ after }) => after)].map(
        ({ id, title, url, minutes }) => ({ id, title, url, minutes }),
      ),
      uses: [...uses.create, ...uses.update],
      changes: plan.changes,
    },
  });
}
