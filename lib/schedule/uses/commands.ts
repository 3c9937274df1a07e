import type { CohortScope } from "@/lib/auth/scope";
import type { Ctx } from "@/lib/core/context";
import { notFound } from "@/lib/core/errors";
import { editSchedule } from "@/lib/schedule/edit/commands";
import { type ScheduleSession, type SetUses, SLOTS, setUses as schema } from "@/lib/schedule/schema";

/**
 * Says what a session uses, all slots at once and in this order. A link or title that the library knows is that
 * resource, whose title and length become the given ones; what a session stops using stays in the library with everyone's
 * progress. Throws `conflict` with the sessions as they stand when `version` is out of date, and `not_found` for a session
 * that is not there. The same uses again change nothing.
 */
export async function setUses(ctx: Ctx, scope: CohortScope, input: SetUses): Promise<ScheduleSession> {
  const { cohort, sessionId, version, uses } = schema.parse(input);
  const inSlot = (slot: (typeof SLOTS)[number]) =>
    uses.filter((use) => use.slot === slot).map(({ slot: _, ...use }) => use);
  const slots = Object.fromEntries(SLOTS.map((slot) => [slot, inSlot(slot)]));
  const { sessions } = await editSchedule(ctx, scope, { cohort, edits: [{ sessionId, version, slots }] });
  const saved = sessions.find(({ id }) => id === sessionId);
  if (!saved) throw notFound("session");
  return saved;
}
