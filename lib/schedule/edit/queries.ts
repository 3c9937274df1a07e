import { WHO } from "@/lib/audit/undo/queries";
import type { CohortScope } from "@/lib/auth/scope";
import type { Db } from "@/lib/db/client";

/** Who changed a session last, in words: a name, or that it was the command line. */
export interface LastChange {
  sessionId: string;
  name: string;
  at: string;
}

/** The last change of each of these sessions that is on record, newest first; one round trip. */
export async function lastChanges(db: Db, scope: CohortScope, sessionIds: readonly string[]): Promise<LastChange[]> {
  const rows = await db.$queryRaw<{ sessionId: string; name: string; at: Date }[]>`
    SELECT s.id AS "sessionId", ${WHO} AS name, a.at
      FROM unnest(${[...sessionIds]}::uuid[]) AS s (id)
     CROSS JOIN LATERAL (
        SELECT actor_kind, actor_id, cohort_id, at FROM audit
         WHERE cohort_id = ${scope.cohort.id}::uuid
           AND ((subject_kind = 'session' AND subject_id = s.id::text)
             OR (subject_kind = 'schedule' AND after -> 'sessions' @> jsonb_build_array(jsonb_build_object('id', s.id)))
             OR (subject_kind = 'schedule' AND before -> 'sessions' @> jsonb_build_array(jsonb_build_object('id', s.id))))
         ORDER BY at DESC LIMIT 1
      ) a
     ORDER BY a.at DESC`;
  return rows.map((row) => ({ ...row, at: row.at.toISOString() }));
}
