import { recordAudit } from "@/lib/audit/commands";
import { authorise, type CohortScope } from "@/lib/auth/scope";
import type { Ctx } from "@/lib/core/context";
import { AppError, notFound } from "@/lib/core/errors";
import { inTransaction, type Tx } from "@/lib/db/client";
import { breaksOf, oneBreak } from "@/lib/schedule/breaks/queries";
import type { CohortBreak, RemoveBreak, SaveBreak } from "@/lib/schedule/breaks/schema";
import { lockSchedule } from "@/lib/schedule/standing/queries";
import { toDateColumn } from "@/lib/time/zones";

/** How many breaks a cohort may have. */
const MOST = 200;

type Days = Pick<CohortBreak, "title" | "firstDay" | "lastDay">;

/**
 * Adds a break or changes one; sessions that lie in it stay where they are until they are moved. Saying what stands
 * already changes nothing. Throws `conflict` with what stands now when somebody else changed it meanwhile, `not_found`
 * when it is gone.
 */
export async function saveBreak(ctx: Ctx, scope: CohortScope, input: SaveBreak): Promise<CohortBreak> {
  authorise(ctx, scope, "session.edit");
  const { title, firstDay, lastDay } = input;
  const data = { title, firstDay: toDateColumn(firstDay), lastDay: toDateColumn(lastDay) };
  return inTransaction(ctx, async (tx) => {
    await lockSchedule(tx, scope);
    if (input.id) {
      const after = { id: input.id, title, firstDay, lastDay };
      const before = await oneBreak(tx, scope, input.id);
      if (!before) throw notFound("break");
      if (isSame(before, after)) return before;
      refuseOutdated(before, input.seen);
      await tx.break.updateMany({ where: { id: input.id, cohortId: scope.cohort.id }, data });
      await record(ctx, tx, scope, "break.changed", before, after);
      return after;
    }
    const there = await breaksOf(tx, scope);
    const twin = there.find((one) => isSame(one, input));
    if (twin) return twin;
    if (there.length >= MOST) throw new AppError("invalid", `At most ${MOST} breaks. Remove some that are over.`);
    const after = { id: ctx.newId(), title, firstDay, lastDay };
    await tx.break.create({ data: { id: after.id, cohortId: scope.cohort.id, ...data } });
    await record(ctx, tx, scope, "break.added", null, after);
    return after;
  });
}

/** Takes a break away. Throws `conflict` when somebody else changed it meanwhile, `not_found` on a second call. */
export async function removeBreak(ctx: Ctx, scope: CohortScope, { id, seen }: RemoveBreak): Promise<void> {
  authorise(ctx, scope, "session.edit");
  await inTransaction(ctx, async (tx) => {
    await lockSchedule(tx, scope);
    const before = await oneBreak(tx, scope, id);
    if (!before) throw notFound("break");
    refuseOutdated(before, seen);
    await tx.break.deleteMany({ where: { id, cohortId: scope.cohort.id } });
    await record(ctx, tx, scope, "break.removed", before, null);
  });
}

function isSame(a: Days, b: Days): boolean {
  return a.title === b.title && a.firstDay === b.firstDay && a.lastDay === b.lastDay;
}

function refuseOutdated(stands: CohortBreak, seen: Days | undefined): void {
  if (seen && isSame(stands, seen)) return;
  const message = "Somebody else has changed this break since you opened it. Nothing of yours was saved yet.";
  throw new AppError("conflict", message, {}, stands);
}

async function record(
  ctx: Ctx,
  tx: Tx,
  scope: CohortScope,
  action: string,
  before: CohortBreak | null,
  after: CohortBreak | null,
): Promise<void> {
  await recordAudit(ctx, tx, {
    cohortId: scope.cohort.id,
    action,
    subjectKind: "break",
    subjectId: (after ?? before)?.id ?? "",
    ...(before ? { before } : {}),
    ...(after ? { after } : {}),
  });
}
