import type { Slot } from "@/lib/progress/schema";
import { change, type PlannedChange, type SessionRow, type UseRow } from "@/lib/schedule/changes";
import type { Match, StandingSchedule, StandingUse } from "@/lib/schedule/match";
import type { WantedUse } from "@/lib/schedule/wanted";

export interface PlannedSession {
  match: Match;
  row: SessionRow;
}

interface Surroundings {
  /** The id of each wanted resource by its key. */
  ids: ReadonlyMap<string, string>;
  /** The title that each wanted resource will have, by its id. */
  titles: ReadonlyMap<string, string>;
  standing: StandingSchedule;
  newId: () => string;
}

interface Want {
  session: PlannedSession;
  use: WantedUse;
  resourceId: string;
}

export interface PlannedUses {
  create: UseRow[];
  update: UseRow[];
  remove: string[];
  changes: PlannedChange[];
  /** The sessions that gain, lose or rearrange something. */
  sessionIds: string[];
}

/**
 * Gives every wanted use a row: the one it has already, else one that is free for the same resource (from another slot
 * first, then from another session), else a new one. Deleted sessions keep theirs, so that they can be brought back.
 */
export function planUses(sessions: readonly PlannedSession[], around: Surroundings): PlannedUses {
  const free = new Map<string, StandingUse[]>();
  for (const { match } of sessions) {
    for (const use of match.standing?.uses ?? []) {
      const others = free.get(use.resourceId);
      if (others) others.push(use);
      else free.set(use.resourceId, [use]);
    }
  }
  const wants = sessions.flatMap((session) =>
    session.match.wanted.uses.map((use): Want => ({ session, use, resourceId: around.ids.get(use.key) ?? "" })),
  );
  const rowOf = new Map<Want, StandingUse>();
  const nearness: ((want: Want, use: StandingUse) => boolean)[] = [
    ({ session, use }, { sessionId, slot }) => sessionId === session.row.id && slot === use.slot,
    ({ session }, { sessionId }) => sessionId === session.row.id,
    ({ use }, { label }) => use.label === label,
    () => true,
  ];
  for (const isNear of nearness) {
    for (const want of wants) {
      if (rowOf.has(want)) continue;
      const uses = free.get(want.resourceId) ?? [];
      const index = uses.findIndex((use) => isNear(want, use));
      const [use] = index === -1 ? [] : uses.splice(index, 1);
      if (use) rowOf.set(want, use);
    }
  }
  return writeDown(wants, rowOf, [...free.values()].flat(), sessions, around);
}

function writeDown(
  wants: readonly Want[],
  rowOf: ReadonlyMap<Want, StandingUse>,
  leftOver: readonly StandingUse[],
  sessions: readonly PlannedSession[],
  around: Surroundings,
): PlannedUses {
  const plan: PlannedUses = { create: [], update: [], remove: [], changes: [], sessionIds: [] };
  const planned = new Map(sessions.map((session) => [session.row.id, session]));
  const formerTitles = new Map(around.standing.resources.map(({ id, title }) => [id, title]));
  const say = (
    session: PlannedSession,
    title: string,
    kind: PlannedChange["kind"],
    from: string | null,
    to: string | null,
  ) => {
    const { row } = session;
    plan.changes.push({
      ...change(kind, row.date, title, from, to),
      sessionId: row.id,
      visible: row.state === "published",
    });
  };
  for (const want of wants) {
    const { session, use, resourceId } = want;
    const former = rowOf.get(want);
    const row = {
      sessionId: session.row.id,
      resourceId,
      slot: use.slot,
      position: use.position,
      label: use.label,
      optional: use.optional ?? former?.optional ?? false,
    };
    const title = use.label || (around.titles.get(resourceId) ?? "");
    if (!former) {
      plan.create.push({ id: around.newId(), ...row });
      say(session, title, "resource_added", null, use.slot);
      plan.sessionIds.push(session.row.id);
      continue;
    }
    const moved = former.sessionId !== row.sessionId || former.slot !== row.slot;
    const elsewhere = planned.get(former.sessionId);
    // An open date that was taken for another session is not where this use was meant to be.
    if (moved || session.match.how === "reused") {
      say(session, title, "resource_moved", placeOf(elsewhere, former.slot), `${session.row.date} ${use.slot}`);
    } else if (former.label !== use.label) {
      say(session, title, "resource_retitled", former.label || (formerTitles.get(resourceId) ?? null), title);
    }
    if (moved || (["label", "position", "optional"] as const).some((field) => former[field] !== row[field])) {
      plan.update.push({ ...former, ...row });
      plan.sessionIds.push(session.row.id, former.sessionId);
    }
  }
  for (const use of leftOver) {
    plan.remove.push(use.id);
    plan.sessionIds.push(use.sessionId);
    const session = planned.get(use.sessionId);
    if (session)
      say(session, use.label || (formerTitles.get(use.resourceId) ?? ""), "resource_removed", use.slot, null);
  }
  for (const session of reordered(wants, rowOf)) say(session, session.row.title, "reordered", null, null);
  return plan;
}

function placeOf(session: PlannedSession | undefined, slot: Slot): string {
  return `${session?.match.standing?.date ?? ""} ${slot}`.trim();
}

/** The sessions whose uses come in another order; that others came or went does not reorder those that stay. */
function reordered(wants: readonly Want[], rowOf: ReadonlyMap<Want, StandingUse>): Set<PlannedSession> {
  const last = new Map<string, number>();
  const found = new Set<PlannedSession>();
  for (const want of wants) {
    const former = rowOf.get(want);
    if (!former || former.sessionId !== want.session.row.id || former.slot !== want.use.slot) continue;
    const place = `${former.sessionId} ${former.slot}`;
    if (former.position < (last.get(place) ?? -1)) found.add(want.session);
    last.set(place, former.position);
  }
  return found;
}
