import type { LocalTime } from "@/lib/time/zones";

/** A time of day that words name, with the length where they say until when. */
export interface TimeWords {
  from: LocalTime;
  minutes: number | null;
  /** What stands beside it, such as a time zone. */
  rest: string;
}

const DAY = 24 * 60;
const SUFFIX = "a\\.?m\\.?|p\\.?m\\.?|uhr|hrs|h";
const CLOCK = `(\\d{1,2})(?:[:.h]([0-5]\\d)(?::[0-5]\\d)?)? ?(${SUFFIX})?`;
const TIMES = new RegExp(
  `(?<![\\d:.,/-])(?:(?:at|um|von|from|ab|de|à|a las) )?${CLOCK}(?: ?(?:-|–|—|to|until|till|bis|à|a|hasta) ?${CLOCK})?(?![\\p{L}\\d:/])`,
  "iu",
);
const ISO = /^T(\d\d):?(\d\d)(?::?\d\d(?:\.\d+)?)?(Z|[+-]\d\d:?\d\d)?$/;
const NOON = new Set(["noon", "midday", "mittag", "midi", "mediodia"]);

/**
 * Finds a time of day: `11:00`, `11am`, `15h30`, `11:00–12:30`, `3-4 pm`, `T11:00`. A bare `11` is one only in a `column`
 * of times. An instant with its own offset, such as `T16:00Z`, is none: on which clock it is meant nobody says.
 */
export function readTimes(text: string, column: boolean): TimeWords | null {
  const words = text.trim();
  if (words.length > 200) return null;
  if (NOON.has(words.toLowerCase())) return { from: clockOf(DAY / 2), minutes: null, rest: "" };
  if (!/\d/.test(words)) return null;
  const iso = ISO.exec(words);
  if (iso) return iso[3] ? null : timed(minutesAt(Number(iso[1]), Number(iso[2])), null, "");
  const found = TIMES.exec(words);
  if (!found) return null;
  const [first, second] = [partsOf(found, 1), partsOf(found, 4)];
  if (!first || (!column && !isSure(first) && !(second && isSure(second)))) return null;
  const rest = `${words.slice(0, found.index)} ${words.slice(found.index + found[0].length)}`;
  const [from, to] = pair(first, second);
  return timed(from, to, rest);
}

interface Clock {
  hour: number;
  minute: number | null;
  suffix: string;
}

function partsOf(found: RegExpExecArray, at: number): Clock | null {
  if (found[at] === undefined) return null;
  const minute = found[at + 1] === undefined ? null : Number(found[at + 1]);
  return { hour: Number(found[at]), minute, suffix: (found[at + 2] ?? "").toLowerCase().replaceAll(".", "") };
}

/** A number that only a clock shows so; `2 h` may be a length. */
function isSure({ minute, suffix }: Clock): boolean {
  return minute !== null || /^(am|pm|uhr)$/.test(suffix);
}

function pair(first: Clock, second: Clock | null): [number | null, number | null] {
  if (!second) return [at(first, first.suffix), null];
  const to = at(second, second.suffix);
  let from = at(first, first.suffix || second.suffix);
  // `11-1 pm` begins in the morning.
  if (from !== null && to !== null && from > to && first.suffix === "" && second.suffix === "pm")
    from = at(first, "am");
  return [from, to];
}

function at({ hour, minute }: Clock, suffix: string): number | null {
  const halves = suffix === "am" || suffix === "pm";
  if (halves && (hour < 1 || hour > 12)) return null;
  return minutesAt(halves ? (hour % 12) + (suffix === "pm" ? 12 : 0) : hour, minute ?? 0);
}

function minutesAt(hour: number, minute: number): number | null {
  return hour < 24 && minute < 60 ? hour * 60 + minute : null;
}

function timed(from: number | null, to: number | null, rest: string): TimeWords | null {
  if (from === null) return null;
  let length = to === null ? 0 : to - from;
  // `11:00–1:00` ends after noon.
  if (length < 0) length += length + DAY / 2 > 0 ? DAY / 2 : DAY;
  const beside = rest
    .replace(/\( *\)/g, " ")
    .replace(/\s+/g, " ")
    .replace(/^[\s,;:–—-]+/, "")
    .trim();
  return { from: clockOf(from), minutes: length > 0 ? length : null, rest: beside.replace(/[,;:–—-]$/, "").trim() };
}

function clockOf(minutes: number): LocalTime {
  return `${String(Math.floor(minutes / 60)).padStart(2, "0")}:${String(minutes % 60).padStart(2, "0")}`;
}
