import type { Slot } from "@/lib/progress/schema";
import { change, type SessionRow, type UseRow } from "@/lib/schedule/changes";
import type { Match, StandingUse } from "@/lib/schedule/match";
import type { PlanLine, PlanLines } from "@/lib/schedule/plan-lines";
import type { ResourceTitles } from "@/lib/schedule/resolve";
import type { ScheduleChange } from "@/lib/schedule/schema";
import { arrange, type Placed, stays } from "@/lib/schedule/use-order";
import type { WantedUse } from "@/lib/schedule/wanted";
import { clockPoint } from "@/lib/time/durations";
import type { LocalDate } from "@/lib/time/zones";

export interface PlannedSession {
  match: Match;
  /** As it will be. */
  row: SessionRow;
  /** The line that adds it. */
  added: PlanLine | null;
}

interface Surroundings {
  /** The id of each wanted resource by its key. */
  ids: ReadonlyMap<string, string>;
  titles: ResourceTitles;
  lines: PlanLines;
  newId: () => string;
}

interface Want {
  session: PlannedSession;
  use: WantedUse;
  resourceId: string;
}

/** What one slot of a session will hold, before its order is known. */
interface Place {
  wanted: Placed[];
  /** Uses that are not wanted here and stay, since nobody takes the line that removes or moves them. */
  kept: StandingUse[];
}

/** By the id of the session, and the slot. */
type Places = Map<string, Map<Slot, Place>>;

export interface PlannedUses {
  create: UseRow[];
  update: UseRow[];
  remove: string[];
  /** The sessions that gain, lose or rearrange something. */
  sessionIds: string[];
  /** The resources that the file asks for, in the uses that nobody left out. */
  resourceIds: Set<string>;
}

/**
 * Gives every wanted use a row: the one it has already, else one that is free for the same resource (from another slot
 * first, then from another session), else a new one. Deleted sessions keep theirs, so that they can be brought back.
 */
export function planUses(sessions: readonly PlannedSession[], around: Surroundings): PlannedUses {
  const { wants, rowOf, leftOver } = allocate(sessions, around);
  const planned = new Map(sessions.map((session) => [session.row.id, session]));
  const places: Places = new Map();
  const plan: PlannedUses = { create: [], update: [], remove: [], sessionIds: [], resourceIds: new Set() };
  for (const want of wants) {
    const former = rowOf.get(want) ?? null;
    const placed = place(want, former, former && planned.get(former.sessionId), around);
    if (placed) {
      placeOf(places, placed.row).wanted.push(placed);
      plan.resourceIds.add(want.resourceId);
    } else if (former) placeOf(places, former).kept.push(former);
  }
  for (const use of leftOver) {
    const session = planned.get(use.sessionId);
    if (session && removal(session, use, around).left) placeOf(places, use).kept.push(use);
    else {
      plan.remove.push(use.id);
      plan.sessionIds.push(use.sessionId);
    }
  }
  for (const session of sessions) arrangeSession(session, places, plan, around);
  return plan;
}

function allocate(sessions: readonly PlannedSession[], { ids }: Surroundings) {
  const free = Map.groupBy(
    sessions.flatMap(({ match }) => match.standing?.uses ?? []),
    ({ resourceId }) => resourceId,
  );
  const wants = sessions.flatMap((session) =>
    session.match.wanted.uses.map((use): Want => ({ session, use, resourceId: ids.get(use.key) ?? "" })),
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
  return { wants, rowOf, leftOver: [...free.values()].flat() };
}

function placeOf(places: Places, { sessionId, slot }: Pick<UseRow, "sessionId" | "slot">): Place {
  const own = places.get(sessionId) ?? new Map<Slot, Place>();
  places.set(sessionId, own);
  const place = own.get(slot) ?? { wanted: [], kept: [] };
  own.set(slot, place);
  return place;
}

/** Where and how a wanted use will be; null when it stays where it is, or is not there, because its line is left out. */
function place(
  want: Want,
  former: StandingUse | null,
  from: PlannedSession | null | undefined,
  around: Surroundings,
): Placed | null {
  const { row, match } = want.session;
  const placed = wantedRow(want, former);
  if (!former) {
    const done = say(want, placed, around, ["resource_added", null, placed.slot]);
    return done ? { row: { ...placed, id: around.newId() }, former } : null;
  }
  const moved = former.sessionId !== placed.sessionId || former.slot !== placed.slot;
  // An open date that was taken for another session is not where this use was meant to be.
  if (moved || match.how !== "same") {
    const within = match.how === "same" && former.sessionId === row.id;
    const stood = from?.match.standing?.date ?? "";
    const said = [
      `${within ? match.wanted.date : stood} ${former.slot}`,
      `${match.wanted.date} ${placed.slot}`,
    ] as const;
    const done = say(want, placed, around, ["resource_moved", ...said], {
      from: `${within ? row.date : stood} ${former.slot}`,
      to: `${row.date} ${placed.slot}`,
    });
    return done ? { row: placed, former } : null;
  }
  if (former.label !== placed.label) {
    // Words that are the resource's title are as good as none.
    const title = around.titles.said.get(placed.resourceId) ?? null;
    const [before, after] = [former.label || title, placed.label || title];
    if (before === after || !say(want, placed, around, ["resource_retitled", before, after])) {
      placed.label = former.label;
    }
  }
  if (former.optional !== placed.optional) {
    const words = (optional: boolean) => (optional ? "optional" : "required");
    const done = say(want, placed, around, ["resource_changed", words(former.optional), words(placed.optional)]);
    if (!done) placed.optional = former.optional;
  }
  if (partOf(former) !== partOf(placed)) {
    const done = say(want, placed, around, ["resource_changed", partOf(former), partOf(placed)]);
    if (!done) Object.assign(placed, { fromSeconds: former.fromSeconds, toSeconds: former.toSeconds });
  }
  return { row: placed, former };
}

/** The row of a wanted use; what the file is silent about is as it was. */
function wantedRow({ session, use, resourceId }: Want, former: StandingUse | null): UseRow {
  // Words that a merged duplicate had for itself are not this resource's.
  const label = use.merged && use.label === "" ? (former?.label ?? "") : use.label;
  return {
    id: former?.id ?? "",
    sessionId: session.row.id,
    resourceId,
    slot: use.slot,
    position: 0,
    label,
    optional: use.optional ?? former?.optional ?? false,
    fromSeconds: use.part ? use.part.from : (former?.fromSeconds ?? null),
    toSeconds: use.part ? use.part.to : (former?.toSeconds ?? null),
  };
}

/** Adds a line about a use; answers whether it is to be done. */
function say(
  { session, use }: Want,
  { resourceId, label }: UseRow,
  { lines, titles }: Surroundings,
  [kind, before, after]: [ScheduleChange["kind"], string | null, string | null],
  done: { from?: string; to?: string } = {},
): boolean {
  const { wanted } = session.match;
  const said = change(kind, wanted.date, label || (titles.said.get(resourceId) ?? ""), before, after);
  const line = lines.propose([placeKey(wanted), use.key, use.slot], said, session.added);
  const title = label || (titles.after.get(resourceId) ?? "");
  if (!line.left) lines.tell(said, { ...aboutSession(session.row), title, ...done });
  return !line.left;
}

function removal(session: PlannedSession, use: StandingUse, { lines, titles }: Surroundings): PlanLine {
  const { wanted } = session.match;
  const title = use.label || (titles.before.get(use.resourceId) ?? "");
  const said = change("resource_removed", wanted.date, title, use.slot, null);
  const line = lines.propose([placeKey(wanted), use.resourceId], said, session.added);
  if (!line.left) lines.tell(said, aboutSession(session.row));
  return line;
}

/** Orders what each slot of a session holds, and writes down what differs from the rows that stand. */
function arrangeSession(session: PlannedSession, places: Places, plan: PlannedUses, { lines }: Surroundings): void {
  const { match, row } = session;
  const own = [...(places.get(row.id) ?? [])].map(([slot, place]) => {
    const standing = match.standing?.uses.filter((use) => use.slot === slot) ?? [];
    return { ...place, standing: standing.sort((a, b) => a.position - b.position) };
  });
  let keepOrder = false;
  if (match.how === "same" && own.some(({ wanted }) => isReordered(wanted))) {
    const said = change("reordered", match.wanted.date, match.wanted.title);
    const line = lines.propose([placeKey(match.wanted)], said);
    if (!line.left) lines.tell(said, { ...aboutSession(row), title: row.title });
    keepOrder = line.left;
  }
  for (const one of own) {
    for (const { row: use, former } of arrange(one, keepOrder)) {
      if (!former) plan.create.push(use);
      else if (FIELDS.some((field) => former[field] !== use[field])) plan.update.push(use);
      else continue;
      plan.sessionIds.push(use.sessionId, ...(former ? [former.sessionId] : []));
    }
  }
}

const FIELDS = ["sessionId", "slot", "position", "label", "optional", "fromSeconds", "toSeconds"] as const;

/** Whether the uses that stay come in another order; that others came or went does not reorder those that stay. */
function isReordered(wanted: readonly Placed[]): boolean {
  const positions = wanted.filter(stays).map(({ former }) => former?.position ?? 0);
  return positions.some((position, index) => index > 0 && position < (positions[index - 1] ?? 0));
}

function aboutSession(row: SessionRow): { sessionId: string; visible: boolean; date: LocalDate } {
  return { sessionId: row.id, visible: row.state === "published", date: row.date };
}

/** What names a session of a file: its date, and its time where the file has one. */
export function placeKey({ date, startsAt }: { date: LocalDate; startsAt?: string | null | undefined }): string {
  return `${date} ${startsAt ?? ""}`;
}

function partOf({ fromSeconds, toSeconds }: Pick<UseRow, "fromSeconds" | "toSeconds">): string {
  if (fromSeconds === null && toSeconds === null) return "part: all of it";
  return `part: ${clockPoint(fromSeconds ?? 0)} to ${toSeconds === null ? "the end" : clockPoint(toSeconds)}`;
}
