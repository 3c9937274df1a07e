import type { CohortScope } from "@/lib/auth/scope";
import { addToLog, markRemoved } from "@/lib/changes/commands";
import { heldLines } from "@/lib/changes/queries";
import { readLine } from "@/lib/changes/words/rules";
import { type Cohort, cohort as cohortSchema } from "@/lib/cohorts/schema";
import { isSameUsual, type Usual, usualLine } from "@/lib/cohorts/usual/rules";
import type { Ctx } from "@/lib/core/context";
import type { Tx } from "@/lib/db/client";
import { scheduleOf } from "@/lib/schedule/queries";
import { isOver } from "@/lib/schedule/rules";

/** What the audit log keeps of a cohort's settings, as far as it is told here. */
const audited = cohortSchema.pick({
  timezone: true,
  weekday: true,
  startsAt: true,
  lengthMinutes: true,
  place: true,
  meetingUrl: true,
  version: true,
});

/**
 * Tells in the public log what another usual time, day, zone, length, place or meeting link means for the published
 * sessions to come. Changes that are still held are one line about what came of them, and what is changed back leaves
 * none. Of a draft cohort nothing is told. The caller holds the lock of the schedule.
 */
export async function tellUsual(
  ctx: Ctx,
  tx: Tx,
  scope: CohortScope,
  { before, after }: { before: Cohort; after: Cohort },
): Promise<void> {
  if (before.state === "draft" || isSameUsual(before, after)) return;
  const now = ctx.now();
  const held = (await heldLines(tx, scope, now)).filter(({ text, wrote }) => readLine(wrote ?? text)?.kind === "usual");
  const [first] = held;
  if (first && isSameUsual(await stoodBefore(tx, scope, first.id, before), after)) {
    const ids = held.map(({ id }) => id);
    return markRemoved(ctx, tx, scope, ids);
  }
  // What an organizer has put into words of their own is told by them; only our own line is written anew.
  const own = held.find(({ wrote }) => wrote === null);
  const base = own ? await stoodBefore(tx, scope, own.id, before) : before;
  const coming = (await scheduleOf(tx, scope)).filter(
    (session) => session.state === "published" && session.format !== "no_session" && !isOver(session, before, now),
  );
  const text = usualLine(base, after, coming);
  if (text) await addToLog(ctx, tx, scope, [{ sessionId: null, text }]);
}

/** The settings as they were before a held line was first written: the audit log has them. */
async function stoodBefore(tx: Tx, scope: CohortScope, lineId: string, otherwise: Usual): Promise<Usual> {
  const cohortId = scope.cohort.id;
  const { at } = await tx.change.findUniqueOrThrow({ where: { id: lineId }, select: { at: true } });
  const rows = await tx.audit.findMany({
    where: {
      cohortId,
      subjectKind: "cohort",
      subjectId: cohortId,
      action: { in: ["cohort.changed", "audit.undone"] },
      at: { gte: at },
    },
    select: { before: true },
  });
  const states = rows.map((row) => audited.safeParse(row.before)).flatMap(({ data }) => data ?? []);
  return states.sort((a, b) => a.version - b.version)[0] ?? otherwise;
}
