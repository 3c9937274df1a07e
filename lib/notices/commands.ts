import { recordAudit } from "@/lib/audit/commands";
import { authorise, type CohortScope } from "@/lib/auth/scope";
import type { Ctx } from "@/lib/core/context";
import { AppError, notFound } from "@/lib/core/errors";
import { inTransaction, type Tx } from "@/lib/db/client";
import { addDeliveries, insertPlanned } from "@/lib/notices/outbox";
import { type PlanRecipient, recipientsOf, settingsOf } from "@/lib/notices/queries";
import { endOf, type Planned, weeklyPrepOf } from "@/lib/notices/rules";
import type { SendNowInput, SendNowResult } from "@/lib/notices/schema";
import { fromDateColumn } from "@/lib/time/zones";

/**
 * Sends the weekly prep of a session now instead of when it is due. It is the same notice: who has it, or is about to,
 * does not get it again, now or later; who missed it because it was too late, or joined since, gets it. Throws `invalid`
 * when the session cannot be prepared for any more or not yet.
 */
export async function sendNow(ctx: Ctx, scope: CohortScope, input: SendNowInput): Promise<SendNowResult> {
  authorise(ctx, scope, "notice.send");
  return inTransaction(ctx, async (tx) => {
    const planned = await planNow(ctx, tx, scope, input.sessionId);
    const recipients = await recipientsOf(tx, scope, "weekly_prep");
    const made = await insertPlanned(ctx, tx, { cohortId: scope.cohort.id, planned, recipients, late: false });
    const result = made ? { queued: made.queued, already: 0 } : await topUp(ctx, tx, scope, planned, recipients);
    await recordAudit(ctx, tx, {
      cohortId: scope.cohort.id,
      action: "notice.sent",
      subjectKind: "session",
      subjectId: input.sessionId,
      after: result,
    });
    return result;
  });
}

async function planNow(ctx: Ctx, tx: Tx, scope: CohortScope, sessionId: string): Promise<Planned> {
  const { cohort } = scope;
  const session = await tx.session.findFirst({
    where: { id: sessionId, cohortId: cohort.id, deletedAt: null },
    select: { id: true, date: true, startsAt: true, state: true },
  });
  if (!session) throw notFound("session");
  const settings = await settingsOf(tx, scope, "weekly_prep");
  if (cohort.state === "draft") throw new AppError("invalid", "The cohort is a draft. Open it first.");
  if (cohort.state === "archived") throw new AppError("invalid", "The cohort is archived.");
  if (session.state !== "published") throw new AppError("invalid", "Publish the session first.");
  if (!settings.enabled) throw new AppError("invalid", "This kind of mail is switched off in this cohort.");
  const now = ctx.now();
  const planned = weeklyPrepOf(cohort, { ...session, date: fromDateColumn(session.date) }, settings);
  if (planned.startsAt <= now) throw new AppError("invalid", "The session has begun.");
  return { ...planned, dueAt: now, expiresAt: endOf(now, planned.startsAt) };
}

// The notice is there already: it gets who is missing, and what ended unsent is asked again, since the claim decides
// once more who may get it.
async function topUp(
  ctx: Ctx,
  tx: Tx,
  scope: CohortScope,
  planned: Planned,
  recipients: readonly PlanRecipient[],
): Promise<SendNowResult> {
  const [notice] = await tx.$queryRaw<{ id: string; planned: number }[]>`
    UPDATE notice SET expires_at = greatest(expires_at, ${planned.expiresAt})
     WHERE cohort_id = ${scope.cohort.id}::uuid AND kind = ${planned.kind}::"NoticeKind"
       AND subject_key = ${planned.subjectKey} AND revision = ${planned.revision}
    RETURNING id, planned`;
  if (!notice) throw new Error("A notice was refused by the database without being there.");
  const eligible = recipients.filter((one) => !one.suppressed).map((one) => one.personId);
  const asked = await tx.$executeRaw`
    UPDATE delivery
       SET state = 'queued', reason = '', updated_at = ${ctx.now()}, next_attempt_at = clock_timestamp()
     WHERE notice_id = ${notice.id}::uuid AND state IN ('expired', 'cancelled') AND data_started_at IS NULL
       AND person_id = ANY(${eligible}::uuid[])`;
  const { queued } = await addDeliveries(ctx, tx, notice.id, { recipients, late: false });
  return { queued: asked + queued, already: notice.planned - asked };
}
