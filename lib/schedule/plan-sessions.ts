import { change, type SessionRow } from "@/lib/schedule/changes";
import { sameNames } from "@/lib/schedule/edit/rules";
import type { Match, StandingSession } from "@/lib/schedule/match";
import type { PlanLine, PlanLines } from "@/lib/schedule/plan-lines";
import { type PlannedSession, placeKey } from "@/lib/schedule/plan-uses";
import { sessionName } from "@/lib/schedule/rules";
import type { ScheduleChange } from "@/lib/schedule/schema";
import type { WantedSession } from "@/lib/schedule/wanted";
import { short } from "@/lib/transfer/text";

export interface SessionOptions {
  /** Publish what the schedule has; without it, new sessions are drafts and drafts stay so. */
  publish: boolean;
  /** What a session has that says nothing itself. */
  cohort: { startsAt: string; lengthMinutes: number };
  newId: () => string;
}

/** A session as it will be, and the lines about itself that are done. */
export interface DecidedSession extends PlannedSession {
  done: PlanLine[];
}

/** Decides what becomes of a session, line by line; what it uses is decided elsewhere. */
export function planSession(match: Match, lines: PlanLines, options: SessionOptions): DecidedSession {
  const { how, wanted, standing } = match;
  if (how !== "same") {
    const added = lines.propose([placeKey(wanted)], change("added", wanted.date, wanted.title));
    const row = standing && added.left ? rowOf(standing) : newRow(match, options);
    return { match, row, added, done: added.left ? [] : [added] };
  }
  const row = rowOf(standing);
  const done: PlanLine[] = [];
  const take = (kind: ScheduleChange["kind"], from: string | null, to: string | null, ...about: string[]) => {
    const line = lines.propose([placeKey(wanted), ...about], change(kind, wanted.date, wanted.title, from, to));
    if (!line.left) done.push(line);
    return !line.left;
  };
  if (standing.date !== wanted.date && take("moved", standing.date, wanted.date)) row.date = wanted.date;
  decideTimes(row, wanted, options, take);
  if (standing.title !== wanted.title) {
    if (take("retitled", standing.title, wanted.title)) Object.assign(row, titleOf(wanted));
  } else if (wanted.formatSaid && standing.format !== wanted.format) {
    // Without a word for it in the file, a format that an organizer chose stays as long as the title does.
    if (take("changed_format", standing.format, wanted.format)) row.format = wanted.format;
  }
  if (wanted.cancelled && standing.state !== "cancelled") {
    if (take("cancelled", standing.state, "cancelled")) row.state = "cancelled";
  } else if (wanted.cancelled === false && standing.state === "cancelled") {
    if (take("revived", "cancelled", "published")) row.state = "published";
  } else if (options.publish && standing.state === "draft") {
    if (take("published", "draft", "published")) row.state = "published";
  }
  decideTexts(row, wanted, take);
  if (wanted.pinned !== undefined && standing.pinned !== wanted.pinned) {
    const [from, to] = [pinWords(standing.pinned), pinWords(wanted.pinned)];
    // Nothing about it is news: the session is where it was.
    const line = lines.propose([placeKey(wanted), "pin"], change("changed_notes", wanted.date, wanted.title, from, to));
    if (!line.left) row.pinned = wanted.pinned;
  }
  return { match, row, added: null, done };
}

function pinWords(pinned: boolean): string {
  return pinned ? "pin: keeps its date" : "pin: moves with the others";
}

type Take = (kind: ScheduleChange["kind"], from: string | null, to: string | null, ...about: string[]) => boolean;

/** A time that is the cohort's own is not written down, so that it changes with the cohort's. */
function decideTimes(row: SessionRow, wanted: WantedSession, { cohort }: SessionOptions, take: Take): void {
  const [from, to] = [row.startsAt ?? cohort.startsAt, wanted.startsAt ?? cohort.startsAt];
  if (wanted.startsAt !== undefined && from !== to && take("changed_time", from, to))
    row.startsAt = ownTime(wanted, cohort);
  const [before, after] = [row.lengthMinutes ?? cohort.lengthMinutes, wanted.lengthMinutes ?? cohort.lengthMinutes];
  if (wanted.lengthMinutes !== undefined && before !== after) {
    if (take("changed_session_length", `${before}`, `${after}`)) row.lengthMinutes = ownLength(wanted, cohort);
  }
}

function ownTime({ startsAt }: WantedSession, cohort: SessionOptions["cohort"]): string | null {
  return startsAt === undefined || startsAt === cohort.startsAt ? null : startsAt;
}

function ownLength({ lengthMinutes }: WantedSession, cohort: SessionOptions["cohort"]): number | null {
  return lengthMinutes === undefined || lengthMinutes === cohort.lengthMinutes ? null : lengthMinutes;
}

function titleOf({ title, format }: WantedSession): Pick<SessionRow, "title" | "format"> {
  return { title, format };
}

const TEXTS = [
  ["notes", "notes"],
  ["materials", "materials"],
  ["recordingUrl", "recording"],
] as const;

function decideTexts(row: SessionRow, wanted: WantedSession, take: Take): void {
  const [from, to] = [row.presenters.join(", "), wanted.presenters?.join(", ") ?? ""];
  if (wanted.presenters && from !== to && take("changed_presenters", from || null, to || null)) {
    row.presenters = [...wanted.presenters];
  }
  for (const [field, name] of TEXTS) {
    const [before, after] = [row[field], wanted[field]];
    if (after === undefined || isSame(field, before, after)) continue;
    const words = (text: string) => (text === "" ? null : `${name}: ${short(text, 80)}`);
    if (take("changed_notes", words(before), words(after), name)) row[field] = after;
  }
}

/** Files cannot tell how a text ends and its lines break, nor an address with a space in it from one without. */
function isSame(field: (typeof TEXTS)[number][0], before: string, after: string): boolean {
  const plain = (text: string) => text.replace(/\r\n?/g, "\n").trim();
  const address = (text: string) => (URL.canParse(text) ? new URL(text).href : text);
  const form = field === "recordingUrl" ? address : plain;
  return before === after || form(before) === form(after);
}

/** An open date that is taken for another session keeps what is its own: its id, and what the file does not say. */
function newRow({ standing, wanted }: Match, { publish, cohort, newId }: SessionOptions): SessionRow {
  const state = wanted.cancelled ? "cancelled" : publish ? "published" : "draft";
  return {
    id: standing?.id ?? newId(),
    date: wanted.date,
    startsAt: wanted.startsAt === undefined ? (standing?.startsAt ?? null) : ownTime(wanted, cohort),
    lengthMinutes: wanted.lengthMinutes === undefined ? (standing?.lengthMinutes ?? null) : ownLength(wanted, cohort),
    ...titleOf(wanted),
    state,
    notes: wanted.notes ?? "",
    materials: wanted.materials ?? "",
    recordingUrl: wanted.recordingUrl ?? "",
    pinned: wanted.pinned ?? standing?.pinned ?? false,
    presenters: [...(wanted.presenters ?? [])],
  };
}

/** A session as a row to write, without what is written elsewhere. */
export function rowOf({ version: _, bare: __, uses: ___, ...row }: StandingSession): SessionRow {
  return { ...row, presenters: [...row.presenters] };
}

/** Whether a session is to be written. */
export function differs(before: StandingSession, after: SessionRow): boolean {
  const { presenters, ...rest } = after;
  const fields = Object.keys(rest) as (keyof typeof rest)[];
  return fields.some((field) => before[field] !== after[field]) || !sameNames(before.presenters, presenters);
}

/** Tells what is done about the session itself, once it is known as it will be. */
export function tellSession({ match, row, done }: DecidedSession, name: string, lines: PlanLines): void {
  const about = { sessionId: row.id, date: row.date, title: row.title, name };
  for (const line of done) {
    const visible = line.kind === "cancelled" ? match.standing?.state === "published" : row.state === "published";
    lines.tell(line, { ...about, visible });
  }
}

/** A session in a few words, by what the file says that it uses. */
export function nameOf({ match, row }: PlannedSession, titles: ReadonlyMap<string, string>): string {
  const uses = match.wanted.uses.map(({ slot, key, label }) => ({ slot, title: label || (titles.get(key) ?? "") }));
  return sessionName({ title: row.title, uses });
}

/** Two sessions that would stand on one date at one time. */
export interface Clash {
  date: string;
  names: [string, string];
}

/** What no schedule can have. A cancelled session takes no date. */
export function clashesOf(sessions: readonly { row: SessionRow; name: string }[]): Clash[] {
  const taken = new Map<string, string>();
  const clashes: Clash[] = [];
  for (const { row, name } of sessions) {
    if (row.state === "cancelled") continue;
    const place = placeKey(row);
    const other = taken.get(place);
    if (other === undefined) taken.set(place, name);
    else clashes.push({ date: row.date, names: [other, name] });
  }
  return clashes;
}
