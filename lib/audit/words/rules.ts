import {
  type Act,
  type LineState,
  type Merge,
  namesBetween,
  type Pair,
  type Recorded,
  type ResourceRow,
  readAct,
  type SessionState,
  type Settings,
} from "@/lib/audit/acts/rules";
import type { AuditKind } from "@/lib/audit/schema";
import { OVERRIDDEN, tellOverride } from "@/lib/audit/words/progress/rules";
import { quoted, type Told, tellSchedule } from "@/lib/audit/words/schedule/rules";
import { listed } from "@/lib/core/lists";
import { minutesInWords } from "@/lib/time/durations";
import { shortDate, weekdayName } from "@/lib/time/words";

/** What the things are called that an act names by their ids only; empty when they are not there any more. */
export interface Names {
  /** The member, resource or session that it is about. */
  subject: string;
  /** The date of that session. */
  date: string | null;
  /** The member in whose stead it was done. */
  member?: string;
}

/** The nouns of each kind of act. */
export const KIND_NOUNS: Record<AuditKind, readonly string[]> = {
  schedule: ["session", "schedule", "break"],
  resources: ["resource"],
  page: ["section"],
  log: ["change"],
  settings: ["cohort", "calendar"],
  members: ["member"],
  mail: ["notice"],
  own: ["progress", "question", "subscription"],
};

/** The kind of an act, by its action's noun; of an undo, by what it is about. */
export function kindOf({ action, subjectKind }: Pick<Recorded, "action" | "subjectKind">): AuditKind {
  if (action === OVERRIDDEN) return "members";
  const noun = action === "audit.undone" ? subjectKind : (action.split(".")[0] ?? "");
  const found = (Object.keys(KIND_NOUNS) as AuditKind[]).find((kind) => KIND_NOUNS[kind].includes(noun));
  return found ?? "settings";
}

/** What an act was, in the words of a sentence that begins with who did it. Unknown acts are told by their names. */
export function tell(row: Recorded, names: Names): Told {
  const act = readAct(row);
  if (act) return tellAct(row, act, names);
  if (row.action === OVERRIDDEN) return tellOverride(row, names.subject, names.member ?? "");
  return { what: tellOther(row, names), details: row.subjectKind === "question" ? reworded(row) : [] };
}

function tellAct(row: Recorded, act: Act, names: Names): Told {
  switch (act.kind) {
    case "schedule": {
      const told = tellSchedule(
        act.sessions.map((pair) => named(pair, names)),
        act.resources,
      );
      if (row.action === "session.restored") return { ...told, what: told.what.replace(/^added/, "brought back") };
      const done = row.action.startsWith("schedule.") ? (DONE[row.action] ?? wordsOf(row.action)) : "";
      return { ...told, what: done ? `${done}: ${told.what}` : told.what };
    }
    case "resource":
      return tellResource(act.before, act.after);
    case "merge":
      return tellMerge(act.merge);
    case "section":
      return tellPair(act.pair, "section", ["title", "body"], { title: "title", body: "text" });
    case "break":
      return tellPair(act.pair, "break", ["title", "firstDay", "lastDay"], {
        title: "title",
        firstDay: "first day",
        lastDay: "last day",
      });
    case "cohort":
      return tellSettings(act.before, act.after);
    case "lines":
      return tellLines(row.action, act.lines);
  }
}

/** What an act on the schedule was, where the differences alone do not say it. */
const DONE: Record<string, string> = {
  "schedule.edited": "",
  "schedule.imported": "imported a schedule",
  "schedule.generated": "added the dates of a term",
  "schedule.pushed_back": "pushed the schedule back",
  "schedule.pulled_forward": "pulled the schedule forward",
  "schedule.made_up_later": "put a session off",
  "schedule.no_session": "kept a date free",
  "schedule.swapped": "swapped two sessions",
  "schedule.split": "split a session",
  "schedule.continued": "let a resource go on in the next session",
  "schedule.cancelled": "",
};

function wordsOf(action: string): string {
  return (action.split(".")[1] ?? action).replaceAll("_", " ");
}

/** An act on what a session uses does not say the session's title; that is looked up. */
function named(pair: Pair<SessionState>, { subject, date }: Names): Pair<SessionState> {
  const fill = (state: SessionState | null): SessionState | null =>
    state && state.title === undefined ? { ...state, title: subject, ...(date ? { date } : {}) } : state;
  return { id: pair.id, before: fill(pair.before), after: fill(pair.after) };
}

const RESOURCE_WORDS = {
  title: "title",
  url: "link",
  kind: "kind",
  author: "author",
  minutes: "length",
  stopPoints: "places to stop",
} as const;

function tellResource(before: ResourceRow, after: ResourceRow): Told {
  if (!before.deletedAt && after.deletedAt) {
    return { what: `took ${quoted(before.title)} out of the library`, details: [] };
  }
  if (before.deletedAt && !after.deletedAt) {
    return { what: `brought ${quoted(after.title)} back into the library`, details: [] };
  }
  const fields = namesBetween(before, after, ["title", "url", "kind", "author", "minutes", "stopPoints"]);
  const value = (row: ResourceRow, field: (typeof fields)[number]) => {
    if (field === "minutes") return row.minutes === null ? null : minutesInWords(row.minutes);
    return String(row[field] ?? "") || null;
  };
  return {
    what: `changed the ${listed(fields.map((field) => RESOURCE_WORDS[field]))} of ${quoted(before.title)}`,
    details: fields.map((field) => ({
      what: `${after.title}: ${RESOURCE_WORDS[field]}`,
      before: value(before, field),
      after: value(after, field),
    })),
  };
}

function tellMerge({ before, after }: Merge): Told {
  const [kept, gone] = [quoted(before.kept.title), quoted(before.gone.title)];
  const what = after.gone.deletedAt ? `merged ${gone} into ${kept}` : `split ${gone} from ${kept} again`;
  const ofBoth = (state: Merge["before"] | Merge["after"]) =>
    [state.kept, state.gone].flatMap(({ title, url, deletedAt }) =>
      deletedAt ? [] : [url ? `${title}, ${url}` : title],
    );
  return { what, details: [{ what: "Library", before: ofBoth(before).join("\n"), after: ofBoth(after).join("\n") }] };
}

function tellPair<T extends { title: string }, N extends keyof T & string>(
  { before, after }: Pair<T>,
  noun: string,
  names: readonly N[],
  words: Record<N, string>,
): Told {
  const title = quoted((after ?? before)?.title ?? "");
  const value = (state: T | null, name: N) => (state === null ? null : String(state[name]) || null);
  const changed = before && after ? namesBetween(before, after, names) : names;
  const details = changed.map((name) => ({
    what: words[name],
    before: value(before, name),
    after: value(after, name),
  }));
  if (!before) return { what: `added the ${noun} ${title}`, details };
  return { what: after ? `changed the ${noun} ${title}` : `removed the ${noun} ${title}`, details };
}

const SETTING_WORDS: Record<string, string> = {
  title: "title",
  timezone: "time zone",
  weekday: "weekday",
  startsAt: "time",
  lengthMinutes: "length",
  place: "place",
  meetingUrl: "meeting link",
  state: "state",
  progressVisibility: "visibility of progress",
  doneAtPercent: "share that makes a video done",
};

function tellSettings(before: Settings, after: Settings): Told {
  const fields = Object.keys(SETTING_WORDS).filter((name) => before[name] !== after[name]);
  const words = fields.map((name) => SETTING_WORDS[name] ?? name);
  const value = (state: Settings, name: string) =>
    name === "weekday" ? weekdayName(Number(state[name])) : String(state[name] ?? "") || null;
  return {
    what: fields.length > 0 ? `changed the ${listed(words)} of the cohort` : "saved the settings of the cohort",
    details: fields.map((name) => ({
      what: SETTING_WORDS[name] ?? name,
      before: value(before, name),
      after: value(after, name),
    })),
  };
}

function tellLines(action: string, lines: readonly Pair<LineState>[]): Told {
  const said = (line: LineState | null) => (line === null || line.removed ? null : line.text);
  const details = lines.map(({ before, after }) => ({ what: "Line", before: said(before), after: said(after) }));
  if (lines.length > 1) return { what: `made ${lines.length} lines of the log one`, details };
  const [one] = details;
  if (action === "change.restored" || (one?.before === null && one.after !== null)) {
    return { what: "put a line of the log back", details };
  }
  return { what: one?.after === null ? "took a line off the log" : "reworded a line of the log", details };
}

function tellOther({ action, before, after }: Recorded, { subject, date }: Names): string {
  const said = typeof after === "object" && after !== null ? (after as Record<string, unknown>) : {};
  const name = subject ? quoted(subject) : "something that is gone";
  switch (action) {
    case "cohort.created":
      return "created the cohort";
    case "cohort.cloned":
      return `made the cohort from ${said.fromTitle ? quoted(String(said.fromTitle)) : "another one"}`;
    case "demo.loaded":
      return "loaded the demo";
    case "schedule.imported":
      return "imported the schedule";
    case "schedule.import_choices_changed":
      return "said how schedule files are to be read";
    case "member.joined":
      return `joined as a ${String(said.role ?? "learner")}`;
    case "member.returned":
      return `came back as a ${String(said.role ?? "learner")}`;
    case "member.changed":
      return `set ${subject || "a member who is gone"} to ${String(said.role)}, ${String(said.state)}`;
    case "notice.sent":
      return `sent the prep mail for ${date ? shortDate(date) : name} ahead of time`;
    case "subscription.stopped":
      return `stopped mails: ${wordsIn(said.kinds)}`;
    case "subscription.resumed":
      return `resumed mails: ${wordsIn(said.kinds)}`;
    case "progress.marked":
      return `marked ${name} as ${said.state === "todo" ? "to do" : String(said.state)}${said.source === "player" ? " by watching" : ""}`;
    case "progress.minutes_reported":
      return `said how long ${name} took`;
    case "question.asked":
      return `asked: ${questionIn(after)}`;
    case "question.changed":
      return `put a question into other words: ${questionIn(after)}`;
    case "question.withdrawn":
      return `took their question back: ${questionIn(before)}`;
    case "question.removed":
      return `took a question of somebody else away: ${questionIn(before)}`;
    case "question.restored":
      return `brought a question back: ${questionIn(after)}`;
    case "question.answered":
      return `marked a question as answered: ${questionIn(after)}`;
    case "question.reopened":
      return `marked a question as not answered: ${questionIn(after)}`;
    case "progress.visibility_chosen":
      return "chose how much other members see of their progress";
    case "calendar.made_public":
      return "made the calendar public";
    case "calendar.made_secret":
      return "made the calendar secret";
    case "calendar.link_replaced":
      return "replaced the secret link of the calendar";
    default:
      return `${wordsOf(action)} (${(action.split(".")[0] ?? "").replaceAll("_", " ")})`;
  }
}

/** Characters of a question that a line of the history shows. */
const QUESTION_SHOWN = 80;

function questionIn(state: unknown): string {
  const words = (bodyOf(state) ?? "").replaceAll(/\s+/g, " ");
  const characters = [...words];
  return quoted(characters.length > QUESTION_SHOWN ? `${characters.slice(0, QUESTION_SHOWN).join("")} …` : words);
}

function bodyOf(state: unknown): string | null {
  return typeof state === "object" && state !== null && "body" in state ? String(state.body) : null;
}

function reworded({ before, after }: Recorded): Told["details"] {
  const [was, is] = [bodyOf(before), bodyOf(after)];
  if (was === null || is === null || was === is) return [];
  return [{ what: "Question", before: was, after: is }];
}

function wordsIn(kinds: unknown): string {
  return Array.isArray(kinds) ? listed(kinds.map((kind) => String(kind).replaceAll("_", " "))) : "all";
}
