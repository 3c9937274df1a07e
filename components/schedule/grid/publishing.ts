import type { ScheduleSession } from "@/lib/schedule/schema";
import { change, type GridChange } from "./changes";

/**
 * A change without what makes drafts public, and that apart, so that members' view of the saved drafts can be shown
 * before. What publishes nothing comes back whole.
 */
export function publishingApart(
  planned: GridChange,
  sessions: readonly ScheduleSession[],
): { rest: GridChange | null; publish: GridChange | null } {
  const drafts = new Set(sessions.flatMap(({ id, state }) => (state === "draft" ? [id] : [])));
  const publishes = ({ sessionId, fields }: GridChange["edits"][number]) =>
    fields.state === "published" && drafts.has(sessionId);
  const edits = planned.edits.filter(publishes).map(({ sessionId, fields, seen }) => {
    const alone = Object.keys(fields).length === 1;
    return { sessionId, fields: { state: "published" as const }, ...(alone && seen ? { seen } : {}) };
  });
  const created = planned.create.filter(({ state }) => state === "published");
  if (edits.length + created.length === 0) return { rest: planned, publish: null };
  const rest = {
    ...planned,
    edits: planned.edits.flatMap((edit) => {
      if (!publishes(edit)) return [edit];
      const { state: _, ...fields } = edit.fields;
      return Object.keys(fields).length > 0 ? [{ ...edit, fields }] : [];
    }),
    create: planned.create.map((one) => (created.includes(one) ? { ...one, state: "draft" as const } : one)),
  };
  const news = created.map(({ id }) => ({ sessionId: id, fields: { state: "published" as const } }));
  const words = edits.length + news.length === 1 ? "Published a session" : "Published sessions";
  return {
    rest: rest.edits.length + rest.create.length + rest.remove.length > 0 ? rest : null,
    publish: change(words, { edits: [...edits, ...news] }),
  };
}

/** The sessions of a change that are drafts still. */
export function draftsOf({ edits }: GridChange, sessions: readonly ScheduleSession[]): ScheduleSession[] {
  const ids = new Set(edits.map(({ sessionId }) => sessionId));
  return sessions.filter(({ id, state }) => state === "draft" && ids.has(id));
}
