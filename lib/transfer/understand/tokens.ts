import { bareWord, monthOfWord } from "@/lib/transfer/months";
import { weekdayOfWord } from "@/lib/transfer/understand/weekdays";

/** A number, a word with the dot behind it, or one sign. */
export interface Token {
  text: string;
  kind: "number" | "word" | "sign";
  /** The word in small letters without accents and dot. */
  bare: string;
  month: number | null;
  weekday: number | null;
  /** No space in front. */
  glued: boolean;
  from: number;
  to: number;
}

const TOKEN = /\d+|\p{L}[\p{L}\p{M}]*\.?|\S/gu;
const RANGE_SIGNS = new Set([
  "-",
  "–",
  "—",
  "−",
  "~",
  "to",
  "bis",
  "au",
  "al",
  "a",
  "through",
  "thru",
  "until",
  "till",
  "hasta",
]);
const ORDINALS = new Set(["st", "nd", "rd", "th", "er", "re", "e", "o", "º", "ª", "°"]);

export function tokensOf(text: string): Token[] {
  const tokens: Token[] = [];
  for (const match of text.matchAll(TOKEN)) {
    const [found] = match;
    const kind = /^\d/.test(found) ? "number" : /^\p{L}/u.test(found) ? "word" : "sign";
    const to = match.index + found.length;
    tokens.push({
      text: found,
      kind,
      bare: kind === "word" ? bareWord(found) : found,
      month: kind === "word" ? monthOfWord(found) : null,
      weekday: kind === "word" ? weekdayOfWord(found) : null,
      glued: tokens.at(-1)?.to === match.index,
      from: match.index,
      to,
    });
  }
  return tokens;
}

/** The number at a place, when it has as many digits as a day or a month has. */
export function smallNumber(token: Token | undefined): number | null {
  return token?.kind === "number" && token.text.length <= 2 ? Number(token.text) : null;
}

/** The year at a place, when it has four digits. */
export function fourDigits(token: Token | undefined): number | null {
  return token?.kind === "number" && /^(19|20|21)\d\d$/.test(token.text) ? Number(token.text) : null;
}

export function isRange(token: Token | undefined): boolean {
  return token !== undefined && RANGE_SIGNS.has(token.bare);
}

/** `st` of `1st`, `er` of `1er`, the dot of `1.`: nothing that changes the number in front. */
export function isOrdinal(token: Token | undefined): boolean {
  return token?.glued === true && (token.text === "." || ORDINALS.has(token.bare));
}
