import type { EditedUse, EditSchedule, NewSession, SessionEdit } from "@/lib/schedule/edit/schema";
import { type ScheduleSession, type ScheduleUse, SLOTS, type UseInput } from "@/lib/schedule/schema";

/** A use that names a resource by its words; which one that is, the library says. */
export interface NamedUse {
  sessionId: string;
  input: UseInput;
}

/** Finds the resource that a named use means. Answers the same for the same words. */
export type Resolve = (
  named: NamedUse,
) => Pick<
  ScheduleUse,
  | "resourceId"
  | "title"
  | "resourceTitle"
  | "url"
  | "kind"
  | "minutes"
  | "resourceMinutes"
  | "author"
  | "stopPoints"
  | "label"
>;

/** The uses of an edit that name a resource by its words, in order. */
export function namedUses(edits: readonly { id: string; edit: Pick<NewSession, "slots"> }[]): NamedUse[] {
  return edits.flatMap(({ id, edit }) =>
    SLOTS.flatMap((slot) =>
      (edit.slots?.[slot] ?? []).flatMap((use) =>
        "useId" in use ? [] : [{ sessionId: id, input: inputOf(use, slot) }],
      ),
    ),
  );
}

/**
 * The schedule after an edit. A use that one session takes from another leaves it there; a resource that a slot would
 * name twice stays once. Uses that are named by `useId` and are nowhere any more are left out.
 */
export function applyEdit(
  before: readonly ScheduleSession[],
  input: Pick<EditSchedule, "edits" | "remove">,
  created: readonly { id: string; edit: NewSession }[],
  options: { resolve: Resolve; newId: () => string; renamed?: { from: string; to: string }[] },
): ScheduleSession[] {
  const everyUse = new Map(before.flatMap(({ uses }) => uses.map((use) => [use.id, use] as const)));
  const edits = new Map(input.edits.map((edit) => [edit.sessionId, edit]));
  const removed = new Set(input.remove.map(({ sessionId }) => sessionId));
  const taken = new Set(keptUses([...input.edits, ...created.map(({ edit }) => edit)]));
  const context = { ...options, everyUse, taken };
  const standing = before
    .filter(({ id }) => !removed.has(id))
    .map((session) => edited(session, edits.get(session.id) ?? {}, context));
  return [...standing, ...created.map(({ id, edit }) => edited(openDraft(id, edit.date), edit, context))];
}

/** The ids of uses that an edit names and that no session has, nor will have by it. */
export function unknownUses(before: readonly ScheduleSession[], edits: readonly Pick<NewSession, "slots">[]): string[] {
  const known = new Set(before.flatMap(({ uses }) => uses.map(({ id }) => id)));
  return keptUses(edits).filter((id) => !known.has(id));
}

/** The ids of the uses that edits name by their ids. */
function keptUses(edits: readonly Pick<NewSession, "slots">[]): string[] {
  const uses = edits.flatMap(({ slots }) => Object.values(slots ?? {}).flatMap((named) => named ?? []));
  return uses.flatMap((use) => ("useId" in use ? [use.useId] : []));
}

function inputOf(use: Exclude<EditedUse, { useId: string }>, slot: ScheduleUse["slot"]): UseInput {
  const { id: _, ...input } = use;
  return { ...input, slot };
}

interface Context {
  renamed?: { from: string; to: string }[];
  resolve: Resolve;
  newId: () => string;
  everyUse: ReadonlyMap<string, ScheduleUse>;
  taken: ReadonlySet<string>;
}

/** A draft that is nothing but a date. */
export function openDraft(id: string, date: string, startsAt: string | null = null): ScheduleSession {
  return {
    id,
    date,
    startsAt,
    lengthMinutes: null,
    title: "",
    format: null,
    state: "draft",
    version: 1,
    notes: "",
    materials: "",
    recordingUrl: "",
    pinned: false,
    presenters: [],
    uses: [],
  };
}

function edited(session: ScheduleSession, edit: Partial<SessionEdit>, context: Context): ScheduleSession {
  const { slots, sessionId: _, version: __, ...fields } = edit;
  const said = Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
  if (!slots) return { ...session, ...said, uses: session.uses.filter(({ id }) => !context.taken.has(id)) };
  const rows = new Rows(
    session.uses.filter(({ id, slot }) => slots[slot] && !context.taken.has(id)),
    context,
  );
  const named = SLOTS.flatMap((slot) => (slots[slot] ?? []).map((use) => ({ slot, use })));
  const found = new Map(named.map((one) => [one, rows.exact(one.use, one.slot, session.id)]));
  const uses = SLOTS.flatMap((slot): ScheduleUse[] => {
    if (!slots[slot]) return session.uses.filter((use) => use.slot === slot && !context.taken.has(use.id));
    return once(named.filter((one) => one.slot === slot).flatMap((one) => rows.placed(one.use, slot, found.get(one))));
  });
  return { ...session, ...said, uses };
}

type Found = ReturnType<Resolve> & { former: ScheduleUse | undefined };

/** The rows that a session has already for what an edit names, so that what hangs on them stays. */
class Rows {
  private readonly free: ScheduleUse[];
  private readonly context: Context;

  constructor(free: readonly ScheduleUse[], context: Context) {
    this.free = [...free];
    this.context = context;
  }

  /** What words name, with the row that the same slot has for it. */
  exact(use: EditedUse, slot: ScheduleUse["slot"], sessionId: string): Found | undefined {
    if ("useId" in use) return undefined;
    const resolved = this.context.resolve({ sessionId, input: inputOf(use, slot) });
    return { ...resolved, former: this.take((row) => row.resourceId === resolved.resourceId && row.slot === slot) };
  }

  /** The use as it shall be: the one that was named, the row of its slot, one that another slot has no need of, or a new one. */
  placed(use: EditedUse, slot: ScheduleUse["slot"], found: Found | undefined): ScheduleUse[] {
    if ("useId" in use) {
      const kept = this.context.everyUse.get(use.useId);
      return kept ? [{ ...kept, slot, optional: use.optional ?? kept.optional }] : [];
    }
    if (!found) return [];
    const { former: exact, ...resource } = found;
    const former = exact ?? this.take(({ resourceId }) => resourceId === resource.resourceId);
    const { from, to } = use.part ?? { from: null, to: null };
    const part =
      use.part === undefined
        ? { fromSeconds: former?.fromSeconds ?? null, toSeconds: former?.toSeconds ?? null }
        : { fromSeconds: from, toSeconds: to };
    const asked = use.id && !this.context.everyUse.has(use.id) ? use.id : undefined;
    const id = former?.id ?? asked ?? this.context.newId();
    if (use.id && use.id !== id) this.context.renamed?.push({ from: use.id, to: id });
    return [{ id, slot, optional: use.optional, ...part, ...resource }];
  }

  private take(isIt: (row: ScheduleUse) => boolean): ScheduleUse | undefined {
    const index = this.free.findIndex(isIt);
    return index === -1 ? undefined : this.free.splice(index, 1)[0];
  }
}

function once(uses: readonly ScheduleUse[]): ScheduleUse[] {
  return uses.filter((use, index) => uses.findIndex(({ resourceId }) => resourceId === use.resourceId) === index);
}
