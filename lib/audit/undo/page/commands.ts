import {
  type Act,
  type BreakState,
  type LineState,
  namesBetween,
  type Pair,
  type SectionState,
} from "@/lib/audit/acts/rules";
import { recordAudit, type UndoCtx } from "@/lib/audit/commands";
import { type AuditRow, refusal, type Subject } from "@/lib/audit/undo/queries";
import { type CohortScope, openCohort } from "@/lib/auth/scope";
import { writeLines } from "@/lib/changes/commands";
import { type LineRow, rowsOf } from "@/lib/changes/queries";
import { removeSection, saveSection, updateCohort } from "@/lib/cohorts/commands";
import { cohortOf } from "@/lib/cohorts/queries";
import { updateCohort as updateCohortInput } from "@/lib/cohorts/schema";
import type { Tx } from "@/lib/db/client";
import { oneBreak } from "@/lib/schedule/breaks/queries";
import { toDateColumn } from "@/lib/time/zones";

/** Takes back what was done to a section of the public page. */
export async function undoSection(
  ctx: UndoCtx,
  tx: Tx,
  scope: CohortScope,
  row: AuditRow,
  { id, before, after }: Pair<SectionState>,
): Promise<void> {
  const where = { id, cohortId: scope.cohort.id };
  const current = await tx.section.findFirst({ where });
  const cohort = scope.cohort.slug;
  const blocked = (did: string) =>
    refuse(ctx, tx, scope, row, { kind: "section", id }, `${did} the section “${(after ?? before)?.title}”`);
  if (!after) {
    if (!current?.deletedAt) throw await blocked("brought back");
    const data = { deletedAt: null, version: { increment: 1 }, updatedAt: ctx.now() };
    const saved = await tx.section.update({ where: { id }, data });
    const { title, body, position } = saved;
    const subject = { subjectKind: "section", subjectId: id };
    await recordAudit(ctx, tx, {
      cohortId: scope.cohort.id,
      action: "section.added",
      ...subject,
      after: { id, title, body, position },
    });
    return;
  }
  if (!current || current.deletedAt) throw await blocked("removed");
  const changed = before ? namesBetween(before, after, ["title", "body"]) : (["title", "body"] as const);
  if (namesBetween(current, after, changed).length > 0) throw await blocked("changed");
  const { version } = current;
  if (!before) return removeSection(ctx, scope, { cohort, id, version });
  const said = Object.fromEntries(changed.map((name) => [name, before[name]]));
  await saveSection(ctx, scope, { cohort, id, version, title: current.title, body: current.body, ...said });
}

/** Takes back what was changed about the settings of the cohort. */
export async function undoSettings(
  ctx: UndoCtx,
  tx: Tx,
  scope: CohortScope,
  row: AuditRow,
  { before, after }: Extract<Act, { kind: "cohort" }>,
): Promise<void> {
  const standing = await openCohort(ctx, tx, scope.cohort.slug);
  const current: Record<string, unknown> = cohortOf(standing);
  const names = Object.keys(updateCohortInput.shape).filter((name) => name !== "cohort" && name !== "version");
  const changed = namesBetween(before, after, names);
  if (namesBetween(current, after, changed).length > 0) {
    const subject = { kind: "cohort", id: scope.cohort.id } as const;
    throw await refuse(ctx, tx, scope, row, subject, "changed the settings of the cohort");
  }
  const said = Object.fromEntries(changed.map((name) => [name, before[name]]));
  const { slug: cohort, version } = standing.cohort;
  await updateCohort(ctx, standing, updateCohortInput.parse({ cohort, version, ...said }));
}

/** Takes back what was done to lines of the public log. */
export async function undoLines(
  ctx: UndoCtx,
  tx: Tx,
  scope: CohortScope,
  row: AuditRow,
  pairs: readonly Pair<LineState>[],
): Promise<void> {
  const standing = await rowsOf(
    tx,
    scope,
    pairs.map(({ id }) => id),
  );
  const [from, to]: [LineRow[], LineRow[]] = [[], []];
  for (const { id, before, after } of pairs) {
    const current = standing.get(id);
    if (!current || !before || !after) continue;
    const changed = namesBetween(before, after, ["text", "sessionId", "removed"]);
    if (namesBetween(current, after, changed).length > 0) {
      throw await refuse(ctx, tx, scope, row, { kind: "change", id }, "changed this line of the log");
    }
    if (changed.length === 0) continue;
    from.push(current);
    to.push({ ...current, ...Object.fromEntries(changed.map((name) => [name, before[name]])) });
  }
  if (to.length > 0) await writeLines(ctx, tx, scope, "change.changed", from, to);
}

/** Takes back what was done to a break of the term. */
export async function undoBreak(
  ctx: UndoCtx,
  tx: Tx,
  scope: CohortScope,
  row: AuditRow,
  { id, before, after }: Pair<BreakState>,
): Promise<void> {
  const cohortId = scope.cohort.id;
  const current = await oneBreak(tx, scope, id);
  const changed =
    before && after
      ? namesBetween(before, after, ["title", "firstDay", "lastDay"])
      : (["title", "firstDay", "lastDay"] as const);
  const touched =
    current && after ? namesBetween(current, after, changed).length > 0 : (current === null) !== (after === null);
  if (touched)
    throw await refuse(ctx, tx, scope, row, { kind: "break", id }, `changed the break “${(after ?? before)?.title}”`);
  const target =
    before && current ? { ...current, ...Object.fromEntries(changed.map((name) => [name, before[name]])) } : before;
  if (target) {
    const data = {
      title: target.title,
      firstDay: toDateColumn(target.firstDay),
      lastDay: toDateColumn(target.lastDay),
    };
    await tx.break.upsert({ where: { id }, create: { id, cohortId, ...data }, update: data });
  } else {
    await tx.break.deleteMany({ where: { id, cohortId } });
  }
  const action = target ? (current ? "break.changed" : "break.added") : "break.removed";
  const states = { ...(current ? { before: current } : {}), ...(target ? { after: target } : {}) };
  await recordAudit(ctx, tx, { cohortId, action, subjectKind: "break", subjectId: id, ...states });
}

function refuse(ctx: UndoCtx, tx: Tx, scope: CohortScope, row: AuditRow, subject: Subject, did: string) {
  return refusal(ctx, tx, scope, row, { subject, did, else: "It has been changed since." });
}
