import { recordAudit } from "@/lib/audit/commands";
import { undoSince } from "@/lib/audit/undo/rules";
import { authorise, type CohortScope } from "@/lib/auth/scope";
import type { Ctx } from "@/lib/core/context";
import { AppError, notFound } from "@/lib/core/errors";
import { inTransaction, type Tx } from "@/lib/db/client";
import type { Resource } from "@/lib/db/generated/client";
import { freeKey } from "@/lib/resources/keys/commands";
import { type HeldBy, holdersOf, lockResources, resourceOf, sessionsUsing } from "@/lib/resources/queries";
import { kindOf, matchKeyOf } from "@/lib/resources/rules";
import type { LibraryResource, ResourceRef, UpdateResource } from "@/lib/resources/schema";
import { stopBeyond } from "@/lib/resources/stops/rules";
import { lockSchedule } from "@/lib/schedule/standing/queries";
import { clockPoint } from "@/lib/time/durations";

/** What sessions show of a resource: who edits one of them with something older before them must be told. */
const SHOWN = ["title", "url", "minutes", "kind"] as const;

/**
 * Changes a resource wherever it is used; everyone's progress stays, also under a new link. Throws `conflict` with the
 * resource as it stands when `version` is out of date, and with the other resource when that one has the link already:
 * the two can be merged. What says nothing new changes nothing.
 */
export async function updateResource(ctx: Ctx, scope: CohortScope, input: UpdateResource): Promise<LibraryResource> {
  authorise(ctx, scope, "resource.edit");
  const { cohort: _, resourceId, version, ...said } = input;
  return inTransaction(ctx, async (tx) => {
    await lockSchedule(tx, scope);
    const before = await lockResource(tx, scope, { resourceId, version });
    const fields = { ...said, ...kindOfNewLink(before, said) };
    const after = { ...before, ...fields };
    const same = (name: string) => String(before[name as keyof Resource]) === String(after[name as keyof Resource]);
    if (Object.keys(fields).every(same)) return required(tx, scope, resourceId);
    refuseStopBeyond(after);
    const matchKey = same("title") && same("url") ? before.matchKey : matchKeyOf(after);
    if (matchKey !== before.matchKey) await freeKey(tx, scope, before, matchKey);
    const now = ctx.now();
    const saved = await tx.resource.update({
      where: { id: resourceId },
      data: { ...fields, matchKey, version: { increment: 1 }, updatedAt: now },
    });
    // What was found out about the old link says nothing about the new one, which is asked soon.
    if (!same("url")) await tx.linkCheck.deleteMany({ where: { resourceId } });
    if (!SHOWN.every(same)) await touchSessions(tx, scope, await sessionsUsing(tx, scope, resourceId), now);
    await recordResource(ctx, tx, scope, "resource.changed", { subjectId: resourceId, before, after: saved });
    return required(tx, scope, resourceId);
  });
}

/**
 * Takes a resource out of the library that no session uses and nobody has begun; throws `invalid` with the reason
 * otherwise, and `conflict` with what stands now when `version` is out of date.
 */
export async function removeResource(ctx: Ctx, scope: CohortScope, input: ResourceRef): Promise<void> {
  authorise(ctx, scope, "resource.edit");
  await inTransaction(ctx, async (tx) => {
    await lockSchedule(tx, scope);
    const before = await lockResource(tx, scope, input);
    const reason = heldInWords(await holdersOf(tx, scope, before.id, undoSince(ctx.now())));
    if (reason) throw new AppError("invalid", reason);
    const now = ctx.now();
    const after = await tx.resource.update({
      where: { id: before.id },
      data: { deletedAt: now, version: { increment: 1 }, updatedAt: now },
    });
    await recordResource(ctx, tx, scope, "resource.removed", { subjectId: before.id, before, after });
  });
}

/** The sessions count as changed, for everybody who has one of them open. */
export async function touchSessions(tx: Tx, scope: CohortScope, ids: readonly string[], now: Date): Promise<void> {
  await tx.session.updateMany({
    where: { id: { in: [...ids] }, cohortId: scope.cohort.id },
    data: { version: { increment: 1 }, updatedAt: now },
  });
}

/** Writes the audit row of a change to resources; dates become ISO 8601. */
export async function recordResource(
  ctx: Ctx,
  tx: Tx,
  scope: CohortScope,
  action: "resource.changed" | "resource.merged" | "resource.removed",
  { subjectId, before, after }: { subjectId: string; before: unknown; after: unknown },
): Promise<void> {
  await recordAudit(ctx, tx, {
    cohortId: scope.cohort.id,
    action,
    subjectKind: "resource",
    subjectId,
    before: JSON.parse(JSON.stringify(before)),
    after: JSON.parse(JSON.stringify(after)),
  });
}

async function lockResource(
  tx: Tx,
  scope: CohortScope,
  { resourceId, version }: Pick<ResourceRef, "resourceId" | "version">,
): Promise<Resource> {
  const resource = (await lockResources(tx, scope, [resourceId])).get(resourceId);
  if (!resource) throw notFound("resource");
  if (resource.mergedIntoId) {
    const message = "Somebody else has merged this resource into another one meanwhile. Nothing of yours was saved.";
    throw new AppError("gone", message);
  }
  if (resource.deletedAt) throw notFound("resource");
  if (resource.version !== version) {
    const message = "Somebody else has changed this resource since you opened it. Nothing of yours was saved yet.";
    throw new AppError("conflict", message, {}, await resourceOf(tx, scope, resourceId));
  }
  return resource;
}

async function required(tx: Tx, scope: CohortScope, resourceId: string): Promise<LibraryResource> {
  const resource = await resourceOf(tx, scope, resourceId);
  if (!resource) throw notFound("resource");
  return resource;
}

/** A new link may lead to another kind of thing; an organizer's own word on that comes first. */
function kindOfNewLink(before: Resource, { url, kind, title }: Pick<UpdateResource, "url" | "kind" | "title">) {
  return url === undefined || url === before.url || kind ? {} : { kind: kindOf(url, title ?? before.title) };
}

function refuseStopBeyond({ stopPoints, minutes }: Resource): void {
  const beyond = stopBeyond(stopPoints, minutes);
  if (beyond === null) return;
  const message = `${clockPoint(beyond)} is not before the end: it is ${minutes} min long.`;
  throw new AppError("invalid", message, { stopPoints: message });
}

function heldInWords({ uses, deletedUses, members, questions }: HeldBy): string | null {
  if (uses > 0) return `The schedule uses it ${times(uses)}. Take it out there first.`;
  if (members > 0) {
    const who = members === 1 ? "One member has" : `${members} members have`;
    return `${who} progress on it, which would be lost. If there are two of it, merge them.`;
  }
  if (questions > 0) return `${questions === 1 ? "A question is" : `${questions} questions are`} about it.`;
  if (deletedUses > 0) return "A session that was removed lately uses it and can still be brought back.";
  return null;
}

function times(count: number): string {
  return count === 1 ? "once" : count === 2 ? "twice" : `${count} times`;
}
