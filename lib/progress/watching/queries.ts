import type { CohortScope } from "@/lib/auth/scope";
import { notFound } from "@/lib/core/errors";
import type { Db } from "@/lib/db/client";
import { Prisma } from "@/lib/db/generated/client";
import { readRanges } from "@/lib/progress/ranges/rules";
import type { ProgressState } from "@/lib/progress/schema";
import { playerOf, type Wanted, type WatchedRow } from "@/lib/progress/watching/rules";
import type { AskedPart, Watching } from "@/lib/progress/watching/schema";

interface ProgressColumns {
  state: ProgressState;
  watched: string;
  lengthSeconds: number | null;
  stoppedAt: number | null;
  stoppedMoment: Date | null;
  markedBy: string;
  reason: string;
}

/** One member's row of a resource, locked until the transaction ends when `lock` says so; null when there is none. */
export async function watchedRow(
  db: Db,
  memberId: string,
  resourceId: string,
  lock: "lock" | "look" = "look",
): Promise<WatchedRow | null> {
  // In one statement: a row that came between a lock on nothing and a look would be read and not held.
  const held = lock === "lock" ? Prisma.sql`FOR UPDATE` : Prisma.empty;
  const [row] = await db.$queryRaw<ProgressColumns[]>`
    SELECT state::text AS state, watched::text AS watched, length_seconds AS "lengthSeconds",
           stopped_at_seconds AS "stoppedAt", stopped_moment AS "stoppedMoment", reason,
           coalesce((SELECT marker.name FROM person marker WHERE marker.id = marked_by_id), '') AS "markedBy"
      FROM progress WHERE member_id = ${memberId}::uuid AND resource_id = ${resourceId}::uuid ${held}`;
  if (!row) return null;
  return { ...row, watched: readRanges(row.watched), stoppedMoment: row.stoppedMoment?.getTime() ?? null };
}

/** The parts of a resource that the published sessions of its cohort ask for, and how much of them makes it done. */
export async function wantedOf(
  db: Db,
  scope: CohortScope,
  resourceId: string,
): Promise<Wanted & { parts: AskedPart[] }> {
  const rows = await db.$queryRaw<(Wanted & { parts: AskedPart[] })[]>`
    SELECT c.done_at_percent AS "doneAtPercent", coalesce((
      SELECT json_agg(json_build_object('sessionId', s.id, 'date', s.date, 'title', s.title,
                                        'from', coalesce(u.from_seconds, 0), 'to', u.to_seconds)
                      ORDER BY s.date, s.starts_at NULLS FIRST, u.slot, u.position)
        FROM use u
        JOIN session s ON s.id = u.session_id AND s.state = 'published' AND s.deleted_at IS NULL
       WHERE u.resource_id = ${resourceId}::uuid AND u.cohort_id = c.id), '[]'::json) AS parts
      FROM cohort c WHERE c.id = ${scope.cohort.id}::uuid`;
  const [wanted] = rows;
  if (!wanted) throw notFound("cohort");
  return wanted;
}

/**
 * A resource and what one member has seen of it. An id of one that was merged leads to what it was merged into. `secure`
 * is whether the page comes by TLS. Throws `not_found` for what was removed or is another cohort's.
 */
export async function watchingOf(
  db: Db,
  scope: CohortScope,
  memberId: string,
  asked: { resourceId: string; secure: boolean },
  now: Date,
): Promise<Watching> {
  const [resource] = await db.$queryRaw<
    Pick<Watching, "resourceId" | "title" | "url" | "kind" | "minutes" | "stopPoints">[]
  >`
    WITH RECURSIVE step AS (
      SELECT id, merged_into_id, deleted_at, 0 AS far FROM resource
       WHERE id = ${asked.resourceId}::uuid AND cohort_id = ${scope.cohort.id}::uuid
      UNION ALL
      SELECT r.id, r.merged_into_id, r.deleted_at, step.far + 1
        FROM step JOIN resource r ON r.id = step.merged_into_id AND r.cohort_id = ${scope.cohort.id}::uuid
       WHERE step.deleted_at IS NOT NULL AND step.far < 4
    )
    SELECT r.id AS "resourceId", r.title, r.url, r.kind::text AS kind, r.minutes,
           coalesce(r.stop_points, '{}') AS "stopPoints"
      FROM step JOIN resource r ON r.id = step.id WHERE step.deleted_at IS NULL LIMIT 1`;
  if (!resource) throw notFound("resource");
  const { resourceId } = resource;
  const [row, wanted, next] = [
    await watchedRow(db, memberId, resourceId),
    await wantedOf(db, scope, resourceId),
    await db.$queryRaw<{ id: string }[]>`
      SELECT s.id
        FROM session s
        JOIN cohort c ON c.id = s.cohort_id
        LEFT JOIN use u ON u.session_id = s.id AND u.resource_id = ${resourceId}::uuid
       WHERE s.cohort_id = ${scope.cohort.id}::uuid AND s.state = 'published' AND s.deleted_at IS NULL
         AND s.format IS DISTINCT FROM 'no_session' AND s.date >= ${now}::date - 2
         AND local_instant(s.date, coalesce(s.starts_at, c.starts_at), c.timezone)
             + make_interval(mins => coalesce(s.length_minutes, c.length_minutes)) > ${now}
       ORDER BY u.id IS NULL, s.date, s.starts_at NULLS FIRST LIMIT 1`,
  ];
  return {
    ...resource,
    player: playerOf(resource.url, asked.secure),
    state: row?.state ?? "todo",
    watched: row?.watched ?? [],
    lengthSeconds: row?.lengthSeconds ?? null,
    stoppedAt: row?.stoppedAt ?? null,
    markedBy: row?.markedBy ?? "",
    reason: row?.reason ?? "",
    parts: wanted.parts,
    doneAtPercent: wanted.doneAtPercent,
    sessionId: next[0]?.id ?? null,
  };
}
