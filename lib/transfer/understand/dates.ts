import { fourDigits, isOrdinal, isRange, smallNumber, type Token, tokensOf } from "@/lib/transfer/understand/tokens";

/** A day of a calendar as words name it. Which of two numbers is the month is not always said. */
export interface DayWords {
  year: number | null;
  numbers: readonly [number, number];
  order: "month_day" | "day_month" | null;
  /** `24.9.`, which nearly everybody who writes dots reads as day and month. */
  dotted: boolean;
}

/** What a cell says about the date of its row. */
export interface DateWords {
  day: DayWords | null;
  /** The last day of a range. */
  end: DayWords | null;
  week: number | null;
  /** ISO number of the weekday that is named beside the date. */
  weekday: number | null;
  /** The words that are none of this. */
  rest: string;
}

interface Found {
  day: DayWords;
  end?: DayWords;
  next: number;
}

/** A date with everything around it is not longer than this. */
const MOST = 200;
const WEEK_WORDS = new Set(["week", "wk", "w", "woche", "semaine", "sem", "semana"]);
const GLUE = new Set([",", ".", "(", "-", "–", "—", ":", "on", "the", "le", "el", "den", "der", "am", "of", "des"]);
const WEEK_OF = /^(?:the )?week(?: of)?$|^woche vom$|^semaine du$|^semana del?$/i;
const LETTERS: Readonly<Record<string, number>> = { m: 1, t: 2, w: 3, r: 4, f: 5 };

/** Reads the date that a cell names, in any of the ways people write one; null when it names none. */
export function readDate(text: string): DateWords | null {
  if (text.length > MOST || !/\d/.test(text)) return null;
  const tokens = tokensOf(text);
  for (let at = 0; at < tokens.length; at += 1) {
    if (tokens[at]?.bare === "mar" && (dayFirstAt(tokens, at + 1) ?? numericAt(tokens, at + 1))) continue;
    const found = rangeFirstAt(tokens, at) ?? dayAt(tokens, at);
    if (found) return aroundDate(text, tokens, at, withRange(tokens, found));
  }
  return readWeek(text, tokens);
}

/** Days since 30 December 1899, as spreadsheets count them, with the time of day as `HH:MM` where there is one. */
export function readSerial(text: string): { day: DayWords; time: string | null } | null {
  const serial = /^(\d{5})(?:[.,](\d{1,12}))?$/.exec(text.trim());
  const days = Number(serial?.[1]);
  if (!serial || days < 20_000 || days > 80_000) return null;
  const date = new Date(Date.UTC(1899, 11, 30 + days));
  const minutes = Math.round(Number(`0.${serial[2] ?? "0"}`) * 1440) % 1440;
  const clock = `${String(Math.floor(minutes / 60)).padStart(2, "0")}:${String(minutes % 60).padStart(2, "0")}`;
  const numbers = [date.getUTCMonth() + 1, date.getUTCDate()] as const;
  return {
    day: { year: date.getUTCFullYear(), numbers, order: "month_day", dotted: false },
    time: minutes === 0 ? null : clock,
  };
}

function dayAt(tokens: readonly Token[], at: number): Found | null {
  return (
    isoAt(tokens, at) ??
    compactAt(tokens, at) ??
    monthFirstAt(tokens, at) ??
    dayFirstAt(tokens, at) ??
    numericAt(tokens, at)
  );
}

/** `2024-09-24`, `2024/9/24`. */
function isoAt(tokens: readonly Token[], at: number): Found | null {
  const [year, sign, month, again, day] = tokens.slice(at, at + 5);
  const numbers = [smallNumber(month), smallNumber(day)] as const;
  if (fourDigits(year) === null || !sign || !/^[-/.]$/.test(sign.text) || again?.text !== sign.text) return null;
  if (numbers[0] === null || numbers[1] === null) return null;
  return { day: dayWords(fourDigits(year), [numbers[0], numbers[1]], "month_day"), next: at + 5 };
}

/** `20240924`. */
function compactAt(tokens: readonly Token[], at: number): Found | null {
  const digits = tokens[at]?.kind === "number" ? /^((?:19|20|21)\d\d)(\d\d)(\d\d)$/.exec(tokens[at].text) : null;
  if (!digits) return null;
  return { day: dayWords(Number(digits[1]), [Number(digits[2]), Number(digits[3])], "month_day"), next: at + 1 };
}

/** `Sept. 24`, `October 1st, 2024`, `Sep-24`. */
function monthFirstAt(tokens: readonly Token[], at: number): Found | null {
  const month = tokens[at]?.month ?? null;
  if (month === null) return null;
  const joint = jointAt(tokens, at + 1);
  let next = joint ? at + 2 : at + 1;
  const day = smallNumber(tokens[next]);
  if (day === null || isClock(tokens, next)) return null;
  next += 1;
  if (isOrdinal(tokens[next]) && tokens[next]?.text !== ".") next += 1;
  const year = yearAt(tokens, next, joint);
  return { day: dayWords(year?.year ?? null, [month, day], "month_day"), next: year?.next ?? next };
}

/** `24 Sept`, `1. Oktober 2024`, `1er octobre`, `1 de octubre de 2024`, `24-Sep-24`. */
function dayFirstAt(tokens: readonly Token[], at: number): Found | null {
  const day = smallNumber(tokens[at]);
  if (day === null) return null;
  let next = at + 1;
  if (isOrdinal(tokens[next])) next += 1;
  const joint = jointAt(tokens, next);
  if (joint || /^(of|de|del)$/.test(tokens[next]?.bare ?? "")) next += 1;
  const month = tokens[next]?.month ?? null;
  if (month === null) return null;
  const year = yearAt(tokens, next + 1, joint);
  return { day: dayWords(year?.year ?? null, [day, month], "day_month"), next: year?.next ?? next + 1 };
}

/** `9/24`, `24.09.2024`, `24.9.`, `9-24-24`. */
function numericAt(tokens: readonly Token[], at: number): Found | null {
  const [first, second] = [smallNumber(tokens[at]), smallNumber(tokens[at + 2])];
  const sign = tokens[at + 1];
  if (first === null || second === null || !sign || !/^[-/.]$/.test(sign.text)) return null;
  if (tokens[at - 1]?.glued && tokens[at - 1]?.text === ":") return null;
  let next = at + 3;
  let year: number | null = null;
  if (tokens[next]?.text === sign.text) {
    const long = fourDigits(tokens[next + 1]);
    const two = sign.text === "." && !tokens[next + 1]?.glued ? null : smallNumber(tokens[next + 1]);
    year = long ?? (two === null ? null : 2000 + two);
    next += year === null ? (sign.text === "." ? 1 : 0) : 2;
  }
  // `11.30 Uhr` and `12-13 h` are times of day.
  if (isClock(tokens, next - 1)) return null;
  return { day: dayWords(year, [first, second], null, sign.text === "."), next };
}

/** `1-3 October`, `24.–26.9.`, `1 & 2 Oct`: two days, and the month behind them. */
function rangeFirstAt(tokens: readonly Token[], at: number): Found | null {
  const first = smallNumber(tokens[at]);
  if (first === null) return null;
  let next = at + 1;
  if (isOrdinal(tokens[next])) next += 1;
  const range = isRange(tokens[next]);
  if (!range && !/^(&|\/|\+|and|und|et|y)$/.test(tokens[next]?.bare ?? "")) return null;
  const last = dayFirstAt(tokens, next + 1) ?? dottedAt(tokens, next + 1);
  if (!last) return null;
  const { year, numbers } = last.day;
  const day = dayWords(year, [first, numbers[1]], "day_month");
  // Two days are no range, but their words are to be kept like those of one.
  return { day, end: range ? dayWords(year, numbers, "day_month") : day, next: last.next };
}

function dottedAt(tokens: readonly Token[], at: number): Found | null {
  const found = numericAt(tokens, at);
  return found?.day.dotted && tokens[at - 2]?.text === "." ? found : null;
}

/** Takes the end of a range behind a date: `Oct 1-3`, `Sep 30 – Oct 4`, `9/30-10/4`. */
function withRange(tokens: readonly Token[], found: Found): Found {
  if (found.end || !isRange(tokens[found.next])) return found;
  let at = found.next + 1;
  if (tokens[at]?.weekday && tokens[at]?.month === null) at += 1;
  const full = dayAt(tokens, at);
  if (full) {
    const year = found.day.year ?? full.day.year;
    return { day: { ...found.day, year }, end: full.day, next: full.next };
  }
  const last = smallNumber(tokens[at]);
  const { order, numbers } = found.day;
  if (last === null || order === null || last > 31 || isClock(tokens, at)) return found;
  const year = yearAt(tokens, isOrdinal(tokens[at + 1]) ? at + 2 : at + 1, null);
  const both = { ...found.day, year: found.day.year ?? year?.year ?? null };
  const end = order === "month_day" ? ([numbers[0], last] as const) : ([last, numbers[1]] as const);
  return { day: both, end: { ...both, numbers: end }, next: year?.next ?? at + 1 };
}

/** Whether the number at a place is an hour. */
function isClock(tokens: readonly Token[], at: number): boolean {
  const behind = tokens[at + 1];
  if (behind?.text === ":") return tokens[at + 2]?.kind === "number" && tokens[at + 2]?.glued === true;
  return /^(am|pm|a|p|uhr|h)$/.test(behind?.bare ?? "");
}

/** The sign that joins day and month, when it does so without spaces. */
function jointAt(tokens: readonly Token[], at: number): string | null {
  const sign = tokens[at];
  return sign?.glued && tokens[at + 1]?.glued && /^[-/]$/.test(sign.text) ? sign.text : null;
}

function yearAt(tokens: readonly Token[], at: number, joint: string | null): { year: number; next: number } | null {
  const sign = tokens[at];
  const lead = sign && (/^[,.’']$/.test(sign.text) || /^(de|del)$/.test(sign.bare) || sign.text === joint) ? 1 : 0;
  const year = fourDigits(tokens[at + lead]);
  if (year !== null && !isClock(tokens, at + lead)) return { year, next: at + lead + 1 };
  const two = smallNumber(tokens[at + 1]);
  const short = sign && (/^[’']$/.test(sign.text) || (joint !== null && sign.text === joint));
  return short && two !== null && tokens[at + 1]?.text.length === 2 ? { year: 2000 + two, next: at + 2 } : null;
}

/** Takes the weekday beside a date, and says which words are left. */
function aroundDate(text: string, tokens: readonly Token[], at: number, found: Found): DateWords {
  let [start, next] = [at, found.next];
  let weekday: number | null = null;
  let before = at - 1;
  while (before >= 0 && GLUE.has(tokens[before]?.bare ?? "")) before -= 1;
  const named = tokens[before];
  const letter = before === 0 && named?.text.length === 1 ? (LETTERS[named.bare] ?? null) : null;
  weekday = named ? (named.weekday ?? (named.bare === "mar" ? 2 : letter)) : null;
  if (weekday !== null) start = before;
  let after = next;
  while (after < tokens.length && GLUE.has(tokens[after]?.bare ?? "")) after += 1;
  const behind = tokens[after];
  if (weekday === null && behind?.weekday) {
    weekday = behind.weekday;
    next = after + 1;
  }
  while (start > 0 && GLUE.has(tokens[start - 1]?.bare ?? "")) start -= 1;
  const rest = `${text.slice(0, tokens[start]?.from)} ${text.slice(tokens[next - 1]?.to)}`;
  return { day: found.day, end: found.end ?? null, week: null, weekday, rest: bareRest(rest) };
}

/** `Week 3`, `W3`, `Woche 3: …`. */
function readWeek(text: string, tokens: readonly Token[]): DateWords | null {
  for (const [at, token] of tokens.entries()) {
    if (!WEEK_WORDS.has(token.bare)) continue;
    const number = /^(#|no|nr)$/.test(tokens[at + 1]?.bare ?? "") ? at + 2 : at + 1;
    const week = smallNumber(tokens[number]);
    if (week === null || week > 60) continue;
    const day = tokens.slice(number + 1).find(({ weekday }) => weekday !== null);
    const rest = `${text.slice(0, token.from)} ${text.slice(tokens[number]?.to)}`.replace(day?.text ?? "", "");
    return { day: null, end: null, week, weekday: day?.weekday ?? null, rest: bareRest(rest) };
  }
  return null;
}

/** What is left when the date is taken out, without the signs that stood around it. */
function bareRest(rest: string): string {
  const words = rest
    .replace(/\( *\)|\[ *\]/g, " ")
    .replace(/\s+/g, " ")
    .trim();
  const bare = words.replace(/^[\s,;:.)–—|-]+/, "").replace(/[\s,;:(–—|-]{1,100}$/, "");
  if (WEEK_OF.test(bare)) return "";
  return /^\([^()]*\)$/.test(bare) ? bare.slice(1, -1).trim() : bare;
}

function dayWords(
  year: number | null,
  numbers: readonly [number, number],
  order: DayWords["order"],
  dotted = false,
): DayWords {
  return { year, numbers, order, dotted };
}
