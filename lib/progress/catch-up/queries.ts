import type { CohortScope } from "@/lib/auth/scope";
import type { Db } from "@/lib/db/client";
import { type CatchUpUse, catchUpOf } from "@/lib/progress/catch-up/rules";
import type { CatchUp } from "@/lib/progress/catch-up/schema";
import { nextSessionSql } from "@/lib/progress/next/queries";
import { readRanges } from "@/lib/progress/ranges/rules";
import { playerOf } from "@/lib/progress/watching/rules";

type Row = Omit<CatchUpUse, "watched" | "plays"> & { watched: string };

/**
 * How a member catches up with the term, in one round trip: from the uses of the next session and of the published ones
 * before it. A cancelled or removed session and a week without one ask for nothing. After the last session the earlier
 * ones are all there is.
 */
export async function catchUpFor(db: Db, scope: CohortScope, memberId: string, now: Date): Promise<CatchUp> {
  const [row] = await db.$queryRaw<{ next: CatchUp["next"]; doneAtPercent: number; uses: Row[] }[]>`
    WITH next AS (${nextSessionSql(scope, now)})
    SELECT c.done_at_percent AS "doneAtPercent",
           (SELECT json_build_object('id', id, 'date', date) FROM next) AS next,
           coalesce((
             SELECT json_agg(json_build_object(
                      'resourceId', r.id, 'title', coalesce(nullif(u.label, ''), r.title), 'url', r.url, 'kind', r.kind,
                      'minutes', r.minutes, 'lengthSeconds', p.length_seconds, 'state', coalesce(p.state, 'todo'),
                      'watched', coalesce(p.watched, '{}')::text, 'date', s.date,
                      'isNext', s.id IS NOT DISTINCT FROM (SELECT id FROM next), 'slot', u.slot,
                      'optional', u.optional, 'from', u.from_seconds, 'to', u.to_seconds)
                    ORDER BY s.date, coalesce(s.starts_at, c.starts_at), s.id, u.slot, u.position, u.id)
               FROM session s
               JOIN use u ON u.session_id = s.id AND u.cohort_id = s.cohort_id
               JOIN resource r ON r.id = u.resource_id AND r.deleted_at IS NULL
               LEFT JOIN progress p ON p.resource_id = r.id AND p.member_id = ${memberId}::uuid
              WHERE s.cohort_id = c.id AND s.state = 'published' AND s.deleted_at IS NULL
                AND s.format IS DISTINCT FROM 'no_session'
                AND NOT EXISTS (SELECT FROM next WHERE (s.date, coalesce(s.starts_at, c.starts_at), s.id)
                                                     > (next.date, next.starts_at, next.id))), '[]'::json) AS uses
      FROM cohort c WHERE c.id = ${scope.cohort.id}::uuid`;
  const uses = (row?.uses ?? []).map(
    (use): CatchUpUse => ({ ...use, plays: playerOf(use.url) !== null, watched: readRanges(use.watched) }),
  );
  return { next: row?.next ?? null, ...catchUpOf(uses, row?.doneAtPercent ?? 90) };
}
