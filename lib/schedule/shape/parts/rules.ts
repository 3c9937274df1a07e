import { AppError } from "@/lib/core/errors";
import { sessionName, topicOf } from "@/lib/schedule/rules";
import { type ScheduleSession, type ScheduleUse, SLOTS } from "@/lib/schedule/schema";
import { byDate, closedDates, nextDate, type ShapeWorld } from "@/lib/schedule/shape/calendar/rules";
import { makeRoom } from "@/lib/schedule/shape/moves/rules";
import { type Entry, type ShapeDraft, sessionIn } from "@/lib/schedule/shape/plan/rules";
import type { ShapeOperation } from "@/lib/schedule/shape/schema";
import { dayAndMonth } from "@/lib/time/words";
import { continuedTitle, isContinuation } from "@/lib/transfer/text";

/** The operations that give a topic a second session: split a session in two, or go on with a resource in the next one. */

type Of<K extends ShapeOperation["kind"]> = Extract<ShapeOperation, { kind: K }>;

export function split(
  world: ShapeWorld,
  { sessionId, titleOfSecond, useIds, by }: Of<"split">,
  newId: () => string,
): ShapeDraft {
  const first = sessionIn(world, sessionId);
  const here = `“${sessionName(first)}” on ${dayAndMonth(first.date)}`;
  if (first.state === "cancelled") throw new AppError("invalid", `${here} is cancelled.`);
  if (first.format === "no_session") throw new AppError("invalid", "A week without a session has no second part.");
  if (first.title === "" && !titleOfSecond) throw new AppError("invalid", "An open date has nothing to split.");
  const going = new Set(useIds);
  const uses = first.uses.filter(({ id }) => going.has(id));
  if (uses.length < going.size) {
    throw new AppError("invalid", `${here} does not use all of these.`, { useIds: "Some are of another session." });
  }
  const date = nextDate(first.date, closedDates(world));
  const entry: Entry = {
    title: titleOfSecond || continued(topicOf(first) ?? first.title, 200),
    format: first.format,
    state: first.state,
    startsAt: first.startsAt,
    lengthMinutes: first.lengthMinutes,
    presenters: first.presenters,
    uses,
  };
  const { ripple, after, entered } = makeRoom(world, date, { entry, by, newId });
  const left = first.uses.filter(({ id }) => !going.has(id));
  const text = `Added “${sessionName(entered)}” on ${dayAndMonth(date)}.`;
  return {
    action: "schedule.split",
    after: after.map((session) => (session.id === first.id ? { ...session, uses: left } : session)),
    move: { way: "back", by, ripple },
    own: entered.state === "published" ? [{ sessionId: entered.id, text }] : [],
    told: new Set([...ripple.usedUp.map(({ id }) => id), entered.id]),
    notes: ripple.moves.size === 0 ? [`${dayAndMonth(date)} is free, so nothing else moves.`] : [],
  };
}

export function goOn(
  world: ShapeWorld,
  { sessionId, useId, fromSeconds }: Of<"continue">,
  newId: () => string,
): ShapeDraft {
  const session = sessionIn(world, sessionId);
  const use = session.uses.find(({ id }) => id === useId);
  if (!use) throw new AppError("not_found", "The session does not use this resource.");
  const order = byDate(world.cohort.startsAt);
  const next = world.sessions
    .filter((one) => one.state !== "cancelled" && one.format !== "no_session" && order(one, session) > 0)
    .sort(order)[0];
  if (!next) throw new AppError("invalid", `No session comes after ${dayAndMonth(session.date)}. Add one first.`);
  const unchanged = { action: "schedule.continued", move: null, own: [], told: new Set<string>() };
  if (next.uses.some(({ slot, resourceId }) => slot === use.slot && resourceId === use.resourceId)) {
    return { ...unchanged, after: [...world.sessions], notes: [`${dayAndMonth(next.date)} goes on with it already.`] };
  }
  const second = secondUse(use, fromSeconds ?? use.toSeconds, newId());
  const after = world.sessions.map((one) => (one.id === next.id ? { ...one, uses: withFirst(one, second) } : one));
  const notes = [`“${second.label}” comes first ${WORDS[use.slot]} on ${dayAndMonth(next.date)}.`];
  return { ...unchanged, after, notes };
}

const WORDS: Readonly<Record<ScheduleUse["slot"], string>> = {
  before: "before the session",
  session: "in the session",
  after: "after the session",
  deep_dive: "among the deep dives",
};

// The rest of the resource, from where the first part ends, so that a member's progress of both is one.
function secondUse(use: ScheduleUse, fromSeconds: number | null, id: string): ScheduleUse {
  if (fromSeconds !== null && use.resourceMinutes !== null && fromSeconds >= use.resourceMinutes * 60) {
    const message = "This is after the end of it.";
    throw new AppError("invalid", message, { fromSeconds: message });
  }
  const label = continued(use.title, 600);
  return { ...use, id, label, title: label, fromSeconds, toSeconds: null };
}

/** The uses of a session with another one as the first of its slot. */
function withFirst({ uses }: ScheduleSession, added: ScheduleUse): ScheduleUse[] {
  const place = SLOTS.indexOf(added.slot);
  const index = uses.findIndex(({ slot }) => SLOTS.indexOf(slot) >= place);
  return index === -1 ? [...uses, added] : uses.toSpliced(index, 0, added);
}

/** "Backpropagation cont.", once however often it goes on. */
function continued(title: string, most: number): string {
  const words = isContinuation(title) ? continuedTitle(title) : title;
  return `${words.slice(0, most - 6)} cont.`;
}
