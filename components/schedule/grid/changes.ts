import { newId } from "@/components/ui/new-id";
import { byStart, byText } from "@/lib/core/lists";
import { kindOf } from "@/lib/resources/rules";
import { applyEdit } from "@/lib/schedule/edit/apply";
import type { EditSchedule, NewSession } from "@/lib/schedule/edit/schema";
import type { ScheduleSession } from "@/lib/schedule/schema";
import type { Fields } from "./columns";

/** One act in the grid, before it is saved. */
export interface GridChange {
  /** In words, for the line that says what was saved: "Moved “Backpropagation”". */
  words: string;
  edits: { sessionId: string; fields: Fields; seen?: number }[];
  create: (NewSession & { id: string })[];
  remove: string[];
}

export function change(words: string, parts: Partial<Omit<GridChange, "words">>): GridChange {
  return { words, edits: [], create: [], remove: [], ...parts };
}

/** The schedule as it will be once these changes are saved; what is not in the library yet is shown by its words. */
export function withChanges(base: readonly ScheduleSession[], changes: readonly GridChange[]): ScheduleSession[] {
  const after = changes.reduce<readonly ScheduleSession[]>((sessions, { edits, create, remove }) => {
    const input = {
      edits: edits.map(({ sessionId, fields }) => ({ sessionId, version: 1, ...fields })),
      remove: remove.map((sessionId) => ({ sessionId, version: 1 })),
    };
    const known = new Set(sessions.map(({ id }) => id));
    const created = create.filter(({ id }) => !known.has(id)).map(({ id, ...edit }) => ({ id, edit }));
    return applyEdit(sessions, input, created, {
      newId,
      resolve: ({ input: use }) => ({
        resourceId: `${use.url ?? ""} ${use.title}`,
        title: use.title,
        resourceTitle: use.title,
        url: use.url,
        kind: use.kind ?? kindOf(use.url, use.title),
        minutes: use.minutes,
        resourceMinutes: use.minutes,
        author: use.author ?? "",
        stopPoints: use.stopPoints ?? [],
        label: use.label ?? "",
      }),
    });
  }, base);
  return after.toSorted(byDate);
}

/** A change as the server takes it: with the version of each session that it rests on. */
export function asRequest(cohort: string, { edits, create, remove }: GridChange, base: readonly ScheduleSession[]) {
  const versions = new Map(base.map(({ id, version }) => [id, version]));
  const versionOf = (id: string) => versions.get(id) ?? 1;
  const request: EditSchedule = {
    cohort,
    edits: edits.map(({ sessionId, fields, seen }) => ({
      sessionId,
      version: seen ?? versionOf(sessionId),
      ...fields,
    })),
    create,
    remove: remove.map((sessionId) => ({ sessionId, version: versionOf(sessionId) })),
  };
  return request;
}

/** What stands on the server after an answer of it. */
export function merged(
  base: readonly ScheduleSession[],
  answer: { sessions: readonly ScheduleSession[]; removed: readonly string[] },
): ScheduleSession[] {
  const fresh = new Map(answer.sessions.map((session) => [session.id, session]));
  const kept = base.filter(({ id }) => !fresh.has(id) && !answer.removed.includes(id));
  // A use that moved is in the session it came from no longer, also where the answer does not name that session.
  const moved = new Set(answer.sessions.flatMap(({ uses }) => uses.map(({ id }) => id)));
  const standing = kept.map((session) =>
    session.uses.some(({ id }) => moved.has(id))
      ? { ...session, uses: session.uses.filter(({ id }) => !moved.has(id)) }
      : session,
  );
  return [...standing, ...answer.sessions].toSorted(byDate);
}

/** Whether a change is about any of these sessions. */
export function touches(one: GridChange, sessionIds: ReadonlySet<string>): boolean {
  return [...one.edits.map(({ sessionId }) => sessionId), ...one.remove].some((id) => sessionIds.has(id));
}

/** A change that waits, after the server gave some of the uses that it names other ids. */
export function withNames(one: GridChange, renamed: readonly { from: string; to: string }[]): GridChange {
  if (renamed.length === 0) return one;
  const ids = new Map(renamed.map(({ from, to }) => [from, to]));
  const edits = one.edits.map((edit) => {
    const { slots } = edit.fields;
    if (!slots) return edit;
    const named = Object.entries(slots).map(([slot, uses]) => [
      slot,
      uses?.map((use) => ("useId" in use ? { ...use, useId: ids.get(use.useId) ?? use.useId } : use)),
    ]);
    return { ...edit, fields: { ...edit.fields, slots: Object.fromEntries(named) as typeof slots } };
  });
  return { ...one, edits };
}

function byDate(a: ScheduleSession, b: ScheduleSession): number {
  return byStart(a, b) || byText(a.id, b.id);
}
