import type { CohortScope } from "@/lib/auth/scope";
import { AppError } from "@/lib/core/errors";
import type { Tx } from "@/lib/db/client";
import type { Resource } from "@/lib/db/generated/client";
import { resourceOf } from "@/lib/resources/queries";

/**
 * Makes `key` free for a resource, which then takes it. A cohort has each key once, also among what was removed: a
 * removed resource gives it up, and a duplicate that was merged into this one gets this one's key for it, so that both
 * links go on leading here. Throws `conflict`, with the other resource as what stands now, when the key leads to one.
 * The caller holds the lock of the schedule.
 */
export async function freeKey(
  tx: Tx,
  scope: CohortScope,
  resource: Pick<Resource, "id" | "matchKey">,
  key: string,
): Promise<void> {
  const cohortId = scope.cohort.id;
  const holder = await tx.resource.findFirst({
    where: { cohortId, matchKey: key, NOT: { id: resource.id } },
    select: { id: true, deletedAt: true, mergedIntoId: true },
  });
  if (!holder) return;
  const leadsTo = holder.deletedAt ? holder.mergedIntoId : holder.id;
  if (leadsTo && leadsTo !== resource.id) {
    const other = await resourceOf(tx, scope, leadsTo);
    const named = other ? `“${other.title}”` : "another resource";
    const message = key.startsWith("title:")
      ? `The library has ${named} already. Merge the two, or give this one a link of its own.`
      : `This link is the one of ${named} already. Merge the two, and nobody loses a tick.`;
    throw new AppError("conflict", message, { [key.startsWith("title:") ? "title" : "url"]: message }, other);
  }
  // A key is unique at every moment, so the other one steps aside before it takes what becomes free.
  await setKey(tx, holder.id, `removed:${holder.id}`);
  if (leadsTo !== resource.id) return;
  await setKey(tx, resource.id, key);
  await setKey(tx, holder.id, resource.matchKey);
}

async function setKey(tx: Tx, id: string, matchKey: string): Promise<void> {
  await tx.resource.updateMany({ where: { id }, data: { matchKey } });
}
