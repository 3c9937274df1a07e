import { type Act, readAct } from "@/lib/audit/acts/rules";
import type { UndoCtx } from "@/lib/audit/commands";
import { UNDO_DAYS, type Undone } from "@/lib/audit/schema";
import { undoResource } from "@/lib/audit/undo/library/commands";
import { undoMerge } from "@/lib/audit/undo/merge/commands";
import { undoBreak, undoLines, undoSection, undoSettings } from "@/lib/audit/undo/page/commands";
import { type AuditRow, auditRow, undosOf, undosSince } from "@/lib/audit/undo/queries";
import { daysLeft } from "@/lib/audit/undo/rules";
import { undoSchedule } from "@/lib/audit/undo/schedule/commands";
import { authorise, type CohortScope } from "@/lib/auth/scope";
import type { Ctx } from "@/lib/core/context";
import { AppError, notFound } from "@/lib/core/errors";
import { inTransaction, type Tx } from "@/lib/db/client";
import { lockSchedule } from "@/lib/schedule/standing/queries";
import { dayAndMonth } from "@/lib/time/words";
import { dateIn } from "@/lib/time/zones";

/**
 * Takes one act of the audit log back, whole or not at all, within 30 days. Undoing an undo does the act again. Throws
 * `conflict`, with who it was, when somebody has changed the same thing later or the act is undone already, `gone` when
 * it is too long ago, and `invalid` for what cannot be taken back, such as a mail.
 */
export async function undoAct(ctx: Ctx, scope: CohortScope, id: string): Promise<Undone> {
  authorise(ctx, scope, "audit.undo");
  return inTransaction(ctx, async (tx) => {
    await lockSchedule(tx, scope);
    const row = await auditRow(tx, scope, id);
    if (!row) throw notFound("entry");
    const act = readAct(row);
    if (!act) throw new AppError("invalid", "This cannot be undone.");
    if (daysLeft(row.at, ctx.now()) === 0) {
      throw new AppError("gone", `This was more than ${UNDO_DAYS} days ago and cannot be undone any more.`);
    }
    const undo = (await undosSince(tx, scope, row.at)).get(row.id);
    if (undo) {
      const day = dayAndMonth(dateIn(undo.at, scope.cohort.timezone));
      const message = `This was already undone by ${undo.who} on ${day}.`;
      throw new AppError("conflict", message, {}, { who: undo.who, id: undo.id });
    }
    return undoOne({ ...ctx, db: tx, undoes: row.id }, tx, scope, row, act);
  });
}

async function undoOne(ctx: UndoCtx, tx: Tx, scope: CohortScope, row: AuditRow, act: Act): Promise<Undone> {
  const before = new Set(await undosOf(tx, scope, row.id));
  const written = act.kind === "schedule" ? await undoSchedule(ctx, tx, scope, row, act) : null;
  if (act.kind === "resource") await undoResource(ctx, tx, scope, row, act);
  if (act.kind === "merge") await undoMerge(ctx, tx, scope, row, act.merge);
  if (act.kind === "section") await undoSection(ctx, tx, scope, row, act.pair);
  if (act.kind === "cohort") await undoSettings(ctx, tx, scope, row, act);
  if (act.kind === "lines") await undoLines(ctx, tx, scope, row, act.lines);
  if (act.kind === "break") await undoBreak(ctx, tx, scope, row, act.pair);
  const undo = (await undosOf(tx, scope, row.id)).find((id) => !before.has(id));
  if (!undo) throw new AppError("conflict", "Nothing of it is left that could be undone.", {}, { who: "", id: null });
  const { sessions = [], removed = [], lines = [] } = written ?? {};
  return { undo, sessions, removed, lines };
}
