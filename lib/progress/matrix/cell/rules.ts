import { codeOf } from "@/lib/progress/matrix/rules";

/** From this character on numbers and percents are counted; below it `d` and `s` are what they say. */
const FIRST = 256;

interface Size {
  rows: number;
  columns: number;
}

/**
 * The rows of the matrix, a character a column as `codeOf` has it, from marks of four characters in any order: thousands
 * and rest of the row's number, the column's, and `d`, `s` or a share in percent. A cell that no mark names is to do.
 */
export function codesOf(marks: string, size: Size): string[] {
  return placed(marks, size, codeFor, ".").map((row) => row.join(""));
}

/** The same as the cells of lines of the file: `done,started 40 %,,skipped`. None of the words needs quotes. */
export function wordsOf(marks: string, size: Size): string[] {
  return placed(marks, size, wordsFor, "").map((row) => row.join(","));
}

function placed(marks: string, { rows, columns }: Size, say: (mark: number) => string, otherwise: string): string[][] {
  const cells = Array.from({ length: rows }, () => new Array<string>(columns).fill(otherwise));
  for (let at = 0; at + 3 < marks.length; at += 4) {
    const number = (place: number) => marks.charCodeAt(at + place) - FIRST;
    const row = cells[number(0) * 1000 + number(1)];
    if (row) row[number(2)] = say(marks.charCodeAt(at + 3));
  }
  return cells;
}

const DONE = "d".charCodeAt(0);
const SKIPPED = "s".charCodeAt(0);

function codeFor(mark: number): string {
  if (mark === DONE) return codeOf({ state: "done", tenths: 10 });
  if (mark === SKIPPED) return codeOf({ state: "skipped", tenths: 0 });
  return codeOf({ state: "started", tenths: (mark - FIRST) / 10 });
}

function wordsFor(mark: number): string {
  if (mark === DONE) return "done";
  if (mark === SKIPPED) return "skipped";
  return mark === FIRST ? "started" : `started ${mark - FIRST} %`;
}
