import { namesDay } from "@/lib/transfer/formats/dates";

/** What the beginning of a text says about its format; reading it is the only proof. */

const LOOKED_AT = 60_000;

export function looksLikeCalendar(text: string): boolean {
  return /^\s{0,200}BEGIN:V(?:CALENDAR|EVENT)\s*$/im.test(text.slice(0, 400));
}

export function looksLikeJson(text: string): boolean {
  return /^\s*[[{]/.test(text);
}

const PAGE =
  /^\s*(?:<!--|<!doctype|<\?xml|<(?:html|head|body|meta|table|thead|tbody|tr|google-sheets-html-origin)[\s>])/i;
const PIECE = /^\s*<(?:div|section|article|main|ul|ol|dl|p|h[1-6]|style|span|b|strong|font|center|details)[\s>]/i;

/** A page, or a piece of one that ends with a tag, too: Markdown may begin with one. Or there is a table in it. */
export function looksLikeHtml(text: string): boolean {
  const beginning = text.slice(0, 2000);
  if (PAGE.test(beginning) || /<table[\s>]/i.test(text)) return true;
  return PIECE.test(beginning) && text.slice(-200).trimEnd().endsWith(">");
}

interface YamlSigns {
  /** It may be YAML; if it can be read as sessions, it is. */
  possible: boolean;
  /** It is meant to be YAML, even if it has mistakes. */
  certain: boolean;
}

const ITEM = /^\s*(?:-\s+)+\{?\s?["']?([A-Za-z_][\w-]{0,40})["']?\s?:(?:\s|$)/;
const NAME = /^(\s*)(["']?)([A-Za-z_\d][\w ./-]{0,40})\2\s?:(\s|$)/;
/** Lines that YAML has without a name: a dash, a bracket, words that go on. */
const NAMELESS = /^\s*(?:-|---|\.\.\.|[\]}[{].*)\s*$|^\s*- \S|^\s{2,}\S/;

/**
 * Looks for names with colons, one a line, in lists or under other names. Plain lists have colons, too: what tells them
 * apart are the same names again and again, without spaces, and nothing else.
 */
export function looksLikeYaml(text: string, fileName = ""): YamlSigns {
  const named = /\.ya?ml$/i.test(fileName);
  const lines = text
    .slice(0, LOOKED_AT)
    .split(/\r\n|\n|\r/)
    .filter((line) => /\S/.test(line) && !/^\s*#/.test(line));
  const items = new Map<string, number>();
  const count = { items: 0, names: 0, inner: 0, parents: 0, foreign: 0 };
  for (const line of lines) {
    const item = ITEM.exec(line)?.[1];
    const [, indent = "", , name] = item ? [] : (NAME.exec(line) ?? []);
    const parent = name !== undefined && /:\s*$/.test(line);
    if (item) {
      count.items += 1;
      items.set(item, (items.get(item) ?? 0) + 1);
    } else if (name !== undefined && !/\s/.test(name)) {
      count.names += 1;
      count.inner += indent === "" ? 0 : 1;
      count.parents += parent ? 1 : 0;
    } else if (parent && namesDay(name) !== null) count.parents += 1;
    else if (!NAMELESS.test(line)) count.foreign += 1;
  }
  const often = Math.max(0, ...items.values());
  const structured = count.items + count.parents > 0;
  const telling = count.items + count.names + count.parents;
  const mostly = telling * 2 >= lines.length - count.foreign && count.foreign * 5 <= lines.length;
  const certain = named || (often >= 2 && count.inner >= often && count.foreign === 0);
  return { possible: certain || (structured && mostly), certain };
}

/** The text inside a fence of three backticks around all of it, as chats give it; lines keep their numbers. */
export function withoutFence(text: string): string {
  const found = /^\s*(?:```+|~~~+)[^\r\n`]{0,40}(\r\n|\n|\r)/.exec(text);
  if (!found) return text;
  const end = /(?:\r\n|\n|\r)[ \t]{0,3}(?:```+|~~~+)\s*$/.exec(text.slice(-400));
  if (!end) return text;
  const inside = text.slice(found[0].length, text.length - end[0].length);
  return /^[ \t]{0,3}(?:```|~~~)/m.test(inside) ? text : found[0].replace(/[^\r\n]/g, "") + inside;
}
