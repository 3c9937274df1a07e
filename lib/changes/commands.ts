import { recordAudit } from "@/lib/audit/commands";
import { authorise, type CohortScope } from "@/lib/auth/scope";
import { heldLines, type LineRow, lineOf, rowsOf } from "@/lib/changes/queries";
import { bundleLines, type LogLine as NewLine } from "@/lib/changes/rules";
import type { LineRef, LogLine, MergeLines, RewordLine } from "@/lib/changes/schema";
import type { Ctx } from "@/lib/core/context";
import { AppError, notFound } from "@/lib/core/errors";
import { inTransaction, type Tx } from "@/lib/db/client";
import { lockSchedule } from "@/lib/schedule/standing/queries";

const CHANGED_MEANWHILE = "This line has changed since you opened it. Nothing of yours was saved yet.";

/**
 * Adds lines to the public log, joined with those that are still held, so that members read what came of it and not every
 * step. The caller holds the lock of the schedule.
 */
export async function addToLog(ctx: Ctx, tx: Tx, scope: CohortScope, lines: readonly NewLine[]): Promise<void> {
  if (lines.length === 0) return;
  const [cohortId, now] = [scope.cohort.id, ctx.now()];
  const { reword, drop, add } = bundleLines(await heldLines(tx, scope, now), lines);
  for (const { id, ...data } of reword) {
    await tx.change.updateMany({
      where: { id, cohortId },
      data: { ...data, version: { increment: 1 }, updatedAt: now },
    });
  }
  await markRemoved(ctx, tx, scope, drop);
  if (add.length === 0) return;
  await tx.change.createMany({
    data: add.map((line) => ({ id: ctx.newId(), cohortId, ...line, at: now, updatedAt: now })),
  });
}

/** Takes lines off the page without a word; they stay in the log. */
export async function markRemoved(ctx: Ctx, tx: Tx, scope: CohortScope, ids: readonly string[]): Promise<void> {
  await setRemoved(ctx, tx, scope, ids, ctx.now());
}

/** Puts lines on the page again. */
export async function markRestored(ctx: Ctx, tx: Tx, scope: CohortScope, ids: readonly string[]): Promise<void> {
  await setRemoved(ctx, tx, scope, ids, null);
}

async function setRemoved(ctx: Ctx, tx: Tx, scope: CohortScope, ids: readonly string[], deletedAt: Date | null) {
  if (ids.length === 0) return;
  await tx.change.updateMany({
    where: { id: { in: [...ids] }, cohortId: scope.cohort.id },
    data: { deletedAt, version: { increment: 1 }, updatedAt: ctx.now() },
  });
}

/**
 * Puts a line into other words; a mail about it that has not gone yet says them too. Throws `conflict` with the line as it
 * stands when `version` is out of date, `not_found` for a line that was removed. The same words change nothing.
 */
export async function rewordLine(ctx: Ctx, scope: CohortScope, { id, version, text }: RewordLine): Promise<LogLine> {
  authorise(ctx, scope, "change.edit");
  return inTransaction(ctx, async (tx) => {
    const [before] = await lockLines(tx, scope, [{ id, version }]);
    if (before && before.text !== text) {
      await writeLines(ctx, tx, scope, "change.changed", [before], [{ ...before, text }]);
    }
    return required(tx, scope, id);
  });
}

/**
 * Makes several lines one, on the day of the newest, about the session that all of them are about. Throws `conflict` when
 * one of them has changed meanwhile, and then nothing is done.
 */
export async function mergeLines(ctx: Ctx, scope: CohortScope, input: MergeLines): Promise<LogLine> {
  authorise(ctx, scope, "change.edit");
  return inTransaction(ctx, async (tx) => {
    const lines = await lockLines(tx, scope, input.lines);
    const newest = lines.reduce((a, b) => ([a.at, a.id].join() > [b.at, b.id].join() ? a : b));
    if (lines.length < 2) throw new AppError("invalid", "Choose two different lines.");
    const sessionId = lines.every((line) => line.sessionId === newest.sessionId) ? newest.sessionId : null;
    const after = lines.map((line) =>
      line === newest ? { ...line, text: input.text, sessionId } : { ...line, removed: true },
    );
    await writeLines(ctx, tx, scope, "change.merged", lines, after);
    return required(tx, scope, newest.id);
  });
}

/** Takes a line off the page. Throws `conflict` when it has changed meanwhile, `not_found` on a second call. */
export async function removeLine(ctx: Ctx, scope: CohortScope, { id, version }: LineRef): Promise<LogLine> {
  authorise(ctx, scope, "change.edit");
  return inTransaction(ctx, async (tx) => {
    const lines = await lockLines(tx, scope, [{ id, version }]);
    await writeLines(
      ctx,
      tx,
      scope,
      "change.removed",
      lines,
      lines.map((line) => ({ ...line, removed: true })),
    );
    return required(tx, scope, id);
  });
}

/** Puts a line on the page again that was taken off it. A second call changes nothing. */
export async function restoreLine(ctx: Ctx, scope: CohortScope, { id, version }: LineRef): Promise<LogLine> {
  authorise(ctx, scope, "change.edit");
  return inTransaction(ctx, async (tx) => {
    await lockSchedule(tx, scope);
    const line = (await rowsOf(tx, scope, [id])).get(id);
    if (!line) throw notFound("line");
    if (line.removed && line.version !== version) throw await conflict(tx, scope, id);
    if (line.removed) await writeLines(ctx, tx, scope, "change.restored", [line], [{ ...line, removed: false }]);
    return required(tx, scope, id);
  });
}

/** Writes lines from one state to another and the audit row from which that can be undone. */
export async function writeLines(
  ctx: Ctx,
  tx: Tx,
  scope: CohortScope,
  action: `change.${"changed" | "merged" | "removed" | "restored"}`,
  before: readonly LineRow[],
  after: readonly LineRow[],
): Promise<string> {
  const [cohortId, now] = [scope.cohort.id, ctx.now()];
  for (const { id, text, sessionId, removed } of after) {
    const data = { text, sessionId, deletedAt: removed ? now : null, version: { increment: 1 }, updatedAt: now };
    await tx.change.updateMany({ where: { id, cohortId }, data });
  }
  return recordAudit(ctx, tx, {
    cohortId,
    action,
    subjectKind: "change",
    subjectId: after.find(({ removed }) => !removed)?.id ?? after[0]?.id ?? "",
    before: { lines: before },
    after: { lines: after.map((line) => ({ ...line, version: line.version + 1 })) },
  });
}

/** Lines that are on the page, as they stand, with the log locked. Throws when one is gone or not as it was seen. */
async function lockLines(
  tx: Tx,
  scope: CohortScope,
  refs: readonly { id: string; version: number }[],
): Promise<LineRow[]> {
  await lockSchedule(tx, scope);
  const rows = await rowsOf(
    tx,
    scope,
    refs.map(({ id }) => id),
  );
  for (const { id, version } of refs) {
    const row = rows.get(id);
    if (!row || row.removed) throw notFound("line");
    if (row.version !== version) throw await conflict(tx, scope, id);
  }
  return [...rows.values()];
}

async function conflict(tx: Tx, scope: CohortScope, id: string): Promise<AppError> {
  return new AppError("conflict", CHANGED_MEANWHILE, {}, await lineOf(tx, scope, id));
}

async function required(tx: Tx, scope: CohortScope, id: string): Promise<LogLine> {
  const line = await lineOf(tx, scope, id);
  if (!line) throw notFound("line");
  return line;
}
