import type { CohortScope } from "@/lib/auth/scope";
import type { Ctx } from "@/lib/core/context";
import { inTransaction } from "@/lib/db/client";
import { untoldLines } from "@/lib/notices/change/queries";
import { changeDueAt } from "@/lib/notices/change/rules";
import { addDeliveries, enqueueNotice } from "@/lib/notices/outbox";
import { recipientsOf, settingsOf } from "@/lib/notices/queries";
import { lockSchedule } from "@/lib/schedule/standing/queries";

/**
 * Puts the change mail of a cohort into the outbox when its lines have been held long enough: one notice about all of them.
 * Lines are part of one mail at most, whatever happens to them later. May run late, twice, or on several machines at
 * once: edits and planners wait for each other at the lock of the schedule. Null when nothing is due.
 */
export async function planChange(ctx: Ctx, scope: CohortScope): Promise<{ deliveries: number } | null> {
  if (!(await dueIn(ctx, scope))) return null;
  return inTransaction(ctx, async (tx) => {
    await lockSchedule(tx, scope);
    // Asked again now that nobody writes: another planner may have been here, or an organizer may have gone on.
    const due = await dueIn({ ...ctx, db: tx }, scope);
    if (!due) return null;
    const [cohortId, subjectKey] = [scope.cohort.id, due.ids[0] ?? ""];
    const payload = { changeIds: due.ids };
    await enqueueNotice(ctx, tx, { kind: "change", cohortId, subjectKey, payload, to: [], dueAt: due.at });
    const { id } = await tx.notice.findFirstOrThrow({
      where: { cohortId, kind: "change", subjectKey },
      select: { id: true },
    });
    const recipients = await recipientsOf(tx, scope, "change");
    return { deliveries: (await addDeliveries(ctx, tx, id, { recipients, late: false })).deliveries };
  });
}

async function dueIn(ctx: Pick<Ctx, "db" | "now">, scope: CohortScope): Promise<{ ids: string[]; at: Date } | null> {
  const now = ctx.now();
  const lines = await untoldLines(ctx.db, scope, now);
  const at = changeDueAt(lines);
  if (!at || now < at || !(await settingsOf(ctx.db, scope, "change")).enabled) return null;
  return { ids: lines.map(({ id }) => id), at };
}
