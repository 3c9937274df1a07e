import { monthNumber } from "@/lib/transfer/months";
import { short } from "@/lib/transfer/text";
import type { Column } from "@/lib/transfer/understand/columns";
import type { ContentReader } from "@/lib/transfer/understand/content";
import { type DateWords, type DayWords, readDate, readSerial } from "@/lib/transfer/understand/dates";
import { weekdayOfWord } from "@/lib/transfer/understand/weekdays";

/**
 * What a row says about its date: a date; nothing, so that it may go on with the row above; words that are none; or a
 * date with a mistake, which stands in the way.
 */
export type When =
  | { kind: "date"; words: DateWords; text: string; month?: string; time?: string }
  | { kind: "none" }
  | { kind: "words" }
  | { kind: "wrong"; column: string; message: string }[];

/** Where the dates of a schedule come from: one column, months and days, or weeks; null when there is none. */
export class Dates {
  readonly column: Column;
  /** Columns that say what another one says better. */
  readonly spare: Column[];
  private readonly month: Column | null;
  private readonly weekdays: Column[];

  private constructor(kind: "date" | "month" | "week", columns: ContentReader, first: Column, day: Column | null) {
    this.column = day ?? first;
    this.month = kind === "month" ? first : null;
    this.weekdays = columns.of("day").filter((column) => column !== day);
    const others = [...columns.of("week"), ...columns.of("month"), ...columns.of("date")];
    this.spare = others.filter((column) => column !== first);
  }

  static of(columns: ContentReader): Dates | null {
    const [date] = columns.of("date");
    if (date) return new Dates("date", columns, date, null);
    const [month] = columns.of("month");
    const days = columns.of("day");
    const day = days.find(({ sample }) => sample.some((cell) => /\d/.test(cell))) ?? days[0];
    if (month && day) return new Dates("month", columns, month, day);
    const [week] = columns.of("week");
    return week ? new Dates("week", columns, week, null) : null;
  }

  /** Whether a column is one of those that say when, so that its words are no content. */
  has(column: Column): boolean {
    return (
      column === this.column || column === this.month || this.weekdays.includes(column) || this.spare.includes(column)
    );
  }

  read(cells: readonly string[]): When {
    const text = cells[this.column.index] ?? "";
    const when = this.month
      ? monthAndDay(cells[this.month.index] ?? "", text, this.month, this.column)
      : this.one(text);
    if (Array.isArray(when) || when.kind !== "date" || when.words.weekday !== null) return when;
    const weekday = this.weekdays
      .map(({ index }) => weekdayOfWord((cells[index] ?? "").trim()))
      .find((day) => day !== null);
    return { ...when, words: { ...when.words, weekday: weekday ?? null } };
  }

  private one(text: string): When {
    if (text === "") return { kind: "none" };
    const words = readDate(text) ?? (this.column.role === "week" ? bareWeek(text) : null);
    if (words) return { kind: "date", words, text };
    const serial = readSerial(text);
    if (serial) return { kind: "date", words: plain(serial.day), text, ...(serial.time ? { time: serial.time } : {}) };
    if (!/\d/.test(text)) return { kind: "words" };
    return [{ kind: "wrong", column: this.column.name, message: `“${short(text, 40)}” is not a date.` }];
  }
}

/** `Sept.` and `17` in columns of their own. */
function monthAndDay(monthText: string, dayText: string, monthColumn: Column, dayColumn: Column): When {
  if (monthText === "" && dayText === "") return { kind: "none" };
  const named = /^(.*?)[\s,]+((?:19|20|21)\d\d)$/.exec(monthText);
  const month = monthNumber(named?.[1] ?? monthText);
  const found = /^(?:(\p{L}+\.?),? )?(\d{1,2})(?:st|nd|rd|th|\.)?$/iu.exec(dayText);
  const weekday = found?.[1] === undefined ? null : weekdayOfWord(found[1]);
  const day = found && (found[1] === undefined || weekday !== null) ? Number(found[2]) : null;
  if (month !== null && day !== null) {
    const words = plain({
      year: named ? Number(named[2]) : null,
      numbers: [month, day],
      order: "month_day",
      dotted: false,
    });
    return {
      kind: "date",
      words: { ...words, weekday },
      text: `${monthText} ${dayText}`,
      month: short(named?.[1] ?? monthText, 40),
    };
  }
  if (dayText === "" && !/\d/.test(monthText) && month === null) return { kind: "words" };
  const wrong: { kind: "wrong"; column: string; message: string }[] = [];
  const say = (column: Column, message: string) => wrong.push({ kind: "wrong", column: column.name, message });
  if (month === null)
    say(monthColumn, monthText ? `“${short(monthText, 40)}” is not a month.` : "The month is missing.");
  if (day === null)
    say(dayColumn, dayText ? `“${short(dayText, 40)}” is not a day of a month.` : "The day is missing.");
  return wrong;
}

/** `3`, `3: Transformers` or `#3` in a column of weeks. */
function bareWeek(text: string): DateWords | null {
  const found = /^\D{0,20}(\d{1,2})(?!\d)[\s.:)–—-]*(.*)$/s.exec(text);
  if (!found || Number(found[1]) > 60) return null;
  return { day: null, end: null, week: Number(found[1]), weekday: null, rest: found[2] ?? "" };
}

function plain(day: DayWords): DateWords {
  return { day, end: null, week: null, weekday: null, rest: "" };
}
