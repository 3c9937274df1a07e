import { recordAudit } from "@/lib/audit/commands";
import { undoSince } from "@/lib/audit/undo/rules";
import { authorise, type CohortScope, ownMember } from "@/lib/auth/scope";
import type { Ctx } from "@/lib/core/context";
import { AppError, notFound } from "@/lib/core/errors";
import { inTransaction, type Tx } from "@/lib/db/client";
import { questionById } from "@/lib/questions/queries";
import { mayDo } from "@/lib/questions/rules";
import type {
  AnswerQuestion,
  AskQuestion,
  ChangeQuestion,
  Question,
  RestoreQuestion,
  WithdrawQuestion,
} from "@/lib/questions/schema";
import { liveResource } from "@/lib/resources/merge/queries";

const CHANGED_MEANWHILE = "This question has changed since you opened it. Nothing of yours was saved yet.";

/**
 * Asks in a published session, maybe at a point in a resource of the cohort. A second call with the same id changes nothing
 * and answers the question as it stands. Throws `not_found` for a session that members cannot see or another cohort's.
 */
export async function askQuestion(ctx: Ctx, scope: CohortScope, input: AskQuestion): Promise<Question> {
  authorise(ctx, scope, "question.ask");
  const memberId = ownMember(scope).id;
  const { id, sessionId, atSeconds, body } = input;
  const [cohortId, now] = [scope.cohort.id, ctx.now()];
  return inTransaction(ctx, async (tx) => {
    const resourceId = input.resourceId && (await liveResource(tx, scope, input.resourceId));
    const asked = await tx.$executeRaw`
      INSERT INTO question (id, cohort_id, session_id, member_id, resource_id, at_seconds, body, created_at, updated_at)
      SELECT ${id}::uuid, s.cohort_id, s.id, ${memberId}::uuid, ${resourceId}::uuid, ${atSeconds}::int, ${body}, ${now}, ${now}
        FROM session s
       WHERE s.id = ${sessionId}::uuid AND s.cohort_id = ${cohortId}::uuid AND s.state = 'published' AND s.deleted_at IS NULL
      ON CONFLICT (id) DO NOTHING`;
    if (asked > 0) {
      const after = { session: sessionId, resource: resourceId, atSeconds, body };
      await record(ctx, tx, scope, "question.asked", { id, after });
    }
    const question = await questionById(tx, scope, id);
    if (!question?.mine) throw notFound("session");
    return question;
  });
}

/**
 * Puts the acting member's own question into other words. Throws `conflict` with the question as it stands when `version`
 * is out of date, `forbidden` for a question of somebody else. The same words change nothing.
 */
export async function changeQuestion(ctx: Ctx, scope: CohortScope, input: ChangeQuestion): Promise<Question> {
  authorise(ctx, scope, "question.ask");
  const { id, version, body } = input;
  return inTransaction(ctx, async (tx) => {
    const before = await locked(tx, scope, id);
    if (!before.mine) throw new AppError("forbidden", "Only who asked can change the words of a question.");
    if (before.withdrawn !== null) throw new AppError("gone", "This question was taken back. Restore it first.");
    if (before.body === body) return before;
    if (before.version !== version) throw new AppError("conflict", CHANGED_MEANWHILE, {}, before);
    await tx.question.update({ where: { id }, data: { body, version: { increment: 1 }, updatedAt: ctx.now() } });
    await record(ctx, tx, scope, "question.changed", { id, before: { body: before.body }, after: { body } });
    return standing(tx, scope, id);
  });
}

/**
 * Takes a question back: whoever asked it their own, an organizer any. It can be restored for 30 days. Throws `conflict` when
 * its words have changed since `version`. A second call changes nothing.
 */
export async function withdrawQuestion(ctx: Ctx, scope: CohortScope, input: WithdrawQuestion): Promise<Question> {
  authorise(ctx, scope, "question.ask");
  const { id, version } = input;
  return inTransaction(ctx, async (tx) => {
    const before = await locked(tx, scope, id);
    if (before.withdrawn !== null) return before;
    if (!mayDo(before, scope.may("question.answer")).withdraw) {
      throw new AppError("forbidden", "Only who asked and organizers can take a question back.");
    }
    if (before.version !== version) throw new AppError("conflict", CHANGED_MEANWHILE, {}, before);
    const now = ctx.now();
    await tx.question.update({ where: { id }, data: { deletedAt: now, version: { increment: 1 }, updatedAt: now } });
    const action = before.mine ? "question.withdrawn" : "question.removed";
    await record(ctx, tx, scope, action, { id, before: { body: before.body } });
    return standing(tx, scope, id);
  });
}

/**
 * Brings a question back that was taken back less than 30 days ago: an organizer any, whoever asked it what they withdrew
 * themselves. Throws `gone` later than that. A second call changes nothing.
 */
export async function restoreQuestion(ctx: Ctx, scope: CohortScope, { id }: RestoreQuestion): Promise<Question> {
  authorise(ctx, scope, "question.ask");
  return inTransaction(ctx, async (tx) => {
    const before = await locked(tx, scope, id);
    if (before.withdrawn === null) return before;
    if (!mayDo(before, scope.may("question.answer")).restore) {
      throw new AppError("forbidden", "An organizer took this question away; only an organizer can bring it back.");
    }
    const back = await tx.question.updateMany({
      where: { id, cohortId: scope.cohort.id, deletedAt: { gt: undoSince(ctx.now()) } },
      data: { deletedAt: null, version: { increment: 1 }, updatedAt: ctx.now() },
    });
    if (back.count === 0) throw new AppError("gone", "It was taken back more than 30 days ago.");
    await record(ctx, tx, scope, "question.restored", { id, after: { body: before.body } });
    return standing(tx, scope, id);
  });
}

/** Says that a question is answered, or that it is not. Saying the same thing twice changes nothing. */
export async function answerQuestion(ctx: Ctx, scope: CohortScope, input: AnswerQuestion): Promise<Question> {
  authorise(ctx, scope, "question.answer");
  const { id, answered } = input;
  return inTransaction(ctx, async (tx) => {
    const before = await locked(tx, scope, id);
    if (before.answered === answered) return before;
    await tx.question.update({ where: { id }, data: { answeredAt: answered ? ctx.now() : null } });
    const said = { body: before.body };
    await record(ctx, tx, scope, answered ? "question.answered" : "question.reopened", {
      id,
      before: said,
      after: said,
    });
    return standing(tx, scope, id);
  });
}

/** A question as it stands, which nobody else changes until the transaction ends. */
async function locked(tx: Tx, scope: CohortScope, id: string): Promise<Question> {
  await tx.$executeRaw`SELECT FROM question WHERE id = ${id}::uuid AND cohort_id = ${scope.cohort.id}::uuid FOR UPDATE`;
  return standing(tx, scope, id);
}

async function standing(tx: Tx, scope: CohortScope, id: string): Promise<Question> {
  const question = await questionById(tx, scope, id);
  if (!question) throw notFound("question");
  return question;
}

interface Said {
  id: string;
  before?: Record<string, unknown>;
  after?: Record<string, unknown>;
}

function record(ctx: Ctx, tx: Tx, scope: CohortScope, action: `question.${string}`, said: Said): Promise<string> {
  const { id, ...values } = said;
  return recordAudit(ctx, tx, { cohortId: scope.cohort.id, action, subjectKind: "question", subjectId: id, ...values });
}
