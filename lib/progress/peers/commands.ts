import { recordAudit } from "@/lib/audit/commands";
import { authorise, type CohortScope, ownMember } from "@/lib/auth/scope";
import type { Ctx } from "@/lib/core/context";
import { AppError } from "@/lib/core/errors";
import { inTransaction } from "@/lib/db/client";
import { visibilityOf } from "@/lib/progress/peers/queries";
import { isLooser } from "@/lib/progress/peers/rules";
import type { OwnVisibility, SetVisibility } from "@/lib/progress/peers/schema";

/**
 * Chooses how much of the acting member's progress other members may see; null follows the cohort. Throws `invalid` for a
 * level that is looser than the cohort's at that moment. Saying the same thing twice changes nothing.
 */
export async function setVisibility(ctx: Ctx, scope: CohortScope, input: SetVisibility): Promise<OwnVisibility> {
  authorise(ctx, scope, "progress.mark");
  const member = ownMember(scope);
  const { visibility } = input;
  return inTransaction(ctx, async (tx) => {
    // Locked, so that a cohort that chooses to show less meanwhile is not overtaken.
    const [cohort] = await tx.$queryRaw<{ level: OwnVisibility["cohortVisibility"] }[]>`
      SELECT progress_visibility::text AS level FROM cohort WHERE id = ${scope.cohort.id}::uuid FOR SHARE`;
    const before = await visibilityOf(tx, scope, member.id);
    const standing = { ...before, cohortVisibility: cohort?.level ?? before.cohortVisibility };
    if (visibility !== null && isLooser(visibility, standing.cohortVisibility)) {
      throw new AppError("invalid", "The cohort shows less than that. You can only choose to show less.", {
        visibility: "Choose one that shows no more than the cohort does.",
      });
    }
    const changed = await tx.$executeRaw`
      UPDATE member SET progress_visibility = ${visibility}::"ProgressVisibility", updated_at = ${ctx.now()}
       WHERE id = ${member.id}::uuid AND progress_visibility IS DISTINCT FROM ${visibility}::"ProgressVisibility"`;
    if (changed > 0) {
      await recordAudit(ctx, tx, {
        cohortId: scope.cohort.id,
        action: "progress.visibility_chosen",
        subjectKind: "member",
        subjectId: member.id,
        before: { visibility: before.visibility },
        after: { visibility },
      });
    }
    return { ...standing, visibility };
  });
}
