import type { CohortScope } from "@/lib/auth/scope";
import { notFound } from "@/lib/core/errors";
import type { Db } from "@/lib/db/client";
import { Prisma } from "@/lib/db/generated/client";
import { NAME } from "@/lib/progress/matrix/cell/queries";
import { nextSessionSql } from "@/lib/progress/next/queries";
import { isEnough, secondsSeen } from "@/lib/progress/parts/queries";
import type { Readiness, ReadinessSession } from "@/lib/progress/readiness/schema";

/** Questions that are shown; nobody reads more before a session. */
const SHOWN = 200;

/**
 * How ready the active learners are for a session, or for the next one that is not over at `now`, in one round trip.
 * Without a next session everything is empty. Throws `not_found` for a session of another cohort or one that was removed.
 */
export async function readinessOf(db: Db, scope: CohortScope, sessionId: string | null, now: Date): Promise<Readiness> {
  const [row] = await db.$queryRaw<{ readiness: Readiness }[]>(readinessSql(scope, sessionId, now));
  if (!row || (sessionId !== null && row.readiness.session === null)) throw notFound("session");
  return row.readiness;
}

/** The statement behind `readinessOf`. */
function readinessSql(scope: CohortScope, sessionId: string | null, now: Date): Prisma.Sql {
  const cohortId = scope.cohort.id;
  const chosen =
    sessionId === null
      ? Prisma.sql`SELECT next.id FROM (${nextSessionSql(scope, now)}) AS next`
      : Prisma.sql`SELECT ${sessionId}::uuid AS id`;
  return Prisma.sql`
    WITH c AS (
      SELECT id, done_at_percent FROM cohort WHERE id = ${cohortId}::uuid
    ), s AS (
      SELECT session.id, session.date, session.title, session.format
        FROM session JOIN (${chosen}) AS chosen ON chosen.id = session.id
       WHERE session.cohort_id = ${cohortId}::uuid AND session.deleted_at IS NULL
    ), learner AS (
      SELECT id FROM member WHERE cohort_id = ${cohortId}::uuid AND role = 'learner' AND state = 'active'
    ), asked AS (
      SELECT u.id, r.id AS resource_id, coalesce(nullif(u.label, ''), r.title) AS title, r.kind, u.slot, u.optional,
             u.position, coalesce(u.from_seconds, 0) AS begins, u.to_seconds, r.minutes AS whole,
             (u.from_seconds > 0 OR u.to_seconds IS NOT NULL) IS TRUE AS part,
             CASE WHEN u.to_seconds IS NULL THEN r.minutes - least(r.minutes - 1, coalesce(u.from_seconds, 0) / 60)
                  ELSE ceil((u.to_seconds - coalesce(u.from_seconds, 0)) / 60.0)::int END AS minutes
        FROM s JOIN use u ON u.session_id = s.id
        JOIN resource r ON r.id = u.resource_id AND r.deleted_at IS NULL
    ), mark AS (
      SELECT asked.id AS use_id, p.member_id, p.minutes_taken, p.watched <> '{}' AS viewer, seen.seconds,
             CASE WHEN p.state = 'started' AND asked.part AND ${isEnough({
               seconds: "seen.seconds",
               begins: "asked.begins",
               ends: "coalesce(asked.to_seconds, p.length_seconds, asked.whole * 60)",
               percent: "c.done_at_percent",
             })}
                  THEN 'done' ELSE p.state::text END AS state
        FROM asked CROSS JOIN c
        JOIN progress p ON p.resource_id = asked.resource_id
        JOIN learner ON learner.id = p.member_id
       CROSS JOIN LATERAL (
         SELECT ${secondsSeen({ watched: "p.watched", begins: "asked.begins", to: "asked.to_seconds" })} AS seconds) AS seen
    ), room AS (
      SELECT learner.id, required.n, settled.n AS settled, settled.begun
        FROM learner
       CROSS JOIN (SELECT count(*)::int AS n FROM asked WHERE slot = 'before' AND NOT optional) AS required
       CROSS JOIN LATERAL (
         SELECT (count(*) FILTER (WHERE mark.state IN ('done', 'skipped')))::int AS n,
                (count(*) FILTER (WHERE mark.state <> 'todo'))::int AS begun
           FROM mark JOIN asked ON asked.id = mark.use_id AND asked.slot = 'before' AND NOT asked.optional
          WHERE mark.member_id = learner.id) AS settled
    )
    SELECT json_build_object(
      'session', (SELECT json_build_object('id', id, 'date', date, 'title', title, 'format', format) FROM s),
      'learners', (SELECT count(*) FROM learner),
      'ready', (SELECT count(*) FROM room WHERE settled = n AND EXISTS (SELECT FROM s)),
      'notBegun', (SELECT count(*) FROM room WHERE begun = 0 AND n > 0),
      'resources', coalesce((
        SELECT json_agg(to_json(line)) FROM (
          SELECT asked.resource_id AS "resourceId", asked.title, asked.kind, asked.slot, asked.optional, asked.minutes,
                 said.done, said.started, said.skipped,
                 (SELECT count(*) FROM learner) - said.done - said.started - said.skipped AS todo,
                 said.watched AS "watchedMinutes", said.took AS "tookMinutes", said.reports, said.viewers,
                 (SELECT count(*) FROM question q JOIN s ON s.id = q.session_id
                   WHERE q.resource_id = asked.resource_id AND q.deleted_at IS NULL AND q.answered_at IS NULL) AS questions
            FROM asked
           CROSS JOIN LATERAL (
             SELECT count(*) FILTER (WHERE mark.state = 'done') AS done,
                    count(*) FILTER (WHERE mark.state = 'started') AS started,
                    count(*) FILTER (WHERE mark.state = 'skipped') AS skipped,
                    percentile_cont(0.5) WITHIN GROUP (ORDER BY mark.seconds / 60.0)
                      FILTER (WHERE mark.viewer AND mark.state = 'started') AS watched,
                    percentile_cont(0.5) WITHIN GROUP (ORDER BY mark.minutes_taken) AS took,
                    count(mark.minutes_taken) AS reports, count(*) FILTER (WHERE mark.viewer) AS viewers
               FROM mark WHERE mark.use_id = asked.id) AS said
           ORDER BY asked.slot, asked.optional, asked.position) AS line), '[]'::json),
      'questions', coalesce((
        SELECT json_agg(to_json(line)) FROM (
          SELECT q.id, q.resource_id AS "resourceId", r.title AS resource, q.at_seconds AS "atSeconds", q.body,
                 ${NAME} AS who
            FROM question q
            JOIN s ON s.id = q.session_id
            JOIN member m ON m.id = q.member_id
            JOIN person ON person.id = m.person_id
            LEFT JOIN resource r ON r.id = q.resource_id AND r.deleted_at IS NULL
           WHERE q.deleted_at IS NULL AND q.answered_at IS NULL
           ORDER BY q.created_at, q.id LIMIT ${SHOWN}) AS line), '[]'::json)) AS readiness`;
}

/** The sessions whose readiness can be looked at, in the schedule's order. */
export async function sessionsToPrepare(db: Db, scope: CohortScope): Promise<ReadinessSession[]> {
  return db.$queryRaw<ReadinessSession[]>`
    SELECT id, to_char(date, 'YYYY-MM-DD') AS date, title
      FROM session
     WHERE cohort_id = ${scope.cohort.id}::uuid AND deleted_at IS NULL AND state = 'published'
       AND format IS DISTINCT FROM 'no_session'
     ORDER BY session.date, starts_at NULLS FIRST, id`;
}
