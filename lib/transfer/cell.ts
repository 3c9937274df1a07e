import { isWebUrl } from "@/lib/core/text";
import { clockLength } from "@/lib/time/durations";
import { MAX_PER_CELL, MAX_RESOURCE_TITLE, MAX_URL } from "@/lib/transfer/schema";
import { partner, plainItems, stripEmphasis, takeLength } from "@/lib/transfer/text";

/** One thing that a cell names: a Markdown link, or words without one. */
export interface CellResource {
  title: string;
  url: string | null;
  minutes: number | null;
}

export interface CellReading {
  resources: CellResource[];
  /** What is wrong, in plain words; the cell is then not to be saved, since something in it was not understood. */
  problems: string[];
  /** The cell as a reader sees it: links by their titles, emphasis and the lengths of links taken out. */
  text: string;
}

/**
 * Reads a cell of the schedule, or one slot of the session editor: Markdown links, several with commas, line breaks or
 * nothing between them, and words without a link. A length such as `0h18` at the end of a title becomes its minutes.
 * Takes time linear in the text and never throws.
 */
export function readCell(cell: string): CellReading {
  const text = cell.replace(/<br\s*\/?>/gi, "\n");
  const resources: CellResource[] = [];
  const problems: string[] = [];
  let shown = "";
  const pairs = partner(text);
  const add = (resource: CellResource) => {
    if (resource.title.length > MAX_RESOURCE_TITLE) {
      problems.push(`“${short(resource.title)}” is longer than ${MAX_RESOURCE_TITLE} characters.`);
    }
    resources.push(resource);
  };
  const addPlain = (plain: string) => {
    shown += plain;
    if (!/[^\s,;]/.test(plain)) return;
    const link = resources.at(-1);
    for (const item of plainItems(link?.url ? attach(link, plain) : plain)) add(readItem(item));
  };

  const bracket = /[[\]]/g;
  let from = 0;
  for (let found = bracket.exec(text); found; found = bracket.exec(text)) {
    const at = found.index;
    if (text[at - 1] === "\\") continue;
    const close = pairs.get(at);
    if (close === undefined) {
      problems.push(`The bracket in “${around(text, at)}” has no partner. A link is written [title](https://…).`);
      return { resources, problems, text: cell };
    }
    if (text[at] === "]" || !opensLink(text, close)) continue;
    const open = text.indexOf("(", close);
    const end = pairs.get(open);
    if (end === undefined) {
      problems.push(`The link “${short(text.slice(at, close + 1))}” does not end with “)”.`);
      return { resources, problems, text: cell };
    }
    addPlain(text.slice(from, text[at - 1] === "!" ? at - 1 : at));
    const link = readLink(text.slice(at + 1, close), text.slice(open + 1, end), problems);
    shown += link.title;
    if (link.url !== null) add(link);
    from = end + 1;
    bracket.lastIndex = from;
  }
  addPlain(text.slice(from));
  if (resources.length > MAX_PER_CELL) problems.push(`This cell names more than ${MAX_PER_CELL} resources.`);
  return { resources, problems, text: oneLine(stripEmphasis(shown)) };
}

/** The text that `readCell` reads as these resources, one a line or with `separator` between them. */
export function writeCell(resources: readonly CellResource[], separator = "\n"): string {
  return resources
    .map(({ title, url, minutes }) => {
      const words = minutes === null ? title : `${title} ${clockLength(minutes)}`;
      return url ? `[${escapeBrackets(words)}](${url})` : escapeBrackets(words);
    })
    .join(separator);
}

function readLink(label: string, target: string, problems: string[]): CellResource {
  const { title, minutes } = takeLength(oneLine(stripEmphasis(withoutEscapes(label))));
  const url = target.trim().replace(/^<(.*)>$/s, "$1");
  const name = short(title || url);
  if (url === "") problems.push(`“${name}” has an empty link.`);
  else if (/\s/.test(url)) problems.push(`The link of “${name}” has a space in it: “${short(url)}”.`);
  else if (url.length > MAX_URL) problems.push(`The link of “${name}” is longer than ${MAX_URL} characters.`);
  else if (!/^https?:\/\//i.test(url) || !isWebUrl(url)) {
    problems.push(`“${name}” links to “${short(url)}”. A link must start with https:// or http://.`);
  } else return { title: title || url, url, minutes };
  return { title: title || url, url: null, minutes };
}

/** Words without a Markdown link are a task, unless they hold one bare URL. */
function readItem(item: string): CellResource {
  const words = oneLine(stripEmphasis(withoutEscapes(item)));
  const { title, minutes } = takeLength(words);
  if (title === "") return { title: words, url: null, minutes: null };
  const bare = title.match(/(?<!\S)https?:\/\/[^\s<>]+/gi) ?? [];
  const url = bare.length === 1 ? (bare[0] ?? "").replace(/[.,;]$/, "") : "";
  if (!url || url.length > MAX_URL || !isWebUrl(url)) return { title, url: null, minutes };
  const rest = takeLength(oneLine(title.replace(url, " ")));
  return { title: /[\p{L}\p{N}]/u.test(rest.title) ? rest.title : url, url, minutes: minutes ?? rest.minutes };
}

/** A length or a remark in parentheses right behind a link belongs to the link; returns what is left of the text. */
function attach(link: CellResource, plain: string): string {
  const behind = /^[ \t]*(?:(\d{1,2}h[0-5]?\d)(?![\w.])|\(([^()\n]{1,200})\))/.exec(plain);
  if (!behind) return plain;
  const remark = behind[1] ?? behind[2] ?? "";
  const length = takeLength(remark);
  if (length.title !== "") link.title = `${link.title} (${oneLine(stripEmphasis(remark))})`;
  else if (link.minutes === null) link.minutes = length.minutes;
  else return plain;
  return plain.slice(behind[0].length);
}

function opensLink(text: string, close: number): boolean {
  if (text[close + 1] === "(") return true;
  // A space between the brackets is a common slip; it is a link only when a URL follows.
  return /^[ \t]{1,3}\((?:https?:)/i.test(text.slice(close + 1, close + 12));
}

function withoutEscapes(text: string): string {
  return text.replace(/\\([[\]])/g, "$1");
}

function escapeBrackets(text: string): string {
  return text.replace(/(?<!\\)[[\]]/g, "\\$&");
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, " ").trim();
}

function short(text: string): string {
  const line = oneLine(text.slice(0, 400));
  return line.length > 60 ? `${line.slice(0, 59)}…` : line;
}

function around(text: string, at: number): string {
  return short(text.slice(Math.max(0, at - 15), at + 30));
}
