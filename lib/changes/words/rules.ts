import { listed } from "@/lib/core/lists";
import type { SessionFormat } from "@/lib/schedule/schema";

/**
 * The lines that the public log writes by itself, read back. A line is kept as its words only, since an organizer may
 * reword it; what still reads like one of ours can be joined with the next one.
 */

/** `22 Oct`, as the log names a day. */
type Day = string;

type Aspect = "time" | "length" | "presenters" | "format" | Text;
/** What a session has besides its resources. */
type Text = "notes" | "materials" | "recording";

/** What a line says. A `name` of null is an open date. */
export type Said =
  | { kind: "added"; name: string | null; on: Day }
  | { kind: "removed"; name: string | null; on: Day }
  | { kind: "moved"; name: string | null; from: Day; to: Day }
  /** `from` is null where the line does not say it. */
  | { kind: "retitled"; on: Day; from: string | null; to: string }
  | { kind: "cancelled" | "revived"; name: string | null; on: Day }
  /** Something of which only the newest word counts: the time, the length, who presents, what there is to read. */
  | { kind: Aspect; name: string | null; on: Day; says: string }
  /** What holds for every session to come that says nothing itself. */
  | { kind: "usual"; says: string }
  | { kind: "resources"; added: boolean; titles: readonly string[]; more: number; on: Day }
  | { kind: "resource_moved"; title: string; from: Day; to: Day; place: string }
  | { kind: "slot"; title: string; on: Day; place: string };

/** Titles that a line names before it counts the others. */
export const TITLES_SHOWN = 3;

/** What a line says of a text that a session has since now, and of one that it has no more. */
export const TEXT_SAYS: Readonly<Record<Text, { come: string; gone: string }>> = {
  notes: { come: "has notes now", gone: "has no notes any more" },
  materials: { come: "has materials now", gone: "has no materials any more" },
  recording: { come: "has a recording now", gone: "has no recording any more" },
};

/** What a line says of a session's format. */
export const FORMAT_SAYS: Readonly<Record<SessionFormat, string>> = {
  presentation: "is a presentation now",
  discussion: "is a discussion now",
  journal_club: "is a journal club now",
  workshop: "is a workshop now",
  project: "is a project session now",
  social: "is a social session now",
  no_session: "is a date without a session now",
};

const DAY = String.raw`(\d{1,2} (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec))`;
const PLACE = "(before the session|in the session|after the session|(?:as )?a deep dive)";
const SUBJECT = `(?:“(.*)” on ${DAY}|The open date ${DAY})`;

interface Form {
  pattern: RegExp;
  read: (parts: readonly string[]) => Said;
}

function form(pattern: string, read: Form["read"]): Form {
  return { pattern: new RegExp(`^${pattern}\\.$`, "u"), read };
}

/** The name and the day of a line that begins with `“Backpropagation” on 22 Oct` or `The open date 22 Oct`. */
function subject([name, on, openOn]: readonly string[]): { name: string | null; on: Day } {
  return openOn ? { name: null, on: openOn } : { name: name ?? "", on: on ?? "" };
}

function aspect(kind: Aspect, predicate: string): Form {
  return form(`${SUBJECT} (${predicate})`, (parts) => ({ kind, ...subject(parts), says: parts[3] ?? "" }));
}

const FORMS: readonly Form[] = [
  form(`Added ${DAY} as an open date`, ([on = ""]) => ({ kind: "added", name: null, on })),
  form(`Added “(.*)” on ${DAY}`, ([name = "", on = ""]) => ({ kind: "added", name, on })),
  form(`Took the open date ${DAY} out`, ([on = ""]) => ({ kind: "removed", name: null, on })),
  form(`Took “(.*)” on ${DAY} out of the schedule`, ([name = "", on = ""]) => ({ kind: "removed", name, on })),
  form(`(?:“(.*)”|The open date) moved from ${DAY} to ${DAY}`, ([name, from = "", to = ""]) => ({
    kind: "moved",
    name: name ?? null,
    from,
    to,
  })),
  form(`${DAY}: “(.*)” is now “(.*)”`, ([on = "", from = "", to = ""]) => ({ kind: "retitled", on, from, to })),
  form(`${DAY} is now “(.*)”`, ([on = "", to = ""]) => ({ kind: "retitled", on, from: "", to })),
  form(`${DAY} is an open date again`, ([on = ""]) => ({ kind: "retitled", on, from: null, to: "" })),
  form(`${SUBJECT} is cancelled`, (parts) => ({ kind: "cancelled", ...subject(parts) })),
  form(`${SUBJECT} is on again`, (parts) => ({ kind: "revived", ...subject(parts) })),
  aspect("time", "now starts at .+|starts at its usual time again"),
  aspect("length", "now lasts .+|has its usual length again"),
  aspect("presenters", "is presented by .+|has no presenter now"),
  aspect("format", Object.values(FORMAT_SAYS).join("|")),
  ...(["notes", "materials", "recording"] as const).map((text) =>
    aspect(text, `${TEXT_SAYS[text].come}|${TEXT_SAYS[text].gone}`),
  ),
  form("From now on (.+)", ([says = ""]) => ({ kind: "usual", says })),
  form(`“(.*)” moved from ${DAY} to ${DAY}, ${PLACE}`, ([title = "", from = "", to = "", place = ""]) => ({
    kind: "resource_moved",
    title,
    from,
    to,
    place,
  })),
  form(`“(.*)” on ${DAY} is now ${PLACE}`, ([title = "", on = "", place = ""]) => ({
    kind: "slot",
    title,
    on,
    place,
  })),
  form(`Added (“.*”|“.*” and \\d+ more) to ${DAY}`, ([list = "", on = ""]) => ({
    kind: "resources",
    added: true,
    ...readList(list),
    on,
  })),
  form(`Took (“.*”|“.*” and \\d+ more) out of ${DAY}`, ([list = "", on = ""]) => ({
    kind: "resources",
    added: false,
    ...readList(list),
    on,
  })),
];

/** What a line says, or null for words that are not our own. Whatever is read is written again as the same words. */
export function readLine(text: string): Said | null {
  for (const { pattern, read } of FORMS) {
    const parts = pattern.exec(text)?.slice(1);
    const said = parts && read(parts);
    if (said && writeLine(said) === text) return said;
  }
  return null;
}

/** The words of a line. */
export function writeLine(said: Said): string {
  switch (said.kind) {
    case "added":
      return said.name === null ? `Added ${said.on} as an open date.` : `Added ${quoted(said.name)} on ${said.on}.`;
    case "removed":
      return said.name === null
        ? `Took the open date ${said.on} out.`
        : `Took ${quoted(said.name)} on ${said.on} out of the schedule.`;
    case "moved":
      return `${said.name === null ? "The open date" : quoted(said.name)} moved from ${said.from} to ${said.to}.`;
    case "retitled":
      if (said.to === "") return `${said.on} is an open date again.`;
      return said.from
        ? `${said.on}: ${quoted(said.from)} is now ${quoted(said.to)}.`
        : `${said.on} is now ${quoted(said.to)}.`;
    case "cancelled":
      return `${subjectOf(said)} is cancelled.`;
    case "revived":
      return `${subjectOf(said)} is on again.`;
    case "time":
    case "length":
    case "presenters":
    case "format":
    case "notes":
    case "materials":
    case "recording":
      return `${subjectOf(said)} ${said.says}.`;
    case "usual":
      return `From now on ${said.says}.`;
    case "resources":
      return said.added ? `Added ${writeList(said)} to ${said.on}.` : `Took ${writeList(said)} out of ${said.on}.`;
    case "resource_moved":
      return `${quoted(said.title)} moved from ${said.from} to ${said.to}, ${said.place}.`;
    case "slot":
      return `${quoted(said.title)} on ${said.on} is now ${said.place}.`;
  }
}

function subjectOf({ name, on }: { name: string | null; on: Day }): string {
  return name === null ? `The open date ${on}` : `${quoted(name)} on ${on}`;
}

function readList(list: string): { titles: string[]; more: number } {
  const counted = /^(.*) and (\d+) more$/u.exec(list);
  const [named, more] = counted ? [counted[1] ?? "", Number(counted[2])] : [list, 0];
  return { titles: named.slice(1, -1).split(/”(?:, | and )“/u), more };
}

/** `“A”, “B” and “C”`, or the first three and how many more. */
function writeList({ titles, more }: { titles: readonly string[]; more: number }): string {
  const shown = titles.slice(0, TITLES_SHOWN).map(quoted);
  const others = more + Math.max(0, titles.length - TITLES_SHOWN);
  const parts = others > 0 ? [...shown, `${others} more`] : shown;
  return listed(parts);
}

function quoted(text: string): string {
  return `“${text}”`;
}

/** Whether a line says that a schedule is published for the first time. */
export function isOpening(text: string): boolean {
  return /^The (?:schedule|first session) is published: /.test(text);
}
