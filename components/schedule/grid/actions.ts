import type { EditedUse } from "@/lib/schedule/edit/schema";
import { usesIn } from "@/lib/schedule/rules";
import type { ScheduleSession, ScheduleUse } from "@/lib/schedule/schema";
import { shortDay } from "@/lib/time/days";
import { change, type GridChange } from "./changes";
import { COLUMNS, type Fields, withLinks } from "./columns";
import type { Block } from "./selection";
import type { Dragged, DropPlace } from "./use-drag";

type Sessions = readonly ScheduleSession[];

/** What typing into one cell changes; null when it says what the cell says already. */
export function editCell(
  session: ScheduleSession,
  columnIndex: number,
  text: string,
): GridChange | { problem: string } | null {
  const column = COLUMNS[columnIndex];
  if (!column || text === column.write(session)) return null;
  const read = column.read(text, session);
  if ("problem" in read) return read;
  const words = `${column.name} of ${nameOf(session)}`;
  const fields = withLinks(read.fields, read.links ?? [], session);
  return change(words, { edits: [{ sessionId: session.id, fields }] });
}

/** Empties the cells of a block; a date and a state cannot be empty and stay. */
export function clearCells(sessions: Sessions, { ids, from, to }: Block): GridChange | null {
  const edits = sessions
    .filter(({ id }) => ids.includes(id))
    .map((session) => {
      let fields: Fields = {};
      for (const column of COLUMNS.slice(from, to + 1)) {
        if (column.id === "date" || column.id === "state" || column.write(session) === "") continue;
        const read = column.read("", session);
        if ("fields" in read) fields = { ...fields, ...read.fields, slots: { ...fields.slots, ...read.fields.slots } };
      }
      return { sessionId: session.id, fields };
    })
    .filter(({ fields }) => Object.keys(fields).length > 0);
  return edits.length === 0 ? null : change("Emptied cells", { edits });
}

/** The same change of several sessions, those that say it already left out. */
export function setAll(sessions: Sessions, ids: ReadonlySet<string>, words: string, fields: Fields): GridChange | null {
  const edits = sessions
    .filter((session) => ids.has(session.id))
    .filter((session) => Object.entries(fields).some(([name, value]) => session[name as "state"] !== value))
    .map(({ id }) => ({ sessionId: id, fields }));
  return edits.length === 0 ? null : change(words, { edits });
}

/**
 * What letting go of something dragged means: sessions exchange their dates, or a resource goes to another place. A
 * session that is ticked takes the others that are ticked along.
 */
export function drop(
  sessions: Sessions,
  dragged: Dragged,
  place: DropPlace,
  ticked: ReadonlySet<string> = new Set(),
): GridChange | { problem: string } | null {
  const [from, to] = [find(sessions, dragged.sessionId), find(sessions, place.sessionId)];
  if (!from || !to) return null;
  if (dragged.what === "session")
    return moveRows(sessions, ticked.has(from.id) ? ticked : new Set([from.id]), from, to);
  if (!place.slot) return null;
  return moveUse(from, dragged.useId, to, place.slot, place.before);
}

/**
 * Moves rows so that `from` comes to the date of `to` and the others as many rows further as it does. The sessions that
 * they meet take the dates that become free, in their order. Nothing moves when a session keeps its date for good.
 */
function moveRows(sessions: Sessions, ids: ReadonlySet<string>, from: ScheduleSession, to: ScheduleSession) {
  const by = sessions.indexOf(to) - sessions.indexOf(from);
  if (by === 0) return null;
  const moving = sessions.flatMap(({ id }, row) => (ids.has(id) ? [row] : []));
  const onto = moving.map((row) => row + by);
  if (onto.some((row) => !sessions[row])) {
    return { problem: "There are not enough rows there for all the sessions that are ticked." };
  }
  const met = onto.filter((row) => !moving.includes(row)).toSorted((a, b) => a - b);
  const free = moving.filter((row) => !onto.includes(row));
  const moves = [...moving, ...met].flatMap((row, index) => {
    const [one, other] = [sessions[row], sessions[[...onto, ...free][index] ?? -1]];
    return one && other ? [{ one, date: other.date }] : [];
  });
  for (const { one } of moves) {
    const here = one.title ? `${nameOf(one)} on ${shortDay(one.date)}` : nameOf(one);
    if (one.pinned) return { problem: `${here} is pinned. Unpin it first, or choose another one.` };
    if (one.state === "cancelled") return { problem: `${here} is cancelled and keeps its date.` };
  }
  if (from.date === to.date) return { problem: `Both are on ${shortDay(to.date)}. Change their times instead.` };
  const edits = moves
    .filter(({ one, date }) => one.date !== date)
    .map(({ one, date }) => ({ sessionId: one.id, fields: { date } }));
  const words =
    moving.length === 1
      ? `${nameOf(from)} and ${nameOf(to)} exchanged their dates`
      : `Moved ${moving.length} sessions to other dates`;
  return change(words, { edits });
}

/** Puts a use into a slot, before another use or at the end. */
export function moveUse(
  from: ScheduleSession,
  useId: string,
  to: ScheduleSession,
  slot: ScheduleUse["slot"],
  before: string | null,
): GridChange | null {
  const use = from.uses.find(({ id }) => id === useId);
  if (!use || before === useId) return null;
  const idsIn = (session: ScheduleSession, of: ScheduleUse["slot"]) => usesIn(session.uses, of).map(({ id }) => id);
  const now = idsIn(to, slot);
  const ids = now.filter((id) => id !== useId);
  const index = before === null ? ids.length : ids.indexOf(before);
  ids.splice(index === -1 ? ids.length : index, 0, useId);
  const same = from.id === to.id && use.slot === slot;
  if (same && ids.join() === now.join()) return null;
  const kept = (list: string[]): EditedUse[] => list.map((id) => ({ useId: id }));
  const left = idsIn(from, use.slot).filter((id) => id !== useId);
  const edits: GridChange["edits"] =
    from.id === to.id
      ? [{ sessionId: to.id, fields: { slots: { ...(same ? {} : { [use.slot]: kept(left) }), [slot]: kept(ids) } } }]
      : [
          { sessionId: from.id, fields: { slots: { [use.slot]: kept(left) } } },
          { sessionId: to.id, fields: { slots: { [slot]: kept(ids) } } },
        ];
  return change(`Moved “${use.title}” to ${shortDay(to.date)}`, { edits });
}

/** A session in a few words. */
export function nameOf(session: ScheduleSession): string {
  return session.title ? `“${session.title}”` : shortDay(session.date);
}

function find(sessions: Sessions, id: string): ScheduleSession | undefined {
  return sessions.find((session) => session.id === id);
}
