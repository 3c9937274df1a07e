import type { CohortScope } from "@/lib/auth/scope";
import { notFound } from "@/lib/core/errors";
import type { Tx } from "@/lib/db/client";

/** One member's progress on one resource as a whole row; `watched` as Postgres writes a multirange, times in ISO 8601. */
export interface ProgressRow {
  memberId: string;
  resourceId: string;
  cohortId: string;
  state: string;
  watched: string;
  lengthSeconds: number | null;
  stoppedAt: number | null;
  stoppedMoment: string | null;
  source: string;
  markedById: string | null;
  reason: string;
  minutesTaken: number | null;
  doneAt: string | null;
  updatedAt: string;
}

type Moment = "stoppedMoment" | "doneAt" | "updatedAt";

/** The members who have progress on a resource. */
export async function membersOn(tx: Tx, scope: CohortScope, resourceId: string): Promise<string[]> {
  const rows = await tx.progress.findMany({
    where: { resourceId, cohortId: scope.cohort.id },
    select: { memberId: true },
  });
  return rows.map(({ memberId }) => memberId);
}

/** The rows of these members on these resources. */
export async function progressRows(
  tx: Tx,
  scope: CohortScope,
  resourceIds: readonly string[],
  memberIds: readonly string[],
): Promise<ProgressRow[]> {
  const rows = await tx.$queryRaw<(Omit<ProgressRow, Moment> & Record<Moment, Date | null>)[]>`
    SELECT p.member_id AS "memberId", p.resource_id AS "resourceId", p.cohort_id AS "cohortId", p.state::text AS state,
           p.watched::text AS watched, p.length_seconds AS "lengthSeconds", p.stopped_at_seconds AS "stoppedAt",
           p.stopped_moment AS "stoppedMoment", p.source::text AS source, p.marked_by_id AS "markedById", p.reason,
           p.minutes_taken AS "minutesTaken", p.done_at AS "doneAt", p.updated_at AS "updatedAt"
      FROM progress p
     WHERE p.cohort_id = ${scope.cohort.id}::uuid AND p.resource_id = ANY(${resourceIds}::uuid[])
       AND p.member_id = ANY(${memberIds}::uuid[])
     ORDER BY p.member_id, p.resource_id`;
  return rows.map(({ stoppedMoment, doneAt, updatedAt, ...row }) => ({
    ...row,
    stoppedMoment: stoppedMoment?.toISOString() ?? null,
    doneAt: doneAt?.toISOString() ?? null,
    updatedAt: updatedAt?.toISOString() ?? "",
  }));
}

/**
 * The resource that an id leads to: itself, or the one that it was merged into. It stays what it is until the transaction
 * ends, so that a tick which arrives during a merge lands on what is left of it. Throws `not_found` for one that was
 * removed or is in another cohort.
 */
export async function liveResource(tx: Tx, scope: CohortScope, resourceId: string): Promise<string> {
  const cohortId = scope.cohort.id;
  let id = resourceId;
  // One step is enough; a second is for a merge that ends while this waits.
  for (let step = 0; step < 4; step += 1) {
    const live = await tx.$queryRaw<{ id: string }[]>`
      SELECT id FROM resource
       WHERE id = ${id}::uuid AND cohort_id = ${cohortId}::uuid AND deleted_at IS NULL FOR SHARE`;
    if (live.length > 0) return id;
    const gone = await tx.resource.findFirst({ where: { id, cohortId }, select: { mergedIntoId: true } });
    if (!gone?.mergedIntoId) break;
    id = gone.mergedIntoId;
  }
  throw notFound("resource");
}
