import type { CohortScope } from "@/lib/auth/scope";
import type { Db, Tx } from "@/lib/db/client";
import { Prisma, type Resource } from "@/lib/db/generated/client";
import type { Library, LibraryResource } from "@/lib/resources/schema";

/**
 * The library of a cohort by title: every resource once, also what no session uses, without what was removed or merged
 * into another. One round trip.
 */
export async function libraryOf(db: Db, scope: CohortScope): Promise<Library> {
  return libraryRows(db, scope, Prisma.empty);
}

/** One resource as the library shows it; null when it is in another cohort, was removed, or was merged into another. */
export async function resourceOf(db: Db, scope: CohortScope, resourceId: string): Promise<LibraryResource | null> {
  const { resources } = await libraryRows(db, scope, Prisma.sql`AND r.id = ${resourceId}::uuid`);
  return resources[0] ?? null;
}

async function libraryRows(db: Db, scope: CohortScope, only: Prisma.Sql): Promise<Library> {
  const cohortId = scope.cohort.id;
  // What hangs on a resource is looked up by its indexes, row by row: joins of all at once depend on statistics, which a
  // library that was just imported does not have.
  const [row] = await db.$queryRaw<{ library: Library }[]>`
    SELECT json_build_object(
      'learners', (SELECT count(*)::int FROM member m
                    WHERE m.cohort_id = ${cohortId}::uuid AND m.role = 'learner' AND m.state = 'active'),
      'resources', coalesce((
        SELECT json_agg(json_build_object(
                 'id', r.id, 'title', r.title, 'url', r.url, 'kind', r.kind, 'author', r.author, 'minutes', r.minutes,
                 'stopPoints', coalesce(r.stop_points, '{}'), 'version', r.version, 'uses', u.uses, 'done', p.done,
                 'reported', CASE WHEN p.reports > 0
                                  THEN json_build_object('minutes', p.median, 'count', p.reports) END,
                 'link', CASE WHEN r.url IS NOT NULL THEN json_build_object(
                   'state', CASE WHEN l.url IS DISTINCT FROM r.url THEN 'waiting'
                                 WHEN l.state = 'broken' AND l.failures >= 2 THEN 'broken'
                                 WHEN l.state = 'broken' OR (l.state = 'ok' AND l.problem <> '') THEN 'unsure'
                                 ELSE l.state::text END,
                   'problem', CASE WHEN l.url = r.url THEN l.problem ELSE '' END,
                   'askedOn', CASE WHEN l.url = r.url AND l.checked_at > 'epoch'
                                   THEN (l.checked_at AT TIME ZONE ${scope.cohort.timezone})::date END) END)
               ORDER BY lower(r.title), r.id)
          FROM resource r
          LEFT JOIN link_check l ON l.resource_id = r.id
         CROSS JOIN LATERAL (
            SELECT coalesce(json_agg(json_build_object(
                     'sessionId', s.id, 'date', s.date, 'title', s.title, 'state', s.state, 'slot', u.slot)
                   ORDER BY s.date, s.starts_at NULLS FIRST, s.id, u.slot), '[]'::json) AS uses
              FROM use u JOIN session s ON s.id = u.session_id AND s.deleted_at IS NULL
             WHERE u.resource_id = r.id
         ) u
         CROSS JOIN LATERAL (
            SELECT count(*) FILTER (WHERE m.role = 'learner' AND m.state = 'active')::int AS done,
                   count(p.minutes_taken)::int AS reports,
                   round(percentile_cont(0.5) WITHIN GROUP (ORDER BY p.minutes_taken))::int AS median
              FROM progress p JOIN member m ON m.id = p.member_id
             WHERE p.resource_id = r.id AND p.state = 'done'
         ) p
         WHERE r.cohort_id = ${cohortId}::uuid AND r.deleted_at IS NULL ${only}), '[]'::json)) AS library`;
  return row?.library ?? { learners: 0, resources: [] };
}

/**
 * Whole rows of the cohort's resources, deleted ones too, locked until the transaction ends: nobody marks progress on them
 * meanwhile. Always locked in one order, so that two who lock the same wait instead of stopping each other.
 */
export async function lockResources(
  tx: Tx,
  scope: CohortScope,
  ids: readonly string[],
): Promise<Map<string, Resource>> {
  await tx.$queryRaw`
    SELECT id FROM resource WHERE cohort_id = ${scope.cohort.id}::uuid AND id = ANY(${ids}::uuid[])
     ORDER BY id FOR UPDATE`;
  const rows = await tx.resource.findMany({ where: { cohortId: scope.cohort.id, id: { in: [...ids] } } });
  return new Map(rows.map((row) => [row.id, row]));
}

/** Why a resource cannot be removed, as counts. */
export interface HeldBy {
  /** Uses by sessions, also by those deleted so lately that they can still be brought back. */
  uses: number;
  deletedUses: number;
  /** Members who have begun, finished or skipped it. */
  members: number;
  questions: number;
}

export async function holdersOf(db: Db, scope: CohortScope, resourceId: string, undoSince: Date): Promise<HeldBy> {
  const [row] = await db.$queryRaw<HeldBy[]>`
    SELECT (SELECT count(*)::int FROM use u JOIN session s ON s.id = u.session_id
             WHERE u.resource_id = r.id AND s.deleted_at IS NULL) AS uses,
           (SELECT count(*)::int FROM use u JOIN session s ON s.id = u.session_id
             WHERE u.resource_id = r.id AND s.deleted_at >= ${undoSince}) AS "deletedUses",
           (SELECT count(*)::int FROM progress p
             WHERE p.resource_id = r.id AND (p.state <> 'todo' OR NOT isempty(p.watched))) AS members,
           (SELECT count(*)::int FROM question q WHERE q.resource_id = r.id AND q.deleted_at IS NULL) AS questions
      FROM resource r
     WHERE r.id = ${resourceId}::uuid AND r.cohort_id = ${scope.cohort.id}::uuid`;
  return row ?? { uses: 0, deletedUses: 0, members: 0, questions: 0 };
}

/** The sessions that use a resource. */
export async function sessionsUsing(db: Db, scope: CohortScope, resourceId: string): Promise<string[]> {
  const rows = await db.use.findMany({
    where: { resourceId, cohortId: scope.cohort.id },
    select: { sessionId: true },
    distinct: ["sessionId"],
  });
  return rows.map(({ sessionId }) => sessionId);
}
