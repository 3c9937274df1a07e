import type { CohortScope } from "@/lib/auth/scope";
import type { Db } from "@/lib/db/client";
import { type DoneResource, historyOf, type TermSession } from "@/lib/progress/history/rules";
import type { History } from "@/lib/progress/history/schema";
import { readRanges } from "@/lib/progress/ranges/rules";
import { dateIn } from "@/lib/time/zones";

interface Row {
  sessions: TermSession[];
  progress: (Omit<DoneResource, "watched"> & { watched: string })[];
  days: { day: string; seconds: number }[];
}

/**
 * Everything one member did in a cohort, in one round trip: the published sessions, what they did of each resource, and
 * what they watched on which day. Days and weeks are those of the cohort's zone.
 */
export async function historyFor(db: Db, scope: CohortScope, memberId: string, now: Date): Promise<History> {
  const { id, timezone } = scope.cohort;
  const [row] = await db.$queryRaw<Row[]>`
    SELECT coalesce((
             SELECT json_agg(json_build_object('id', s.id, 'date', s.date, 'title', s.title, 'uses', coalesce((
                      SELECT json_agg(json_build_object(
                               'resourceId', r.id, 'slot', u.slot, 'title', coalesce(nullif(u.label, ''), r.title),
                               'optional', u.optional, 'from', u.from_seconds, 'to', u.to_seconds, 'minutes', r.minutes)
                             ORDER BY u.slot, u.optional, u.position, u.id)
                        FROM use u JOIN resource r ON r.id = u.resource_id AND r.deleted_at IS NULL
                       WHERE u.session_id = s.id), '[]'::json))
                    ORDER BY s.date, coalesce(s.starts_at, c.starts_at), s.id)
               FROM session s
              WHERE s.cohort_id = c.id AND s.state = 'published' AND s.deleted_at IS NULL
                AND s.format IS DISTINCT FROM 'no_session'), '[]'::json) AS sessions,
           coalesce((
             SELECT json_agg(json_build_object(
                      'resourceId', p.resource_id, 'state', p.state, 'watched', p.watched::text, 'minutes', r.minutes,
                      'lengthSeconds', p.length_seconds, 'stoppedAt', p.stopped_at_seconds, 'source', p.source,
                      'doneOn', (p.done_at AT TIME ZONE c.timezone)::date, 'minutesTaken', p.minutes_taken,
                      'markedBy', coalesce(marker.name, ''), 'reason', p.reason))
               FROM progress p
               JOIN resource r ON r.id = p.resource_id AND r.deleted_at IS NULL
               LEFT JOIN person marker ON marker.id = p.marked_by_id
              WHERE p.member_id = ${memberId}::uuid AND p.cohort_id = c.id), '[]'::json) AS progress,
           coalesce((
             SELECT json_agg(json_build_object('day', d.day, 'seconds', d.seconds) ORDER BY d.day)
               FROM watched_day d WHERE d.member_id = ${memberId}::uuid AND d.cohort_id = c.id), '[]'::json) AS days
      FROM cohort c WHERE c.id = ${id}::uuid`;
  const { sessions, days, progress } = row ?? { sessions: [], days: [], progress: [] };
  return historyOf({
    sessions,
    days,
    progress: progress.map((one) => ({ ...one, watched: readRanges(one.watched) })),
    today: dateIn(now, timezone),
  });
}
