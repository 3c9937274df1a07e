import { undoSince } from "@/lib/audit/undo/rules";
import type { CohortScope } from "@/lib/auth/scope";
import { notFound } from "@/lib/core/errors";
import type { Db } from "@/lib/db/client";
import { Prisma } from "@/lib/db/generated/client";
import { mayDo } from "@/lib/questions/rules";
import type { Question, QuestionPage } from "@/lib/questions/schema";

/** Questions that a session's list shows, the newest of them; no session gets to so many. */
const SHOWN = 500;

/** Who took a question `q` away, null when nobody did. It is not in its row; the audit log has it. */
export const WITHDRAWN = Prisma.sql`
  CASE WHEN q.deleted_at IS NULL THEN NULL
       WHEN 'question.removed' = (
         SELECT a.action FROM audit a
          WHERE a.subject_kind = 'question' AND a.subject_id = q.id::text
            AND a.action IN ('question.withdrawn', 'question.removed')
          ORDER BY a.at DESC LIMIT 1) THEN 'organizer'
       ELSE 'asker' END`;

const COLUMNS = Prisma.sql`
  q.id, q.session_id AS "sessionId", q.resource_id AS "resourceId", r.title AS resource, q.at_seconds AS "atSeconds",
  q.body, p.name AS who, q.answered_at IS NOT NULL AS answered, ${WITHDRAWN} AS withdrawn,
  q.version, q.created_at AS "askedAt"`;
const JOINS = Prisma.sql`
  JOIN member m ON m.id = q.member_id
  JOIN person p ON p.id = m.person_id
  LEFT JOIN resource r ON r.id = q.resource_id AND r.deleted_at IS NULL`;

type Row = Omit<Question, "askedAt"> & { askedAt: Date };

/**
 * The questions of a session as one member gets them: what is asked, and what was taken back less than 30 days before `now`
 * if it is theirs to bring back. Throws `not_found` for a session of another cohort, and for a draft to all but organizers.
 */
export async function questionsOf(db: Db, scope: CohortScope, sessionId: string, now: Date): Promise<QuestionPage> {
  const mayAnswer = scope.may("question.answer");
  const session = await db.session.findFirst({
    where: {
      id: sessionId,
      cohortId: scope.cohort.id,
      deletedAt: null,
      ...(mayAnswer ? {} : { NOT: { state: "draft" } }),
    },
    select: { id: true },
  });
  if (!session) throw notFound("session");
  const rows = await db.$queryRaw<Row[]>`
    SELECT ${COLUMNS}, q.member_id IS NOT DISTINCT FROM ${scope.member?.id ?? null}::uuid AS mine
      FROM question q ${JOINS}
     WHERE q.session_id = ${sessionId}::uuid AND q.cohort_id = ${scope.cohort.id}::uuid
       AND (q.deleted_at IS NULL OR q.deleted_at > ${undoSince(now)})
     ORDER BY q.created_at DESC, q.id DESC LIMIT ${SHOWN}`;
  const questions = rows.map(questionOf).filter((one) => one.withdrawn === null || one.mine || mayAnswer);
  return { questions: questions.reverse(), mayAnswer };
}

/** One question, also one that was taken back; null when it is another cohort's or, taken back, not the member's to see. */
export async function questionById(db: Db, scope: CohortScope, id: string): Promise<Question | null> {
  const [row] = await db.$queryRaw<Row[]>`
    SELECT ${COLUMNS}, q.member_id IS NOT DISTINCT FROM ${scope.member?.id ?? null}::uuid AS mine
      FROM question q ${JOINS}
     WHERE q.id = ${id}::uuid AND q.cohort_id = ${scope.cohort.id}::uuid`;
  const found = row && questionOf(row);
  const shown = found && (found.withdrawn === null || found.mine || mayDo(found, scope.may("question.answer")).restore);
  return shown ? found : null;
}

function questionOf({ askedAt, ...row }: Row): Question {
  return { ...row, askedAt: askedAt.toISOString() };
}
