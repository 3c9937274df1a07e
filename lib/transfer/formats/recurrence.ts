/** Dates as days since 1970-01-01: repetitions are about calendar days, whatever zone the event is in. */
export type DayNumber = number;

export interface Rule {
  freq: "DAILY" | "WEEKLY" | "MONTHLY" | "YEARLY";
  interval: number;
  count: number | null;
  /** The last day, inclusive. */
  until: DayNumber | null;
  /** Weekdays, 0 for Monday, with the ordinal of `2TU` or `-1FR`, 0 for every one. */
  byDay: { weekday: number; nth: number }[];
  byMonthDay: number[];
  byMonth: number[];
  bySetPos: number[];
  weekStart: number;
}

const WEEKDAYS = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"];
const MOST = 500;
const LONGEST = 3 * 366;

/** Reads an RRULE (RFC 5545, 3.3.10), or null for one with parts that no weekly meeting has. `until` reads its end. */
export function readRule(value: string, until: (written: string) => DayNumber | null): Rule | null {
  const rule: Rule = {
    freq: "WEEKLY",
    interval: 1,
    count: null,
    until: null,
    byDay: [],
    byMonthDay: [],
    byMonth: [],
    bySetPos: [],
    weekStart: 0,
  };
  let freq = false;
  for (const part of value.trim().toUpperCase().split(";").slice(0, 20)) {
    const [name = "", given = ""] = part.split("=");
    if (name === "") continue;
    if (name === "FREQ" && (given === "DAILY" || given === "WEEKLY" || given === "MONTHLY" || given === "YEARLY")) {
      rule.freq = given;
      freq = true;
    } else if (name === "INTERVAL") rule.interval = wholeNumber(given) ?? 0;
    else if (name === "COUNT") rule.count = wholeNumber(given) ?? 0;
    else if (name === "UNTIL") {
      rule.until = until(given);
      if (rule.until === null) return null;
    } else if (name === "WKST") rule.weekStart = WEEKDAYS.indexOf(given);
    else if (name === "BYDAY") {
      for (const day of given.split(",").slice(0, 60)) {
        const [, nth = "", weekday = ""] = /^([+-]?\d{1,2})?([A-Z]{2})$/.exec(day.trim()) ?? [];
        if (!WEEKDAYS.includes(weekday)) return null;
        rule.byDay.push({ weekday: WEEKDAYS.indexOf(weekday), nth: Number(nth || 0) });
      }
    } else {
      const numbers = given.split(",").slice(0, 60).map(Number);
      if (numbers.some((number) => !Number.isInteger(number) || number === 0)) return null;
      if (name === "BYMONTHDAY") rule.byMonthDay = numbers;
      else if (name === "BYMONTH") rule.byMonth = numbers;
      else if (name === "BYSETPOS") rule.bySetPos = numbers;
      else return null;
    }
  }
  if (!freq || rule.interval < 1 || rule.count === 0 || rule.weekStart < 0) return null;
  // Ordinals and positions count within a month here; within a year they are for holidays.
  const counted = rule.bySetPos.length > 0 || rule.byDay.some(({ nth }) => nth !== 0);
  const inMonths = rule.freq === "MONTHLY" || (rule.freq === "YEARLY" && rule.byMonth.length > 0);
  return counted && !inMonths ? null : rule;
}

/**
 * The days of a repetition from its first one on, which is always one of them. It stops after 500 days or three years;
 * `cut` says that the rule itself goes on to an end that is later. Looks at every day once, whatever the rule.
 */
export function expand(first: DayNumber, rule: Rule): { days: DayNumber[]; looked: number; cut: boolean } {
  const days: DayNumber[] = [first];
  const last = Math.min(first + LONGEST, rule.until ?? Number.POSITIVE_INFINITY);
  let day = first + 1;
  let month: { of: number; days: Set<DayNumber> } = { of: -1, days: new Set() };
  for (; day <= last && days.length < Math.min(MOST, rule.count ?? MOST); day += 1) {
    if (rule.bySetPos.length > 0) {
      const of = monthOf(day);
      if (of !== month.of) month = { of, days: positions(day, first, rule) };
      if (month.days.has(day)) days.push(day);
    } else if (matches(day, first, rule)) days.push(day);
  }
  const ended = days.length === rule.count || (rule.until !== null && day > rule.until);
  return { days, looked: day - first, cut: !ended && (rule.count !== null || rule.until !== null) };
}

function matches(day: DayNumber, first: DayNumber, rule: Rule): boolean {
  const { freq, interval, byDay, byMonthDay, byMonth } = rule;
  const weekday = weekdayOf(day);
  if (freq === "DAILY" && (day - first) % interval !== 0) return false;
  if (freq === "WEEKLY") {
    const weekOf = (at: DayNumber) => Math.floor((at - 4 - rule.weekStart) / 7);
    if ((weekOf(day) - weekOf(first)) % interval !== 0) return false;
    if (byDay.length === 0 && weekday !== weekdayOf(first)) return false;
  }
  const date = dateOf(day);
  const start = dateOf(first);
  if (freq === "MONTHLY" && ((date.year - start.year) * 12 + date.month - start.month) % interval !== 0) return false;
  if (freq === "YEARLY") {
    if ((date.year - start.year) % interval !== 0) return false;
    const everyMonth = byMonth.length > 0 || byDay.length > 0 || byMonthDay.length > 0;
    if (!everyMonth && date.month !== start.month) return false;
  }
  if (byMonth.length > 0 && !byMonth.includes(date.month)) return false;
  const inMonth = daysInMonth(date);
  if (byMonthDay.length > 0 && !byMonthDay.some((given) => (given > 0 ? given : inMonth + 1 + given) === date.day)) {
    return false;
  }
  if (byDay.length > 0) {
    return byDay.some(({ weekday: given, nth }) => {
      if (given !== weekday) return false;
      if (nth === 0) return true;
      return nth > 0 ? Math.ceil(date.day / 7) === nth : Math.ceil((inMonth + 1 - date.day) / 7) === -nth;
    });
  }
  if (byMonthDay.length > 0 || freq === "DAILY" || freq === "WEEKLY") return true;
  return date.day === start.day;
}

/** The days of a month that a rule with positions such as “the last weekday” means. */
function positions(day: DayNumber, first: DayNumber, rule: Rule): Set<DayNumber> {
  const date = dateOf(day);
  const start = day - date.day + 1;
  const all: DayNumber[] = [];
  for (let at = start; at < start + daysInMonth(date); at += 1) if (matches(at, first, rule)) all.push(at);
  return new Set(rule.bySetPos.flatMap((position) => all.at(position > 0 ? position - 1 : position) ?? []));
}

export function dayNumber(year: number, month: number, day: number): DayNumber | null {
  if (year < 1900 || year > 2199 || month < 1 || month > 12 || day < 1) return null;
  const number = Date.UTC(year, month - 1, day) / 86_400_000;
  return dateOf(number).day === day ? number : null;
}

/** `YYYY-MM-DD`. */
export function isoDate(day: DayNumber): string {
  const { year, month, day: ofMonth } = dateOf(day);
  return `${year}-${String(month).padStart(2, "0")}-${String(ofMonth).padStart(2, "0")}`;
}

function dateOf(day: DayNumber): { year: number; month: number; day: number } {
  const date = new Date(day * 86_400_000);
  return { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() };
}

function daysInMonth({ year, month }: { year: number; month: number }): number {
  return new Date(Date.UTC(year, month, 0)).getUTCDate();
}

function monthOf(day: DayNumber): number {
  const { year, month } = dateOf(day);
  return year * 12 + month;
}

/** 0 for Monday; 1 January 1970 was a Thursday. */
function weekdayOf(day: DayNumber): number {
  return (((day + 3) % 7) + 7) % 7;
}

function wholeNumber(text: string): number | null {
  return /^\d{1,9}$/.test(text) ? Number(text) : null;
}
