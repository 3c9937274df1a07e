import { AppError } from "@/lib/core/errors";
import type { ScheduleSession } from "@/lib/schedule/schema";
import { breakOn, byDate, isOpenDate, latestDate, type ShapeWorld } from "@/lib/schedule/shape/calendar/rules";
import {
  type Entry,
  movableIn,
  noSession,
  noSessionLine,
  type ShapeDraft,
  sessionIn,
  settle,
} from "@/lib/schedule/shape/plan/rules";
import { NOTHING_MOVES, pull, push, type Ripple } from "@/lib/schedule/shape/ripple/rules";
import type { PushBy, ShapeOperation } from "@/lib/schedule/shape/schema";
import { dayAndMonth } from "@/lib/time/words";
import type { LocalDate } from "@/lib/time/zones";

/** The operations that only move dates: push back, pull forward, swap, cancel, and weeks without a session. */

type Of<K extends ShapeOperation["kind"]> = Extract<ShapeOperation, { kind: K }>;
type NewId = () => string;

export function pushBack(
  world: ShapeWorld,
  { from: id, by, insertNoSession, title }: Of<"push_back">,
  newId: NewId,
): ShapeDraft {
  const from = movableIn(world, id);
  const ripple = push(world, from, by);
  const entry = insertNoSession ? noSession(world, from.date, from.state, title) : null;
  const { after, entered, freed } = settle(world, ripple, { date: from.date, entry, newId });
  const notes = [...usedUpNotes(ripple, freed)];
  if (insertNoSession && !entered) notes.push(`${dayAndMonth(from.date)} still has a session, so no entry is made.`);
  return {
    action: "schedule.pushed_back",
    after,
    move: { way: "back", by, ripple },
    own: entered ? noSessionLine(entered) : openLine(freed),
    told: new Set([...ripple.usedUp.map((open) => open.id), ...(entered ? [entered.id] : [])]),
    notes,
  };
}

export function pullForward(world: ShapeWorld, { from: id }: Of<"pull_forward">, newId: NewId): ShapeDraft {
  const from = movableIn(world, id);
  const ripple = pull(world, from);
  if (!ripple) {
    const message = `There is no free date before ${dayAndMonth(from.date)}. A session stands there, a week without one, or a break.`;
    throw new AppError("invalid", message);
  }
  const taken = new Set(ripple.moves.values());
  const left = world.sessions.filter(({ id: one, date }) => ripple.moves.has(one) && !taken.has(date));
  const date = latestDate(left) ?? from.date;
  const { after, freed } = settle(world, ripple, { date, entry: null, newId });
  return {
    action: "schedule.pulled_forward",
    after,
    move: { way: "forward", by: "week", ripple },
    own: openLine(freed),
    told: new Set(ripple.usedUp.map((open) => open.id)),
    notes: usedUpNotes(ripple, freed),
  };
}

export function swap(world: ShapeWorld, { a: one, b: other }: Of<"swap">): ShapeDraft {
  const [a, b] = [movableIn(world, one, { orNoSession: true }), movableIn(world, other, { orNoSession: true })];
  if (a.id === b.id) throw new AppError("invalid", "Choose two sessions.");
  if (a.date === b.date)
    throw new AppError("invalid", `Both are on ${dayAndMonth(a.date)}. Change their times instead.`);
  const dates = new Map([
    [a.id, b.date],
    [b.id, a.date],
  ]);
  const notes = [a.date, b.date].flatMap((date) => {
    const pause = breakOn(world.breaks, date);
    return pause ? [`${dayAndMonth(date)} is in a break: ${pause.title}.`] : [];
  });
  const after = world.sessions.map((session) => ({ ...session, date: dates.get(session.id) ?? session.date }));
  return { action: "schedule.swapped", after, move: null, own: [], told: new Set(), notes };
}

export function cancel(
  world: ShapeWorld,
  { sessionId, pushBack: later, title }: Of<"cancel">,
  newId: NewId,
): ShapeDraft {
  if (later) {
    const made = { kind: "push_back", from: sessionId, by: "next_free", insertNoSession: true, title } as const;
    return { ...pushBack(world, made, newId), action: "schedule.made_up_later" };
  }
  const session = sessionIn(world, sessionId);
  const after = world.sessions.map((one) => (one.id === session.id ? { ...one, state: "cancelled" as const } : one));
  return { action: "schedule.cancelled", after, move: null, own: [], told: new Set(), notes: [] };
}

export function addNoSession(world: ShapeWorld, { date, title, by }: Of<"no_session">, newId: NewId): ShapeDraft {
  const entry = noSession(world, date, nearestState(world, date), title);
  const there = world.sessions.find((session) => session.date === date && session.format === "no_session");
  if (there?.title === entry.title && there.state !== "cancelled") {
    const notes = [`${dayAndMonth(date)} says so already.`];
    return { action: "schedule.no_session", after: [...world.sessions], move: null, own: [], told: new Set(), notes };
  }
  if (there) throw new AppError("invalid", `${dayAndMonth(date)} is without a session already: “${there.title}”.`);
  const { ripple, after, entered } = makeRoom(world, date, { entry, by, newId });
  return {
    action: "schedule.no_session",
    after,
    move: { way: "back", by, ripple },
    own: noSessionLine(entered),
    told: new Set([...ripple.usedUp.map((open) => open.id), entered.id]),
    notes: [],
  };
}

/**
 * Puts an entry on a date, and pushes back what stands there. An open date gives its place and its row. Throws
 * `invalid` when a pinned or cancelled session or a week without one holds the date.
 */
export function makeRoom(
  world: ShapeWorld,
  date: LocalDate,
  { entry, by, newId }: { entry: Entry; by: PushBy; newId: NewId },
): { ripple: Ripple; after: ScheduleSession[]; entered: ScheduleSession } {
  const there = world.sessions.filter((session) => session.date === date).sort(byDate(world.cohort.startsAt));
  for (const { id } of there) movableIn(world, id);
  const [first] = there;
  const open = there.every((session) => isOpenDate(session, world.bare));
  const ripple = !first ? NOTHING_MOVES : open ? { ...NOTHING_MOVES, usedUp: there } : push(world, first, by);
  const { after, entered } = settle(world, ripple, { date, entry, newId });
  if (!entered) throw new AppError("conflict", `${dayAndMonth(date)} has a session already.`);
  return { ripple, after, entered };
}

// A week without a session is public when the schedule around it is.
function nearestState({ sessions }: ShapeWorld, date: LocalDate): ScheduleSession["state"] {
  const live = sessions.filter(({ state }) => state !== "cancelled");
  return (live.findLast((session) => session.date <= date) ?? live[0])?.state ?? "draft";
}

function usedUpNotes({ usedUp }: Ripple, freed: ScheduleSession | null): string[] {
  return usedUp.map((open) =>
    freed?.id === open.id
      ? `${dayAndMonth(open.date)} was an open date; now ${dayAndMonth(freed.date)} is.`
      : `The open date ${dayAndMonth(open.date)} is used up.`,
  );
}

function openLine(freed: ScheduleSession | null) {
  if (freed?.state !== "published") return [];
  return [{ sessionId: freed.id, text: `${dayAndMonth(freed.date)} is an open date now.` }];
}
