import { recordAudit } from "@/lib/audit/commands";
import { authorise, type CohortScope } from "@/lib/auth/scope";
import type { Ctx } from "@/lib/core/context";
import { AppError, notFound } from "@/lib/core/errors";
import { inTransaction, type Tx } from "@/lib/db/client";
import { TAKES_PART } from "@/lib/progress/matrix/cell/queries";
import type { Override, Story } from "@/lib/progress/matrix/schema";
import { storyOf } from "@/lib/progress/matrix/story/queries";
import type { ProgressState } from "@/lib/progress/schema";
import { liveResource } from "@/lib/resources/merge/queries";

interface Found {
  state: ProgressState;
  source: string;
  markedBy: string | null;
  reason: string;
  updatedAt: Date;
}

/**
 * An organizer sets what a member has done of a resource, with a reason that the member reads. Throws `conflict` with the
 * cell as it stands when it is not as it was seen any more; only that the member watched on meanwhile is none. The same
 * said twice changes nothing. Throws `not_found` for who has no row in the matrix.
 */
export async function overrideProgress(ctx: Ctx, scope: CohortScope, input: Override): Promise<Story> {
  authorise(ctx, scope, "progress.override");
  const { memberId } = input;
  return inTransaction(ctx, async (tx) => {
    const resourceId = await liveResource(tx, scope, input.resourceId);
    const before = await heldCell(tx, scope, memberId, resourceId);
    const changed = await setCell(ctx, tx, scope, { ...input, resourceId, before });
    const story = await storyOf(tx, scope, { memberId, resourceId });
    if (!changed) {
      const message = "This has changed since you looked at it. See what it is now, then set it again.";
      throw new AppError("conflict", message, {}, story);
    }
    return story;
  });
}

/** The member's row, held until the transaction ends, so that the audit log says what was really there; null without one. */
async function heldCell(tx: Tx, scope: CohortScope, memberId: string, resourceId: string): Promise<Found | null> {
  const members = await tx.$queryRaw<{ id: string }[]>`
    SELECT m.id FROM member m
     WHERE m.id = ${memberId}::uuid AND m.cohort_id = ${scope.cohort.id}::uuid AND ${TAKES_PART} FOR KEY SHARE`;
  if (members.length === 0) throw notFound("member");
  const rows = await tx.$queryRaw<Found[]>`
    SELECT state::text AS state, source::text AS source, marked_by_id AS "markedBy", reason, updated_at AS "updatedAt"
      FROM progress WHERE member_id = ${memberId}::uuid AND resource_id = ${resourceId}::uuid FOR UPDATE`;
  return rows[0] ?? null;
}

/** False when the cell is not as it was seen. */
async function setCell(
  ctx: Ctx,
  tx: Tx,
  scope: CohortScope,
  { memberId, resourceId, state, reason, seen, before }: Override & { before: Found | null },
): Promise<boolean> {
  const by = ctx.actor.kind === "person" ? ctx.actor.personId : null;
  if (before?.source === "organizer" && before.markedBy === by && before.state === state && before.reason === reason) {
    return true;
  }
  if (before && !isAsSeen(before, seen)) return false;
  if (!before && seen.updatedAt !== null) return false;
  // Without a row there was nothing to hold; somebody may have made one since, and then nothing is written.
  const written = await tx.$executeRaw`
    INSERT INTO progress AS p (member_id, resource_id, cohort_id, state, source, marked_by_id, reason, updated_at)
    VALUES (${memberId}::uuid, ${resourceId}::uuid, ${scope.cohort.id}::uuid, ${state}::"ProgressState", 'organizer',
            ${by}::uuid, ${reason}, ${ctx.now()})
    ON CONFLICT (member_id, resource_id) DO UPDATE
       SET state = excluded.state, source = excluded.source, marked_by_id = excluded.marked_by_id,
           reason = excluded.reason, updated_at = excluded.updated_at
     WHERE ${before !== null}`;
  if (written === 0) return false;
  const found = before ?? { state: "todo", source: "member", reason: "" };
  await recordAudit(ctx, tx, {
    cohortId: scope.cohort.id,
    action: "progress.overridden",
    subjectKind: "resource",
    subjectId: resourceId,
    before: { member: memberId, state: found.state, source: found.source, reason: found.reason },
    after: { member: memberId, state, source: "organizer", reason },
  });
  return true;
}

function isAsSeen(before: Found, seen: Override["seen"]): boolean {
  if (before.state !== seen.state) return false;
  // The player moves the time on while the member watches; that is not another word on it.
  return before.source === "player" || before.updatedAt.toISOString() === seen.updatedAt;
}
