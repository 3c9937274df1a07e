import { type Field, fieldsBetween, type Pair, type SessionState, sameField } from "@/lib/audit/acts/rules";
import { UNDO_DAYS } from "@/lib/audit/schema";
import { sessionName } from "@/lib/schedule/rules";
import type { ScheduleSession, ScheduleUse } from "@/lib/schedule/schema";

const DAY = 86_400_000;

/** Something that is not as the act left it, so that taking the act back would take back more than that. */
export interface Blocked {
  id: string;
  name: string;
  /** The field that differs, or that the thing itself was removed or is back. */
  what: Field | "removed" | "restored";
}

export interface PutBack {
  /** The whole schedule as it would be. */
  sessions: ScheduleSession[];
  blocked: Blocked[];
}

/**
 * The schedule with an act taken back: what it made goes, what it removed comes back, and of what it changed only the
 * fields it changed are as they were, so that what others did to other fields stays. A field that is not as the act left
 * it blocks.
 */
export function putBack(pairs: readonly Pair<SessionState>[], standing: readonly ScheduleSession[]): PutBack {
  const now = new Map(standing.map((session) => [session.id, session]));
  const blocked: Blocked[] = [];
  for (const { id, before, after } of pairs) {
    const current = now.get(id);
    if (!after) {
      if (current) blocked.push({ id, name: sessionName(current), what: "restored" });
      else if (before && isWhole(before)) now.set(id, before);
      continue;
    }
    if (!current) {
      blocked.push({ id, name: nameOf(after), what: "removed" });
      continue;
    }
    const touched = before ? fieldsBetween(before, after) : fieldsBetween(current, after);
    const changed = touched.find((field) => !sameField(current, after, field));
    if (changed) blocked.push({ id, name: sessionName(current), what: changed });
    else if (!before) now.delete(id);
    else now.set(id, { ...current, ...Object.fromEntries(touched.map((field) => [field, before[field]])) });
  }
  return { sessions: [...now.values()], blocked };
}

function isWhole(session: SessionState): session is ScheduleSession {
  return session.date !== undefined && session.uses !== undefined;
}

function nameOf({ title = "", uses = [] }: SessionState): string {
  return sessionName({ title, uses });
}

/**
 * States of sessions with the resources that are there now: a duplicate that was merged since is the one it was merged into.
 * A slot that would name that one twice keeps the use which named it before.
 */
export function withLiveResources(
  pairs: readonly Pair<SessionState>[],
  mergedInto: ReadonlyMap<string, string>,
): Pair<SessionState>[] {
  const live = (state: SessionState | null): SessionState | null =>
    state?.uses ? { ...state, uses: liveUses(state.uses, mergedInto) } : state;
  return pairs.map(({ id, before, after }) => ({ id, before: live(before), after: live(after) }));
}

function liveUses(uses: readonly ScheduleUse[], mergedInto: ReadonlyMap<string, string>): ScheduleUse[] {
  const mapped = uses.map((use) => ({ ...use, resourceId: mergedInto.get(use.resourceId) ?? use.resourceId }));
  const place = ({ slot, resourceId }: ScheduleUse) => `${slot} ${resourceId}`;
  const kept = new Map<string, string>();
  for (const use of mapped) if (!kept.has(place(use))) kept.set(place(use), use.id);
  for (const use of uses) if (!mergedInto.has(use.resourceId)) kept.set(place(use), use.id);
  return mapped.filter((use) => kept.get(place(use)) === use.id);
}

export interface UndoRow {
  id: string;
  undoes: string;
}

/** Which acts are undone, each with the undo that did it; one that was undone itself does not count. */
export function undoneBy<U extends UndoRow>(rows: readonly U[]): Map<string, U> {
  const of = Map.groupBy(rows, ({ undoes }) => undoes);
  const found = new Map<string, U>();
  const inEffect = (row: U): boolean => !(of.get(row.id) ?? []).some(inEffect);
  for (const [id, undos] of of) {
    const undo = undos.find(inEffect);
    if (undo) found.set(id, undo);
  }
  return found;
}

/** Whole days for which an act of that time can still be undone; 0 when the time is over. */
export function daysLeft(at: Date, now: Date): number {
  return Math.max(0, Math.ceil((at.getTime() - undoSince(now).getTime()) / DAY));
}

/** The earliest instant of which something can still be brought back. */
export function undoSince(now: Date): Date {
  return new Date(now.getTime() - UNDO_DAYS * DAY);
}
