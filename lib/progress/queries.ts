import type { CohortScope } from "@/lib/auth/scope";
import type { Db } from "@/lib/db/client";
import { Prisma } from "@/lib/db/generated/client";
import { isEnough, secondsSeen } from "@/lib/progress/parts/queries";
import type { PrepUse, ProgressItem, ProgressState, Week } from "@/lib/progress/schema";

export interface SessionUse extends PrepUse {
  sessionId: string;
}

/**
 * A `PrepUse` of the tables `u` (use), `r` (resource), `p` (one member's progress) and `c` (cohort): minutes and what was
 * watched are those of the asked part. A part to the end is as long as the member's player says, else as the library does.
 */
const PREP_USE = Prisma.sql`
  r.id AS "resourceId", u.slot::text AS slot, coalesce(nullif(u.label, ''), r.title) AS title, r.url,
  r.kind::text AS kind, u.optional,
  CASE WHEN u.to_seconds IS NULL THEN r.minutes - least(r.minutes - 1, coalesce(u.from_seconds, 0) / 60)
       ELSE ceil((u.to_seconds - coalesce(u.from_seconds, 0)) / 60.0)::int END AS minutes,
  coalesce(p.state::text, 'todo') AS state, (part.watched / 60)::int AS "watchedMinutes",
  coalesce(p.state = 'started' AND (u.from_seconds > 0 OR u.to_seconds IS NOT NULL)
             AND ${isEnough({ seconds: "part.watched", begins: "part.begins", ends: "part.ends", percent: "c.done_at_percent" })},
           false) AS seen,
  p.stopped_at_seconds AS "stoppedAt",
  ARRAY(SELECT stop FROM unnest(r.stop_points) AS stop
         WHERE stop > coalesce(u.from_seconds, 0) AND (u.to_seconds IS NULL OR stop < u.to_seconds)
         ORDER BY stop) AS "stopPoints",
  p.minutes_taken AS "minutesTaken", coalesce(p.reason, '') AS reason,
  coalesce((SELECT marker.name FROM person marker WHERE marker.id = p.marked_by_id), '') AS "markedBy"`;

const PART = Prisma.sql`
  CROSS JOIN LATERAL (
    SELECT coalesce(u.from_seconds, 0) AS begins, coalesce(u.to_seconds, p.length_seconds, r.minutes * 60) AS ends,
           ${secondsSeen({ watched: "p.watched", begins: "coalesce(u.from_seconds, 0)", to: "u.to_seconds" })} AS watched
  ) AS part`;

/**
 * The uses of some sessions with one member's progress, in the schedule's order, in one round trip.
 * `memberId` null gives the same list as nobody's: everything is to do.
 */
export async function usesOfSessions(
  db: Db,
  scope: CohortScope,
  sessionIds: readonly string[],
  memberId: string | null,
): Promise<SessionUse[]> {
  if (sessionIds.length === 0) return [];
  return db.$queryRaw<SessionUse[]>`-- kept as uses_of_sessions
    SELECT u.session_id AS "sessionId", ${PREP_USE}
      FROM use u
      JOIN cohort c ON c.id = u.cohort_id
      JOIN resource r ON r.id = u.resource_id AND r.deleted_at IS NULL
      LEFT JOIN progress p ON p.resource_id = u.resource_id AND p.member_id = ${memberId}::uuid
      ${PART}
     WHERE u.cohort_id = ${scope.cohort.id}::uuid AND u.session_id = ANY(${sessionIds}::uuid[])
     ORDER BY u.session_id, u.slot, u.position`;
}

export async function progressOf(
  db: Db,
  scope: CohortScope,
  memberId: string,
  resourceId: string,
): Promise<ProgressItem> {
  const row = await db.progress.findFirst({
    where: { memberId, resourceId, cohortId: scope.cohort.id },
    select: { state: true, minutesTaken: true, updatedAt: true },
  });
  const state: ProgressState = row?.state ?? "todo";
  return {
    resourceId,
    state,
    minutesTaken: row?.minutesTaken ?? null,
    updatedAt: row?.updatedAt.toISOString() ?? null,
  };
}

/**
 * What one member has before the next session that is not over at `now`, in one round trip: the session, its uses with
 * the member's progress, what is still open from sessions that are over, and who their partner is.
 */
export async function weekOf(db: Db, scope: CohortScope, memberId: string | null, now: Date): Promise<Week> {
  const [row] = await db.$queryRaw<{ week: Week }[]>`-- kept as week
    WITH c AS (
      SELECT * FROM cohort WHERE id = ${scope.cohort.id}::uuid
    ), meeting AS MATERIALIZED (
      SELECT s.id, s.date, coalesce(s.starts_at, c.starts_at) AS starts_at,
             coalesce(s.length_minutes, c.length_minutes) AS length_minutes, s.title, s.format,
             -- What was before yesterday is over in every zone, and what comes after tomorrow is not.
             CASE WHEN s.date < today - 1 THEN true WHEN s.date > today + 1 THEN false
                  ELSE local_instant(s.date, coalesce(s.starts_at, c.starts_at), c.timezone)
                       + make_interval(mins => coalesce(s.length_minutes, c.length_minutes)) <= ${now} END AS over
        FROM session s JOIN c ON c.id = s.cohort_id
       CROSS JOIN LATERAL (SELECT (${now}::timestamptz AT TIME ZONE c.timezone)::date AS today) AS calendar
       WHERE s.cohort_id = ${scope.cohort.id}::uuid AND s.state = 'published' AND s.deleted_at IS NULL
         AND s.format IS DISTINCT FROM 'no_session'
    ), next AS (
      SELECT * FROM meeting WHERE NOT over ORDER BY date, starts_at LIMIT 1
    )
    SELECT json_build_object(
      'session', (SELECT json_build_object('id', id, 'date', date, 'startsAt', starts_at,
                                           'lengthMinutes', length_minutes, 'title', title, 'format', format) FROM next),
      'uses', coalesce((
        SELECT json_agg(to_json(asked)) FROM (
          SELECT ${PREP_USE}
            FROM next
            JOIN use u ON u.session_id = next.id
            JOIN c ON c.id = u.cohort_id
            JOIN resource r ON r.id = u.resource_id AND r.deleted_at IS NULL
            LEFT JOIN progress p ON p.resource_id = r.id AND p.member_id = ${memberId}::uuid
            ${PART}
           ORDER BY u.slot, u.optional, u.position) AS asked), '[]'::json),
      'earlier', coalesce((
        SELECT json_agg(to_json(open)) FROM (
          SELECT ${PREP_USE}, meeting.id AS "sessionId", meeting.date, meeting.title AS "sessionTitle"
            FROM meeting
            JOIN use u ON u.session_id = meeting.id AND u.slot = 'before' AND NOT u.optional
            JOIN c ON c.id = u.cohort_id
            JOIN resource r ON r.id = u.resource_id AND r.deleted_at IS NULL
            LEFT JOIN progress p ON p.resource_id = r.id AND p.member_id = ${memberId}::uuid
            ${PART}
           WHERE meeting.over
             -- What was marked today, after its session, stays until tomorrow, for whoever wants to take it back.
             AND (coalesce(p.state, 'todo') NOT IN ('done', 'skipped')
                  OR p.updated_at > greatest(${now}::timestamptz - interval '12 hours',
                                             (meeting.date + 1)::timestamp AT TIME ZONE c.timezone))
             AND NOT EXISTS (SELECT FROM use again JOIN next ON next.id = again.session_id
                              WHERE again.resource_id = u.resource_id AND again.slot = 'before' AND NOT again.optional
                                AND coalesce(again.from_seconds, 0) <= coalesce(u.from_seconds, 0)
                                AND (again.to_seconds IS NULL OR again.to_seconds >= u.to_seconds))
           ORDER BY meeting.date, meeting.starts_at, meeting.id, u.position) AS open
         WHERE NOT open.seen), '[]'::json),
      'partners', coalesce((
        SELECT json_agg(person.name ORDER BY other.place)
          FROM pair_group_member mine
          JOIN round ON round.id = mine.round_id AND round.state = 'published'
          JOIN pair_group_member other ON other.group_id = mine.group_id AND other.member_id <> mine.member_id AND other.left_at IS NULL
          JOIN member ON member.id = other.member_id JOIN person ON person.id = member.person_id
         WHERE mine.member_id = ${memberId}::uuid AND mine.left_at IS NULL), '[]'::json)) AS week`;
  return row?.week ?? { session: null, uses: [], earlier: [], partners: [] };
}
