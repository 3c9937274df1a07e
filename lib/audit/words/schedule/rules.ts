import {
  type CorrectedResource,
  type Field,
  fieldsBetween,
  type Pair,
  type SessionState,
} from "@/lib/audit/acts/rules";
import type { AuditDetail } from "@/lib/audit/schema";
import { listed } from "@/lib/core/lists";
import { FORMAT_NAMES, sessionName } from "@/lib/schedule/rules";
import type { ScheduleUse } from "@/lib/schedule/schema";
import { minutesInWords } from "@/lib/time/durations";
import { dayAndMonth, shortDate } from "@/lib/time/words";

/** What one act did to sessions: a few words, and every difference. */
export interface Told {
  what: string;
  details: AuditDetail[];
}

interface Phrase {
  /** What phrases of one sort have in common; many of a sort are counted. */
  sort: string;
  text: string;
}

/** How many phrases of one sort are said one by one. */
const ONE_BY_ONE = 2;

/** Tells what an act did to sessions and to the resources it corrected on the way. */
export function tellSchedule(
  sessions: readonly Pair<SessionState>[],
  resources: readonly Pair<CorrectedResource>[],
): Told {
  const phrases = [...sessions.flatMap(phrasesOf), ...phrasesOfUses(sessions)];
  const sorts = Map.groupBy(phrases, ({ sort }) => sort);
  const parts = [...sorts].flatMap(([sort, said]) =>
    said.length > ONE_BY_ONE ? [sort.replace("#", String(said.length))] : said.map(({ text }) => text),
  );
  return { what: parts.length > 0 ? listed(parts) : corrected(resources), details: detailsOf(sessions, resources) };
}

function corrected(resources: readonly Pair<CorrectedResource>[]): string {
  const [first] = resources;
  if (!first) return "changed nothing that can be seen";
  return resources.length === 1
    ? `corrected “${(first.after ?? first.before)?.title ?? ""}”`
    : `corrected ${resources.length} resources`;
}

function phrasesOf({ before, after }: Pair<SessionState>): Phrase[] {
  if (!before && after) return [{ sort: "added # sessions", text: `added ${placed(after)}` }];
  if (before && !after) return [{ sort: "removed # sessions", text: `removed ${placed(before)}` }];
  if (!before || !after) return [];
  return fieldsBetween(before, after).flatMap((field) => phraseOf(field, before, after) ?? []);
}

function phraseOf(field: Field, before: SessionState, after: SessionState): Phrase | null {
  const name = nameOf(after) === OPEN ? placed(after) : quoted(nameOf(after));
  const one = (sort: string, text: string): Phrase => ({ sort, text });
  switch (field) {
    case "date":
      return one(
        "moved # sessions",
        `moved ${nameOf(after) === OPEN ? "an open date" : name} from ${dayAndMonth(before.date ?? "")} to ${dayAndMonth(after.date ?? "")}`,
      );
    case "title":
      if (!after.title) return one("made # dates open", `made ${dayAndMonth(after.date ?? "")} an open date`);
      return before.title
        ? one("renamed # sessions", `renamed ${quoted(before.title)} to ${quoted(after.title)}`)
        : one("filled # open dates", `filled ${dayAndMonth(after.date ?? "")} with ${quoted(after.title)}`);
    case "state":
      if (after.state === "published" && before.state === "draft")
        return one("published # sessions", `published ${placed(after)}`);
      if (after.state === "cancelled") return one("cancelled # sessions", `cancelled ${placed(after)}`);
      if (after.state === "draft") return one("made # sessions drafts again", `made ${placed(after)} a draft again`);
      return one("put # sessions on again", `put ${placed(after)} on again`);
    case "pinned":
      return after.pinned
        ? one("pinned # sessions to their dates", `pinned ${name} to its date`)
        : one("unpinned # sessions", `unpinned ${name}`);
    case "uses":
      // What moved where is told for all sessions at once.
      return null;
    default:
      return one(`changed ${FIELD_WORDS[field]} of # sessions`, `changed ${FIELD_WORDS[field]} of ${name}`);
  }
}

/** A field as somebody says that it was changed: `changed the title`. */
export const FIELD_WORDS: Record<Field, string> = {
  date: "the date",
  startsAt: "the time",
  lengthMinutes: "the length",
  title: "the title",
  format: "the format",
  state: "the state",
  notes: "the notes",
  materials: "the materials",
  recordingUrl: "the recording",
  pinned: "the pin",
  presenters: "the presenters",
  uses: "the resources",
};

const OPEN = "open date";

function nameOf({ title = "", uses = [] }: SessionState): string {
  return sessionName({ title, uses });
}

/** `“Backpropagation” on 22 Oct`, `the open date 22 Oct`. */
function placed(session: SessionState): string {
  const [name, day] = [nameOf(session), session.date ? dayAndMonth(session.date) : ""];
  if (name === OPEN) return `the open date ${day}`;
  return day ? `${quoted(name)} on ${day}` : quoted(name);
}

interface Place {
  session: SessionState;
  use: ScheduleUse;
}

function phrasesOfUses(pairs: readonly Pair<SessionState>[]): Phrase[] {
  const both = pairs.flatMap(({ before, after }) => (before?.uses && after?.uses ? [{ before, after }] : []));
  const places = (states: readonly SessionState[]) =>
    new Map(
      states.flatMap((session) => (session.uses ?? []).map((use): [string, Place] => [use.id, { session, use }])),
    );
  const [from, to] = [
    places(pairs.flatMap(({ before }) => before ?? [])),
    places(pairs.flatMap(({ after }) => after ?? [])),
  ];
  return both.flatMap(({ before, after }): Phrase[] => {
    const came = (after.uses ?? []).filter(({ id }) => from.get(id)?.session.id !== after.id);
    const went = (before.uses ?? []).filter(({ id }) => !to.has(id));
    const moved = came.filter(({ id }) => from.has(id));
    const added = came.filter(({ id }) => !from.has(id));
    const name = nameOf(after) === OPEN && !after.date ? "a session" : placed(after);
    const phrases = moved.map(
      (use): Phrase => ({
        sort: "moved # resources",
        text: `moved ${quoted(use.title)} from ${placed(from.get(use.id)?.session ?? before)} to ${name}`,
      }),
    );
    if (added.length > 0)
      phrases.push({ sort: "added resources to # sessions", text: `added ${titles(added)} to ${name}` });
    if (went.length > 0)
      phrases.push({ sort: "took resources out of # sessions", text: `took ${titles(went)} out of ${name}` });
    const touched = phrases.length > 0 || (before.uses ?? []).some(({ id }) => to.get(id)?.session.id !== before.id);
    if (!touched && fieldsBetween(before, after).includes("uses")) {
      phrases.push({ sort: "changed the resources of # sessions", text: `changed the resources of ${name}` });
    }
    return phrases;
  });
}

function titles(uses: readonly ScheduleUse[]): string {
  const shown = uses.slice(0, 2).map(({ title }) => quoted(title));
  return listed(uses.length > 2 ? [...shown, `${uses.length - 2} more`] : shown);
}

function detailsOf(
  sessions: readonly Pair<SessionState>[],
  resources: readonly Pair<CorrectedResource>[],
): AuditDetail[] {
  const ofSessions = sessions.flatMap(({ before, after }): AuditDetail[] => {
    if (!before && after) return [{ what: nameOf(after), before: null, after: summary(after) }];
    if (before && !after) return [{ what: nameOf(before), before: summary(before), after: null }];
    if (!before || !after) return [];
    const name = nameOf(after);
    return fieldsBetween(before, after).map((field) => ({
      what: name === OPEN && !after.date ? capital(field) : `${name}: ${FIELD_WORDS[field].replace("the ", "")}`,
      before: fieldValue(field, before),
      after: fieldValue(field, after),
    }));
  });
  const ofResources = resources.flatMap(({ before, after }): AuditDetail[] => {
    if (!before && after) return [{ what: `${after.title} (library)`, before: null, after: resourceValue(after) }];
    if (before && after?.deleted && !before.deleted) {
      return [{ what: `${before.title} (library)`, before: resourceValue(before), after: null }];
    }
    return before && after
      ? [{ what: `${after.title} (library)`, before: resourceValue(before), after: resourceValue(after) }]
      : [];
  });
  return [...ofSessions, ...ofResources];
}

function capital(field: Field): string {
  const words = FIELD_WORDS[field].replace("the ", "");
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function summary({ date, state, uses = [] }: SessionState): string {
  const count = uses.length === 0 ? "" : uses.length === 1 ? ", 1 resource" : `, ${uses.length} resources`;
  return `${date ? shortDate(date) : ""}, ${state ?? ""}${count}`;
}

function resourceValue({ title, url, minutes }: CorrectedResource): string {
  return [title, url, minutes === null ? "" : minutesInWords(minutes)].filter(Boolean).join(", ");
}

function fieldValue(field: Field, session: SessionState): string | null {
  switch (field) {
    case "date":
      return session.date ? shortDate(session.date) : null;
    case "startsAt":
      return session.startsAt ?? "the cohort’s";
    case "lengthMinutes":
      return session.lengthMinutes == null ? "the cohort’s" : minutesInWords(session.lengthMinutes);
    case "format":
      return session.format ? FORMAT_NAMES[session.format] : null;
    case "pinned":
      return session.pinned ? "pinned" : "not pinned";
    case "presenters":
      return session.presenters?.join(", ") || null;
    case "uses":
      return session.uses?.map(useValue).join("\n") || null;
    default:
      return session[field] || null;
  }
}

const SLOTS: Record<ScheduleUse["slot"], string> = {
  before: "before",
  session: "in session",
  after: "after",
  deep_dive: "deep dive",
};

function useValue({ slot, title, optional }: ScheduleUse): string {
  return `${title} (${SLOTS[slot]}${optional ? ", optional" : ""})`;
}

export function quoted(text: string): string {
  return `“${text}”`;
}
