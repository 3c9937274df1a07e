import type { CohortScope } from "@/lib/auth/scope";
import { notFound } from "@/lib/core/errors";
import type { Db } from "@/lib/db/client";
import { readRanges } from "@/lib/progress/ranges/rules";
import { retentionOf } from "@/lib/progress/retention/rules";
import type { Retention } from "@/lib/progress/retention/schema";

/** Where people watch one resource and where they stop. Throws `not_found` for one of another cohort or a removed one. */
export async function retentionFor(db: Db, scope: CohortScope, resourceId: string): Promise<Retention> {
  const where = { id: resourceId, cohortId: scope.cohort.id, deletedAt: null };
  const resource = await db.resource.findFirst({ where, select: { title: true, minutes: true } });
  if (!resource) throw notFound("resource");
  const rows = await db.$queryRaw<{ watched: string; stoppedAt: number | null; lengthSeconds: number | null }[]>`
    SELECT watched::text AS watched, length_seconds AS "lengthSeconds",
           CASE WHEN state = 'started' THEN stopped_at_seconds END AS "stoppedAt"
      FROM progress
     WHERE resource_id = ${resourceId}::uuid AND cohort_id = ${scope.cohort.id}::uuid AND watched <> '{}'`;
  const viewers = rows.map(({ watched, stoppedAt }) => ({ watched: readRanges(watched), stoppedAt }));
  const told = Math.max(0, ...rows.map(({ lengthSeconds }) => lengthSeconds ?? 0));
  const lengthSeconds = told || (resource.minutes ?? 0) * 60 || null;
  const pictures = lengthSeconds ? retentionOf(viewers, lengthSeconds) : { curve: [], stops: [] };
  return { resourceId, title: resource.title, lengthSeconds, viewers: rows.length, ...pictures };
}
