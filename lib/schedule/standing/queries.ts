import { createHash } from "node:crypto";
import type { CohortScope } from "@/lib/auth/scope";
import { notFound } from "@/lib/core/errors";
import type { Db, Tx } from "@/lib/db/client";
import type { StandingResource, StandingSchedule, StandingSession } from "@/lib/schedule/match";

/**
 * Locks the cohort until the transaction ends, so that whatever changes its schedule does so one after the other.
 * Throws `not_found` when the cohort was deleted meanwhile.
 */
export async function lockSchedule(tx: Tx, scope: CohortScope): Promise<void> {
  const rows = await tx.$queryRaw<{ id: string }[]>`
    SELECT id FROM cohort WHERE id = ${scope.cohort.id}::uuid AND deleted_at IS NULL FOR NO KEY UPDATE`;
  if (rows.length === 0) throw notFound("cohort");
}

/** The whole schedule with drafts and the whole library, for a comparison; two round trips. */
export async function standingSchedule(db: Db, scope: CohortScope): Promise<StandingSchedule> {
  const cohortId = scope.cohort.id;
  const sessions = await db.$queryRaw<StandingSession[]>`
    SELECT s.id, to_char(s.date, 'YYYY-MM-DD') AS date, s.starts_at AS "startsAt",
           s.length_minutes AS "lengthMinutes", s.title, s.format::text AS format, s.state::text AS state, s.version,
           s.notes, s.materials, s.recording_url AS "recordingUrl", s.pinned,
           coalesce((SELECT json_agg(p.name ORDER BY p.position) FROM presenter p WHERE p.session_id = s.id), '[]') AS presenters,
           (s.title = '' AND s.notes = '' AND s.materials = '' AND s.recording_url = ''
             AND NOT EXISTS (SELECT FROM question q WHERE q.session_id = s.id)
             AND NOT EXISTS (SELECT FROM attendance a WHERE a.session_id = s.id)
             AND NOT EXISTS (SELECT FROM presenter p WHERE p.session_id = s.id)
             AND NOT EXISTS (SELECT FROM talk t WHERE t.session_id = s.id)) AS bare,
           coalesce(u.uses, '[]') AS uses
      FROM session s
     CROSS JOIN LATERAL (
        -- A join to all uses at once takes hours where the planner has no statistics yet, as right after an import.
        SELECT json_agg(json_build_object(
                 'id', id, 'sessionId', session_id, 'resourceId', resource_id, 'slot', slot, 'position', position,
                 'label', label, 'optional', optional, 'fromSeconds', from_seconds, 'toSeconds', to_seconds)
                 ORDER BY slot, position, id) AS uses
          FROM use WHERE session_id = s.id
      ) u
     WHERE s.cohort_id = ${cohortId}::uuid AND s.deleted_at IS NULL
     ORDER BY s.date, s.starts_at NULLS FIRST, s.id`;
  const resources = await db.$queryRaw<StandingResource[]>`
    SELECT id, match_key AS key, title, url, minutes, kind::text AS kind, author,
           coalesce(stop_points, '{}') AS "stopPoints", version,
           deleted_at IS NOT NULL AS deleted, merged_into_id AS "mergedIntoId"
      FROM resource WHERE cohort_id = ${cohortId}::uuid ORDER BY created_at, id`;
  return { sessions, resources };
}

/**
 * Equal for equal schedules and equal sessions to come: what a preview was made of, so that applying it can tell that
 * nothing changed since.
 */
export function fingerprintOf(standing: StandingSchedule, coming: readonly unknown[]): string {
  const sessions = standing.sessions.map(({ id, version, state }) => [id, version, state]);
  const resources = standing.resources.map(({ id, version, deleted }) => [id, version, deleted]);
  return createHash("sha256")
    .update(JSON.stringify([sessions, resources, coming]))
    .digest("base64url");
}
