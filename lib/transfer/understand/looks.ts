import { monthNumber } from "@/lib/transfer/months";
import type { ColumnRole } from "@/lib/transfer/schema";
import { readDate } from "@/lib/transfer/understand/dates";
import { formatIn, isNoFormat, stateIn } from "@/lib/transfer/understand/formats";
import { lengthIn, sessionLength } from "@/lib/transfer/understand/lengths";
import { readTimes } from "@/lib/transfer/understand/times";
import { weekdayOfWord } from "@/lib/transfer/understand/weekdays";

/** What the cells of a column look like, whatever its name. */
export type Look =
  | "date"
  | "week"
  | "month"
  | "day"
  | "weekday"
  | "number"
  | "time"
  | "length"
  | "format"
  | "state"
  | "links"
  | "words";

const URL_INSIDE = /https?:\/\/|\]\(/i;

/** What most of the cells look like; null for a column without any. Cells are not empty. */
export function lookOf(cells: readonly string[]): Look | null {
  if (cells.length === 0) return null;
  const share = (test: (cell: string) => boolean) => cells.filter(test).length / cells.length;
  if (share(isDateCell) >= 0.6) return "date";
  if (share(isWeekCell) >= 0.6) return "week";
  if (share((cell) => weekdayOfWord(cell) !== null) >= 0.8) return "weekday";
  if (share((cell) => /\p{L}/u.test(cell) && monthNumber(cell) !== null) >= 0.8) return "month";
  if (share(isWholeNumber) === 1)
    return isRunning(cells) ? "number" : share((cell) => Number(cell) <= 31) === 1 ? "day" : "words";
  if (share(isTimeCell) >= 0.8) return "time";
  if (share((cell) => lengthIn(cell) !== null) >= 0.8) return "length";
  if (share((cell) => stateIn(cell) !== null) >= 0.8) return "state";
  if (share((cell) => formatIn(cell) !== null) >= 0.8) return "format";
  return share((cell) => URL_INSIDE.test(cell)) >= 0.25 ? "links" : "words";
}

/** Whether a column can be what its name says; those of words can be anything. */
export function canBe(role: ColumnRole, cells: readonly string[]): boolean {
  const some = (test: (cell: string) => boolean) => cells.length === 0 || cells.some(test);
  switch (role) {
    case "date":
      return some((cell) => readDate(cell) !== null || /^\d{5}(?:\.\d+)?$/.test(cell));
    case "week":
      return some((cell) => isWholeNumber(cell) || isWeekCell(cell)) && lookOf(cells) !== "date";
    case "month":
      return some((cell) => monthNumber(cell) !== null);
    case "day":
      return some((cell) => /^\d{1,2}\D{0,2}$/.test(cell) || weekdayOfWord(cell) !== null) && lookOf(cells) !== "date";
    case "time":
      return some((cell) => readTimes(cell, true) !== null) && lookOf(cells) !== "length";
    case "length":
      return some((cell) => sessionLength(cell) !== null);
    case "format":
      return some((cell) => formatIn(cell) !== null || isNoFormat(cell));
    case "state":
      return some((cell) => stateIn(cell) !== null);
    case "session":
      return lookOf(cells) !== "number";
    default:
      return true;
  }
}

/** Whether a row holds what a header never does: dates, months, numbers and links. */
export function looksLikeData(cells: readonly string[]): boolean {
  return cells.some(
    (cell) =>
      isDateCell(cell) ||
      isWeekCell(cell) ||
      URL_INSIDE.test(cell) ||
      (cell !== "" && monthNumber(cell) !== null) ||
      isWholeNumber(cell),
  );
}

/** A cell that is a date and little else. */
function isDateCell(cell: string): boolean {
  const words = cell.length > 80 ? null : readDate(cell);
  if (!words?.day) return false;
  const { year, order, dotted } = words.day;
  if (words.rest === "") return order !== null || year !== null || dotted || cell.includes("/");
  if (readTimes(words.rest, false)?.rest === "") return true;
  return (order !== null || !dotted) && words.rest.length <= 30 && !/\d/.test(words.rest);
}

function isWeekCell(cell: string): boolean {
  const words = cell.length > 80 ? null : readDate(cell);
  return words !== null && words.week !== null && cell.search(/\p{L}/u) === 0;
}

function isTimeCell(cell: string): boolean {
  return readTimes(cell, false)?.rest === "";
}

function isWholeNumber(cell: string): boolean {
  return /^#?\d{1,5}\.?$/.test(cell);
}

/** 1, 2, 3, 3, 4: a number of the row, not a day or a length. */
function isRunning(cells: readonly string[]): boolean {
  const numbers = cells.map((cell) => Number(cell.replace(/\D/g, "")));
  return (
    (numbers[0] ?? 9) <= 1 &&
    numbers.every((number, index) => index === 0 || [0, 1].includes(number - (numbers[index - 1] ?? 0)))
  );
}
