import type { SessionRow, UseRow } from "@/lib/schedule/changes";
import type { StandingResource, StandingSchedule } from "@/lib/schedule/match";
import type { SchedulePlan } from "@/lib/schedule/plan";
import { rowOf } from "@/lib/schedule/plan-sessions";
import { minutesOfPart } from "@/lib/schedule/rules";
import { type ScheduleSession, type ScheduleUse, SLOTS } from "@/lib/schedule/schema";

type Resource = Omit<StandingResource, "version" | "mergedIntoId">;

/**
 * The sessions that a plan changes, as the schedule shows them before and after it: created ones only after, removed ones
 * only before. Made from what is at hand, since the database takes long to show thousands of rows that it has only just
 * been given.
 */
export function snapshotsOf(
  standing: StandingSchedule,
  plan: SchedulePlan,
): { before: ScheduleSession[]; after: ScheduleSession[] } {
  const { sessions, uses, resources } = plan;
  const library = new Map<string, Resource>(standing.resources.map((resource) => [resource.id, resource]));
  const before = [...sessions.update.map((pair) => pair.before), ...sessions.remove].map((session) =>
    snapshot(rowOf(session), session.version, session.uses, library),
  );
  const changed = new Map(uses.update.map((use) => [use.id, use]));
  const gone = new Set(uses.remove);
  const stay = standing.sessions.flatMap((session) =>
    session.uses.filter(({ id }) => !gone.has(id) && !changed.has(id)),
  );
  const bySession = Map.groupBy([...stay, ...uses.update, ...uses.create], ({ sessionId }) => sessionId);
  for (const resource of [...resources.create, ...resources.update.map((pair) => pair.after)]) {
    library.set(resource.id, resource);
  }
  const shown = (row: SessionRow, version: number) => snapshot(row, version, bySession.get(row.id) ?? [], library);
  return {
    before,
    after: [
      ...sessions.update.map((pair) => shown(pair.after, pair.before.version + 1)),
      ...sessions.create.map((row) => shown(row, 1)),
    ],
  };
}

function snapshot(
  row: SessionRow,
  version: number,
  uses: readonly UseRow[],
  library: ReadonlyMap<string, Resource>,
): ScheduleSession {
  const ordered = uses.toSorted(
    (a, b) => SLOTS.indexOf(a.slot) - SLOTS.indexOf(b.slot) || a.position - b.position || (a.id < b.id ? -1 : 1),
  );
  return { ...row, version, uses: ordered.flatMap((use) => useOf(use, library.get(use.resourceId)) ?? []) };
}

/** What is deleted from the library is not shown. */
function useOf(use: UseRow, resource: Resource | undefined): ScheduleUse | null {
  if (!resource || resource.deleted) return null;
  const { id, resourceId, slot, label, optional, fromSeconds, toSeconds } = use;
  const { title: resourceTitle, url, kind, minutes: resourceMinutes, author, stopPoints } = resource;
  const minutes = minutesOfPart(resourceMinutes, fromSeconds, toSeconds);
  const words = { title: label || resourceTitle, resourceTitle, label };
  const ofResource = { resourceId, url, kind, resourceMinutes, author, stopPoints };
  return { id, slot, ...words, ...ofResource, minutes, optional, fromSeconds, toSeconds };
}
