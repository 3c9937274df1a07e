import { recordAudit } from "@/lib/audit/commands";
import { authorise, type CohortScope, ownMember } from "@/lib/auth/scope";
import type { Ctx } from "@/lib/core/context";
import { inTransaction } from "@/lib/db/client";
import { progressOf } from "@/lib/progress/queries";
import type { MarkResource, ProgressItem } from "@/lib/progress/schema";
import { liveResource } from "@/lib/resources/merge/queries";

/**
 * Marks a resource for the acting member; one that was merged into another marks that one. Saying the same thing twice
 * changes nothing, also from two tabs at once. Throws `not_found` for a resource of another cohort.
 */
export async function markResource(ctx: Ctx, scope: CohortScope, input: MarkResource): Promise<ProgressItem> {
  authorise(ctx, scope, "progress.mark");
  const member = ownMember(scope);
  const { state } = input;
  return inTransaction(ctx, async (tx) => {
    const resourceId = await liveResource(tx, scope, input.resourceId);
    const changed = await tx.$executeRaw`
      INSERT INTO progress (member_id, resource_id, cohort_id, state, source, marked_by_id, updated_at)
      VALUES (${member.id}::uuid, ${resourceId}::uuid, ${scope.cohort.id}::uuid, ${state}::"ProgressState", 'member',
              NULL, ${ctx.now()})
      ON CONFLICT (member_id, resource_id) DO UPDATE
         SET state = excluded.state, source = excluded.source, marked_by_id = NULL, updated_at = excluded.updated_at
       WHERE progress.state <> excluded.state`;
    if (changed > 0) {
      await recordAudit(ctx, tx, {
        cohortId: scope.cohort.id,
        action: "progress.marked",
        subjectKind: "resource",
        subjectId: resourceId,
        after: { member: member.id, state },
      });
    }
    return progressOf(tx, scope, member.id, resourceId);
  });
}
