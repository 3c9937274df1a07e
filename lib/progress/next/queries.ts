import type { CohortScope } from "@/lib/auth/scope";
import { Prisma } from "@/lib/db/generated/client";

/**
 * The next session that is not over at `now`, as the body of a common table expression with its `id`, `date`, `starts_at` and `title`:
 * published, not a week without a session. By the database's own clock arithmetic, so that what is asked of it is one
 * round trip.
 */
export function nextSessionSql(scope: CohortScope, now: Date): Prisma.Sql {
  return Prisma.sql`
    SELECT s.id, s.date, s.title, coalesce(s.starts_at, c.starts_at) AS starts_at
      FROM session s JOIN cohort c ON c.id = s.cohort_id
     WHERE s.cohort_id = ${scope.cohort.id}::uuid AND s.state = 'published' AND s.deleted_at IS NULL
       AND s.format IS DISTINCT FROM 'no_session'
       -- Nothing before yesterday can still be going on; this bound lets the index do the work.
       AND s.date >= (${now}::timestamptz AT TIME ZONE c.timezone)::date - 1
       AND local_instant(s.date, coalesce(s.starts_at, c.starts_at), c.timezone)
           + make_interval(mins => coalesce(s.length_minutes, c.length_minutes)) > ${now}
     ORDER BY s.date, coalesce(s.starts_at, c.starts_at), s.id
     LIMIT 1`;
}
