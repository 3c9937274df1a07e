import type { ResourceKind, Slot } from "@/lib/progress/schema";
import { normalTitle } from "@/lib/resources/rules";
import { isGenericTitle } from "@/lib/schedule/rules";
import type { SessionFormat, SessionState } from "@/lib/schedule/schema";
import type { WantedSession } from "@/lib/schedule/wanted";
import { daysBetween, type LocalDate } from "@/lib/time/zones";

export interface StandingResource {
  id: string;
  key: string;
  title: string;
  url: string | null;
  minutes: number | null;
  kind: ResourceKind;
  version: number;
  deleted: boolean;
}

export interface StandingUse {
  id: string;
  sessionId: string;
  resourceId: string;
  slot: Slot;
  position: number;
  label: string;
  optional: boolean;
}

/** A session as it stands in the database. */
export interface StandingSession {
  id: string;
  date: LocalDate;
  startsAt: string | null;
  title: string;
  format: SessionFormat | null;
  state: SessionState;
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

  const live = standing.sessions.filter(({ state }) => state !== "cancelled");
  for (const { session, target } of candidates(live, wanted, keyOf)) {
    if (!taken.has(session) && !found.has(target)) take(session, target);
  }
  // A cancelled session stays cancelled on its date, unless a live one has the date by now.
  for (const sessions of [live, standing.sessions]) {
    const free = new Map(sessions.filter((session) => !taken.has(session)).map((session) => [session.date, session]));
    for (const target of wanted) {
      const session = free.get(target.date);
      if (session && !found.has(target)) take(session, target);
    }
  }
  const spare = live.filter((session) => {
    // Taking a published open date for a draft would publish the draft.
    return !taken.has(session) && session.bare && (options.publish || session.state === "draft");
  });
  const matches = wanted.map((target): Match => {
    const same = found.get(target);
    if (same) return { how: "same", standing: same, wanted: target };
    const reused = spare.shift();
    if (!reused) return { how: "new", standing: null, wanted: target };
    taken.add(reused);
    return { how: "reused", standing: reused, wanted: target };
  });
  return { matches, removed: live.filter((session) => !taken.has(session)) };
}

/** Pairs that are about the same, the surest first; of equals, those on the same date, then the nearest. */
function candidates(
  standing: readonly StandingSession[],
  wanted: readonly WantedSession[],
  keyOf: ReadonlyMap<string, string>,
): { session: StandingSession; target: WantedSession }[] {
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
  const pairs: { session: StandingSession; target: WantedSession; score: number; days: number }[] = [];
  for (const session of standing) {
    const uses = session.uses.map((use) => ({ ...use, key: keyOf.get(use.resourceId) ?? "" }));
    const identity = identityOf(session, uses);
    for (const target of new Set(cluesOf(identity).flatMap((clue) => nearest(byClue.get(clue), session.date)))) {
      const other = identities.get(target);
      const score = other ? likeness(identity, other) : 0;
      if (score > 0) pairs.push({ session, target, score, days: Math.abs(daysBetween(session.date, target.date)) });
    }
  }
  return pairs.sort((a, b) => b.score - a.score || a.days - b.days);
}

// Something on many dates at once ("Project work" all year) says little; only the dates around it are compared.
function nearest(targets: readonly WantedSession[] = [], date: LocalDate): readonly WantedSession[] {
  if (targets.length <= 40) return targets;
  const at = targets.findIndex((target) => target.date >= date);
  const middle = at === -1 ? targets.length : at;
  return targets.slice(Math.max(0, middle - 20), middle + 20);
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
