import { recordAudit } from "@/lib/audit/commands";
import { authorise, type CohortScope, ownMember } from "@/lib/auth/scope";
import type { Ctx } from "@/lib/core/context";
import { AppError } from "@/lib/core/errors";
import { inTransaction, type Tx } from "@/lib/db/client";
import { writeRanges } from "@/lib/progress/ranges/rules";
import { wantedOf, watchedRow } from "@/lib/progress/watching/queries";
import { afterReport, sameRow, type WatchedRow } from "@/lib/progress/watching/rules";
import type { ReportWatched, WatchedState } from "@/lib/progress/watching/schema";
import { liveResource } from "@/lib/resources/merge/queries";
import { dateIn } from "@/lib/time/zones";

/**
 * Adds the seconds that the acting member's player really played. What enough was seen of is done by itself. Saying the
 * same thing twice changes nothing, and reports may come in any order, from several tabs and devices at once. Throws
 * `not_found` for a resource of another cohort.
 */
export async function reportWatched(ctx: Ctx, scope: CohortScope, input: ReportWatched): Promise<WatchedState> {
  authorise(ctx, scope, "progress.mark");
  const member = ownMember(scope);
  if (input.memberId !== undefined && input.memberId !== member.id) {
    throw new AppError("unauthenticated", "Somebody else has signed in here. What was watched waits until you do.");
  }
  const now = ctx.now();
  return inTransaction(ctx, async (tx) => {
    const resourceId = await liveResource(tx, scope, input.resourceId);
    const before = await heldRow(tx, scope, member.id, resourceId, now);
    const { row, newSeconds } = afterReport(before, input, await wantedOf(tx, scope, resourceId), now.getTime());
    const { stoppedMoment: _, ...said } = row;
    if (sameRow(before, row)) return { resourceId, ...said };
    await writeRow(tx, member.id, resourceId, row, row.state !== before.state, now);
    if (newSeconds > 0) await countDay(tx, scope, member.id, newSeconds, now);
    if (row.state !== before.state) {
      await recordAudit(ctx, tx, {
        cohortId: scope.cohort.id,
        action: "progress.marked",
        subjectKind: "resource",
        subjectId: resourceId,
        after: { member: member.id, state: row.state, source: "player" },
      });
    }
    return { resourceId, ...said };
  });
}

/** The member's row, made if it was not there, and held until the transaction ends. */
async function heldRow(
  tx: Tx,
  scope: CohortScope,
  memberId: string,
  resourceId: string,
  now: Date,
): Promise<WatchedRow> {
  const held = await watchedRow(tx, memberId, resourceId, "lock");
  if (held) return held;
  await tx.$executeRaw`
    INSERT INTO progress (member_id, resource_id, cohort_id, state, source, updated_at)
    VALUES (${memberId}::uuid, ${resourceId}::uuid, ${scope.cohort.id}::uuid, 'todo', 'player', ${now})
    ON CONFLICT DO NOTHING`;
  const made = await watchedRow(tx, memberId, resourceId, "lock");
  if (!made) throw new Error("A row of progress went away while it was written.");
  return made;
}

async function writeRow(
  tx: Tx,
  memberId: string,
  resourceId: string,
  { state, watched, lengthSeconds, stoppedAt, stoppedMoment, reason }: WatchedRow,
  marks: boolean,
  now: Date,
): Promise<void> {
  const moment = stoppedMoment === null ? null : new Date(stoppedMoment);
  // Who said so changes only together with what is said; an organizer's name stays as long as their reason does.
  await tx.$executeRaw`
    UPDATE progress
       SET state = ${state}::"ProgressState", watched = ${writeRanges(watched)}::int4multirange,
           length_seconds = ${lengthSeconds}, stopped_at_seconds = ${stoppedAt}, stopped_moment = ${moment},
           source = CASE WHEN ${marks} THEN 'player' ELSE source END,
           marked_by_id = CASE WHEN ${marks && reason === ""} THEN NULL ELSE marked_by_id END,
           reason = ${reason}, updated_at = ${now}
     WHERE member_id = ${memberId}::uuid AND resource_id = ${resourceId}::uuid`;
}

async function countDay(tx: Tx, scope: CohortScope, memberId: string, seconds: number, now: Date): Promise<void> {
  const day = dateIn(now, scope.cohort.timezone);
  await tx.$executeRaw`
    INSERT INTO watched_day AS d (member_id, cohort_id, day, seconds)
    VALUES (${memberId}::uuid, ${scope.cohort.id}::uuid, ${day}::date, ${seconds})
    ON CONFLICT (member_id, day) DO UPDATE SET seconds = d.seconds + excluded.seconds`;
}
