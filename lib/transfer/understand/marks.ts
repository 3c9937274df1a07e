import type { ResourceKind } from "@/lib/progress/schema";
import { clockLength, clockPoint } from "@/lib/time/durations";
import { monthOfWord } from "@/lib/transfer/months";
import { lengthIn } from "@/lib/transfer/understand/lengths";
import { type Part, partIn, pointIn, stopsIn } from "@/lib/transfer/understand/parts";
import { weekdayOfWord } from "@/lib/transfer/understand/weekdays";

/** What a parenthesis behind a resource says about it; see `writeMarks` for how. */
export interface Marks {
  optional?: true;
  minutes?: number;
  part?: Part;
  stopPoints?: number[];
  /** This use's own words. */
  label?: string;
  kind?: ResourceKind;
  author?: string;
  /** The title in front, in “…”, is to be taken as it is written. */
  literal?: true;
}

const OPTIONAL = "optional|optionnel(?:le)?|facultati(?:f|ve)|opcional|fakultativ|freiwillig";
const IS_OPTIONAL = new RegExp(`^(?:${OPTIONAL})(?: (?:reading|viewing|video|exercise))?$`, "i");
const OPTIONAL_LEAD = new RegExp(
  `^(?:[([](?:${OPTIONAL})[)\\]] ?:?|(?:${OPTIONAL})(?: (?:reading|viewing|video|exercise))?(?: ?:| [–—-]))(?: +|$)`,
  "i",
);
const OPTIONAL_TAIL = new RegExp(`(?:, ?| [–—-] | ?\\[)(?:${OPTIONAL})\\]?$`, "i");

const KINDS: ReadonlyMap<string, ResourceKind> = new Map([
  ["video", "video"],
  ["article", "article"],
  ["paper", "paper"],
  ["pdf", "paper"],
  ["notebook", "notebook"],
  ["colab", "notebook"],
  ["task", "task"],
  ["other", "other"],
]);

/** “…” with a backslash before what would end it, or would be a bracket or a line break to the reader of cells. */
const QUOTED = "“((?:[^”\\\\]|\\\\.)*)”";
const WHOLE = new RegExp(`^${QUOTED}$`);
const AS = new RegExp(`^as ${QUOTED}$`);
const BY_QUOTED = new RegExp(`^by ${QUOTED}$`);
const BY = /^by (?=.*\p{Lu})([\p{L}\p{N}][\p{L}\p{M}\p{N} .,&'’-]*)$/u;

/**
 * Reads the inside of a parenthesis behind a resource, or bare words there. Null when any of it is not one of the known
 * words, so that ordinary text stays ordinary. `bare` words are only lengths, parts, places to stop and "optional".
 */
export function readMarks(inside: string, bare = false): Marks | null {
  const text = inside.trim();
  if (text === "" || text.length > 3000) return null;
  const bySemicolon = collect(outsideQuotes(text, ";"), bare);
  return bySemicolon ?? (text.includes(",") ? collect(outsideQuotes(text, ","), bare) : null);
}

/**
 * The marks of a resource as a reader of the file understands them: `optional; 0h18; 0:00 to 38:00; until 38:00; stops
 * 12:00, 30:00; as “…”; video; by 3Blue1Brown; as written`. Empty when there is nothing to say.
 */
export function writeMarks(marks: Marks): string {
  const words: string[] = [];
  if (marks.optional) words.push("optional");
  if (marks.minutes !== undefined) words.push(clockLength(marks.minutes));
  if (marks.part) {
    words.push(partWords(marks.part));
  }
  if (marks.stopPoints?.length) words.push(`stops ${marks.stopPoints.map(clockPoint).join(", ")}`);
  if (marks.label) words.push(`as ${quoted(marks.label)}`);
  if (marks.kind) words.push(marks.kind);
  if (marks.author) words.push(isAuthor(`by ${marks.author}`) ? `by ${marks.author}` : `by ${quoted(marks.author)}`);
  if (marks.literal) words.push("as written");
  return words.join("; ");
}

/** `0:00 to 38:00`, `until 38:00`, `from 38:00`. */
export function partWords({ from, to }: Part): string {
  if (to === null) return `from ${clockPoint(from ?? 0)}`;
  return from === null ? `until ${clockPoint(to)}` : `${clockPoint(from)} to ${clockPoint(to)}`;
}

/** Takes the word "optional" from where it is set apart: `Optional: …`, `(optional) …`, `…, optional`. */
export function takeOptional(title: string): { title: string; optional: boolean } {
  const lead = OPTIONAL_LEAD.exec(title.slice(0, 60))?.[0];
  if (lead && lead.length < title.length) return { title: title.slice(lead.length), optional: true };
  const tail = OPTIONAL_TAIL.exec(title.slice(-30))?.[0];
  if (tail && tail.length < title.length) return { title: title.slice(0, -tail.length).trimEnd(), optional: true };
  return { title, optional: false };
}

/** Words that only say that what follows is optional: `Optional:`, `Optional reading`. */
export function isOptionalHeading(words: string): boolean {
  return words.length < 40 && IS_OPTIONAL.test(words.replace(/ ?:$/, ""));
}

export function quoted(text: string): string {
  return `“${text.replace(/[\\”[\]<]/g, "\\$&")}”`;
}

/** What stands in “…” that are the whole text, or null. */
export function unquoted(text: string): string | null {
  const inside = text.startsWith("“") ? WHOLE.exec(text)?.[1] : undefined;
  return inside === undefined ? null : unescaped(inside);
}

function collect(items: readonly string[], bare: boolean): Marks | null {
  const marks: Marks = {};
  let last: Marks = {};
  for (const item of items) {
    const point = last.stopPoints && !bare ? pointIn(item) : null;
    const next: Marks | null = point ? { stopPoints: [...(last.stopPoints ?? []), point] } : readMark(item, bare);
    // Saying two different lengths, or two kinds, is more than these words can mean.
    if (!next || (!point && Object.keys(next).some((key) => key in marks))) return null;
    Object.assign(marks, next);
    last = next;
  }
  return marks;
}

function readMark(item: string, bare: boolean): Marks | null {
  if (IS_OPTIONAL.test(item)) return { optional: true };
  const minutes = lengthIn(item);
  if (minutes !== null) return { minutes };
  const part = partIn(item, bare);
  if (part) return { part };
  const stopPoints = stopsIn(item);
  if (stopPoints) return { stopPoints };
  if (bare) return null;
  const kind = KINDS.get(item.toLowerCase());
  if (kind) return { kind };
  if (item === "as written") return { literal: true };
  const label = AS.exec(item)?.[1];
  if (label) return { label: unescaped(label) };
  const author = BY_QUOTED.exec(item)?.[1];
  if (author) return { author: unescaped(author) };
  return isAuthor(item) ? { author: item.slice("by ".length) } : null;
}

/** `by 3Blue1Brown`, but not `by Friday`, `by 5 PM` or `by hand`. */
function isAuthor(item: string): boolean {
  const name = BY.exec(item)?.[1];
  if (!name || name.length > 200 || name !== name.trim() || /\s\s/.test(name)) return false;
  const first = /^[\p{L}\p{M}]+/u.exec(name)?.[0] ?? "";
  if (first && (monthOfWord(first) !== null || weekdayOfWord(first) !== null)) return false;
  return !/^(?:\d[\d:. ]*(?:[ap]\.?m\.?)?$|eod|eow|cob|noon|midnight|tomorrow|next|end|the )/i.test(name);
}

function outsideQuotes(text: string, separator: string): string[] {
  const items: string[] = [];
  let from = 0;
  let inside = false;
  for (let at = 0; at < text.length; at += 1) {
    const char = text[at];
    if (inside && char === "\\") at += 1;
    else if (char === "“") inside = true;
    else if (char === "”") inside = false;
    else if (char === separator && !inside) {
      items.push(text.slice(from, at).trim());
      from = at + 1;
    }
  }
  items.push(text.slice(from).trim());
  return items;
}

function unescaped(text: string): string {
  return text.replace(/\\(.)/g, "$1");
}
