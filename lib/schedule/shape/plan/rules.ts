import { AppError, notFound } from "@/lib/core/errors";
import { openDraft } from "@/lib/schedule/edit/apply";
import type { Line } from "@/lib/schedule/lines";
import { sessionName } from "@/lib/schedule/rules";
import type { ScheduleSession } from "@/lib/schedule/schema";
import { breakOn, type ShapeWorld } from "@/lib/schedule/shape/calendar/rules";
import { moved, type Ripple } from "@/lib/schedule/shape/ripple/rules";
import type { PushBy } from "@/lib/schedule/shape/schema";
import { dayAndMonth } from "@/lib/time/words";
import type { LocalDate } from "@/lib/time/zones";

/** What an operation makes of a schedule, before it is put into words. */
export interface ShapeDraft {
  /** For the audit log: `schedule.pushed_back`. */
  action: string;
  after: ScheduleSession[];
  /** Who moves on because of it, and which way; null when nothing does. */
  move: { way: "back" | "forward"; by: PushBy; ripple: Ripple } | null;
  /** Lines of the public log that the differences would not say well. */
  own: Line[];
  /** Sessions about which those lines, or none, say what there is to say. */
  told: ReadonlySet<string>;
  notes: string[];
}

/** A new or repurposed entry of the schedule. */
export type Entry = Pick<ScheduleSession, "title" | "format" | "state"> & Partial<ScheduleSession>;

/** The session of an operation. Throws `not_found` when it is no session of the schedule. */
export function sessionIn(world: ShapeWorld, id: string): ScheduleSession {
  const session = world.sessions.find((one) => one.id === id);
  if (!session) throw notFound("session");
  return session;
}

/** A session that may leave its date. Throws `invalid` with the reason when it may not. */
export function movableIn(world: ShapeWorld, id: string, options: { orNoSession?: boolean } = {}): ScheduleSession {
  const session = sessionIn(world, id);
  const here = `“${sessionName(session)}” on ${dayAndMonth(session.date)}`;
  if (session.state === "cancelled") throw new AppError("invalid", `${here} is cancelled and keeps its date.`);
  if (session.pinned) throw new AppError("invalid", `${here} is pinned. Unpin it first, or choose another one.`);
  if (session.format === "no_session" && !options.orNoSession) {
    throw new AppError("invalid", `There is no session on ${dayAndMonth(session.date)}. Choose one that takes place.`);
  }
  return session;
}

/**
 * The schedule after a ripple. `entry` stands on `date` from now on, in the row of an open date that was used up where
 * there is one, so that it is not lost; without an entry, that open date takes `date` if it is free. Others that were
 * used up go. Nothing is entered on a date where people still meet.
 */
export function settle(
  world: ShapeWorld,
  ripple: Ripple,
  { date, entry, newId }: { date: LocalDate; entry: Entry | null; newId: () => string },
): { after: ScheduleSession[]; entered: ScheduleSession | null; freed: ScheduleSession | null } {
  const used = new Set(ripple.usedUp.map(({ id }) => id));
  const after = moved(world.sessions, ripple).filter(({ id }) => !used.has(id));
  const [open] = ripple.usedUp;
  if (after.some((session) => session.date === date && session.state !== "cancelled")) {
    return { after, entered: null, freed: null };
  }
  if (entry) {
    const entered = { ...(open ?? openDraft(newId(), date, null)), startsAt: null, ...entry, date };
    return { after: [...after, entered], entered, freed: null };
  }
  const held = breakOn(world.breaks, date) ?? after.find((session) => session.date === date);
  if (!open || held) return { after, entered: null, freed: null };
  const freed = { ...open, date };
  return { after: [...after, freed], entered: null, freed };
}

/** The entry for a date without a session. Its title always says that there is none. */
export function noSession(world: ShapeWorld, date: LocalDate, state: ScheduleSession["state"], words = ""): Entry {
  const reason = words || breakOn(world.breaks, date)?.title || "";
  const said = /^no (session|meeting|class)\b/i.test(reason);
  const title = said ? reason : reason ? `No session: ${reason}`.slice(0, 200) : "No session";
  return { title, format: "no_session", state };
}

/** "No session on 22 Oct: symposium." */
export function noSessionLine({ id, date, title, state }: ScheduleSession): Line[] {
  if (state !== "published") return [];
  const reason = title.replace(/^no (session|meeting|class)\b[\s:,(]*/i, "").replace(/\)$/, "");
  return [{ sessionId: id, text: `No session on ${dayAndMonth(date)}${reason ? `: ${reason}` : ""}.` }];
}
