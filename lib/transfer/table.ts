import { CsvError, parse } from "csv-parse/sync";
import { MAX_BYTES, MAX_ROWS, type ReadProblem } from "@/lib/transfer/schema";

// The parser would turn half a character into another one unseen; as NUL it is found in its cell and refused.
const HALF_CHARACTER = /[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g;

/** A row of cells with its number as a spreadsheet shows it: a cell of several lines does not count as several rows. */
export interface Row {
  row: number;
  cells: string[];
}

export interface Table {
  rows: Row[];
  problems: ReadProblem[];
}

/**
 * Reads text separated by commas, or by the tabs or semicolons that spreadsheets also give, into rows. Bytes must be
 * UTF-8. What is unreadable, empty, over 5 MB or over 10,000 rows becomes a problem; it never throws.
 */
export function readTable(input: string | Uint8Array): Table {
  const size = typeof input === "string" ? Buffer.byteLength(input) : input.byteLength;
  if (size > MAX_BYTES) return refused("The file is larger than 5 MB; a schedule is a few kilobytes.");
  const text = typeof input === "string" ? input : decode(input);
  if (text === null) return refused("The file is not UTF-8 text. Save it as “CSV UTF-8” and try again.");
  const body = text.replace(/^\uFEFF/, "").replace(HALF_CHARACTER, "\u0000");
  if (body.trim() === "") return refused("The file is empty.");
  const delimiter = delimiterOf(body);
  const strict = split(body, delimiter, false);
  // Quotation marks in the middle of a cell are no trouble to spreadsheets, as long as the rows still come out even.
  return strict.loose ? evenOr(strict, split(body, delimiter, true)) : strict;
}

function refused(message: string): Table {
  return { rows: [], problems: [{ row: 1, column: null, message }] };
}

function decode(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}

function delimiterOf(text: string): string {
  const header = /^[^\r\n]*/.exec(text.trimStart())?.[0] ?? "";
  const count = (mark: string) => header.split(mark).length;
  return count("\t") > count(",") ? "\t" : count(";") > count(",") ? ";" : ",";
}

function split(text: string, delimiter: string, relaxed: boolean): Table & { loose: boolean } {
  const rows: Row[] = [];
  const problems: ReadProblem[] = [];
  let loose = false;
  try {
    parse(text, {
      delimiter,
      record_delimiter: ["\r\n", "\n", "\r"],
      relax_column_count: true,
      relax_quotes: relaxed,
      // Lets a quoted cell be followed by spaces; a tab is not a space here where it parts cells.
      trim: delimiter !== "\t",
      to: MAX_ROWS + 2,
      on_record: (cells: string[]) => {
        rows.push({ row: rows.length + 1, cells: cells.map((cell) => cell.trim()) });
        return null;
      },
    });
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    loose = !relaxed && `${error.code}`.includes("INVALID_OPENING_QUOTE");
    const index = Number(error.column);
    problems.push({
      row: rows.length + 1,
      column: rows[0]?.cells[index] || null,
      message:
        error.code === "CSV_QUOTE_NOT_CLOSED"
          ? "A quotation mark is opened in this row and never closed."
          : "The quotation marks of this cell do not match. A quotation mark inside a quoted cell is written twice.",
    });
  }
  const filled = rows.filter(({ cells }) => cells.some((cell) => cell !== ""));
  if (filled.length > MAX_ROWS + 1) {
    return { ...refused(`The file has more than ${MAX_ROWS.toLocaleString("en")} rows.`), loose: false };
  }
  return { rows: filled, problems, loose };
}

function evenOr(strict: Table, relaxed: Table): Table {
  const width = relaxed.rows[0]?.cells.length;
  const even = relaxed.problems.length === 0 && relaxed.rows.every(({ cells }) => cells.length === width);
  return even ? relaxed : strict;
}
