import { isWebUrl } from "@/lib/core/text";
import { kindOf } from "@/lib/resources/rules";
import { clockLength } from "@/lib/time/durations";
import { MAX_PER_CELL, MAX_RESOURCE_TITLE, MAX_URL } from "@/lib/transfer/schema";
import {
  isContinuation,
  oneLine,
  partner,
  plainItems,
  short,
  stripEmphasis,
  withoutEscapes,
} from "@/lib/transfer/text";
import { takeCancelled } from "@/lib/transfer/understand/formats";
import { attach, type CellResource, linkOf, readItem } from "@/lib/transfer/understand/items";
import { isOptionalHeading, type Marks, quoted, writeMarks } from "@/lib/transfer/understand/marks";

export type { CellResource } from "@/lib/transfer/understand/items";

export interface CellReading {
  resources: CellResource[];
  /** What is wrong, in plain words; the cell is then not to be saved, since something in it was not understood. */
  problems: string[];
  /** The cell as a reader sees it: links by their titles, emphasis and what is said about links taken out. */
  text: string;
  /** Whether the text is the first line's alone, in “…” and to be taken as it is written. */
  asWritten: boolean;
}

const NO_PAIRS: ReadonlyMap<number, number> = new Map();

/** Words in front of links that say what they are: `Paper: [title](https://…)`. */
const KIND_HEADING = /^(?:watch|video|read|reading|paper|article|blog|notebook|colab|exercise|homework|podcast)s?:$/i;

/**
 * Reads a cell of the schedule, or one slot of the session editor: Markdown links, several with commas, line breaks or
 * nothing between them, and words without a link. A length such as `0h18` at the end of a title becomes its minutes;
 * what else a resource may say about itself is in `writeCell`. Takes time linear in the text and never throws.
 */
export function readCell(cell: string): CellReading {
  const text = cell.replace(/(?<!\\)<br\s{0,3}\/?>/gi, "\n");
  const reading = new Reading(text);
  const pairs = text.includes("[") || text.includes("]") ? partner(text) : NO_PAIRS;
  const bracket = /[[\]]/g;
  let from = 0;
  for (let found = bracket.exec(text); found; found = bracket.exec(text)) {
    const at = found.index;
    if (text[at - 1] === "\\") continue;
    const close = pairs.get(at);
    if (close === undefined) {
      return reading.broken(
        `The bracket in “${around(text, at)}” has no partner. A link is written [title](https://…).`,
      );
    }
    if (text[at] === "]" || !opensLink(text, close)) continue;
    const open = text.indexOf("(", close);
    const end = pairs.get(open);
    if (end === undefined) {
      return reading.broken(`The link “${short(text.slice(at, close + 1))}” does not end with “)”.`);
    }
    reading.words(text.slice(from, text[at - 1] === "!" ? at - 1 : at), true);
    reading.link(text.slice(at + 1, close), text.slice(open + 1, end));
    from = end + 1;
    bracket.lastIndex = from;
  }
  reading.words(text.slice(from), false);
  return reading.done();
}

/**
 * The text that `readCell` reads as these resources, one a line: `[Title 0h18](https://…)`, or words without a link, and
 * in a parenthesis behind them what there is to say: `(optional; 0:00 to 38:00; stops 12:00, 30:00; as “Sets Cont.”;
 * video; by Ada Lovelace)`. A kind is there only where link and title do not tell it. A title that would be read as
 * something else stands in “…” and the parenthesis says `as written`.
 */
export function writeCell(resources: readonly CellResource[]): string {
  return resources.map(writeResource).join("\n");
}

/** The cell of a session's title with what is used in the session below it; `readTitleCell` reads both again. */
export function writeTitleCell(title: string, resources: readonly CellResource[]): string {
  const below = resources.length > 0 ? `\n${writeCell(resources)}` : "";
  const plain = `${escapeBrackets(title)}${below}`;
  const read = readTitleCell(plain);
  const same = read.title === title && read.problems.length === 0 && sameResources(read.resources, resources);
  // A number alone is one of a row, and "Cancelled:" in front says something else.
  const clear = !/^[#\d.\s]+$/.test(title) && !takeCancelled(title).cancelled;
  return same && clear ? plain : `${quoted(title)} (as written)${below}`;
}

/**
 * A session's title, and the links for in the session. Words beside them are its title; lines of links alone are not.
 * Under a title that stands as it is written, every line is something for in the session.
 */
export function readTitleCell(cell: string): {
  title: string;
  asWritten: boolean;
  resources: CellResource[];
  problems: string[];
} {
  const { resources, problems, text, asWritten } = readCell(cell);
  const used = asWritten ? resources.slice(text === "" ? 0 : 1) : resources.filter(({ url }) => url !== null);
  return { title: text, asWritten, resources: used, problems };
}

/** Whether words say no more than that there is a link: they are no part of a title that has others. */
export function isLinkWord(words: string): boolean {
  return /^\[?(?:links?|videos?|slides?|notes|code|here|watch|pdf|ppt|recording|notebook|page|details)\]?$/i.test(
    words,
  );
}

/** A line of a cell: whether there are words beside the links, and what a reader sees. */
interface Line {
  words: boolean;
  shown: (string | CellResource)[];
}

class Reading {
  private readonly resources: CellResource[] = [];
  private readonly problems: string[] = [];
  private readonly lines: Line[] = [{ words: false, shown: [] }];
  private exact: string | null = null;
  private last: { link: CellResource; label: string } | null = null;
  /** How far a heading says that things are optional, and of what kind they are. */
  private optional: "line" | "cell" | null = null;
  private kind = "";

  constructor(private readonly text: string) {}

  /** Words between links; `before` when a link follows on their last line. */
  words(plain: string, before: boolean): void {
    const rest = this.last ? attach(this.last.link, this.last.label, plain) : plain;
    if (this.last) this.settle(this.last.link);
    this.last = null;
    const lines = rest.split(/[\n\r]+/);
    for (const [index, line] of lines.entries()) {
      if (index > 0) this.endLine();
      this.show(line);
      // Beyond the limit the cell is refused, whatever else it names.
      if (!/[^\s,;]/.test(line) || this.resources.length > MAX_PER_CELL) continue;
      const followed = before && index === lines.length - 1;
      for (const item of plainItems(line)) this.item(item, followed);
    }
  }

  link(label: string, target: string): void {
    if (this.resources.length > MAX_PER_CELL) return;
    const url = this.addressOf(target, label);
    const link = linkOf(label, url);
    this.last = { link, label };
    this.lines.at(-1)?.shown.push(link);
    if (url !== null) this.resources.push(link);
  }

  broken(message: string): CellReading {
    const problems = [...this.problems, message];
    return { resources: this.resources, problems, text: this.text, asWritten: false };
  }

  done(): CellReading {
    const asWritten = this.exact !== null;
    for (const { title } of this.resources) {
      if (title.length > MAX_RESOURCE_TITLE) {
        this.problems.push(`“${short(title)}” is longer than ${MAX_RESOURCE_TITLE} characters.`);
      }
    }
    if (this.resources.length > MAX_PER_CELL) {
      this.problems.push(`This cell names more than ${MAX_PER_CELL} resources.`);
    }
    return { resources: this.resources, problems: this.problems, text: this.exact ?? this.shownText(), asWritten };
  }

  private item(item: string, followed: boolean): void {
    if (followed && KIND_HEADING.test(item)) this.kind = item;
    else if (isOptionalHeading(item)) this.optional = followed ? "line" : "cell";
    else if (/^(?:required|mandatory)(?: reading)?:$/i.test(item)) this.optional = null;
    else {
      for (const { resource, literal } of readItem(item)) {
        if (literal && this.resources.length === 0 && this.exact === null) this.exact = resource.title;
        if (resource.title === "") continue;
        this.resources.push(resource);
        this.settle(resource);
      }
    }
  }

  private settle(resource: CellResource): void {
    if (this.optional) resource.optional = true;
    if (!this.kind || resource.kind || !resource.url) return;
    const kind = kindOf(resource.url, `${this.kind} ${resource.title}`);
    if (kind !== kindOf(resource.url, resource.title)) resource.kind = kind;
  }

  private show(words: string): void {
    const line = this.lines.at(-1);
    if (!line) return;
    line.words ||= /[\p{L}\p{N}]/u.test(words);
    line.shown.push(words);
  }

  private endLine(): void {
    this.lines.push({ words: false, shown: [] });
    this.kind = "";
    if (this.optional === "line") this.optional = null;
  }

  /** Below a line of words, lines of links alone are things to use and no part of the text. */
  private shownText(): string {
    const first = this.lines.findIndex(({ words }) => words);
    const shown = this.lines.filter(({ words }, index) => first === -1 || index <= first || words);
    const text = shown.map((line) => line.shown.map((one) => wordsOf(one, line.words)).join(""));
    return oneLine(stripEmphasis(withoutEscapes(text.join(" ")))).replace(/ ([,;])/g, "$1");
  }

  private addressOf(target: string, label: string): string | null {
    const url = target.trim().replace(/^<(.*)>$/s, "$1");
    const wrong = wrongWith(url);
    if (wrong === null) return url;
    this.problems.push(`“${short(stripEmphasis(withoutEscapes(label))) || short(url)}” ${wrong}`);
    return null;
  }
}

/** What is wrong with the address of a link, as the end of a sentence about it. */
function wrongWith(url: string): string | null {
  if (url === "") return "has an empty link.";
  if (/\s/.test(url)) return `has a link with a space in it: “${short(url)}”.`;
  if (url.length > MAX_URL) return `has a link that is longer than ${MAX_URL} characters.`;
  if (isWebUrl(url)) return null;
  return `links to “${short(url)}”. A link must start with https:// or http://.`;
}

function writeResource(resource: CellResource): string {
  for (const written of waysToWrite(resource)) {
    const { resources, problems } = readCell(written);
    if (problems.length === 0 && sameResources(resources, [resource])) return written;
  }
  // Nothing that may be stored comes here but an address with a space or an angle bracket in it.
  const url = resource.url?.replace(/[\s<>]/g, encodeURIComponent) ?? null;
  return url === resource.url ? literally(resource, url ?? "") : writeResource({ ...resource, url });
}

function* waysToWrite(resource: CellResource): Generator<string> {
  const { title, url, minutes } = resource;
  const words = escapeBrackets(minutes === null ? title : `${title} ${clockLength(minutes)}`);
  const marks = inParentheses(writeMarks(marksOf(resource)));
  if (url === null) yield `${words}${marks}`;
  else for (const address of [url, `<${url}>`]) yield `[${words}](${address})${marks}`;
  for (const address of [url ?? "", `<${url}>`]) yield literally(resource, address);
}

function literally(resource: CellResource, address: string): string {
  const { title, url, minutes } = resource;
  const said = minutes === null ? {} : { minutes };
  const marks = inParentheses(writeMarks({ ...marksOf(resource), ...said, literal: true }));
  return url === null ? `${quoted(title)}${marks}` : `[${quoted(title)}](${address})${marks}`;
}

function inParentheses(marks: string): string {
  return marks === "" ? "" : ` (${marks})`;
}

/** What a parenthesis must say about a resource. */
function marksOf(resource: CellResource): Marks {
  const { title, url, optional, part, stopPoints, label, kind, author } = resource;
  return {
    ...(optional ? { optional: true } : {}),
    ...(part ? { part: { from: part.from, to: part.to } } : {}),
    ...(stopPoints?.length ? { stopPoints: [...new Set(stopPoints)].sort((a, b) => a - b) } : {}),
    ...(label && (label !== title || isContinuation(title)) ? { label } : {}),
    ...(kind && kind !== kindOf(url, title) ? { kind } : {}),
    ...(author ? { author } : {}),
  };
}

function wordsOf(one: string | CellResource, besideWords: boolean): string {
  if (typeof one === "string") return one;
  return besideWords && isLinkWord(one.title) ? "" : one.title;
}

function sameResources(some: readonly CellResource[], others: readonly CellResource[]): boolean {
  return JSON.stringify(some.map(normal)) === JSON.stringify(others.map(normal));
}

/** A resource with nothing in it that says nothing, so that two that mean the same are equal. */
function normal(resource: CellResource): CellResource {
  const { title, url, minutes } = resource;
  return { title, url, minutes, ...marksOf(resource) };
}

function opensLink(text: string, close: number): boolean {
  if (text[close + 1] === "(") return true;
  // A space between the brackets is a common slip; it is a link only when a URL follows.
  if (text[close + 1] !== " " && text[close + 1] !== "\t") return false;
  return /^[ \t]{1,3}\((?:https?:)/i.test(text.slice(close + 1, close + 12));
}

function escapeBrackets(text: string): string {
  return text.replace(/(?<!\\)[[\]]/g, "\\$&");
}

function around(text: string, at: number): string {
  return short(text.slice(Math.max(0, at - 15), at + 30));
}
