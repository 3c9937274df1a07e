import { isDateLike, leadingDate } from "@/lib/transfer/formats/dates";
import type { Delimiter } from "@/lib/transfer/formats/delimited";
import { knownNames } from "@/lib/transfer/formats/header";

const DELIMITERS: readonly Delimiter[] = ["\t", ",", ";", "|"];
/** Signs that part cells in few files and stand in many sentences: every row has to have them, and say what it is. */
const RARE: readonly Delimiter[] = ["\u001f", "^", "~"];
const SAMPLE_RECORDS = 20;
const SAMPLE_LENGTH = 100_000;

interface Guess {
  delimiter: Delimiter;
  /** The first records' cells. */
  records: string[][];
  /** How many cells most of the first records have. */
  width: number;
  /** The share of the first records that have as many, 0 to 1. */
  share: number;
}

/** The mark that parts most of the first rows into equally many cells; a comma where none does. */
export function guessDelimiter(text: string): Delimiter {
  return bestGuess(text)?.delimiter ?? ",";
}

/**
 * The delimiter of what is a table for sure, or null for what rather is a list in words: sentences have commas too, and
 * "Week 3, Oct 1: topic, reading" on every line even equally many.
 */
export function tableDelimiter(text: string): Delimiter | null {
  const guess = bestGuess(text);
  if (!guess) return null;
  const { delimiter, records, width, share } = guess;
  if (records.slice(0, 5).some((cells) => cells.length >= 2 && knownNames(cells) >= 2)) return delimiter;
  if (delimiter === "\t") return share >= 0.5 && !isIndented(records) ? delimiter : null;
  const even = share === 1 && records.length >= 2 && width >= (delimiter === "," && !datedColumn(records) ? 3 : 2);
  const most = records.length / 4;
  const labelled = records.flat().filter((cell) => /^[^"“”]{0,60}\p{L}\)?:(?:\s|$)/u.test(cell)).length;
  const dated = records.filter(([first = ""]) => (leadingDate(first)?.rest ?? "") !== "").length;
  const sentences = records.filter((cells) => /\p{L}[.!?]$/u.test(cells.at(-1) ?? "")).length;
  return even && labelled <= most && dated <= most && sentences <= most ? delimiter : null;
}

/**
 * The delimiter of a text whose first line is nothing but names of columns, so that it is a table whatever its cells hold;
 * null for any other.
 */
export function headedDelimiter(text: string): Delimiter | null {
  const [first = "", second = ""] = text
    .slice(0, SAMPLE_LENGTH)
    .split(/[\r\n]+/, 4)
    .filter((line) => line.trim() !== "");
  const headed = (["\t", ",", ";", ...RARE] as const).find((delimiter) => {
    const names = first.split(delimiter).map((name) => name.trim().replace(/^"(.*)"$/, "$1"));
    return names.length >= 3 && knownNames(names) === names.length && second.includes(delimiter);
  });
  return headed ?? null;
}

/** Whether tabs mostly stand in front of the words of a line. */
function isIndented(records: readonly string[][]): boolean {
  const indented = records.filter((cells) => cells[0] === "" && cells.filter((cell) => cell !== "").length === 1);
  return indented.length * 2 >= records.length;
}

function bestGuess(text: string): Guess | null {
  const sample = text.slice(0, SAMPLE_LENGTH);
  let best: (Guess & { score: number }) | null = null;
  for (const delimiter of [...DELIMITERS, ...RARE]) {
    const records = firstRecords(sample, delimiter);
    const [width, times] = mostFrequent(records.map(({ length }) => length));
    if (width < 2) continue;
    const share = times / records.length;
    if (RARE.includes(delimiter) && !isCertain(records, share)) continue;
    const header = records[0]?.length ?? 0;
    const named = Math.max(0, ...records.slice(0, 5).map(knownNames)) >= 2 ? 1 : 0;
    const score = share + named + (header === width ? 0.5 : 0) + (header > 1 ? 0.1 : 0);
    if (!best || score > best.score) best = { delimiter, records, width, share, score };
  }
  return best;
}

/** Whether all rows have as many cells, under names of columns or with a date in one place. */
function isCertain(records: readonly string[][], share: number): boolean {
  if (share < 1 || records.length < 2) return false;
  return knownNames(records[0] ?? []) >= 2 || datedColumn(records);
}

function datedColumn(records: readonly string[][]): boolean {
  const dates = records[0]?.some((_, column) => records.slice(1).every((cells) => isDateLike(cells[column] ?? "")));
  return dates ?? false;
}

/** The most frequent of some numbers over 1, the larger of two, and how often it is there. */
function mostFrequent(numbers: readonly number[]): [number, number] {
  const times = new Map<number, number>();
  for (const number of numbers) times.set(number, (times.get(number) ?? 0) + 1);
  let best: [number, number] = [0, 0];
  for (const [number, count] of times) {
    if (number > 1 && (count > best[1] || (count === best[1] && number > best[0]))) best = [number, count];
  }
  return best;
}

/** The cells of the first records that are not blank, quoted ones taken as one. Good enough to count by. */
function firstRecords(text: string, delimiter: Delimiter): string[][] {
  const records: string[][] = [];
  let cells: string[] = [];
  let from = 0;
  let quoted = false;
  for (let at = 0; at <= text.length && records.length < SAMPLE_RECORDS; at += 1) {
    const char = text[at];
    if (quoted && char !== undefined) {
      if (char === '"') quoted = false;
    } else if (char === '"' && text.slice(from, at).trim() === "") quoted = true;
    else if (char === delimiter || char === "\n" || char === "\r" || char === undefined) {
      cells.push(text.slice(from, at).trim());
      from = at + 1;
      if (char === delimiter) continue;
      if (cells.some((cell) => cell !== "")) records.push(cells);
      cells = [];
    }
  }
  return records;
}
