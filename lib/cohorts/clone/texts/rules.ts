import { normalUrl } from "@/lib/resources/rules";

/** Finds in text that was written for one term what may be wrong in the next. */

const MONTH =
  "(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)";
const DAY = "(?:0?[1-9]|[12]\\d|3[01])";
const YEAR = "(?:19|20)\\d{2}";
const DATES = new RegExp(
  [
    `\\b${YEAR}-\\d{2}-\\d{2}\\b`,
    `\\b${MONTH}\\b\\.?\\s+${DAY}(?:st|nd|rd|th)?\\b(?:,?\\s+${YEAR}\\b)?`,
    `\\b${DAY}(?:st|nd|rd|th|\\.)?\\s+(?:of\\s+)?${MONTH}\\b(?:\\.?,?\\s+${YEAR}\\b)?`,
    `\\b(?:spring|summer|fall|autumn|winter|term|${MONTH}\\.?)\\s+(?:of\\s+)?${YEAR}\\b`,
    `\\b(?:0?[1-9]|1[0-2])/${DAY}(?:/(?:${YEAR}|\\d{2}))?\\b(?!/)`,
    `\\b${DAY}\\.(?:0?[1-9]|1[0-2])\\.(?:${YEAR}|\\d{2})?`,
    `\\b${YEAR}\\b`,
  ].join("|"),
  "gi",
);
const WEEKDAYS = /\b(?:mon|tues|wednes|thurs|fri|satur|sun)days?\b/gi;
const LINK = /https?:\/\/[^\s<>"'`)\]]+/gi;
const ADDRESS = /[^\s@<>()[\],;:]+@[^\s@<>()[\],;:]+\.[a-z]{2,}/gi;
/** Shorter first names are words of the language too often. */
const SHORTEST_NAME = 3;

/** The dates, years and seasons with a year that a text names, each once. Those inside of links do not count. */
export function datesIn(text: string): string[] {
  return found(withoutLinks(text), DATES);
}

export function weekdaysIn(text: string): string[] {
  return found(withoutLinks(text), WEEKDAYS);
}

/**
 * The people that a text names: whole names whatever their case, first names as they are written, and mail addresses.
 * `names` are the names of those who may be meant.
 */
export function peopleIn(text: string, names: readonly string[]): string[] {
  const words = withoutLinks(text);
  const named = names.flatMap((name) => {
    const whole = name.trim();
    if (whole === "") return [];
    const first = whole.split(/\s+/)[0] ?? "";
    if (first !== whole && hasWords(words.toLowerCase(), whole.toLowerCase())) return [whole];
    return first.length >= SHORTEST_NAME && hasWords(words, first) ? [first] : [];
  });
  return [...new Set([...named, ...found(text, ADDRESS)])];
}

/** The links to one of these recordings in a text, each once, however they are written. */
export function recordingsIn(text: string, recordings: readonly string[]): string[] {
  const keyOf = (url: string) => normalUrl(url) ?? url;
  const keys = new Map(recordings.map((url) => [keyOf(url), url] as const));
  const links = [...text.matchAll(LINK)].map(([link]) => link.replace(/[.,;:!?]+$/, ""));
  const linked = links.filter((link) => keys.has(keyOf(link)));
  const named = [...keys].flatMap(([key, url]) => {
    const bare = key.replace(/^https?:\/\//, "");
    const known = linked.some((link) => keyOf(link) === key);
    // Without its scheme, or with a point in time behind it, it is the recording all the same.
    return !known && bare !== "" && hasWords(text, bare) ? [url] : [];
  });
  return [...new Set([...linked, ...named])];
}

function found(text: string, pattern: RegExp): string[] {
  return [...new Set([...text.matchAll(pattern)].map(([match]) => match.trim()))];
}

function withoutLinks(text: string): string {
  return text.replace(/\]\([^)]*\)/g, "] ").replace(/https?:\/\/\S+/g, " ");
}

/** Whether these words stand in a text, not as a part of others. */
function hasWords(text: string, words: string): boolean {
  for (let at = text.indexOf(words); at !== -1; at = text.indexOf(words, at + 1)) {
    const [before, after] = [text.charAt(at - 1), text.charAt(at + words.length)];
    if (!/[\p{L}\p{N}]/u.test(before) && !/[\p{L}\p{N}]/u.test(after)) return true;
  }
  return false;
}
