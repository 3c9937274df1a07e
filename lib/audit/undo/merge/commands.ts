import { type Merge, namesBetween } from "@/lib/audit/acts/rules";
import type { UndoCtx } from "@/lib/audit/commands";
import { putBackProgress } from "@/lib/audit/undo/merge/progress/commands";
import { type AuditRow, refusal } from "@/lib/audit/undo/queries";
import type { CohortScope } from "@/lib/auth/scope";
import type { Tx } from "@/lib/db/client";
import type { Resource, Use } from "@/lib/db/generated/client";
import { recordResource, touchSessions } from "@/lib/resources/commands";
import { freeKey } from "@/lib/resources/keys/commands";
import { mergeResources } from "@/lib/resources/merge/commands";
import { progressRows } from "@/lib/resources/merge/queries";
import { lockResources, sessionsUsing } from "@/lib/resources/queries";

/** What the one that stays may have taken over from the other one. */
const TAKEN = ["url", "kind", "minutes", "author", "stopPoints"] as const;
/** What must be as the merge left it about a use that goes back. */
const PLACE = ["sessionId", "resourceId", "slot", "label", "optional", "fromSeconds", "toSeconds"] as const;

/**
 * Takes two resources apart that were made one: uses, questions, notes and progress of each are where they were, but for what a
 * member has marked since, which stays. An undo of that makes them one again.
 */
export async function undoMerge(ctx: UndoCtx, tx: Tx, scope: CohortScope, row: AuditRow, act: Merge): Promise<void> {
  const { kept: had, gone: lost } = act.after;
  const rows = await lockResources(tx, scope, [had.id, lost.id]);
  const [kept, gone] = [rows.get(had.id), rows.get(lost.id)];
  const blocked = (id: string, did: string) =>
    refusal(ctx, tx, scope, row, { subject: { kind: "resource", id }, did, else: "They have been changed since." });
  if (!kept || kept.deletedAt) throw await blocked(had.id, `removed or merged “${had.title}”`);
  if (!gone) throw await blocked(lost.id, `removed “${lost.title}”`);
  if (!lost.deletedAt) {
    if (gone.deletedAt) throw await blocked(lost.id, `removed or merged “${lost.title}”`);
    const { slug: cohort } = scope.cohort;
    const duplicates = [{ resourceId: gone.id, version: gone.version }];
    await mergeResources(ctx, scope, { cohort, resourceId: kept.id, version: kept.version, duplicates });
    return;
  }
  if (gone.mergedIntoId !== kept.id) throw await blocked(lost.id, `brought back or merged “${lost.title}”`);
  if (namesBetween(kept, had, namesBetween(act.before.kept, had, TAKEN)).length > 0) {
    throw await blocked(kept.id, `changed “${kept.title}”`);
  }
  await takeApart(ctx, tx, scope, row, { act, kept, gone });
}

interface Together {
  act: Merge;
  kept: Resource;
  gone: Resource;
}

async function takeApart(ctx: UndoCtx, tx: Tx, scope: CohortScope, row: AuditRow, { act, kept, gone }: Together) {
  const { before, after } = act;
  const [cohortId, now] = [scope.cohort.id, ctx.now()];
  const members = [...new Set(before.progress.map(({ memberId }) => memberId))];
  const progress = await progressRows(tx, scope, [kept.id, gone.id], members);
  const uses = await putBackUses(ctx, tx, scope, row, act);
  await putBackProgress(tx, scope, { keptId: kept.id, before: before.progress, after: after.progress, now: progress });
  const questions = { id: { in: before.questions }, cohortId, resourceId: kept.id };
  await tx.question.updateMany({ where: questions, data: { resourceId: gone.id } });
  const notes = { id: { in: before.notes }, cohortId, resourceId: kept.id };
  await tx.note.updateMany({ where: notes, data: { resourceId: gone.id } });
  const merged = { id: { in: before.merged }, cohortId, mergedIntoId: kept.id };
  await tx.resource.updateMany({ where: merged, data: { mergedIntoId: gone.id } });
  const apart = await putBackResources(ctx, tx, scope, { act, kept, gone });
  const shown =
    namesBetween(apart.kept, kept, ["url", "minutes"]).length > 0 ? await sessionsUsing(tx, scope, kept.id) : [];
  await touchSessions(tx, scope, [...new Set([...shown, ...before.uses.map(({ sessionId }) => sessionId)])], now);
  await recordResource(ctx, tx, scope, "resource.merged", {
    subjectId: kept.id,
    before: { ...before, kept, gone, uses: uses.before, progress },
    after: { ...apart, uses: uses.after, progress: await progressRows(tx, scope, [kept.id, gone.id], members) },
  });
}

/** A key is unique at every moment, so the one that comes back steps aside until the other one has its own again. */
async function putBackResources(ctx: UndoCtx, tx: Tx, scope: CohortScope, { act, kept, gone }: Together) {
  const { before, after } = act;
  const touch = { version: { increment: 1 }, updatedAt: ctx.now() };
  const live = { deletedAt: null, mergedIntoId: null, matchKey: `removed:${gone.id}` };
  await tx.resource.update({ where: { id: gone.id }, data: { ...live, ...touch } });
  const taken = namesBetween(before.kept, after.kept, TAKEN);
  const matchKey = kept.matchKey === after.kept.matchKey ? before.kept.matchKey : kept.matchKey;
  if (matchKey !== kept.matchKey) await freeKey(tx, scope, kept, matchKey);
  const fields = Object.fromEntries(taken.map((name) => [name, before.kept[name]]));
  const keptNow = await tx.resource.update({ where: { id: kept.id }, data: { ...fields, matchKey, ...touch } });
  if (taken.includes("url")) await tx.linkCheck.deleteMany({ where: { resourceId: kept.id } });
  await freeKey(tx, scope, { id: gone.id, matchKey: live.matchKey }, before.gone.matchKey);
  const goneNow = await tx.resource.update({ where: { id: gone.id }, data: { matchKey: before.gone.matchKey } });
  return { kept: keptNow, gone: goneNow };
}

/** Where the merge left each use, it goes back; where it dropped one, that comes back beside its twin. */
async function putBackUses(
  ctx: UndoCtx,
  tx: Tx,
  scope: CohortScope,
  row: AuditRow,
  { before, after }: Merge,
): Promise<{ before: Use[]; after: Use[] }> {
  const cohortId = scope.cohort.id;
  const current = await tx.use.findMany({
    where: { cohortId, OR: [{ id: { in: before.uses.map(({ id }) => id) } }, { resourceId: after.kept.id }] },
  });
  const left = new Map(after.uses.map((use) => [use.id, use]));
  const back: Use[] = [];
  for (const was of before.uses) {
    const [is, became] = [current.find(({ id }) => id === was.id), left.get(was.id)];
    const twin = current.some((use) => use.sessionId === was.sessionId && use.slot === was.slot);
    const asLeft = became ? is && namesBetween(is, became, PLACE).length === 0 : !is && twin;
    if (!asLeft) {
      throw await refusal(ctx, tx, scope, row, {
        subject: { kind: "session", id: was.sessionId },
        field: "uses",
        did: "changed what a session uses of them",
        else: "What sessions use has been changed since.",
      });
    }
    const { createdAt, ...place } = was;
    const data = { ...place, cohortId, createdAt: new Date(createdAt) };
    back.push(await tx.use.upsert({ where: { id: was.id }, create: data, update: data }));
  }
  const touched = new Set(before.uses.map(({ id }) => id));
  return { before: current.filter(({ id }) => touched.has(id)), after: back };
}
