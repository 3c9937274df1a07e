import { MAX_ROWS } from "@/lib/transfer/schema";
import type { Row, Sheet, SheetFormat } from "@/lib/transfer/sheet";

/** A text that is not read at all, and why. */
export function refused(format: SheetFormat, message: string, row = 1): Sheet {
  return { format, header: null, rows: [], problems: [{ row, column: null, message }] };
}

/** The sheet, or its refusal where it has more rows than a schedule can have. */
export function withinRows(sheet: Sheet): Sheet {
  if (sheet.rows.length <= MAX_ROWS) return sheet;
  return refused(sheet.format, `The file has more than ${MAX_ROWS.toLocaleString("en")} rows.`);
}

/**
 * Words that stand around the table: a row whose first cell holds them, so that they are listed as not understood
 * instead of vanishing. Null where there is nothing to read in them.
 */
export function looseWords(row: number, words: string): Row | null {
  return /[\p{L}\p{N}]/u.test(words) ? { row, cells: [words.trim()] } : null;
}

/** Whether a row has anything in it. */
export function isFilled(row: Row): boolean {
  return row.cells.some((cell) => cell !== "");
}
