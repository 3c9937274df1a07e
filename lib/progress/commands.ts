import { auditActor } from "@/lib/audit/commands";
import { authorise, type CohortScope, ownMember } from "@/lib/auth/scope";
import type { Ctx } from "@/lib/core/context";
import { AppError } from "@/lib/core/errors";
import { type Db, inTransaction } from "@/lib/db/client";
import { Prisma } from "@/lib/db/generated/client";
import { saidAtOf } from "@/lib/progress/kept/rules";
import { progressOf } from "@/lib/progress/queries";
import type { MarkResource, ProgressItem, ProgressState } from "@/lib/progress/schema";
import { liveResource } from "@/lib/resources/merge/queries";

/**
 * Marks a resource for the acting member; one that was merged into another marks that one. Saying the same thing twice
 * changes nothing, also from two tabs at once. What waited for a connection changes nothing where a newer mark stands, and
 * the answer is that one. Throws `not_found` for a resource of another cohort, `unauthenticated` for what somebody else said.
 */
export async function markResource(ctx: Ctx, scope: CohortScope, input: MarkResource): Promise<ProgressItem> {
  authorise(ctx, scope, "progress.mark");
  const { resourceId, state, waitedMs = 0 } = input;
  const memberId = ownMember(scope).id;
  if (input.memberId !== undefined && input.memberId !== memberId) {
    throw new AppError("unauthenticated", "Somebody else has signed in here. What was marked waits until you do.");
  }
  return markFor(ctx, scope, { memberId, resourceId, state, source: "member", saidAt: saidAtOf(ctx.now(), waitedMs) });
}

export interface Mark {
  memberId: string;
  resourceId: string;
  state: ProgressState;
  source: "member" | "mail";
  /** When it was said, if that is a while ago; then a mark that was made since stands. */
  saidAt?: Date | null;
}

/** Marks a resource in the name of a member who has shown that it is them; authorising is the caller's. */
export async function markFor(ctx: Ctx, scope: CohortScope, mark: Mark): Promise<ProgressItem> {
  const item = await writeMark(ctx, ctx.db, scope.cohort.id, mark);
  if (item) return item;
  return inTransaction(ctx, async (tx) => {
    const resourceId = await liveResource(tx, scope, mark.resourceId);
    return (
      (await writeMark(ctx, tx, scope.cohort.id, { ...mark, resourceId })) ??
      progressOf(tx, scope, mark.memberId, resourceId)
    );
  });
}

/** Null when the resource is not there any more. */
export async function writeMark(ctx: MarkCtx, db: Db, cohortId: string, mark: Mark): Promise<ProgressItem | null> {
  const [row] = await db.$queryRaw<(Omit<ProgressItem, "updatedAt"> & { updatedAt: Date | null })[]>(
    markStatement(ctx, cohortId, mark),
  );
  return row ? { ...row, updatedAt: row.updatedAt?.toISOString() ?? null } : null;
}

type MarkCtx = Pick<Ctx, "actor" | "now" | "newId">;

/**
 * The mark, and its row in the audit log if it changed something, in one statement: what is written most often. No row
 * when the resource is not there any more. The lock waits for a merge of the resource, which then is not there. That a
 * player began, and how far it got, is no word on what somebody said before.
 */
export function markStatement(ctx: MarkCtx, cohortId: string, mark: Mark): Prisma.Sql {
  const { memberId, resourceId, state, source, saidAt = null } = mark;
  const actor = auditActor(ctx.actor);
  // Each value is sent once: what Prisma does with a parameter takes longer than what Postgres does with it.
  return Prisma.sql`-- kept as mark
    WITH input AS (
      SELECT ${memberId}::uuid AS member_id, ${cohortId}::uuid AS cohort_id, ${state}::"ProgressState" AS state,
             ${source}::"ProgressSource" AS source, ${ctx.now()}::timestamptz AS at,
             ${saidAt}::timestamptz AS said_at
    ), live AS (
      SELECT r.id FROM resource r, input i
       WHERE r.id = ${resourceId}::uuid AND r.cohort_id = i.cohort_id AND r.deleted_at IS NULL FOR KEY SHARE OF r
    ), said AS (
      INSERT INTO progress AS p (member_id, resource_id, cohort_id, state, source, updated_at)
      SELECT i.member_id, live.id, i.cohort_id, i.state, i.source, i.at FROM live, input i
      ON CONFLICT (member_id, resource_id) DO UPDATE
         SET state = excluded.state, source = excluded.source, marked_by_id = NULL, reason = '',
             updated_at = excluded.updated_at
       WHERE p.state <> excluded.state
         AND ((SELECT said_at FROM input) < CASE WHEN p.source = 'organizer' THEN p.updated_at
                                                 WHEN p.state = 'done' THEN p.done_at
                                                 WHEN p.source <> 'player' THEN p.updated_at END) IS NOT TRUE
      RETURNING p.minutes_taken, p.updated_at
    ), heard AS (
      INSERT INTO audit (id, cohort_id, actor_kind, actor_id, action, subject_kind, subject_id, after, at)
      SELECT ${ctx.newId()}::uuid, i.cohort_id, ${actor.kind}::"ActorKind", ${actor.id}, 'progress.marked', 'resource',
             live.id::text, jsonb_build_object('member', i.member_id, 'state', i.state, 'source', i.source), i.at
        FROM said, live, input i
    )
    SELECT live.id AS "resourceId",
           (CASE WHEN said.updated_at IS NULL AND i.said_at IS NOT NULL THEN coalesce(p.state, i.state)
                 ELSE i.state END)::text AS state,
           coalesce(said.minutes_taken, p.minutes_taken) AS "minutesTaken",
           coalesce(said.updated_at, p.updated_at) AS "updatedAt"
      FROM live CROSS JOIN input i
      LEFT JOIN said ON true
      LEFT JOIN progress p ON said.updated_at IS NULL AND p.member_id = i.member_id AND p.resource_id = live.id`;
}
