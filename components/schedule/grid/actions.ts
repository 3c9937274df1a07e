import type { EditedUse } from "@/lib/schedule/edit/schema";
import type { ScheduleSession, ScheduleUse } from "@/lib/schedule/schema";
import { shortDay } from "@/lib/time/days";
import { change, type GridChange } from "./changes";
import { COLUMNS, type Fields } from "./columns";
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
  return change(words, { edits: [{ sessionId: session.id, fields: read.fields }] });
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

/** What letting go of something dragged means: two sessions exchange their dates, or a resource goes to another place. */
export function drop(sessions: Sessions, dragged: Dragged, place: DropPlace): GridChange | null {
  const [from, to] = [find(sessions, dragged.sessionId), find(sessions, place.sessionId)];
  if (!from || !to) return null;
  if (dragged.what === "session") return from.id === to.id ? null : exchange(from, to);
  if (!place.slot) return null;
  return moveUse(from, dragged.useId, to, place.slot, place.before);
}

function exchange(a: ScheduleSession, b: ScheduleSession): GridChange {
  return change(`${nameOf(a)} and ${nameOf(b)} exchanged their dates`, {
    edits: [
      { sessionId: a.id, fields: { date: b.date } },
      { sessionId: b.id, fields: { date: a.date } },
    ],
  });
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
  const ids = to.uses.filter((other) => other.slot === slot && other.id !== useId).map(({ id }) => id);
  const index = before === null ? ids.length : ids.indexOf(before);
  ids.splice(index === -1 ? ids.length : index, 0, useId);
  const same = from.id === to.id && use.slot === slot;
  const now = to.uses.filter((other) => other.slot === slot).map(({ id }) => id);
  if (same && ids.join() === now.join()) return null;
  const kept = (list: string[]): EditedUse[] => list.map((id) => ({ useId: id }));
  const left = from.uses.filter((other) => other.slot === use.slot && other.id !== useId).map(({ id }) => id);
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
