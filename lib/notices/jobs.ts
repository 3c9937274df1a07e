import { type CohortScope, openCohort } from "@/lib/auth/scope";
import type { Ctx } from "@/lib/core/context";
import { inTransaction } from "@/lib/db/client";
import { planChange } from "@/lib/notices/change/jobs";
import { addDeliveries, insertPlanned, wakeWorkers } from "@/lib/notices/outbox";
import { recipientsOf, type SessionToPlan, sessionsToPlan, settingsOf } from "@/lib/notices/queries";
import { type Planned, planOf, standingAt } from "@/lib/notices/rules";
import { addDays, dateIn } from "@/lib/time/zones";

/** How far back the planner looks for what was missed, in days; what is older is history and not a missed mail. */
const LOOK_BACK_DAYS = 14;

export interface PlanReport {
  notices: number;
  deliveries: number;
}

/**
 * Puts into the outbox what is due at `ctx.now()` in every open or running cohort. It asks the data and remembers
 * nothing, so it may run late, twice, or on several machines at once: each notice and each delivery is made once.
 * What is more than 36 hours late, or about a session that has begun, is kept as expired so that it can be seen.
 * A cohort that cannot be planned is passed over; the first such error is thrown when the others are done.
 */
export async function planDue(ctx: Ctx): Promise<PlanReport> {
  const cohorts = await ctx.db.cohort.findMany({
    where: { deletedAt: null, state: { in: ["open", "running"] } },
    select: { slug: true },
    orderBy: { slug: "asc" },
  });
  const report: PlanReport = { notices: 0, deliveries: 0 };
  const failures: unknown[] = [];
  for (const { slug } of cohorts) {
    try {
      const scope = await openCohort({ actor: { kind: "job", name: "plan" } }, ctx.db, slug);
      const due = await dueIn(ctx, scope);
      const known = await knownOf(ctx, scope, due);
      for (const planned of due) {
        const there = known.find((row) => row.subjectKey === planned.subjectKey && row.revision === planned.revision);
        if (there) {
          report.deliveries += await catchUp(ctx, scope, planned, there);
          continue;
        }
        const made = await planOne(ctx, scope, planned);
        report.notices += made === null ? 0 : 1;
        report.deliveries += made ?? 0;
      }
      const change = await planChange(ctx, scope);
      report.notices += change ? 1 : 0;
      report.deliveries += change?.deliveries ?? 0;
    } catch (error) {
      failures.push(error);
    }
  }
  if (failures.length > 0) throw failures[0];
  return report;
}

/** What is due in a cohort, whether or not it is in the outbox already. */
async function dueIn(ctx: Ctx, scope: CohortScope): Promise<Planned[]> {
  const now = ctx.now();
  const today = dateIn(now, scope.cohort.timezone);
  const from = addDays(today, -LOOK_BACK_DAYS);
  const sessions = await sessionsToPlan(ctx.db, scope, from, today);
  const settings = await settingsOf(ctx.db, scope, "weekly_prep");
  return planOf(scope.cohort, sessions, settings, from, today).filter((planned) => {
    const standing = standingAt(planned, now);
    return standing === "due" || (standing === "late" && wasMissed(planned, sessions, now));
  });
}

interface Known {
  id: string;
  subjectKey: string;
  revision: number;
  dueAt: Date;
}

async function knownOf(ctx: Ctx, scope: CohortScope, due: readonly Planned[]): Promise<Known[]> {
  if (due.length === 0) return [];
  return ctx.db.notice.findMany({
    where: { cohortId: scope.cohort.id, kind: "weekly_prep", subjectKey: { in: due.map((one) => one.subjectKey) } },
    select: { id: true, subjectKey: true, revision: true, dueAt: true },
  });
}

/**
 * A notice that is in the outbox and due: who joined after it was sent ahead of time gets it now, and what was called off
 * because its session was moved or cancelled goes after all when the session is on again. The claim asks everything once
 * more, and nobody who has it gets it again. Answers how many deliveries were added.
 */
async function catchUp(ctx: Ctx, scope: CohortScope, planned: Planned, known: Known): Promise<number> {
  if (standingAt(planned, ctx.now()) !== "due") return 0;
  return inTransaction(ctx, async (tx) => {
    const again = await tx.$executeRaw`
      UPDATE delivery SET state = 'queued', reason = '', updated_at = ${ctx.now()}, next_attempt_at = clock_timestamp()
       WHERE notice_id = ${known.id}::uuid AND state = 'cancelled' AND reason LIKE 'The session was %'
         AND data_started_at IS NULL`;
    const sentAhead = known.dueAt < planned.dueAt;
    if (again > 0 || sentAhead) {
      await tx.$executeRaw`UPDATE notice SET expires_at = greatest(expires_at, ${planned.expiresAt}) WHERE id = ${known.id}::uuid`;
    }
    if (again > 0) await wakeWorkers(tx);
    if (!sentAhead) return 0;
    const recipients = await recipientsOf(tx, scope, planned.kind);
    return (await addDeliveries(ctx, tx, known.id, { recipients, late: false })).deliveries;
  });
}

// A term that is imported with its first weeks behind it has missed nothing: those sessions were not here when their
// mail was due. A session still ahead whose mail can no longer go is worth telling, whenever it was made.
function wasMissed(planned: Planned, sessions: readonly SessionToPlan[], now: Date): boolean {
  const session = sessions.find(({ id }) => id === planned.subjectKey);
  return planned.startsAt > now || (session !== undefined && session.createdAt <= planned.dueAt);
}

async function planOne(ctx: Ctx, scope: CohortScope, planned: Planned): Promise<number | null> {
  return inTransaction(ctx, async (tx) => {
    const recipients = await recipientsOf(tx, scope, planned.kind);
    const late = standingAt(planned, ctx.now()) === "late";
    const made = await insertPlanned(ctx, tx, { cohortId: scope.cohort.id, planned, recipients, late });
    return made?.deliveries ?? null;
  });
}
