import { type Act, namesBetween } from "@/lib/audit/acts/rules";
import type { UndoCtx } from "@/lib/audit/commands";
import { type AuditRow, refusal } from "@/lib/audit/undo/queries";
import type { CohortScope } from "@/lib/auth/scope";
import { notFound } from "@/lib/core/errors";
import type { Tx } from "@/lib/db/client";
import type { Resource } from "@/lib/db/generated/client";
import { recordResource, removeResource, updateResource } from "@/lib/resources/commands";
import { freeKey } from "@/lib/resources/keys/commands";
import { lockResources } from "@/lib/resources/queries";

const SAID = ["title", "url", "kind", "author", "minutes", "stopPoints"] as const;

/** Takes back a change to a resource of the library, or brings back one that was taken out. */
export async function undoResource(
  ctx: UndoCtx,
  tx: Tx,
  scope: CohortScope,
  row: AuditRow,
  { id, before, after }: Extract<Act, { kind: "resource" }>,
): Promise<void> {
  const current = (await lockResources(tx, scope, [id])).get(id);
  if (!current) throw notFound("resource");
  const blocked = (did: string) =>
    refusal(ctx, tx, scope, row, {
      subject: { kind: "resource", id },
      did: `${did} “${current.title}”`,
      else: `“${current.title}” has been changed since.`,
    });
  if (current.mergedIntoId) throw await blocked("merged");
  if (!before.deletedAt && after.deletedAt) {
    if (!current.deletedAt) throw await blocked("brought back");
    return bringBack(ctx, tx, scope, current, before.matchKey);
  }
  if (current.deletedAt) throw await blocked("took out of the library");
  const cohort = scope.cohort.slug;
  const { version } = current;
  if (before.deletedAt && !after.deletedAt) return removeResource(ctx, scope, { cohort, resourceId: id, version });
  const changed = namesBetween(before, after, SAID);
  if (namesBetween(current, after, changed).length > 0) throw await blocked("changed");
  const fields = Object.fromEntries(changed.map((name) => [name, before[name]])) as Partial<
    Pick<Resource, (typeof SAID)[number]>
  >;
  // A kind that is not said again would follow from the link.
  const kind = fields.url === undefined ? {} : { kind: fields.kind ?? current.kind };
  await updateResource(ctx, scope, { cohort, resourceId: id, version, ...fields, ...kind });
}

async function bringBack(ctx: UndoCtx, tx: Tx, scope: CohortScope, current: Resource, key: string): Promise<void> {
  if (key !== current.matchKey) await freeKey(tx, scope, current, key);
  const after = await tx.resource.update({
    where: { id: current.id },
    data: { matchKey: key, deletedAt: null, version: { increment: 1 }, updatedAt: ctx.now() },
  });
  await recordResource(ctx, tx, scope, "resource.changed", { subjectId: current.id, before: current, after });
}
