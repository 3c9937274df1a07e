import { recordAudit } from "@/lib/audit/commands";
import { authorise, type CohortScope } from "@/lib/auth/scope";
import type { Ctx } from "@/lib/core/context";
import { notFound } from "@/lib/core/errors";
import { inTransaction } from "@/lib/db/client";
import { lockSession } from "@/lib/schedule/commands";
import { changeLines } from "@/lib/schedule/lines";
import { planUses } from "@/lib/schedule/plan-uses";
import { sessionOf } from "@/lib/schedule/queries";
import { planResources, resolveResources, usedIn } from "@/lib/schedule/resolve";
import { type ScheduleSession, type SetUses, setUses as schema } from "@/lib/schedule/schema";
import { applyPlan } from "@/lib/schedule/standing/commands";
import { standingSchedule } from "@/lib/schedule/standing/queries";
import { wantedUses } from "@/lib/schedule/uses/rules";

/**
 * Says what a session uses, all slots at once and in this order. A link or title that the library knows is that
 * resource, whose title and length become the given ones; what a session stops using stays in the library with everyone's
 * progress. Throws `conflict` with the session as it stands when `version` is out of date. The same uses again change
 * nothing.
 */
export async function setUses(ctx: Ctx, scope: CohortScope, input: SetUses): Promise<ScheduleSession> {
  authorise(ctx, scope, "session.edit");
  const { sessionId, version, uses } = schema.parse(input);
  return inTransaction(ctx, async (tx) => {
    const before = await lockSession(tx, scope, { sessionId, version });
    const standing = await standingSchedule(tx, scope);
    const session = standing.sessions.find(({ id }) => id === sessionId);
    if (!session) throw notFound("session");
    const wanted = wantedUses(standing, session, uses);
    const elsewhere = usedIn({ sessions: standing.sessions.filter(({ id }) => id !== sessionId) });
    const correctable = new Set([...usedIn({ sessions: [session] })].filter((id) => !elsewhere.has(id)));
    const resolved = resolveResources(standing, wanted, correctable);
    const resources = planResources(resolved, { newId: ctx.newId, clearLengths: true });
    const titles = new Map(
      [...resolved].map(
        ([
          key,
          {
            wanted: { title },
          },
        ]) => [resources.ids.get(key) ?? "", title],
      ),
    );
    const { id, date, title, format, state } = session;
    const row = { id, date, title, format, state };
    const target = { date, title, format, uses: wanted.uses };
    const planned = planUses([{ match: { how: "same", standing: session, wanted: target }, row }], {
      ids: resources.ids,
      titles,
      standing,
      newId: ctx.newId,
    });
    const rowsTouched = planned.create.length + planned.update.length + planned.remove.length;
    if (rowsTouched + resources.create.length + resources.update.length === 0) return before;
    await applyPlan(ctx, tx, scope, {
      resources,
      sessions: { create: [], update: [{ before: session, after: row }], remove: [] },
      uses: planned,
      changes: planned.changes,
      lines: changeLines(planned.changes, { first: false, published: [] }),
    });
    const after = await sessionOf(tx, scope, sessionId);
    if (!after) throw notFound("session");
    await recordAudit(ctx, tx, {
      cohortId: scope.cohort.id,
      action: "session.uses_changed",
      subjectKind: "session",
      subjectId: sessionId,
      before: before.uses,
      after: after.uses,
    });
    return after;
  });
}
