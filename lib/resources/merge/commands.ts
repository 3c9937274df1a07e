import { authorise, type CohortScope } from "@/lib/auth/scope";
import type { Ctx } from "@/lib/core/context";
import { AppError, notFound } from "@/lib/core/errors";
import { inTransaction, type Tx } from "@/lib/db/client";
import type { Resource, Use } from "@/lib/db/generated/client";
import { recordResource, touchSessions } from "@/lib/resources/commands";
import { freeKey } from "@/lib/resources/keys/commands";
import { membersOn, progressRows } from "@/lib/resources/merge/queries";
import { lockResources, resourceOf, sessionsUsing } from "@/lib/resources/queries";
import type { LibraryResource, MergeResources } from "@/lib/resources/schema";
import { lockSchedule } from "@/lib/schedule/standing/queries";

/**
 * Makes duplicates one resource. Uses, progress, notes and questions of each go to the one that is kept, which takes over what
 * only the other one had (a link, a length, an author, places to stop); the other one is removed and from then on its id
 * and its link lead to the kept one. Each member keeps the better of two marks, and all that was watched of either.
 * Throws `conflict` when one of them has changed or was merged meanwhile.
 */
export async function mergeResources(ctx: Ctx, scope: CohortScope, input: MergeResources): Promise<LibraryResource> {
  authorise(ctx, scope, "resource.edit");
  const duplicates = new Map(input.duplicates.map(({ resourceId, version }) => [resourceId, version]));
  if (duplicates.has(input.resourceId)) throw new AppError("invalid", "Choose two different resources.");
  return inTransaction(ctx, async (tx) => {
    await lockSchedule(tx, scope);
    const rows = await lockResources(tx, scope, [input.resourceId, ...duplicates.keys()]);
    let kept = standing(rows, input.resourceId, input.version);
    const others = [...duplicates].map(([id, version]) => standing(rows, id, version));
    for (const gone of others) kept = await mergeOne(ctx, tx, scope, kept, gone);
    const after = await resourceOf(tx, scope, kept.id);
    if (!after) throw notFound("resource");
    return after;
  });
}

function standing(rows: ReadonlyMap<string, Resource>, id: string, version: number): Resource {
  const row = rows.get(id);
  if (!row || (row.deletedAt && !row.mergedIntoId)) throw notFound("resource");
  if (row.deletedAt || row.version !== version) {
    const message = `Somebody else has changed “${row.title}” meanwhile. Nothing was merged; look at the two again.`;
    throw new AppError("conflict", message);
  }
  return row;
}

async function mergeOne(ctx: Ctx, tx: Tx, scope: CohortScope, kept: Resource, gone: Resource): Promise<Resource> {
  const [cohortId, now] = [scope.cohort.id, ctx.now()];
  const members = await membersOn(tx, scope, gone.id);
  const progress = await progressRows(tx, scope, [kept.id, gone.id], members);
  const uses = await moveUses(tx, kept.id, gone.id);
  await joinProgress(tx, kept.id, gone.id);
  const [here, there] = [{ where: { resourceId: gone.id, cohortId } }, { data: { resourceId: kept.id } }];
  const questions = await tx.question.findMany({ ...here, select: { id: true } });
  await tx.question.updateMany({ ...here, ...there });
  const notes = await tx.note.findMany({ ...here, select: { id: true } });
  await tx.note.updateMany({ ...here, ...there });
  // What was merged into the one that goes now leads here at once, not over two steps.
  const merged = await tx.resource.findMany({ where: { mergedIntoId: gone.id, cohortId }, select: { id: true } });
  await tx.resource.updateMany({ where: { mergedIntoId: gone.id, cohortId }, data: { mergedIntoId: kept.id } });
  await tx.resource.update({
    where: { id: gone.id },
    data: { deletedAt: now, mergedIntoId: kept.id, version: { increment: 1 }, updatedAt: now },
  });
  const taken = takenOver(kept, gone);
  if (taken.matchKey) await freeKey(tx, scope, kept, taken.matchKey);
  const keptAfter = await tx.resource.update({
    where: { id: kept.id },
    data: { ...taken, version: { increment: 1 }, updatedAt: now },
  });
  const shown = taken.url !== undefined || taken.minutes !== undefined ? await sessionsUsing(tx, scope, kept.id) : [];
  await touchSessions(tx, scope, [...new Set([...shown, ...uses.before.map(({ sessionId }) => sessionId)])], now);
  await recordResource(ctx, tx, scope, "resource.merged", {
    subjectId: kept.id,
    before: {
      kept,
      gone,
      uses: uses.before,
      progress,
      questions: questions.map(({ id }) => id),
      notes: notes.map(({ id }) => id),
      merged: merged.map(({ id }) => id),
    },
    after: {
      kept: keptAfter,
      gone: await tx.resource.findUnique({ where: { id: gone.id } }),
      uses: uses.after,
      progress: await progressRows(tx, scope, [kept.id], members),
    },
  });
  return keptAfter;
}

/** What the kept one did not have and the other one did. A link brings its kind and its key along. */
function takenOver(
  kept: Resource,
  gone: Resource,
): Partial<Pick<Resource, "url" | "kind" | "matchKey" | "minutes" | "author" | "stopPoints">> {
  return {
    ...(kept.url === null && gone.url !== null ? { url: gone.url, kind: gone.kind, matchKey: gone.matchKey } : {}),
    ...(kept.minutes === null && gone.minutes !== null ? { minutes: gone.minutes } : {}),
    ...(kept.author === "" ? { author: gone.author } : {}),
    ...(kept.stopPoints.length === 0 ? { stopPoints: gone.stopPoints } : {}),
  };
}

/**
 * Moves the uses. Where a slot of a session has the kept one already the other use goes, and what either asks for, in all
 * its length and without an option, stays asked for. Answers all rows that changed, as they were and as they are.
 */
async function moveUses(tx: Tx, keptId: string, goneId: string): Promise<{ before: Use[]; after: Use[] }> {
  const rows = await tx.use.findMany({ where: { resourceId: { in: [keptId, goneId] } }, orderBy: { id: "asc" } });
  const place = (use: Use) => `${use.sessionId} ${use.slot}`;
  const there = new Map(rows.filter((use) => use.resourceId === keptId).map((use) => [place(use), use]));
  const [before, after]: [Use[], Use[]] = [[], []];
  for (const use of rows.filter(({ resourceId }) => resourceId === goneId)) {
    before.push(use);
    const twin = there.get(place(use));
    if (!twin) after.push(await tx.use.update({ where: { id: use.id }, data: { resourceId: keptId } }));
    else {
      await tx.use.delete({ where: { id: use.id } });
      const data = { optional: twin.optional && use.optional, ...widerPart(twin, use) };
      if ((Object.keys(data) as (keyof typeof data)[]).every((field) => data[field] === twin[field])) continue;
      before.push(twin);
      after.push(await tx.use.update({ where: { id: twin.id }, data }));
    }
  }
  return { before, after };
}

/** The part that holds what either of two uses asks for; null is from the start, or to the end. */
function widerPart(a: Use, b: Use): Pick<Use, "fromSeconds" | "toSeconds"> {
  const fromStart = a.fromSeconds === null || b.fromSeconds === null;
  const toEnd = a.toSeconds === null || b.toSeconds === null;
  return {
    fromSeconds: fromStart ? null : Math.min(a.fromSeconds ?? 0, b.fromSeconds ?? 0),
    toSeconds: toEnd ? null : Math.max(a.toSeconds ?? 0, b.toSeconds ?? 0),
  };
}

/**
 * Joins the progress of each member: done before started before skipped before to do, with who said so; all that was
 * watched; where they stopped and how long it took from the newer row, or from the only one that knows.
 */
async function joinProgress(tx: Tx, keptId: string, goneId: string): Promise<void> {
  await tx.$executeRaw`
    WITH gone AS (DELETE FROM progress WHERE resource_id = ${goneId}::uuid RETURNING *)
    INSERT INTO progress AS p (member_id, resource_id, cohort_id, state, watched, length_seconds, stopped_at_seconds,
                               stopped_moment, source, marked_by_id, reason, minutes_taken, done_at, updated_at)
    SELECT member_id, ${keptId}::uuid, cohort_id, state, watched, length_seconds, stopped_at_seconds, stopped_moment,
           source, marked_by_id, reason, minutes_taken, done_at, updated_at
      FROM gone
    ON CONFLICT (member_id, resource_id) DO UPDATE
       SET (state, source, marked_by_id, reason, done_at) = (
             SELECT state, source, marked_by_id, reason, done_at
               FROM (VALUES (p.state, p.source, p.marked_by_id, p.reason, p.done_at, p.updated_at),
                            (excluded.state, excluded.source, excluded.marked_by_id, excluded.reason, excluded.done_at,
                             excluded.updated_at))
                    AS said (state, source, marked_by_id, reason, done_at, at)
              ORDER BY array_position('{done,started,skipped,todo}'::"ProgressState"[], state), at DESC
              LIMIT 1),
           watched = p.watched + excluded.watched,
           length_seconds = greatest(p.length_seconds, excluded.length_seconds),
           (stopped_at_seconds, stopped_moment) = (
             SELECT place, moment
               FROM (VALUES (p.stopped_at_seconds, p.stopped_moment, p.updated_at),
                            (excluded.stopped_at_seconds, excluded.stopped_moment, excluded.updated_at))
                    AS stop (place, moment, at)
              ORDER BY place IS NULL, at DESC
              LIMIT 1),
           minutes_taken = CASE WHEN excluded.updated_at > p.updated_at
                                THEN coalesce(excluded.minutes_taken, p.minutes_taken)
                                ELSE coalesce(p.minutes_taken, excluded.minutes_taken) END,
           updated_at = greatest(p.updated_at, excluded.updated_at)`;
}
