import { isWebUrl } from "@/lib/core/text";
import type { ResourceKind } from "@/lib/progress/schema";
import { kindOf } from "@/lib/resources/rules";
import { MAX_PER_CELL, MAX_URL } from "@/lib/transfer/schema";
import { closing, oneLine, stripEmphasis, trimEnd, withoutEscapes } from "@/lib/transfer/text";
import { takeLength } from "@/lib/transfer/understand/lengths";
import { type Marks, readMarks, takeOptional, unquoted } from "@/lib/transfer/understand/marks";
import { type Part, partIn, stopsIn } from "@/lib/transfer/understand/parts";

/** One thing that a cell names: a Markdown link, or words without one. What is optional here is there where it is said. */
export interface CellResource {
  title: string;
  url: string | null;
  minutes: number | null;
  optional?: boolean;
  kind?: ResourceKind;
  author?: string;
  /** Only a part is asked for, in seconds from the start. */
  part?: Part;
  /** This use's own words; the title is the resource's. */
  label?: string;
  /** Good places to stop, in seconds from the start. */
  stopPoints?: number[];
}

/** Words that became a resource, or that its marks say are to be taken as written. */
export interface Item {
  resource: CellResource;
  literal: boolean;
}

const BARE_URL = /(?<![^\s(<])https?:\/\/[^\s<>]+/gi;
const BARE_TAIL = /(?<=\S[\s,;:–—-]+)(?:from|until|till|up to|the first|first|stops?|stop at|good places) /gi;
/** `0h18` right behind a link is its length whatever follows. */
const CLOCK_LENGTH = /^[ \t]*(\d{1,2}h[0-5]?\d)(?![\w.])/;
const MAX_REMARK = 200;
const MAX_MARKS = 3100;

/** What the words in a link's brackets and the address behind them name. */
export function linkOf(label: string, url: string | null): CellResource {
  // `[[slides]](https://…)` is how many pages show that something is a link.
  const inner = /^\s*\[([^[\]]+)\]\s*$/.exec(label)?.[1];
  const { resource } = settle(inner ?? label, url);
  return { ...resource, title: resource.title || url || "" };
}

/**
 * The things that an item of a cell names, in its order: words without a link are something to do; every bare address
 * in them is a resource with the words in front of it.
 */
export function readItem(item: string): Item[] {
  const whole = settle(item, null);
  if (whole.literal) return [whole];
  const { title } = whole.resource;
  if (title === "") return [];
  if (!title.includes("://")) return [whole];
  const urls: { at: number; url: string }[] = [];
  for (const match of title.matchAll(BARE_URL)) {
    const url = trimUrl(match[0]);
    if (url.length <= MAX_URL && isWebUrl(url)) urls.push({ at: match.index, url });
    // A cell with more is refused.
    if (urls.length > MAX_PER_CELL) break;
  }
  if (urls.length === 0) return [whole];
  return withAddresses(title, urls).map((resource, index, all) => ({
    resource: index === all.length - 1 ? { ...resource, ...withoutNulls(whole.resource) } : resource,
    literal: false,
  }));
}

/**
 * Gives a link what stands right behind it on the same line: a length, a parenthesis of known words, a part, "optional";
 * another parenthesis becomes part of its title. Returns what is left of the text.
 */
export function attach(link: CellResource, label: string, plain: string): string {
  let rest = plain;
  // Each turn takes something; nobody writes more of them.
  for (let turn = 0; turn < 8 && /[^\s,;]/.test(rest); turn += 1) {
    const taken = behindOf(link, rest);
    if (!taken) break;
    if (taken.marks?.literal) Object.assign(link, { title: unquoted(label.trim()), minutes: null });
    if (taken.marks) apply(link, taken.marks);
    else if (taken.remark) link.title = `${link.title} (${taken.remark})`;
    rest = rest.slice(taken.length);
  }
  return rest;

  function behindOf(to: CellResource, text: string): { length: number; marks?: Marks; remark?: string } | null {
    const clock = CLOCK_LENGTH.exec(text);
    if (clock && to.minutes === null) {
      const [{ length }, words = ""] = clock;
      const marks = readMarks(words);
      return marks ? { length, marks } : { length, remark: words };
    }
    const open = /^[ \t]*\(/.exec(text)?.[0].length;
    if (open !== undefined) return parenthesis(to, text, open);
    const line = /^[^\n\r]{0,3000}/.exec(text)?.[0] ?? "";
    for (const piece of [line, line.slice(0, firstStop(line))]) {
      const [start, end] = bareWords(piece);
      const marks = readMarks(stripEmphasis(piece.slice(start, end)), true);
      if (marks && fits(to, marks)) return { length: end, marks };
    }
    return null;
  }

  function parenthesis(to: CellResource, text: string, open: number) {
    const close = closing(text, open - 1);
    if (close === null) return null;
    const inside = text.slice(open, close);
    const marks = readMarks(inside);
    if (marks && fits(to, marks) && (!marks.literal || unquoted(label.trim()) !== null)) {
      return { length: close + 1, marks };
    }
    const remark = oneLine(stripEmphasis(withoutEscapes(inside)));
    return inside.length <= MAX_REMARK && /^[^()\n]+$/.test(inside) ? { length: close + 1, remark } : null;
  }
}

/** Takes everything that words say about a resource off their end, and "optional" from their beginning too. */
function settle(raw: string, url: string | null): Item {
  const marks: Marks = {};
  const ending = marksAtEnd(raw.trim());
  if (ending && (ending.title !== "" || url !== null)) {
    const exact = ending.marks.literal ? unquoted(ending.title) : null;
    if (exact !== null) {
      const { literal: _, ...said } = ending.marks;
      return { resource: apply({ title: exact, url, minutes: null }, said), literal: true };
    }
    if (!ending.marks.literal) Object.assign(marks, ending.marks);
  }
  const start = Object.keys(marks).length > 0 ? (ending?.title ?? raw) : raw;
  let title = oneLine(stripEmphasis(withoutEscapes(start)));
  for (let turn = 0; turn < 4; turn += 1) {
    const next = takeOff(title, url);
    if (!next || (next.title === "" && url === null) || Object.keys(next.marks).some((key) => key in marks)) break;
    title = next.title;
    Object.assign(marks, next.marks);
  }
  return { resource: apply({ title, url, minutes: null }, marks), literal: false };
}

function takeOff(title: string, url: string | null): { title: string; marks: Marks } | null {
  const ending = marksAtEnd(title);
  if (ending && !ending.marks.literal) return ending;
  const bare = partAtEnd(title);
  if (bare) return bare;
  const length = takeLength(title, { clock: () => url !== null && kindOf(url) === "video" });
  if (length.minutes !== null) return { title: length.title, marks: { minutes: length.minutes } };
  const optional = takeOptional(title);
  return optional.optional ? { title: optional.title, marks: { optional: true } } : null;
}

function marksAtEnd(text: string): { title: string; marks: Marks } | null {
  if (!text.endsWith(")")) return null;
  const before = Math.max(0, text.length - MAX_MARKS);
  const tail = text.slice(before);
  let at = tail.indexOf("(");
  // The first parenthesis that closes at the very end is the one; those before it end earlier, or nowhere.
  for (let turn = 0; turn < 50 && at !== -1; turn += 1) {
    const close = closing(tail, at);
    if (close === tail.length - 1) {
      const marks = readMarks(tail.slice(at + 1, -1));
      return marks ? { title: trimEnd(text.slice(0, before + at)), marks } : null;
    }
    at = tail.indexOf("(", (close ?? at) + 1);
  }
  return null;
}

function partAtEnd(title: string): { title: string; marks: Marks } | null {
  const from = Math.max(0, title.length - 120);
  const tail = title.slice(from);
  if (!/\d/.test(tail) || !/(?:from|til|up to|first|stops?|places) /i.test(tail)) return null;
  for (const { index } of tail.matchAll(BARE_TAIL)) {
    const words = tail.slice(index);
    const part = partIn(words);
    const stopPoints = part ? null : stopsIn(words);
    if (!part && !stopPoints) continue;
    return { title: trimEnd(title.slice(0, from + index)), marks: part ? { part } : { stopPoints: stopPoints ?? [] } };
  }
  return null;
}

function withAddresses(title: string, urls: readonly { at: number; url: string }[]): CellResource[] {
  const resources: CellResource[] = [];
  let from = 0;
  for (const [index, { at, url }] of urls.entries()) {
    const last = index === urls.length - 1;
    const behind = at + url.length;
    const words = last && index === 0 ? `${title.slice(from, at)} ${title.slice(behind)}` : title.slice(from, at);
    resources.push(addressed(words, url));
    from = behind;
  }
  const left = title.slice(from);
  if (urls.length > 1 && /[\p{L}\p{N}]/u.test(left)) {
    resources.push({ title: oneLine(left.replace(/^[\s,;)>.]+/, "")), url: null, minutes: null });
  }
  return resources;
}

function addressed(words: string, url: string): CellResource {
  const bare = trimEnd(words.replace(/\( ?\)|< ?>/g, " ").replace(/^[\s,;)>]+/, ""));
  const { resource } = settle(bare, url);
  return /[\p{L}\p{N}]/u.test(resource.title) ? resource : { ...resource, title: url };
}

function apply(resource: CellResource, marks: Marks): CellResource {
  const { literal: _, ...said } = marks;
  return Object.assign(resource, said);
}

/** Whether a resource has no other word on what the marks say. */
function fits(resource: CellResource, marks: Marks): boolean {
  const said: Marks = resource.minutes === null ? {} : { minutes: resource.minutes };
  return !Object.keys(marks).some((key) => key in said || (key !== "minutes" && key in resource));
}

function withoutNulls({ title: _, url: __, minutes, ...said }: CellResource): Partial<CellResource> {
  return minutes === null ? said : { ...said, minutes };
}

function trimUrl(url: string): string {
  const bare = url.replace(/[.,;]$/, "");
  const open = bare.split("(").length - bare.split(")").length;
  return open < 0 && bare.endsWith(")") ? bare.slice(0, -1) : bare;
}

/** Where the first thing of a line ends. */
function firstStop(line: string): number {
  const stop = line.replace(/^[\s,;:–—-]*/, (lead) => "_".repeat(lead.length)).search(/[,;]/);
  return stop === -1 ? 0 : stop + 1;
}

/** Where the words of a piece begin and end, without what parts it from its neighbours. */
function bareWords(piece: string): [number, number] {
  let end = piece.length;
  while (end > 0 && /[\s,;|]/.test(piece[end - 1] ?? "")) end -= 1;
  return [/^[\s,;:|–—-]*/.exec(piece)?.[0].length ?? 0, end];
}
