import { recordAudit } from "@/lib/audit/commands";
import { authorise, type CohortScope, ownMember } from "@/lib/auth/scope";
import type { Ctx } from "@/lib/core/context";
import { AppError } from "@/lib/core/errors";
import { inTransaction } from "@/lib/db/client";
import { progressOf } from "@/lib/progress/queries";
import type { ProgressItem, ReportMinutes } from "@/lib/progress/schema";
import { liveResource } from "@/lib/resources/merge/queries";

/**
 * Says how long a resource took the acting member; null takes it back. Only of what they have finished: throws `invalid`
 * otherwise, and `not_found` for a resource of another cohort. Saying the same thing twice changes nothing. A tick that
 * is taken back keeps what was said, which counts again with the next tick.
 */
export async function reportMinutes(ctx: Ctx, scope: CohortScope, input: ReportMinutes): Promise<ProgressItem> {
  authorise(ctx, scope, "progress.mark");
  const member = ownMember(scope);
  const { minutes } = input;
  return inTransaction(ctx, async (tx) => {
    const resourceId = await liveResource(tx, scope, input.resourceId);
    const changed = await tx.$executeRaw`
      UPDATE progress SET minutes_taken = ${minutes}
       WHERE member_id = ${member.id}::uuid AND resource_id = ${resourceId}::uuid AND state = 'done'
         AND minutes_taken IS DISTINCT FROM ${minutes}`;
    const item = await progressOf(tx, scope, member.id, resourceId);
    if (changed === 0 && minutes !== null && item.state !== "done") {
      throw new AppError("invalid", "Tick it first, then say how long it took.", { minutes: "Tick it first." });
    }
    if (changed > 0) {
      await recordAudit(ctx, tx, {
        cohortId: scope.cohort.id,
        action: "progress.minutes_reported",
        subjectKind: "resource",
        subjectId: resourceId,
        after: { member: member.id, minutes },
      });
    }
    return item;
  });
}
