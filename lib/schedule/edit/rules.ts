import { byDate } from "@/lib/core/lists";
import { change, type PlannedChange } from "@/lib/schedule/changes";
import { changeLines, type Line } from "@/lib/schedule/lines";
import { sessionName, timeOf } from "@/lib/schedule/rules";
import type { ScheduleChange, ScheduleSession, ScheduleUse } from "@/lib/schedule/schema";
import { short } from "@/lib/transfer/text";

/** The fields of a session that an organizer's edit can change, beside its presenters and uses. */
export const SESSION_FIELDS = [
  "date",
  "startsAt",
  "lengthMinutes",
  "title",
  "format",
  "state",
  "notes",
  "materials",
  "recordingUrl",
  "pinned",
] as const;

const TEXTS = [
  ["notes", "notes"],
  ["materials", "materials"],
  ["recordingUrl", "recording"],
] as const;

export interface Differences {
  changed: { before: ScheduleSession; after: ScheduleSession }[];
  created: ScheduleSession[];
  removed: ScheduleSession[];
}

/** What differs between two states of a schedule; sessions are the same when their ids are. */
export function differences(before: readonly ScheduleSession[], after: readonly ScheduleSession[]): Differences {
  const former = new Map(before.map((session) => [session.id, session]));
  const kept = new Set(after.map(({ id }) => id));
  const changed: Differences["changed"] = [];
  const created: ScheduleSession[] = [];
  for (const session of after) {
    const was = former.get(session.id);
    if (!was) created.push(session);
    else if (!isSame(was, session)) changed.push({ before: was, after: session });
  }
  return { changed, created, removed: before.filter(({ id }) => !kept.has(id)) };
}

/** Whether two states of a session say the same; versions do not count. */
export function isSame(a: ScheduleSession, b: ScheduleSession): boolean {
  return (
    SESSION_FIELDS.every((field) => a[field] === b[field]) &&
    sameNames(a.presenters, b.presenters) &&
    sameUses(a.uses, b.uses)
  );
}

export function sameNames(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((name, index) => name === b[index]);
}

export function sameUses(a: readonly ScheduleUse[], b: readonly ScheduleUse[]): boolean {
  return JSON.stringify(a.map(essence)) === JSON.stringify(b.map(essence));
}

function essence({ id, resourceId, slot, label, optional, fromSeconds, toSeconds }: ScheduleUse) {
  return [id, resourceId, slot, label, optional, fromSeconds, toSeconds];
}

/** Two live sessions that would stand on one date at one time; null when every date is free. */
export function clashOf(
  sessions: readonly ScheduleSession[],
  cohort: { startsAt: string },
): [ScheduleSession, ScheduleSession] | null {
  return newClash([], sessions, cohort);
}

/**
 * Two live sessions that clash after the change from one state to another and did not before; two that clash already are
 * nobody's doing here, and excuse no others.
 */
export function newClash(
  before: readonly ScheduleSession[],
  after: readonly ScheduleSession[],
  cohort: { startsAt: string },
): [ScheduleSession, ScheduleSession] | null {
  const live = ({ state }: ScheduleSession) => state !== "cancelled";
  const placeOf = (session: ScheduleSession) => `${session.date} ${timeOf(session, cohort)}`;
  const stood = new Map(before.filter(live).map((session) => [session.id, placeOf(session)]));
  const taken = new Map<string, ScheduleSession[]>();
  for (const session of after.filter(live)) {
    const [place, was] = [placeOf(session), stood.get(session.id)];
    const others = taken.get(place) ?? [];
    const other = others.find(({ id }) => was === undefined || stood.get(id) !== was);
    if (other) return [other, session];
    others.push(session);
    taken.set(place, others);
  }
  return null;
}

/** The change from one state of the schedule to another as the organizer sees it, by date. */
export function changesBetween(
  before: readonly ScheduleSession[],
  after: readonly ScheduleSession[],
  cohort: { startsAt: string },
): PlannedChange[] {
  const { changed, created, removed } = differences(before, after);
  return [
    ...created.map((session) => say(session, "added")),
    ...removed.map((session) => say(session, "removed")),
    ...changed.flatMap((pair) => sessionChanges(pair.before, pair.after, cohort)),
    ...changesOfUses(before, after),
  ].sort(byDate);
}

/** What the public knows of: a draft is not there, so that publishing adds it and withdrawing takes it away. */
export function knownToAll(sessions: readonly ScheduleSession[]): ScheduleSession[] {
  return sessions.filter(({ state }) => state !== "draft");
}

/** The lines of the public log that tell of the change from one state to another. */
export function linesBetween(
  before: readonly ScheduleSession[],
  after: readonly ScheduleSession[],
  cohort: { startsAt: string },
): Line[] {
  const published = after.filter(({ state }) => state === "published");
  const first = published.length > 0 && !before.some(({ state }) => state === "published");
  return changeLines(changesBetween(knownToAll(before), knownToAll(after), cohort), { first, published });
}

function say(
  session: ScheduleSession,
  kind: ScheduleChange["kind"],
  from: string | null = null,
  to: string | null = null,
  visible = session.state === "published",
): PlannedChange {
  const { id, date, title } = session;
  return { ...change(kind, date, title, from, to), sessionId: id, visible, name: sessionName(session) };
}

function sessionChanges(before: ScheduleSession, after: ScheduleSession, cohort: { startsAt: string }) {
  const changes: PlannedChange[] = [];
  if (before.state !== after.state) {
    if (after.state === "published" && before.state === "draft") return [say(after, "published", "draft", "published")];
    if (after.state === "cancelled") changes.push(say(after, "cancelled", null, null, before.state === "published"));
    if (before.state === "cancelled") changes.push(say(after, "revived"));
  }
  const named = { ...after, uses: before.uses };
  if (before.date !== after.date) changes.push(say(named, "moved", before.date, after.date));
  if (before.title !== after.title) changes.push(say(after, "retitled", before.title, after.title));
  const [from, to] = [timeOf(before, cohort), timeOf(after, cohort)];
  if (from !== to) changes.push(say(after, "changed_time", from, to));
  if (before.lengthMinutes !== after.lengthMinutes) {
    const words = (minutes: number | null) => (minutes === null ? null : String(minutes));
    changes.push(say(after, "changed_session_length", words(before.lengthMinutes), words(after.lengthMinutes)));
  }
  if (!sameNames(before.presenters, after.presenters)) {
    changes.push(say(after, "changed_presenters", before.presenters.join(", "), after.presenters.join(", ")));
  }
  // A new title brings its own format along.
  if (before.title === after.title && before.format !== after.format) {
    changes.push(say(after, "changed_format", before.format, after.format));
  }
  for (const [field, name] of TEXTS) {
    if (before[field] === after[field]) continue;
    const words = (text: string) => (text === "" ? null : `${name}: ${short(text, 80)}`);
    changes.push(say(after, "changed_notes", words(before[field]), words(after[field])));
  }
  return changes;
}

function changesOfUses(before: readonly ScheduleSession[], after: readonly ScheduleSession[]): PlannedChange[] {
  const placed = (sessions: readonly ScheduleSession[]) =>
    new Map(sessions.flatMap((session) => session.uses.map((use) => [use.id, { session, use }] as const)));
  const [from, to] = [placed(before), placed(after)];
  const known = new Set(before.map(({ id }) => id));
  const stays = new Set(after.map(({ id }) => id));
  const changes: PlannedChange[] = [];
  const tell = (
    session: ScheduleSession,
    use: ScheduleUse,
    kind: ScheduleChange["kind"],
    a: string | null,
    b: string | null,
  ) => changes.push({ ...say(session, kind, a, b), title: use.title });
  for (const [id, { session, use }] of to) {
    const former = from.get(id);
    if (!former) {
      if (known.has(session.id)) tell(session, use, "resource_added", null, use.slot);
    } else if (former.session.id !== session.id || former.use.slot !== use.slot) {
      tell(session, use, "resource_moved", `${former.session.date} ${former.use.slot}`, `${session.date} ${use.slot}`);
    } else if (former.use.label !== use.label) {
      tell(session, use, "resource_retitled", former.use.title, use.title);
    } else if ((["optional", "fromSeconds", "toSeconds"] as const).some((field) => former.use[field] !== use[field])) {
      tell(session, use, "resource_changed", null, null);
    }
  }
  for (const [id, { session, use }] of from) {
    if (!to.has(id) && stays.has(session.id)) tell(sessionNow(after, session), use, "resource_removed", use.slot, null);
  }
  return changes;
}

function sessionNow(after: readonly ScheduleSession[], session: ScheduleSession): ScheduleSession {
  return after.find(({ id }) => id === session.id) ?? session;
}
