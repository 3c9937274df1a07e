import type { ResourceKind, Slot } from "@/lib/progress/schema";
import { normalTitle } from "@/lib/resources/rules";
import { isGenericTitle } from "@/lib/schedule/rules";
import type { SessionFormat, SessionState } from "@/lib/schedule/schema";
import type { WantedSession } from "@/lib/schedule/wanted";
import { daysBetween, type LocalDate, type LocalTime } from "@/lib/time/zones";

export interface StandingResource {
  id: string;
  key: string;
  title: string;
  url: string | null;
  minutes: number | null;
  kind: ResourceKind;
  author: string;
  /** In seconds from the start. */
  stopPoints: number[];
  version: number;
  deleted: boolean;
  /** What a merged duplicate is now; it is deleted itself. */
  mergedIntoId: string | null;
}

export interface StandingUse {
  id: string;
  sessionId: string;
  resourceId: string;
  slot: Slot;
  position: number;
  label: string;
  optional: boolean;
  /** The part that is asked for, in seconds from the start; null is from the start, or to the end. */
  fromSeconds: number | null;
  toSeconds: number | null;
}

/** A session as it stands in the database. */
export interface StandingSession {
  id: string;
  date: LocalDate;
  startsAt: LocalTime | null;
  lengthMinutes: number | null;
  title: string;
  format: SessionFormat | null;
  state: SessionState;
  notes: string;
  materials: string;
  recordingUrl: string;
  pinned: boolean;
  presenters: string[];
  version: number;
  /** Nothing hangs on it but uses: no title, notes, questions, answers, presenters, talks. */
  bare: boolean;
  uses: StandingUse[];
}

/** Everything an import compares with: the sessions that are not deleted, and the whole library. */
export interface StandingSchedule {
  sessions: StandingSession[];
  resources: StandingResource[];
}

/** How a wanted session was found: the same one, an open date taken for it, or not at all. */
export type Match =
  | { how: "same"; standing: StandingSession; wanted: WantedSession }
  | { how: "reused"; standing: StandingSession; wanted: WantedSession }
  | { how: "new"; standing: null; wanted: WantedSession };

export interface Matches {
  matches: Match[];
  removed: StandingSession[];
}

interface Identity {
  title: string;
  format: SessionFormat | null;
  keys: ReadonlySet<string>;
}

/**
 * Decides which standing session each wanted one is. What a session is about (its resources, its own title) says more
 * than its date, so that a session pushed back a week takes its questions and notes along; what is about nothing in
 * particular ("Discussion", an open date, no session) stays where its date is.
 */
export function matchSessions(
  standing: StandingSchedule,
  wanted: readonly WantedSession[],
  options: { publish: boolean },
): Matches {
  const keyOf = new Map(standing.resources.map((resource) => [resource.id, resource.key]));
  const found = new Map<WantedSession, StandingSession>();
  const taken = new Set<StandingSession>();
  const take = (session: StandingSession, target: WantedSession) => {
    found.set(target, session);
    taken.add(session);
  };

  for (const { session, target } of candidates(standing.sessions, wanted, keyOf)) {
    if (!taken.has(session) && !found.has(target)) take(session, target);
  }
  const byDate = Map.groupBy(standing.sessions, ({ date }) => date);
  for (const rank of RANKS) {
    for (const target of wanted) {
      if (found.has(target)) continue;
      const free = (byDate.get(target.date) ?? []).filter(
        (session) =>
          !taken.has(session) && rankOf(session, target) === rank && (rank !== 1 || sameTitle(session, target)),
      );
      const session = free.find(({ startsAt }) => startsAt === (target.startsAt ?? null)) ?? free[0];
      if (session) take(session, target);
    }
  }
  const live = standing.sessions.filter(({ state }) => state !== "cancelled");
  const spare = live.filter((session) => {
    // Taking a published open date for a draft would publish the draft.
    return !taken.has(session) && session.bare && (options.publish || session.state === "draft");
  });
  const matches = wanted.map((target): Match => {
    const same = found.get(target);
    if (same) return { how: "same", standing: same, wanted: target };
    const reused = target.cancelled ? undefined : spare.shift();
    if (!reused) return { how: "new", standing: null, wanted: target };
    taken.add(reused);
    return { how: "reused", standing: reused, wanted: target };
  });
  return { matches, removed: live.filter((session) => !taken.has(session)) };
}

/**
 * How well a session that stands goes with a wanted one by what is cancelled: as it is, first; then what is cancelled or
 * is on again by the file; last a cancelled session in a file that says nothing of such, which keeps its date only.
 */
const RANKS = [0, 1, 2] as const;

function rankOf(session: StandingSession, target: WantedSession): (typeof RANKS)[number] {
  if (session.state !== "cancelled") return target.cancelled ? 1 : 0;
  if (target.cancelled === undefined) return 2;
  return target.cancelled ? 0 : 1;
}

/** Pairs that are about the same, the surest first; of equals, those on the same date, then the nearest. */
function candidates(
  standing: readonly StandingSession[],
  wanted: readonly WantedSession[],
  keyOf: ReadonlyMap<string, string>,
): { session: StandingSession; target: WantedSession }[] {
  if (standing.length === 0) return [];
  const identities = new Map<WantedSession, Identity>();
  const byClue = new Map<string, WantedSession[]>();
  for (const target of wanted) {
    const identity = identityOf(target, target.uses);
    identities.set(target, identity);
    for (const clue of cluesOf(identity)) {
      const others = byClue.get(clue);
      if (others) others.push(target);
      else byClue.set(clue, [target]);
    }
  }
  const pairs: { session: StandingSession; target: WantedSession; rank: number; score: number; days: number }[] = [];
  for (const session of standing) {
    const uses = session.uses.map((use) => ({ ...use, key: keyOf.get(use.resourceId) ?? "" }));
    const identity = identityOf(session, uses);
    for (const target of new Set(cluesOf(identity).flatMap((clue) => nearest(byClue.get(clue), session.date)))) {
      const [other, rank] = [identities.get(target), rankOf(session, target)];
      const score = other && rank < 2 ? likeness(identity, other) : 0;
      if (score > 0)
        pairs.push({ session, target, rank, score, days: Math.abs(daysBetween(session.date, target.date)) });
    }
  }
  return pairs.sort((a, b) => a.rank - b.rank || b.score - a.score || a.days - b.days);
}

// Something on many dates at once ("Project work" all year) says little; only the dates around it are compared.
function nearest(targets: readonly WantedSession[] = [], date: LocalDate): readonly WantedSession[] {
  if (targets.length <= 40) return targets;
  const at = targets.findIndex((target) => target.date >= date);
  const middle = at === -1 ? targets.length : at;
  return targets.slice(Math.max(0, middle - 20), middle + 20);
}

// On its date alone, nothing is called off or on again that is about something else.
function sameTitle(session: StandingSession, target: WantedSession): boolean {
  return normalTitle(session.title) === normalTitle(target.title);
}

function identityOf(
  session: { title: string; format: SessionFormat | null },
  uses: readonly { slot: Slot; key: string; label: string }[],
): Identity {
  const title = isGenericTitle(session.title) ? "" : normalTitle(session.title);
  // Going on with something is not the same as beginning it, so the label counts.
  return { title, format: session.format, keys: new Set(uses.map((use) => `${use.slot} ${use.key} ${use.label}`)) };
}

function cluesOf(identity: Identity): string[] {
  if (identity.format === "no_session") return [];
  return [...identity.keys, ...(identity.title ? [`= ${identity.title}`] : [])];
}

/** 0 for sessions about different things, up to 2 for the same title and the same resources. */
function likeness(a: Identity, b: Identity): number {
  const sameTitle = a.title !== "" && a.title === b.title;
  let common = 0;
  for (const key of a.keys) if (b.keys.has(key)) common += 1;
  const all = a.keys.size + b.keys.size - common;
  // Jaccard's index of the two sets of uses.
  const shared = all === 0 ? (sameTitle ? 1 : 0) : common / all;
  if (sameTitle) return 1 + shared;
  return a.format === b.format && shared >= 0.5 ? shared : 0;
}
