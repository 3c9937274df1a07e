import type { CohortScope } from "@/lib/auth/scope";
import type { Db } from "@/lib/db/client";
import type { PrepUse, ProgressItem, ProgressState, Week } from "@/lib/progress/schema";

export interface SessionUse extends PrepUse {
  sessionId: string;
}

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
  return db.$queryRaw<SessionUse[]>`
    SELECT u.session_id AS "sessionId", u.resource_id AS "resourceId", u.slot::text AS slot,
           coalesce(nullif(u.label, ''), r.title) AS title, r.url, r.kind::text AS kind, u.optional,
           CASE WHEN u.to_seconds IS NULL THEN r.minutes - least(r.minutes - 1, coalesce(u.from_seconds, 0) / 60)
                ELSE ceil((u.to_seconds - coalesce(u.from_seconds, 0)) / 60.0)::int END AS minutes,
           coalesce(p.state::text, 'todo') AS state, p.stopped_at_seconds AS "stoppedAt",
           coalesce((SELECT sum(upper(w) - lower(w)) FROM unnest(p.watched) AS w) / 60, 0)::int AS "watchedMinutes",
           ARRAY(SELECT stop FROM unnest(r.stop_points) AS stop
                  WHERE stop > coalesce(u.from_seconds, 0) AND (u.to_seconds IS NULL OR stop < u.to_seconds)
                  ORDER BY stop) AS "stopPoints", p.minutes_taken AS "minutesTaken"
      FROM use u
      JOIN resource r ON r.id = u.resource_id AND r.deleted_at IS NULL
      LEFT JOIN progress p ON p.resource_id = u.resource_id AND p.member_id = ${memberId}::uuid
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
 * the member's progress, and who their partner is.
 */
export async function weekOf(db: Db, scope: CohortScope, memberId: string | null, now: Date): Promise<Week> {
  const [row] = await db.$queryRaw<{ week: Week }[]>`
    WITH next AS (
      SELECT s.id, s.date, coalesce(s.starts_at, c.starts_at) AS starts_at,
             coalesce(s.length_minutes, c.length_minutes) AS length_minutes, s.title, s.format
        FROM session s JOIN cohort c ON c.id = s.cohort_id
       WHERE s.cohort_id = ${scope.cohort.id}::uuid AND s.state = 'published' AND s.deleted_at IS NULL
         AND s.format IS DISTINCT FROM 'no_session'
         -- Nothing before yesterday can still be going on; this bound lets the index do the work.
         AND s.date >= (${now}::timestamptz AT TIME ZONE c.timezone)::date - 1
         AND local_instant(s.date, coalesce(s.starts_at, c.starts_at), c.timezone)
             + make_interval(mins => coalesce(s.length_minutes, c.length_minutes)) > ${now}
       ORDER BY s.date, s.starts_at NULLS FIRST
       LIMIT 1
    )
    SELECT json_build_object(
      'session', (SELECT json_build_object('id', id, 'date', date, 'startsAt', starts_at,
                                           'lengthMinutes', length_minutes, 'title', title, 'format', format) FROM next),
      'uses', coalesce((
        SELECT json_agg(json_build_object(
                 'resourceId', r.id, 'slot', u.slot, 'title', coalesce(nullif(u.label, ''), r.title), 'url', r.url,
                 'kind', r.kind, 'optional', u.optional,
                 'minutes', CASE WHEN u.to_seconds IS NULL THEN r.minutes - least(r.minutes - 1, coalesce(u.from_seconds, 0) / 60)
                                 ELSE ceil((u.to_seconds - coalesce(u.from_seconds, 0)) / 60.0)::int END,
                 'state', coalesce(p.state, 'todo'), 'stoppedAt', p.stopped_at_seconds,
                 'watchedMinutes', coalesce((SELECT sum(upper(w) - lower(w)) FROM unnest(p.watched) AS w) / 60, 0)::int,
                 'stopPoints', ARRAY(
                   SELECT stop FROM unnest(r.stop_points) AS stop
                    WHERE stop > coalesce(u.from_seconds, 0) AND (u.to_seconds IS NULL OR stop < u.to_seconds)
                    ORDER BY stop),
                 'minutesTaken', p.minutes_taken)
               ORDER BY u.slot, u.optional, u.position)
          FROM use u
          JOIN next ON next.id = u.session_id
          JOIN resource r ON r.id = u.resource_id AND r.deleted_at IS NULL
          LEFT JOIN progress p ON p.resource_id = r.id AND p.member_id = ${memberId}::uuid), '[]'::json),
      'partners', coalesce((
        SELECT json_agg(person.name ORDER BY other.place)
          FROM pair_group_member mine
          JOIN round ON round.id = mine.round_id AND round.state = 'published'
          JOIN pair_group_member other ON other.group_id = mine.group_id AND other.member_id <> mine.member_id
          JOIN member ON member.id = other.member_id JOIN person ON person.id = member.person_id
         WHERE mine.member_id = ${memberId}::uuid), '[]'::json)) AS week`;
  return row?.week ?? { session: null, uses: [], partners: [] };
}
