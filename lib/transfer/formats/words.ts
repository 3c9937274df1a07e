import { isWebUrl } from "@/lib/core/text";
import { oneLine, partner } from "@/lib/transfer/text";

/**
 * Words as a cell may hold them: Markdown links in them stay, without emphasis around them, and also what was meant as
 * one, so that its mistake is found; every other bracket gets a backslash. Takes time linear in the text.
 */
export function escapeWords(text: string): string {
  if (!/[[\]]/.test(text)) return text;
  let escaped = "";
  let copied = 0;
  let from = 0;
  for (const [start, end] of linkSpans(text)) {
    const stars = starsAround(text, start, end);
    const before = text.slice(from, start - stars);
    const safe = before === "" ? before : withoutLoose(before);
    if (stars > 0 || safe !== before) {
      escaped += text.slice(copied, from) + safe + text.slice(start, end);
      copied = end + stars;
    }
    from = end + stars;
  }
  return escaped + text.slice(copied, from) + withoutLoose(text.slice(from));
}

/** Every bracket with a backslash; those that have one keep it. */
function withoutLoose(words: string): string {
  if (words.includes("\\")) return words.replace(/(?<!\\)[[\]]/g, "\\$&");
  // Of millions of brackets this is several times faster than a pattern.
  return words.split("[").join("\\[").split("]").join("\\]");
}

/**
 * Where Markdown links are, or what was meant as one, as `readCell` sees them: brackets with a parenthesis right behind
 * them, or a space and an address. One that is never closed ends behind its opening parenthesis.
 */
export function* linkSpans(text: string): Generator<[start: number, end: number]> {
  if (!text.includes("](") && !/\][ \t]{1,3}\(/.test(text)) return;
  const partners = partnersOf(text);
  for (let at = text.indexOf("["); at !== -1; at = text.indexOf("[", at)) {
    const close = partners[at] ?? 0;
    const open = close > 0 ? parenthesisBehind(text, close) : -1;
    if (open === -1) {
      at += 1;
      continue;
    }
    const end = Math.max(partners[open] ?? 0, open) + 1;
    yield [at, end];
    at = end;
  }
}

/** How many asterisks or underscores of emphasis stand on both sides, up to three. */
function starsAround(text: string, start: number, end: number): number {
  let stars = 0;
  for (const mark = text[start - 1]; stars < 3; stars += 1) {
    if ((mark !== "*" && mark !== "_") || text[start - 1 - stars] !== mark || text[end + stars] !== mark) break;
  }
  return stars;
}

/** For every opening bracket and parenthesis the place of the one that closes it, 0 where none does. */
function partnersOf(text: string): Int32Array {
  const partners = new Int32Array(text.length);
  const brackets: number[] = [];
  const parentheses: number[] = [];
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === 0x5b || code === 0x5d) {
      if (at > 0 && text.charCodeAt(at - 1) === 0x5c) continue;
      if (code === 0x5b) brackets.push(at);
      else partners[brackets.pop() ?? at] = at;
    } else if (code === 0x28) parentheses.push(at);
    else if (code === 0x29) partners[parentheses.pop() ?? at] = at;
  }
  return partners;
}

function parenthesisBehind(text: string, close: number): number {
  if (text.charCodeAt(close + 1) === 0x28) return close + 1;
  const spaced = /^[ \t]{1,3}\((?:https?:)/i.exec(text.slice(close + 1, close + 12));
  return spaced ? text.indexOf("(", close) : -1;
}

/** A Markdown link that `readCell` reads as this title and this address; the address must be one of `webAddress`. */
export function markdownLink(title: string, url: string): string {
  const words = oneLine(title.replace(/\\(?=[[\]])/g, "").replace(/[[\]]/g, "\\$&"));
  // A backslash at the end would take the closing bracket away.
  const closed = words.endsWith("\\") ? `${words} ` : words;
  return `[${closed}](${withoutLooseParentheses(url)})`;
}

/**
 * An address as the web knows it, or null for what is none: `javascript:`, `data:`, `mailto:`, a relative path. Google's
 * redirects, which stand in its documents for every link, are resolved.
 */
export function webAddress(href: string): string | null {
  const url = href
    .trim()
    .replace(/[\t\r\n]/g, "")
    .replaceAll(" ", "%20");
  if (/[\s\p{Cc}]/u.test(url) || !isWebUrl(url)) return null;
  if (!/^https?:\/\/(?:www\.)?google\.[a-z.]{2,6}\/url\?/i.test(url)) return url;
  const target = new URL(url).searchParams.get("q") ?? new URL(url).searchParams.get("url") ?? "";
  return isWebUrl(target) && !/\s/.test(target) ? target : url;
}

/** Whether words are a bare web address and nothing else. */
export function isBareAddress(words: string): boolean {
  return /^https?:\/\/\S+$/i.test(words) && isWebUrl(words);
}

/** Lines without the spaces around them and without empty ones. */
export function tidyLines(text: string): string {
  return text
    .split(/[\r\n]+/)
    .map((line) => line.trim())
    .filter((line) => line !== "")
    .join("\n");
}

function withoutLooseParentheses(url: string): string {
  const marks = url.match(/[()[\]]/g) ?? [];
  const loose = url.includes("\\") || marks.length !== partner(url).size;
  return loose ? url.replace(/[()[\]\\]/g, (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`) : url;
}
