import { WHO } from "@/lib/audit/undo/queries";
import type { CohortScope } from "@/lib/auth/scope";
import { notFound } from "@/lib/core/errors";
import type { Db } from "@/lib/db/client";
import { ASKED_SECONDS, columnsSql, NAME, TAKES_PART, WATCHED_SECONDS } from "@/lib/progress/matrix/cell/queries";
import type { CellRef, Story } from "@/lib/progress/matrix/schema";
import { type Act, markInWords, ownStateOf } from "@/lib/progress/matrix/story/rules";
import { shortMoment } from "@/lib/time/words";

/** So many acts are told; who ticks and unticks all day has more. */
const MARKS_TOLD = 50;

type Row = Omit<Story, "member" | "resource" | "ownState" | "doneWhen" | "updatedAt" | "updatedWhen" | "marks"> & {
  memberName: string;
  title: string;
  minutes: number | null;
  doneAt: Date | null;
  updatedAt: Date | null;
};

/**
 * One member on one resource, with each act on it; also what was done to a duplicate before it was merged into this one.
 * Notes are nobody's business and not in it. Throws `not_found` for who has no row, and for a resource that is not there.
 */
export async function storyOf(
  db: Db,
  scope: CohortScope,
  { memberId, resourceId }: Omit<CellRef, "cohort">,
): Promise<Story> {
  const [row] = await db.$queryRaw<Row[]>`
    WITH ${columnsSql(scope, resourceId)}
    SELECT ${NAME} AS "memberName", r.title, r.minutes, coalesce(p.state, 'todo')::text AS state,
           CASE WHEN p.member_id IS NULL THEN 0 ELSE ${WATCHED_SECONDS} END AS "watchedSeconds",
           coalesce(${ASKED_SECONDS}, r.minutes * 60) AS "askedSeconds",
           p.source::text AS how, coalesce(p.reason, '') AS reason, p.minutes_taken AS "minutesTaken",
           coalesce((SELECT coalesce(nullif(by.name, ''), by.email) FROM person by WHERE by.id = p.marked_by_id), '') AS "markedBy",
           p.done_at AS "doneAt", p.updated_at AS "updatedAt"
      FROM member m
      JOIN person ON person.id = m.person_id
      JOIN resource r ON r.id = ${resourceId}::uuid AND r.cohort_id = m.cohort_id AND r.deleted_at IS NULL
      LEFT JOIN cols c ON c.id = r.id
      LEFT JOIN progress p ON p.member_id = m.id AND p.resource_id = r.id
     WHERE m.id = ${memberId}::uuid AND m.cohort_id = ${scope.cohort.id}::uuid AND ${TAKES_PART}`;
  if (!row) throw notFound("cell");
  const { memberName, title, minutes, doneAt, updatedAt, ...rest } = row;
  const acts = await actsOn(db, scope, memberId, resourceId);
  const when = (at: Date | null) => at && shortMoment(at, scope.cohort.timezone);
  return {
    ...rest,
    member: { id: memberId, name: memberName },
    resource: { id: resourceId, title, minutes },
    ownState: row.how === "organizer" ? ownStateOf(acts) : null,
    doneWhen: when(doneAt),
    updatedAt: updatedAt?.toISOString() ?? null,
    updatedWhen: when(updatedAt),
    marks: acts.map((act) => ({
      id: act.id,
      at: act.at.toISOString(),
      when: shortMoment(act.at, scope.cohort.timezone),
      who: act.who,
      ...markInWords(act),
    })),
  };
}

async function actsOn(
  db: Db,
  scope: CohortScope,
  memberId: string,
  resourceId: string,
): Promise<(Act & { id: string; at: Date; who: string })[]> {
  const rows = await db.$queryRaw<(Act & { id: string; at: Date; who: string })[]>`
    SELECT a.id, a.at, a.action, a.after, a.before, ${WHO} AS who
      FROM audit a
     WHERE a.subject_id IN (SELECT id::text FROM resource
                             WHERE cohort_id = ${scope.cohort.id}::uuid
                               AND (id = ${resourceId}::uuid OR merged_into_id = ${resourceId}::uuid))
       AND a.after ->> 'member' = ${memberId} AND a.action LIKE 'progress.%'
     ORDER BY a.at DESC, a.id DESC
     LIMIT ${MARKS_TOLD}`;
  return rows.reverse();
}
