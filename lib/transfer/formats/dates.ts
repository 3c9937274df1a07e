/**
 * Tells what looks like a date or a week, to find where a session begins and which row is a header. What the words mean
 * is decided later, from the cells.
 */

const MONTH =
  "(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)(?![a-z])\\.?";
const WEEKDAY = "(?:mon|tue(?:s)?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?s?(?![a-z])\\.?";
const YEAR = "(?:,?[ -]{0,3}(?:19|20|21)\\d\\d(?!\\d))?";
const DAY = "\\d{1,2}(?:st|nd|rd|th)?(?![\\d:.]*\\d)";
const TO_DAY = `(?:[-–]${DAY})?`;

const DATE = [
  "\\d{4}[-/.]\\d{1,2}[-/.]\\d{1,2}(?!\\d)",
  `${MONTH}[ -]{0,3}${DAY}${TO_DAY}${YEAR}`,
  `${DAY}${TO_DAY}\\.?(?: of)?[ -]{0,3}${MONTH}(?:-\\d\\d(?!\\d)|${YEAR})`,
  "\\d{1,2}/\\d{1,2}(?:/\\d{2,4})?(?![\\d/])",
  "\\d{1,2}\\. ?\\d{1,2}\\.(?: ?\\d{4}| ?\\d{2})?(?!\\d)",
  "\\d{1,2}-\\d{1,2}-\\d{2,4}(?!\\d)",
  // Months of other languages, where a year makes it plain that it is a date.
  "\\d{1,2}\\.? \\p{L}{3,10}\\.? (?:19|20|21)\\d\\d(?!\\d)",
].join("|");
const COUNTED =
  "(?:week|wk|session|lecture|lec|class|meeting|day|unit|part)\\.? ?#?\\d{1,3}(?!\\d|[.:]\\d)|w\\d{1,2}(?!\\d)";
const TIME = "\\d{1,2}:\\d{2}(?::00)?(?: ?[ap]\\.?m\\.?(?![a-z]))?|\\d{1,2} ?[ap]\\.?m\\.?(?![a-z])";

const sticky = (pattern: string) => new RegExp(pattern, "iuy");
const counted = sticky(COUNTED);
const weekday = sticky(WEEKDAY);
const date = sticky(DATE);
const clock = sticky(`T?(?:at )?(?:${TIME})(?: ?(?:-|–|to) ?(?:${TIME}))?`);
const gap = sticky("[\\s,:;.()|\\u2013\\u2014-]{0,12}");
const space = sticky("[\\s,()@]{0,4}");
const end = sticky("\\)?(?:$|[\\s,:;.)|\\]*_\\u2013\\u2014-])");

const whole = new RegExp(
  `^(?:(?:${WEEKDAY}),? ?)?(?:${DATE}|${COUNTED}|${MONTH}|${WEEKDAY})(?:[ T,]{1,2}(?:${TIME}))?$`,
  "iu",
);

/** Whether a cell is nothing but a date, a part of one, a week, a time or a number: no name of a column. */
export function isDateLike(cell: string): boolean {
  const words = cell.trim();
  if (words.length > 40) return false;
  return whole.test(words) || /^[#№]? ?\d[\d.:/ -]*(?:[ap]m|st|nd|rd|th)?\.?$/i.test(words);
}

/** Whether a key or a cell is a date with its day, or a numbered week. */
export function namesDay(words: string): "date" | "week" | null {
  const start = leadingDate(words.replace(/(?<=\p{L})[_-]+(?=\d)/gu, " ").trim());
  if (start?.rest !== "") return null;
  return start.date === "" ? "week" : "date";
}

export interface DatedStart {
  /** As written, without the week and the time; empty where there is only a week. */
  date: string;
  week: string;
  time: string;
  /** What follows, without the marks that part it from the date. */
  rest: string;
  /** Whether a colon, a dash or the end of the line follows the date: it is a heading, not the subject of a sentence. */
  apart: boolean;
}

/** The date or week that a line begins with, or null. */
export function leadingDate(line: string): DatedStart | null {
  const take = (pattern: RegExp, from: number): string => {
    pattern.lastIndex = from;
    return pattern.exec(line)?.[0] ?? "";
  };
  const week = take(counted, 0);
  let at = week.length;
  const from = at + take(gap, at).length;
  const day = take(weekday, from);
  const dateAt = from + day.length + (day ? take(space, from + day.length).length : 0);
  let found = take(date, dateAt);
  let time = "";
  if (found) {
    at = dateAt + found.length;
    const behind = at + take(space, at).length;
    const second = day ? "" : take(weekday, behind);
    if (second) at = behind + second.length;
    const timeAt = at + take(space, at).length;
    time = take(clock, timeAt);
    if (time) at = timeAt + time.length;
    if (day) found = line.slice(from, dateAt + found.length);
  } else if (!week) return null;
  if (take(end, at) === "" && at < line.length) return null;
  const behind = line.slice(at);
  const parted = /^[\s)\]*_]*(?:$|[:|\u2013\u2014-])/u.test(behind.slice(0, 12));
  return {
    date: found,
    week,
    time: time.replace(/^T|^at /i, "").trim(),
    rest: behind.replace(/^\s?[.,;)\]]{0,2}[\s:,|\u2013\u2014-]{0,10}/u, "").trim(),
    apart: parted,
  };
}
