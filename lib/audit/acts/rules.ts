import { z } from "zod";
import { matchKeyOf } from "@/lib/resources/rules";
import { SESSION_FIELDS, sameNames, sameUses } from "@/lib/schedule/edit/rules";
import { type ScheduleSession, type ScheduleUse, scheduleSession, scheduleUse } from "@/lib/schedule/schema";

/** A row of the audit log, as far as it says what was done. */
export interface Recorded {
  action: string;
  subjectKind: string;
  subjectId: string;
  before: unknown;
  after: unknown;
}

/** A thing as an act found it and left it; null is not there. */
export interface Pair<T> {
  id: string;
  before: T | null;
  after: T | null;
}

/** What an act says of a session: the whole of it, or only what the session uses. */
export type SessionState = Pick<ScheduleSession, "id"> & Partial<ScheduleSession>;

// Rows are kept as they were written, also those from before a session or a use could say as much as it does now.
const recordedUse = scheduleUse
  .extend({
    label: z.string().optional(),
    fromSeconds: z.number().int().nullable().default(null),
    toSeconds: z.number().int().nullable().default(null),
    resourceMinutes: z.number().int().nullable().default(null),
    author: z.string().default(""),
    stopPoints: z.array(z.number().int()).default([]),
  })
  .transform(
    (use): ScheduleUse => ({ ...use, label: use.label ?? (use.title === use.resourceTitle ? "" : use.title) }),
  );
const recordedSession = scheduleSession.extend({ pinned: z.boolean().default(false), uses: z.array(recordedUse) });

const resourceRow = z.object({
  id: z.uuid(),
  title: z.string(),
  url: z.string().nullable(),
  kind: z.string(),
  author: z.string(),
  minutes: z.number().nullable(),
  stopPoints: z.array(z.number()),
  matchKey: z.string(),
  version: z.number(),
  deletedAt: z.string().nullable(),
  mergedIntoId: z.string().nullable(),
});
/** A whole row of the library. */
export type ResourceRow = z.infer<typeof resourceRow>;

const correctedResource = z
  .object({ id: z.uuid(), key: z.string(), title: z.string(), url: z.string().nullable(), kind: z.string() })
  .extend({ minutes: z.number().nullable(), author: z.string(), stopPoints: z.array(z.number()), deleted: z.boolean() })
  .partial({ author: true, stopPoints: true, deleted: true });
/** What an edit of the schedule says of a resource that it made or corrected. */
export type CorrectedResource = z.infer<typeof correctedResource>;

const useRow = z.object({
  id: z.uuid(),
  sessionId: z.uuid(),
  resourceId: z.uuid(),
  slot: scheduleUse.shape.slot,
  position: z.number(),
  optional: z.boolean(),
  fromSeconds: z.number().nullable(),
  toSeconds: z.number().nullable(),
  label: z.string(),
  createdAt: z.string(),
});
export type UseRow = z.infer<typeof useRow>;

const progressRow = z.object({
  memberId: z.uuid(),
  resourceId: z.uuid(),
  state: z.string(),
  watched: z.string(),
  lengthSeconds: z.number().nullable().default(null),
  stoppedAt: z.number().nullable(),
  stoppedMoment: z.string().nullable().default(null),
  source: z.string(),
  markedById: z.string().nullable(),
  reason: z.string().default(""),
  minutesTaken: z.number().nullable(),
  doneAt: z.string().nullable().default(null),
  updatedAt: z.string(),
});
export type ProgressState = z.infer<typeof progressRow>;

const joined = {
  kept: resourceRow,
  gone: resourceRow,
  uses: z.array(useRow),
  progress: z.array(progressRow),
};
const mergeBefore = z.object({
  ...joined,
  questions: z.array(z.uuid()),
  notes: z.array(z.uuid()).default([]),
  merged: z.array(z.uuid()).default([]),
});
const mergeAfter = z.object(joined);
/** Two resources that became one, with all that went from one to the other. */
export interface Merge {
  before: z.infer<typeof mergeBefore>;
  after: z.infer<typeof mergeAfter>;
}

const sectionState = z.object({ title: z.string(), body: z.string(), position: z.number() });
export type SectionState = z.infer<typeof sectionState>;
const breakState = z.object({ id: z.uuid(), title: z.string(), firstDay: z.string(), lastDay: z.string() });
export type BreakState = z.infer<typeof breakState>;
const lineState = z.object({
  id: z.uuid(),
  sessionId: z.uuid().nullable(),
  text: z.string(),
  at: z.string(),
  version: z.number(),
  removed: z.boolean(),
});
export type LineState = z.infer<typeof lineState>;
const settings = z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()]));
export type Settings = z.infer<typeof settings>;

/** What an act did, in the form from which it can be told and undone. */
export type Act =
  | { kind: "schedule"; sessions: Pair<SessionState>[]; resources: Pair<CorrectedResource>[] }
  | { kind: "resource"; id: string; before: ResourceRow; after: ResourceRow }
  | { kind: "merge"; merge: Merge }
  | { kind: "section"; pair: Pair<SectionState> }
  | { kind: "cohort"; before: Settings; after: Settings }
  | { kind: "lines"; lines: Pair<LineState>[] }
  | { kind: "break"; pair: Pair<BreakState> };

/** What an act did; null for one of which no more is known than that it was, such as a sign-up, a tick or a mail. */
export function readAct(row: Recorded): Act | null {
  switch (row.subjectKind) {
    case "schedule":
    case "session":
      return readSchedule(row);
    case "resource":
      return readResource(row);
    case "section":
      return readPair(row, sectionState, (pair) => ({ kind: "section", pair }));
    case "break":
      return readPair(row, breakState, (pair) => ({ kind: "break", pair }));
    case "change":
      return readLines(row);
    case "cohort": {
      if (row.action !== "cohort.changed" && row.action !== "audit.undone") return null;
      const [before, after] = [settings.safeParse(row.before), settings.safeParse(row.after)];
      return before.success && after.success ? { kind: "cohort", before: before.data, after: after.data } : null;
    }
    default:
      return null;
  }
}

function readSchedule({ action, subjectKind, subjectId, before, after }: Recorded): Act | null {
  if (subjectKind === "schedule") {
    const listed = z.object({ sessions: z.array(recordedSession), resources: z.array(z.unknown()).default([]) });
    const [from, to] = [listed.safeParse(before), listed.safeParse(after)];
    if (!from.success || !to.success) return null;
    const corrected = (rows: readonly unknown[]) => rows.flatMap((row) => correctedResource.safeParse(row).data ?? []);
    return {
      kind: "schedule",
      sessions: pairUp<SessionState>(from.data.sessions, to.data.sessions),
      resources: pairUp(corrected(from.data.resources), corrected(to.data.resources)),
    };
  }
  if (action === "session.uses_changed") {
    const [from, to] = [z.array(recordedUse).safeParse(before), z.array(recordedUse).safeParse(after)];
    if (!from.success || !to.success) return null;
    const state = (uses: ScheduleSession["uses"]) => ({ id: subjectId, uses });
    const pair = { id: subjectId, before: state(from.data), after: state(to.data) };
    return { kind: "schedule", sessions: [pair], resources: correctedIn(from.data, to.data) };
  }
  const [from, to] = [recordedSession.nullish().safeParse(before), recordedSession.nullish().safeParse(after)];
  if (!from.success || !to.success || (!from.data && !to.data)) return null;
  const pair = { id: subjectId, before: from.data ?? null, after: to.data ?? null };
  return { kind: "schedule", sessions: [pair], resources: [] };
}

/** What an act corrected about resources that a session used before and after it, as far as its uses show it. */
function correctedIn(before: readonly ScheduleUse[], after: readonly ScheduleUse[]): Pair<CorrectedResource>[] {
  const shown = (uses: readonly ScheduleUse[]) =>
    uses.map(({ resourceId: id, resourceTitle: title, url, kind, resourceMinutes: minutes, author, stopPoints }) => {
      return { id, key: matchKeyOf({ title, url }), title, url, kind, minutes, author, stopPoints };
    });
  return pairUp<CorrectedResource>(shown(before), shown(after)).filter(
    (pair) => pair.before && pair.after && JSON.stringify(pair.before) !== JSON.stringify(pair.after),
  );
}

function readResource({ subjectId, before, after }: Recorded): Act | null {
  const [from, to] = [resourceRow.safeParse(before), resourceRow.safeParse(after)];
  if (from.success && to.success) return { kind: "resource", id: subjectId, before: from.data, after: to.data };
  const [apart, together] = [mergeBefore.safeParse(before), mergeAfter.safeParse(after)];
  return apart.success && together.success
    ? { kind: "merge", merge: { before: apart.data, after: together.data } }
    : null;
}

function readLines({ before, after }: Recorded): Act | null {
  const listed = z.object({ lines: z.array(lineState) });
  const [from, to] = [listed.safeParse(before), listed.safeParse(after)];
  return from.success && to.success ? { kind: "lines", lines: pairUp(from.data.lines, to.data.lines) } : null;
}

function readPair<T>(row: Recorded, state: z.ZodType<T>, act: (pair: Pair<T>) => Act): Act | null {
  const [before, after] = [state.safeParse(row.before).data ?? null, state.safeParse(row.after).data ?? null];
  return before || after ? act({ id: row.subjectId, before, after }) : null;
}

function pairUp<T extends { id: string }>(before: readonly T[], after: readonly T[]): Pair<T>[] {
  const [from, to] = [byId(before), byId(after)];
  return [...new Set([...from.keys(), ...to.keys()])].map((id) => ({
    id,
    before: from.get(id) ?? null,
    after: to.get(id) ?? null,
  }));
}

function byId<T extends { id: string }>(rows: readonly T[]): Map<string, T> {
  return new Map(rows.map((row) => [row.id, row]));
}

/** What an act can change about a session; each is put back by itself, uses and presenters as whole lists. */
export const FIELDS = [...SESSION_FIELDS, "presenters", "uses"] as const;
export type Field = (typeof FIELDS)[number];

/** Whether two states of a session say the same about one field. What either does not say is the same. */
export function sameField(a: SessionState, b: SessionState, field: Field): boolean {
  if (a[field] === undefined || b[field] === undefined) return true;
  if (field === "uses") return sameUses(a.uses ?? [], b.uses ?? []);
  if (field === "presenters") return sameNames(a.presenters ?? [], b.presenters ?? []);
  return a[field] === b[field];
}

/** The fields in which two states of a session differ. */
export function fieldsBetween(a: SessionState, b: SessionState): Field[] {
  return FIELDS.filter((field) => !sameField(a, b, field));
}

type Named<N extends string> = { readonly [K in N]?: unknown };

/** The names in which two states of a thing differ, of those that are asked about. */
export function namesBetween<N extends string>(a: Named<N>, b: Named<N>, names: readonly N[]): N[] {
  return names.filter((name) => JSON.stringify(a[name] ?? null) !== JSON.stringify(b[name] ?? null));
}
