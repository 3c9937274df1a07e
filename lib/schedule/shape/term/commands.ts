import { authorise, type CohortScope } from "@/lib/auth/scope";
import type { Ctx } from "@/lib/core/context";
import { inTransaction } from "@/lib/db/client";
import { openDraft } from "@/lib/schedule/edit/apply";
import { shapeWorld } from "@/lib/schedule/shape/queries";
import { termDates } from "@/lib/schedule/shape/term/rules";
import { type GeneratedTerm, generateTerm as schema } from "@/lib/schedule/shape/term/schema";
import { lockSchedule } from "@/lib/schedule/standing/queries";
import { writeSchedule } from "@/lib/schedule/write/commands";

/**
 * Adds the open dates of a term as drafts, or only says which. Dates that have a session already are left as they are, so
 * a second call adds nothing. A time that is the cohort's is not written into the sessions.
 */
export async function generateTerm(
  ctx: Ctx,
  scope: CohortScope,
  input: Parameters<typeof schema.parse>[0],
): Promise<GeneratedTerm> {
  authorise(ctx, scope, "session.edit");
  const asked = schema.parse(input);
  return inTransaction(ctx, async (tx) => {
    await lockSchedule(tx, scope);
    const { world } = await shapeWorld(tx, scope, ctx.now());
    const dates = termDates(world, asked);
    const fresh = dates.filter(({ does }) => does === "new");
    const answer = { dates, added: fresh.length, taken: dates.filter(({ does }) => does === "taken").length };
    if (asked.dryRun) return { ...answer, edited: null };
    const startsAt = asked.startsAt && asked.startsAt !== scope.cohort.startsAt ? asked.startsAt : null;
    const after = [...world.sessions, ...fresh.map(({ date }) => openDraft(ctx.newId(), date, startsAt))];
    const edited = await writeSchedule(ctx, tx, scope, {
      action: "schedule.generated",
      before: world.sessions,
      after,
      lines: [],
    });
    return { ...answer, edited };
  });
}
