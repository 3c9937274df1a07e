import { type CorrectedResource, namesBetween, type Pair } from "@/lib/audit/acts/rules";
import type { UndoCtx } from "@/lib/audit/commands";
import { type AuditRow, refusal } from "@/lib/audit/undo/queries";
import { undoSince } from "@/lib/audit/undo/rules";
import { neededResources } from "@/lib/audit/undo/schedule/queries";
import type { CohortScope } from "@/lib/auth/scope";
import type { Tx } from "@/lib/db/client";
import type { Resource } from "@/lib/db/generated/client";
import { touchSessions } from "@/lib/resources/commands";
import { freeKey } from "@/lib/resources/keys/commands";
import { lockResources, sessionsUsing } from "@/lib/resources/queries";
import type { ScheduleSession } from "@/lib/schedule/schema";

const CORRECTED = ["title", "url", "minutes", "kind", "author", "stopPoints"] as const;

interface Correction {
  current: Resource;
  target: CorrectedResource;
}

export interface ResourcePlan {
  /** What is written before the sessions: corrections taken back, and what comes back into the library. */
  corrected: Correction[];
  /** What the act made or brought back and nothing needs any more; it goes after the sessions are written. */
  made: Resource[];
  /** Both for the audit log. */
  recorded: { before: CorrectedResource[]; after: CorrectedResource[] };
}

/**
 * What undoing an act on the schedule does to the resources which it made or corrected on the way. `sessions` is the
 * schedule as it will be. Throws `conflict` when somebody has corrected the same thing since.
 */
export async function planResources(
  ctx: UndoCtx,
  tx: Tx,
  scope: CohortScope,
  row: AuditRow,
  pairs: readonly Pair<CorrectedResource>[],
  sessions: readonly ScheduleSession[],
): Promise<ResourcePlan> {
  const ids = pairs.map(({ id }) => id);
  const rows = ids.length > 0 ? await lockResources(tx, scope, ids) : new Map<string, Resource>();
  const plan: ResourcePlan = { corrected: [], made: [], recorded: { before: [], after: [] } };
  const made: Resource[] = [];
  for (const { id, before, after } of pairs) {
    const current = rows.get(id);
    // What was merged meanwhile is part of something else now, and stays so.
    if (!current || current.mergedIntoId || !after) continue;
    if (!before || before.deleted) {
      if (!current.deletedAt && namesBetween(asCorrected(current), after, CORRECTED).length === 0) made.push(current);
      continue;
    }
    const target = await targetOf(ctx, tx, scope, row, { before, after, current });
    if (target) plan.corrected.push({ current, target });
  }
  plan.made = await unneeded(ctx, tx, scope, made, sessions);
  plan.recorded = {
    before: [...plan.corrected.map(({ current }) => asCorrected(current)), ...plan.made.map(asCorrected)],
    after: [
      ...plan.corrected.map(({ target }) => target),
      ...plan.made.map((one) => ({ ...asCorrected(one), deleted: true })),
    ],
  };
  return plan;
}

async function targetOf(
  ctx: UndoCtx,
  tx: Tx,
  scope: CohortScope,
  row: AuditRow,
  { before, after, current }: { before: CorrectedResource; after: CorrectedResource; current: Resource },
): Promise<CorrectedResource | null> {
  const now = asCorrected(current);
  if (after.deleted) return now.deleted ? { ...now, key: before.key, deleted: false } : null;
  const changed = namesBetween(before, after, CORRECTED).filter((name) => before[name] !== undefined);
  const open = changed.filter((name) => namesBetween(now, before, [name]).length > 0);
  if (open.length === 0 || now.deleted) return null;
  if (namesBetween(now, after, open).length > 0) {
    throw await refusal(ctx, tx, scope, row, {
      subject: { kind: "resource", id: current.id },
      did: `changed “${current.title}”`,
      else: `“${current.title}” has been changed since.`,
    });
  }
  const key = now.key === after.key ? before.key : now.key;
  return { ...now, key, ...Object.fromEntries(open.map((name) => [name, before[name]])) };
}

async function unneeded(
  ctx: UndoCtx,
  tx: Tx,
  scope: CohortScope,
  made: readonly Resource[],
  sessions: readonly ScheduleSession[],
): Promise<Resource[]> {
  if (made.length === 0) return [];
  const used = new Set(sessions.flatMap(({ uses }) => uses.map(({ resourceId }) => resourceId)));
  const staying = sessions.map(({ id }) => id);
  const live = await tx.session.findMany({
    where: { cohortId: scope.cohort.id, deletedAt: null },
    select: { id: true },
  });
  const needed = await neededResources(tx, scope, {
    ids: made.map(({ id }) => id),
    leaving: live.map(({ id }) => id).filter((id) => !staying.includes(id)),
    undoSince: undoSince(ctx.now()),
  });
  return made.filter(({ id }) => !used.has(id) && !needed.has(id));
}

/** Writes the resources that are as they were again; who edits a session that shows one of them is told. */
export async function restoreCorrected(
  ctx: UndoCtx,
  tx: Tx,
  scope: CohortScope,
  corrected: readonly Correction[],
): Promise<void> {
  const now = ctx.now();
  for (const { current, target } of corrected) {
    if (target.key !== current.matchKey) await freeKey(tx, scope, current, target.key);
    const { title, url, minutes, author = current.author, stopPoints = current.stopPoints } = target;
    await tx.resource.update({
      where: { id: current.id },
      data: {
        ...{ title, url, minutes, author, stopPoints },
        kind: target.kind as Resource["kind"],
        matchKey: target.key,
        deletedAt: null,
        version: { increment: 1 },
        updatedAt: now,
      },
    });
    if (url !== current.url) await tx.linkCheck.deleteMany({ where: { resourceId: current.id } });
    await touchSessions(tx, scope, await sessionsUsing(tx, scope, current.id), now);
  }
}

/** Takes out of the library what the act had made. */
export async function dropMade(ctx: UndoCtx, tx: Tx, scope: CohortScope, made: readonly Resource[]): Promise<void> {
  if (made.length === 0) return;
  const now = ctx.now();
  await tx.resource.updateMany({
    where: { id: { in: made.map(({ id }) => id) }, cohortId: scope.cohort.id },
    data: { deletedAt: now, version: { increment: 1 }, updatedAt: now },
  });
}

function asCorrected(resource: Resource): CorrectedResource {
  const { id, matchKey: key, title, url, kind, minutes, author, stopPoints, deletedAt } = resource;
  return { id, key, title, url, kind, minutes, author, stopPoints, deleted: deletedAt !== null };
}
