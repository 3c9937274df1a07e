import { byDate } from "@/lib/core/lists";
import type { StandingSchedule } from "@/lib/schedule/match";
import { type ComparedPlan, planSchedule, type SchedulePlan } from "@/lib/schedule/plan";
import { wantedOf } from "@/lib/schedule/wanted";
import type { ReadSession } from "@/lib/transfer/schema";

/** Schedules without a database, for tests of plans. */

export const NOTHING: StandingSchedule = { sessions: [], resources: [] };

let lastId = 0;
export const OPTIONS = {
  publish: true,
  cohort: { startsAt: "11:00", lengthMinutes: 60 },
  newId: () => `id-${++lastId}`,
};

/** What the database does with a plan. */
export function applied(standing: StandingSchedule, plan: SchedulePlan): StandingSchedule {
  const corrected = new Map(plan.resources.update.map(({ before, after }) => [before.id, after]));
  const resources = [
    ...standing.resources.map((resource) => ({ ...resource, ...corrected.get(resource.id) })),
    ...plan.resources.create.map((resource) => ({ ...resource, version: 1, mergedIntoId: null })),
  ];
  const updated = new Map(plan.uses.update.map((use) => [use.id, use]));
  const uses = [
    ...standing.sessions
      .flatMap((session) => session.uses)
      .filter(({ id }) => !plan.uses.remove.includes(id))
      .map((use) => updated.get(use.id) ?? use),
    ...plan.uses.create,
  ];
  const rows = new Map(plan.sessions.update.map(({ before, after }) => [before.id, after]));
  const sessions = [
    ...standing.sessions
      .filter((session) => !plan.sessions.remove.includes(session))
      .map((session) => ({ ...session, ...rows.get(session.id) })),
    ...plan.sessions.create.map((row) => ({ ...row, version: 1 })),
  ].map((session) => ({
    ...session,
    bare:
      session.title + session.notes + session.materials + session.recordingUrl === "" &&
      session.presenters.length === 0,
    uses: uses.filter(({ sessionId }) => sessionId === session.id).sort((a, b) => a.position - b.position),
  }));
  return { resources, sessions: sessions.sort(byDate) };
}

/** One import: the plan, and the schedule after it. */
export function step(
  standing: StandingSchedule,
  sessions: readonly ReadSession[],
  more: { leave?: readonly string[]; publish?: boolean; format?: boolean } = {},
): { plan: ComparedPlan; after: StandingSchedule } {
  const { format = false, ...options } = more;
  const plan = planSchedule(standing, wantedOf(sessions, { format }), { ...OPTIONS, ...options });
  return { plan, after: applied(standing, plan) };
}

/** A schedule as people see it, to compare with another. */
export function shown({ sessions, resources }: StandingSchedule) {
  const byId = new Map(resources.map((resource) => [resource.id, resource]));
  return sessions.map(({ date, title, format, state, uses }) => ({
    date,
    title,
    format,
    state,
    uses: (["before", "session", "after", "deep_dive"] as const).map((slot) =>
      uses
        .filter((use) => use.slot === slot)
        .map(({ resourceId, label }) => [byId.get(resourceId)?.key, byId.get(resourceId)?.minutes, label]),
    ),
  }));
}
