import { isDateLike } from "@/lib/transfer/formats/dates";
import type { Row } from "@/lib/transfer/sheet";

/** Words that name columns of schedules; a cell with one of them among at most four words is a name. */
const NAMES = new Set(
  `date dates day weekday month week weeks wk when time start end begins ends session sessions topic topics title subject
  theme lecture lectures meeting class content agenda description before pre prep prepare preparation prework read reading
  readings watch video videos viewing after homework hw assignment assignments exercise exercises task tasks todo deep dive
  further extra presenter presenters speaker speakers host lead leader facilitator moderator instructor who notes note
  comments remarks slides slide materials material resources resource links link url recording recordings format type kind
  state status length duration minutes location room place module unit chapter chapters paper papers lab due deadline`.split(
    /\s+/,
  ),
);
// A title and an empty line or two above the header are common; further down is the schedule.
const LOOKED_AT = 10;

/**
 * Finds the row that names the columns among the first ones, and gives the others as they were, those above it too. A
 * row with dates, numbers or links names nothing; of the others the first with two known names is the header, else the
 * first with several cells.
 */
export function withHeader(rows: readonly Row[]): { header: Row | null; rows: Row[] } {
  const index = headerIndex(rows.slice(0, LOOKED_AT));
  const header = rows[index] ?? null;
  return { header, rows: rows.filter((_, at) => at !== index) };
}

/** How many cells of a row are names that schedules give their columns; 0 where one of them is a date or a link. */
export function knownNames(cells: readonly string[]): number {
  if (!couldName(cells)) return 0;
  return cells.filter(isKnownName).length;
}

function headerIndex(rows: readonly Row[]): number {
  const filled = (row: Row) => row.cells.filter((cell) => cell !== "").length;
  const known = rows.findIndex((row) => {
    const names = knownNames(row.cells);
    return names >= 2 && names * 2 >= filled(row);
  });
  if (known !== -1) return known;
  const several = rows.findIndex((row) => filled(row) >= 2);
  const first = rows[several === -1 ? 0 : several];
  if (!first || !couldName(first.cells)) return -1;
  // One column alone is a list of something, unless its first cell says what.
  return several === -1 ? (knownNames(first.cells) > 0 ? 0 : -1) : several;
}

function couldName(cells: readonly string[]): boolean {
  return cells.every((cell) => cell.length <= 60 && !isDateLike(cell) && !/https?:\/\/|\]\(/i.test(cell));
}

function isKnownName(cell: string): boolean {
  const words = cell.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
  return words.length > 0 && words.length <= 4 && words.some((word) => NAMES.has(word));
}
