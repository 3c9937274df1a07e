import type { CohortScope } from "@/lib/auth/scope";
import type { Db } from "@/lib/db/client";
import { Prisma } from "@/lib/db/generated/client";
import type { ScheduleSession } from "@/lib/schedule/schema";

/**
 * The sessions of a cohort by date, each with its uses by slot and order, in one round trip. Drafts are there for
 * organizers only; deleted sessions for nobody; cancelled ones for everyone, so that people learn of it.
 */
export async function scheduleOf(db: Db, scope: CohortScope): Promise<ScheduleSession[]> {
  return sessionRows(db, scope, Prisma.empty);
}

/** One session as `scheduleOf` shows it, or null when the scope may not see it or it belongs to another cohort. */
export async function sessionOf(db: Db, scope: CohortScope, sessionId: string): Promise<ScheduleSession | null> {
  const rows = await sessionRows(db, scope, Prisma.sql`AND s.id = ${sessionId}::uuid`);
  return rows[0] ?? null;
}

function sessionRows(db: Db, scope: CohortScope, only: Prisma.Sql): Promise<ScheduleSession[]> {
  const drafts = scope.may("session.edit");
  return db.$queryRaw<ScheduleSession[]>`
    SELECT s.id, to_char(s.date, 'YYYY-MM-DD') AS date, s.starts_at AS "startsAt",
           s.length_minutes AS "lengthMinutes", s.title, s.format::text AS format, s.state::text AS state, s.version,
           s.notes, s.materials, s.recording_url AS "recordingUrl", s.pinned,
           coalesce((SELECT json_agg(p.name ORDER BY p.position) FROM presenter p WHERE p.session_id = s.id), '[]') AS presenters,
           coalesce(u.uses, '[]') AS uses
      FROM session s
     CROSS JOIN LATERAL (
        SELECT json_agg(json_build_object(
                 'id', u.id, 'resourceId', u.resource_id, 'slot', u.slot,
                 'title', coalesce(nullif(u.label, ''), r.title), 'resourceTitle', r.title, 'url', r.url, 'kind', r.kind,
                 'minutes', CASE WHEN u.to_seconds IS NULL THEN r.minutes - least(r.minutes - 1, coalesce(u.from_seconds, 0) / 60)
                                 ELSE ceil((u.to_seconds - coalesce(u.from_seconds, 0)) / 60.0)::int END,
                 'optional', u.optional, 'label', u.label, 'fromSeconds', u.from_seconds,
                 'toSeconds', u.to_seconds, 'resourceMinutes', r.minutes, 'author', r.author,
                 'stopPoints', coalesce(r.stop_points, '{}')) ORDER BY u.slot, u.position, u.id) AS uses
          FROM use u
          JOIN resource r ON r.id = u.resource_id AND r.deleted_at IS NULL
         WHERE u.session_id = s.id
      ) u
     WHERE s.cohort_id = ${scope.cohort.id}::uuid AND s.deleted_at IS NULL
       AND (${drafts} OR s.state <> 'draft') ${only}
     ORDER BY s.date, s.starts_at NULLS FIRST, s.id`;
}
