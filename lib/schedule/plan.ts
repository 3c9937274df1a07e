import { byDate } from "@/lib/core/lists";
import { change, type ResourceRow, type SessionRow, type UseRow } from "@/lib/schedule/changes";
import { changeLines, type Line } from "@/lib/schedule/lines";
import {
  matchSessions,
  type StandingResource,
  type StandingSchedule,
  type StandingSession,
} from "@/lib/schedule/match";
import { type PlanLine, PlanLines } from "@/lib/schedule/plan-lines";
import {
  type Clash,
  clashesOf,
  type DecidedSession,
  differs,
  nameOf,
  planSession,
  type SessionOptions,
  tellSession,
} from "@/lib/schedule/plan-sessions";
import { placeKey, planUses } from "@/lib/schedule/plan-uses";
import {
  byKnownKeys,
  type PlannedResources,
  planResources,
  type ResourceTitles,
  resolveResources,
  titlesOf,
} from "@/lib/schedule/resolve";
import type { Wanted, WantedSession } from "@/lib/schedule/wanted";
import type { LocalDate } from "@/lib/time/zones";

/** What to write so that the schedule is the wanted one, and the same in words. Empty lists mean nothing to do. */
export interface SchedulePlan {
  resources: { create: ResourceRow[]; update: { before: StandingResource; after: ResourceRow }[] };
  sessions: {
    create: SessionRow[];
    update: { before: StandingSession; after: SessionRow }[];
    remove: StandingSession[];
  };
  uses: { create: UseRow[]; update: UseRow[]; remove: string[] };
  /** The lines of the public log. */
  lines: Line[];
}

/** A plan with every difference that was found, those that are left out among them. */
export interface ComparedPlan extends SchedulePlan {
  changes: PlanLine[];
  /** What stands in the way: the plan cannot be written as long as there is one. */
  clashes: Clash[];
}

export interface PlanOptions extends SessionOptions {
  /** The ids of the lines to leave out: the schedule stays as it is there. */
  leave?: readonly string[];
}

/**
 * Compares a wanted schedule with the one that stands. Progress hangs on resources, which are found again by link or
 * title and never removed; uses are moved where they can be. The same schedule again gives an empty plan. With lines left
 * out the plan does all the others, and the next comparison with the same schedule finds those that were left.
 */
export function planSchedule(standing: StandingSchedule, wanted: Wanted, options: PlanOptions): ComparedPlan {
  const lines = new PlanLines(options.leave);
  const resolved = resolveResources(standing, wanted);
  const sessions = wanted.sessions.map((session) => byKnownKeys(session, resolved));
  const { matches, removed } = matchSessions(standing, sessions, options);
  const planned = matches.map((match) => planSession(match, lines, options));
  const gone = removed.filter((session) => !removal(session, lines).left);
  const resources = planResources(resolved, { newId: options.newId, lines, dates: firstDates(sessions) });
  const titles = titlesOf(standing, resolved, resources);
  const uses = planUses(planned, { ids: resources.ids, titles, lines, newId: options.newId });
  const named = planned.map((session) => ({ ...session, name: nameIn(session, resources, titles) }));
  for (const session of named) tellSession(session, session.name, lines);
  const there = named.filter(({ added }) => !added?.left);
  const [touched, leaving] = [new Set(uses.sessionIds), new Set(gone)];
  return {
    resources: usedOnly(resources, uses.resourceIds),
    sessions: {
      create: there.filter(({ match }) => match.how === "new").map(({ row }) => row),
      update: planned.flatMap(({ match: { standing: before }, row }) =>
        before && (touched.has(before.id) || differs(before, row)) ? [{ before, after: row }] : [],
      ),
      remove: gone,
    },
    uses: { create: uses.create, update: uses.update, remove: uses.remove },
    lines: changeLines(lines.news.sort(byDate), {
      first: !standing.sessions.some(({ state }) => state === "published"),
      published: there.map(({ row }) => row).filter(({ state }) => state === "published"),
    }),
    changes: lines.all.sort(byDate),
    clashes: clashesOf([
      ...named.filter(({ added, match }) => !added?.left || match.standing),
      ...removed.filter((session) => !leaving.has(session)).map((row) => ({ row, name: row.title || "open date" })),
    ]),
  };
}

/** Whether a plan has nothing to write. */
export function isEmptyPlan({ resources, sessions, uses }: SchedulePlan): boolean {
  const lists = [...Object.values(resources), ...Object.values(sessions), ...Object.values(uses)];
  return lists.every((list) => list.length === 0);
}

function removal(session: StandingSession, lines: PlanLines): PlanLine {
  const said = change("removed", session.date, session.title);
  const line = lines.propose([placeKey(session)], said);
  if (!line.left) lines.tell(said, { sessionId: session.id, visible: session.state === "published" });
  return line;
}

function firstDates(sessions: readonly WantedSession[]): Map<string, LocalDate> {
  const dates = new Map<string, LocalDate>();
  for (const { date, uses } of sessions) for (const { key } of uses) if (!dates.has(key)) dates.set(key, date);
  return dates;
}

function nameIn(session: DecidedSession, { ids }: PlannedResources, titles: ResourceTitles): string {
  const byKey = new Map(session.match.wanted.uses.map(({ key }) => [key, titles.after.get(ids.get(key) ?? "") ?? ""]));
  return nameOf(session, byKey);
}

/** Without the resources that nothing uses, because it was left out; one of them stays among the deleted. */
function usedOnly({ create, update }: PlannedResources, used: ReadonlySet<string>): SchedulePlan["resources"] {
  return {
    create: create.filter(({ id }) => used.has(id)),
    update: update.flatMap(({ before, after }) => {
      if (!before.deleted || used.has(before.id)) return [{ before, after }];
      const corrected = { ...after, deleted: true };
      return JSON.stringify({ ...before, ...corrected }) === JSON.stringify(before)
        ? []
        : [{ before, after: corrected }];
    }),
  };
}
