import type { CohortScope } from "@/lib/auth/scope";
import type { Db } from "@/lib/db/client";
import { NAME } from "@/lib/progress/matrix/cell/queries";
import { isEnough, secondsSeen } from "@/lib/progress/parts/queries";
import { inOrderOfConcern, quietReason } from "@/lib/progress/quiet/rules";
import type { LearnerSigns, QuietList } from "@/lib/progress/quiet/schema";

type Row = Omit<LearnerSigns, "joinedAt" | "lastSeenAt"> & { joinedAt: Date; lastSeenAt: Date | null };

/**
 * The active learners who have become quiet at `now`, and why; paused ones are not asked for anything. A session that
 * was over before somebody joined is not held against them.
 */
export async function quietOf(db: Db, scope: CohortScope, now: Date): Promise<QuietList> {
  const seconds = secondsSeen({ watched: "p.watched", begins: "asked.begins", to: "asked.to_seconds" });
  const enough = isEnough({
    seconds: seconds.sql,
    begins: "asked.begins",
    ends: "coalesce(asked.to_seconds, p.length_seconds, asked.whole)",
    percent: "c.done_at_percent",
  });
  const rows = await db.$queryRaw<Row[]>`
    WITH c AS (
      SELECT id, timezone, done_at_percent, starts_at, length_minutes FROM cohort WHERE id = ${scope.cohort.id}::uuid
    ), asked AS (
      SELECT s.id AS session_id, s.date, u.resource_id, coalesce(u.from_seconds, 0) AS begins, u.to_seconds,
             r.minutes * 60 AS whole, (u.from_seconds > 0 OR u.to_seconds IS NOT NULL) IS TRUE AS part
        FROM c JOIN session s ON s.cohort_id = c.id
        JOIN use u ON u.session_id = s.id AND u.slot = 'before' AND NOT u.optional
        JOIN resource r ON r.id = u.resource_id AND r.deleted_at IS NULL
       WHERE s.state = 'published' AND s.deleted_at IS NULL AND s.format IS DISTINCT FROM 'no_session'
         AND s.date <= (${now}::timestamptz AT TIME ZONE c.timezone)::date + 1
         AND local_instant(s.date, coalesce(s.starts_at, c.starts_at), c.timezone)
             + make_interval(mins => coalesce(s.length_minutes, c.length_minutes)) <= ${now}
    ), held AS (
      SELECT session_id, date, count(*) AS n FROM asked GROUP BY session_id, date
    ), settled AS (
      SELECT p.member_id, asked.session_id, count(*) AS n
        FROM asked CROSS JOIN c
        JOIN progress p ON p.resource_id = asked.resource_id AND p.cohort_id = c.id
       WHERE p.state IN ('done', 'skipped')
          OR p.state = 'started' AND asked.part
             AND ${enough}
       GROUP BY p.member_id, asked.session_id
    ), seen AS (
      -- What an organizer said is none of the member's, what was watched there is, before and since.
      SELECT member_id, max(CASE source WHEN 'organizer' THEN stopped_moment ELSE updated_at END) AS at FROM progress
       WHERE cohort_id = ${scope.cohort.id}::uuid AND (state <> 'todo' OR watched <> '{}')
       GROUP BY member_id
    )
    SELECT m.id AS "memberId", ${NAME} AS name, person.email, m.lab, m.version, m.joined_at AS "joinedAt",
           seen.at AS "lastSeenAt",
           (count(*) FILTER (WHERE held.n > coalesce(settled.n, 0)))::int AS "openSessions"
      FROM member m
      JOIN c ON c.id = m.cohort_id
      JOIN person ON person.id = m.person_id
      LEFT JOIN held ON held.date >= (m.joined_at AT TIME ZONE c.timezone)::date
      LEFT JOIN settled ON settled.member_id = m.id AND settled.session_id = held.session_id
      LEFT JOIN seen ON seen.member_id = m.id
     WHERE m.role = 'learner' AND m.state = 'active'
     GROUP BY m.id, person.name, person.email, seen.at`;
  const signs = rows.map(({ joinedAt, lastSeenAt, ...row }) => ({
    ...row,
    joinedAt: joinedAt.toISOString(),
    lastSeenAt: lastSeenAt?.toISOString() ?? null,
  }));
  const quiet = signs.flatMap((one) => {
    const reason = quietReason(one, now);
    return reason ? [{ ...one, reason }] : [];
  });
  return { learners: rows.length, quiet: inOrderOfConcern(quiet) };
}
