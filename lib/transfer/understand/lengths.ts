/** A length that words end with. */
export interface Taken {
  title: string;
  minutes: number | null;
}

/** What may be written bare, where a clock reading could also be a time of day or a verse. */
interface Where {
  /** Whether `12:30` without parentheses is a length too, as it is for a video. */
  clock?: () => boolean;
}

/** Nothing takes longer than a hundred hours: that is the most that can be stored. */
const MOST_SECONDS = 100 * 3600;
/** No way to write a length is longer than this. */
const TAIL = 60;

const HOURS = "(?:h|hrs?|hours?|std|stunden?|heures?|horas?)\\.?";
const MINUTES = "(?:min(?:s|ute[ns]?|utos?)?)\\.?";
const ABOUT = "(?:[~≈]\\s?|(?:ca|circa|approx|about|around|approximately|etwa|env|environ|unos)\\.?\\s)?";
const BEHIND = "(?:\\s(?:read|reading|video|watch|listen|long|total|lang))?";

type Numbers = readonly [number, number, number];

/** How lengths are written, the longest way first: the pattern, the seconds it says, and where only it is one. */
const FORMS: readonly { source: string; seconds: (numbers: Numbers) => number; only?: "parentheses" | "clock" }[] = [
  {
    source: `(\\d{1,3})\\s?${HOURS}(?:,?\\s(?:and|und|et|y))?\\s?([0-5]?\\d)(?:\\s?(?:${MINUTES}|m))?`,
    seconds: ([h, m]) => h * 3600 + m * 60,
  },
  { source: `(\\d{1,3}(?:[.,]\\d{1,2})?)\\s?${HOURS}`, seconds: ([h]) => h * 3600 },
  { source: `(\\d{1,4})\\s?(?:${MINUTES}|['’′])`, seconds: ([m]) => m * 60 },
  {
    source: "PT(?=\\d)(?:(\\d{1,2})H)?(?:(\\d{1,4})M)?(?:(\\d{1,5})S)?",
    seconds: ([h, m, s]) => h * 3600 + m * 60 + s,
  },
  { source: "(\\d{1,2}):([0-5]\\d):([0-5]\\d)", seconds: ([h, m, s]) => h * 3600 + m * 60 + s },
  { source: "(\\d{1,3}):([0-5]\\d)", seconds: ([m, s]) => m * 60 + s, only: "clock" },
  { source: "(\\d{1,3})\\s?m", seconds: ([m]) => m * 60, only: "parentheses" },
];

const WHOLE = FORMS.map((form) => ({ ...form, pattern: new RegExp(`^${ABOUT}${form.source}${BEHIND}$`, "i") }));
// Without parentheses "about" and "video" are words of the title: "What is it about 0h18".
const AT_END = FORMS.map((form) => ({
  ...form,
  bare: new RegExp(`(?:^|\\s)(?:[~≈]\\s?|(?:ca|approx)\\.\\s)?${form.source}\\)?$`, "i"),
  enclosed: new RegExp(`\\(${ABOUT}${form.source}${BEHIND}\\)$`, "i"),
}));

/**
 * Takes a length such as `0h18`, `(2h25)`, `1 h 15 min`, `~20 min` or `(1:15:30)` from the end of a title, in whole
 * minutes, at least one. `0h00` is no length and stays in the title, so that nothing written is lost.
 */
export function takeLength(text: string, where: Where = {}): Taken {
  const tail = text.slice(-TAIL);
  if (!/\d[^\d]{0,20}$/.test(tail)) return { title: text, minutes: null };
  for (const { bare, enclosed, seconds, only } of AT_END) {
    const inside = enclosed.exec(tail);
    const found = inside ?? (only === "parentheses" ? null : bare.exec(tail));
    if (!found || (!inside && only === "clock" && !where.clock?.())) continue;
    const minutes = minutesOf(seconds(numbersOf(found)));
    if (minutes === null) continue;
    let end = text.length - tail.length + found.index;
    // The parenthesis closes others than the length: "(part 2, 0h18)".
    const behind = !inside && text.endsWith(")") && hasOpen(text.slice(0, end)) ? ")" : "";
    while (end > 0 && /[\s,;:–—-]/.test(text[end - 1] ?? "")) end -= 1;
    return { title: text.slice(0, end) + behind, minutes };
  }
  return { title: text, minutes: null };
}

/** The minutes that words as a whole say, or null: `18 min`, `1:15:30`, `PT2H25M`. `12:30` is minutes and seconds. */
export function lengthIn(text: string): number | null {
  return minutesOf(secondsIn(text) ?? 0);
}

/** The seconds that words as a whole say, or null; `0:00` says none at all, as a place in a video. */
export function secondsIn(text: string): number | null {
  const words = text.trim();
  if (words.length > TAIL || !/\d/.test(words)) return null;
  for (const { pattern, seconds } of WHOLE) {
    const found = pattern.exec(words);
    if (found) return seconds(numbersOf(found));
  }
  return null;
}

/** How long a session is, from a cell of a column of lengths: there `90` is minutes, and `1:30` hours and minutes. */
export function sessionLength(text: string): number | null {
  const words = text.trim();
  if (/^\d{1,4}$/.test(words)) return minutesOf(Number(words) * 60);
  const clock = /^(\d{1,2}):([0-5]\d)(?: ?h)?$/i.exec(words);
  return clock ? minutesOf(Number(clock[1]) * 3600 + Number(clock[2]) * 60) : lengthIn(words);
}

function minutesOf(seconds: number): number | null {
  if (seconds <= 0 || seconds > MOST_SECONDS) return null;
  return Math.max(1, Math.round(seconds / 60));
}

function numbersOf(found: RegExpExecArray): Numbers {
  const number = (index: number) => Number((found[index] ?? "0").replace(",", "."));
  return [number(1), number(2), number(3)];
}

function hasOpen(text: string): boolean {
  return text.lastIndexOf("(") > text.lastIndexOf(")");
}
