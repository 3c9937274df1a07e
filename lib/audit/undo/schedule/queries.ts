import type { CohortScope } from "@/lib/auth/scope";
import type { Tx } from "@/lib/db/client";

/** Which resource each merged duplicate of the cohort is now. */
export async function mergedInto(tx: Tx, scope: CohortScope): Promise<ReadonlyMap<string, string>> {
  const rows = await tx.resource.findMany({
    where: { cohortId: scope.cohort.id, mergedIntoId: { not: null } },
    select: { id: true, mergedIntoId: true },
  });
  return new Map(rows.map(({ id, mergedIntoId }) => [id, mergedIntoId ?? id]));
}

/** One of these resources that is not in the library any more, or null. */
export async function missingResource(
  tx: Tx,
  scope: CohortScope,
  ids: readonly string[],
): Promise<{ id: string; title: string } | null> {
  return tx.resource.findFirst({
    where: { cohortId: scope.cohort.id, id: { in: [...ids] }, deletedAt: { not: null } },
    select: { id: true, title: true },
    orderBy: { title: "asc" },
  });
}

/**
 * Which of these resources something other than the live schedule needs: a member's progress, a question, or a session
 * that was deleted lately and can still be brought back, but for the sessions that are `leaving` right now.
 */
export async function neededResources(
  tx: Tx,
  scope: CohortScope,
  { ids, leaving, undoSince }: { ids: readonly string[]; leaving: readonly string[]; undoSince: Date },
): Promise<ReadonlySet<string>> {
  const rows = await tx.$queryRaw<{ id: string }[]>`
    SELECT r.id FROM resource r
     WHERE r.cohort_id = ${scope.cohort.id}::uuid AND r.id = ANY(${[...ids]}::uuid[])
       AND (EXISTS (SELECT FROM progress p WHERE p.resource_id = r.id)
         OR EXISTS (SELECT FROM question q WHERE q.resource_id = r.id)
         OR EXISTS (SELECT FROM use u JOIN session s ON s.id = u.session_id
                     WHERE u.resource_id = r.id AND s.deleted_at >= ${undoSince}
                       AND s.id <> ALL(${[...leaving]}::uuid[])))`;
  return new Set(rows.map(({ id }) => id));
}
