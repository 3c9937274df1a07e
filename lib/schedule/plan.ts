import { change, type PlannedChange, type ResourceRow, type SessionRow, type UseRow } from "@/lib/schedule/changes";
import { changeLines } from "@/lib/schedule/lines";
import {
  type Match,
  matchSessions,
  type StandingResource,
  type StandingSchedule,
  type StandingSession,
} from "@/lib/schedule/match";
import { type PlannedSession, planUses } from "@/lib/schedule/plan-uses";
import { planResources, type ResolvedResource, resolveResources, resourceChanges } from "@/lib/schedule/resolve";
import { sessionName } from "@/lib/schedule/rules";
import type { ScheduleChange } from "@/lib/schedule/schema";
import type { Wanted } from "@/lib/schedule/wanted";

/** What to write so that the schedule is the wanted one, and the same in words. Empty lists mean nothing to do. */
export interface SchedulePlan {
  resources: { create: ResourceRow[]; update: { before: StandingResource; after: ResourceRow }[] };
  sessions: {
    create: SessionRow[];
    update: { before: StandingSession; after: SessionRow }[];
    remove: StandingSession[];
  };
  uses: { create: UseRow[]; update: UseRow[]; remove: string[] };
  changes: ScheduleChange[];
  /** The lines of the public log. */
  lines: { sessionId: string | null; text: string }[];
}

export interface PlanOptions {
  /** Publish what the schedule has; without it, new sessions are drafts and drafts stay so. */
  publish: boolean;
  newId: () => string;
}

/**
 * Compares a wanted schedule with the one that stands. Progress hangs on resources, which are found again by link or
 * title and never removed; uses are moved where they can be. The same schedule again gives an empty plan.
 */
export function planSchedule(standing: StandingSchedule, wanted: Wanted, options: PlanOptions): SchedulePlan {
  const resolved = resolveResources(standing, wanted);
  const resources = planResources(resolved, options);
  const ids = new Map([...resolved.keys()].map((key) => [key, resources.ids.get(key) ?? ""]));
  // From here on a corrected link goes by the key that the library still has for it.
  const sessions = wanted.sessions.map((session) => ({
    ...session,
    uses: session.uses.map((use) => ({ ...use, key: resolved.get(use.key)?.standing?.key ?? use.key })),
  }));
  for (const [key, { standing: known }] of resolved) if (known) ids.set(known.key, ids.get(key) ?? known.id);
  const { matches, removed } = matchSessions(standing, sessions, options);
  const planned = matches.map((match): PlannedSession => ({ match, row: rowOf(match, options) }));
  const titles = new Map([...resolved].map(([key, { wanted: want }]) => [ids.get(key) ?? "", want.title]));
  const uses = planUses(planned, { ids, titles, standing, newId: options.newId });
  const touched = new Set(uses.sessionIds);
  const changes = [
    ...planned.flatMap((session) => sessionChanges(session, nameOf(session, resolved))),
    ...removed.map(
      (session): PlannedChange => ({
        ...change("removed", session.date, session.title),
        sessionId: session.id,
        visible: session.state === "published",
      }),
    ),
    ...uses.changes,
    ...resourceChanges(resolved, sessions),
  ].sort((a, b) => (a.date < b.date ? -1 : a.date > b.date ? 1 : 0));
  const created = planned.filter(({ match }) => match.how === "new");
  return {
    resources: { create: resources.create, update: resources.update },
    sessions: {
      create: created.map(({ row }) => row),
      update: planned.flatMap(({ match: { standing: before }, row }) =>
        before && (touched.has(before.id) || differs(before, row)) ? [{ before, after: row }] : [],
      ),
      remove: removed,
    },
    uses: { create: uses.create, update: uses.update, remove: uses.remove },
    changes: changes.map(({ kind, date, title, from, to }) => ({ kind, date, title, from, to })),
    lines: changeLines(changes, {
      first: !standing.sessions.some(({ state }) => state === "published"),
      published: planned.map(({ row }) => row).filter(({ state }) => state === "published"),
    }),
  };
}

/** Whether a plan has nothing to write. */
export function isEmptyPlan({ resources, sessions, uses }: SchedulePlan): boolean {
  const lists = [...Object.values(resources), ...Object.values(sessions), ...Object.values(uses)];
  return lists.every((list) => list.length === 0);
}

function rowOf({ how, standing, wanted }: Match, options: PlanOptions): SessionRow {
  const { date, title } = wanted;
  if (!standing) {
    return { id: options.newId(), date, title, format: wanted.format, state: options.publish ? "published" : "draft" };
  }
  const state = options.publish && standing.state === "draft" ? "published" : standing.state;
  // The file has no word for a format; one that an organizer chose stays as long as the title does.
  const format = how === "same" && standing.title === title ? standing.format : wanted.format;
  return { id: standing.id, date, title, format, state };
}

function differs(before: StandingSession, after: SessionRow): boolean {
  return (["date", "title", "format", "state"] as const).some((field) => before[field] !== after[field]);
}

function nameOf({ row, match }: PlannedSession, resolved: ReadonlyMap<string, ResolvedResource>): string {
  const uses = match.wanted.uses.map(({ slot, key, label }) => ({
    slot,
    title: label || (resolved.get(key)?.wanted.title ?? ""),
  }));
  return sessionName({ title: row.title, uses });
}

function sessionChanges({ match, row }: PlannedSession, name: string): PlannedChange[] {
  const { how, standing } = match;
  const visible = row.state === "published";
  const say = (...words: Parameters<typeof change>): PlannedChange => ({
    ...change(...words),
    sessionId: row.id,
    visible,
    name,
  });
  if (how !== "same") return [say("added", row.date, row.title)];
  const changes: PlannedChange[] = [];
  if (standing.date !== row.date) changes.push(say("moved", row.date, row.title, standing.date, row.date));
  if (standing.title !== row.title) changes.push(say("retitled", row.date, row.title, standing.title, row.title));
  if (standing.state !== row.state) changes.push(say("published", row.date, row.title, standing.state, row.state));
  return changes;
}
