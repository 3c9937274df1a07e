import type { Act, Pair, SessionState } from "@/lib/audit/acts/rules";
import type { UndoCtx } from "@/lib/audit/commands";
import { type AuditRow, refusal } from "@/lib/audit/undo/queries";
import { type Blocked, putBack, withLiveResources } from "@/lib/audit/undo/rules";
import { mergedInto, missingResource } from "@/lib/audit/undo/schedule/queries";
import { dropMade, planResources, restoreCorrected } from "@/lib/audit/undo/schedule/resources/commands";
import { FIELD_WORDS } from "@/lib/audit/words/schedule/rules";
import type { CohortScope } from "@/lib/auth/scope";
import { markRemoved, markRestored } from "@/lib/changes/commands";
import { heldLines, linesOfAct } from "@/lib/changes/queries";
import { isOpening } from "@/lib/changes/words/rules";
import type { Tx } from "@/lib/db/client";
import { knownToAll, linesBetween } from "@/lib/schedule/edit/rules";
import type { ScheduleEdited } from "@/lib/schedule/edit/schema";
import type { Line } from "@/lib/schedule/lines";
import { scheduleOf } from "@/lib/schedule/queries";
import type { ScheduleSession } from "@/lib/schedule/schema";
import { writeSchedule } from "@/lib/schedule/write/commands";

/**
 * Takes back what an act did to the schedule. Resources that it corrected are as they were, those that it made go where
 * nothing needs them; nobody's progress is touched. The caller holds the lock of the schedule.
 */
export async function undoSchedule(
  ctx: UndoCtx,
  tx: Tx,
  scope: CohortScope,
  row: AuditRow,
  act: Extract<Act, { kind: "schedule" }>,
): Promise<ScheduleEdited> {
  const pairs = withLiveResources(act.sessions, await mergedInto(tx, scope));
  const restore = async () => {
    const standing = await scheduleOf(tx, scope);
    const { sessions, blocked } = putBack(pairs, standing);
    if (blocked[0]) throw await blockedBy(ctx, tx, scope, row, blocked[0]);
    return { standing, sessions };
  };
  const resources = await planResources(ctx, tx, scope, row, act.resources, (await restore()).sessions);
  await restoreCorrected(ctx, tx, scope, resources.corrected);
  // Read again: the uses of a resource that has just come back are seen only now.
  const { standing, sessions } = await restore();
  await refuseMissing(ctx, tx, scope, row, pairs, sessions);
  const lines = await linesOfUndo(ctx, tx, scope, row, standing, sessions);
  const written = await writeSchedule(ctx, tx, scope, {
    action: "audit.undone",
    before: standing,
    after: sessions,
    resources: resources.recorded,
    lines,
  });
  await dropMade(ctx, tx, scope, resources.made);
  return written;
}

function blockedBy(ctx: UndoCtx, tx: Tx, scope: CohortScope, row: AuditRow, { id, name, what }: Blocked) {
  const did = {
    removed: `removed “${name}”`,
    restored: `brought “${name}” back`,
    date: `moved “${name}”`,
  };
  const words = what === "removed" || what === "restored" || what === "date" ? did[what] : null;
  return refusal(ctx, tx, scope, row, {
    subject: { kind: "session", id },
    ...(what === "removed" || what === "restored" ? {} : { field: what }),
    did: words ?? `changed ${FIELD_WORDS[what as keyof typeof FIELD_WORDS]} of “${name}”`,
    else: `“${name}” has been changed since.`,
  });
}

/** A resource that was taken out of the library cannot come back to a session by itself. */
async function refuseMissing(
  ctx: UndoCtx,
  tx: Tx,
  scope: CohortScope,
  row: AuditRow,
  pairs: readonly Pair<SessionState>[],
  sessions: readonly ScheduleSession[],
): Promise<void> {
  const touched = new Set(pairs.map(({ id }) => id));
  const uses = sessions.filter(({ id }) => touched.has(id)).flatMap((session) => session.uses);
  const missing = await missingResource(
    tx,
    scope,
    uses.map(({ resourceId }) => resourceId),
  );
  if (!missing) return;
  throw await refusal(ctx, tx, scope, row, {
    subject: { kind: "resource", id: missing.id },
    did: `took “${missing.title}” out of the library`,
    else: `“${missing.title}” is not in the library any more.`,
  });
}

/**
 * The lines that the public log gets. While the lines of the act are held they go again and none are added; and when the
 * schedule that was published in the same quarter of an hour is a draft again, nobody has to hear of any of it.
 */
async function linesOfUndo(
  ctx: UndoCtx,
  tx: Tx,
  scope: CohortScope,
  row: AuditRow,
  before: readonly ScheduleSession[],
  after: readonly ScheduleSession[],
): Promise<Line[]> {
  const own = await linesOfAct(tx, scope, row.id, ctx.now());
  if (own) {
    await markRemoved(ctx, tx, scope, own.remove);
    await markRestored(ctx, tx, scope, own.restore);
    return [];
  }
  const held = await heldLines(tx, scope, ctx.now());
  if (knownToAll(after).length === 0 && held.some(({ text, wrote }) => isOpening(wrote ?? text))) {
    await markRemoved(
      ctx,
      tx,
      scope,
      held.map(({ id }) => id),
    );
    return [];
  }
  return linesBetween(before, after, scope.cohort);
}
