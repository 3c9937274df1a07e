import { CsvError, parse } from "csv-parse/sync";
import { withHeader } from "@/lib/transfer/formats/header";
import { isFilled, refused } from "@/lib/transfer/formats/outcome";
import { MAX_ROWS, type ReadProblem } from "@/lib/transfer/schema";
import type { Row, Sheet } from "@/lib/transfer/sheet";

/** U+001F is the separator that ASCII has for the purpose. */
export type Delimiter = "," | "\t" | ";" | "|" | "\u001f" | "^" | "~";
export interface Cells {
  rows: Row[];
  problems: ReadProblem[];
}

const MOST_CELLS = 10_000;
// Blank rows count too: beyond twice the limit they are not worth the time.
const MOST_RECORDS = MAX_ROWS * 2 + 2;

/** Reads text whose cells one sign parts into a sheet; cells are taken as they are written. */
export function readDelimited(text: string, delimiter: Delimiter): Sheet {
  const format = delimiter === "\t" ? "tsv" : "csv";
  const { rows, problems } = readCells(text, delimiter);
  if (rows.length === 0) return { format, header: null, rows, problems };
  return { format, ...withHeader(rows), problems };
}

/** The rows with anything in them, numbered as a spreadsheet does: a cell of several lines is not several rows. */
export function readCells(text: string, delimiter: Delimiter): Cells {
  const body = withoutBlankEnd(text, delimiter);
  const wide = tooWideLine(body, delimiter);
  if (wide !== null)
    return { rows: [], problems: refused("csv", "This row has more than 10,000 cells.", wide).problems };
  const strict = split(body, delimiter, false);
  // Quotation marks in the middle of a cell are no trouble to spreadsheets, as long as the rows still come out even.
  const { rows, problems } = strict.loose ? evenOr(strict, split(body, delimiter, true)) : strict;
  return { rows, problems };
}

function split(text: string, delimiter: Delimiter, relaxed: boolean): Cells & { loose: boolean } {
  const rows: Row[] = [];
  const problems: ReadProblem[] = [];
  let records = 0;
  let first: string[] | undefined;
  let loose = false;
  try {
    parse(text, {
      delimiter,
      record_delimiter: ["\r\n", "\n", "\r"],
      relax_column_count: true,
      relax_quotes: relaxed,
      // Lets a quoted cell be followed by spaces; a tab is not a space here where it parts cells.
      trim: delimiter !== "\t",
      to: MOST_RECORDS,
      on_record: (cells: string[]) => {
        records += 1;
        const row = { row: records, cells: cells.map((cell) => cell.trim()) };
        first ??= row.cells;
        if (isFilled(row)) rows.push(row);
        return null;
      },
    });
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    loose = !relaxed && `${error.code}`.includes("INVALID_OPENING_QUOTE");
    const index = Number(error.column);
    problems.push({
      row: records + 1,
      column: first?.[index] || null,
      message:
        error.code === "CSV_QUOTE_NOT_CLOSED"
          ? "A quotation mark is opened in this row and never closed."
          : "The quotation marks of this cell do not match. A quotation mark inside a quoted cell is written twice.",
    });
  }
  if (rows.length > MAX_ROWS + 1 || records >= MOST_RECORDS) {
    const { problems: tooMany } = refused("csv", `The file has more than ${MAX_ROWS.toLocaleString("en")} rows.`);
    return { rows: [], problems: tooMany, loose: false };
  }
  return { rows, problems, loose };
}

function evenOr(strict: Cells, relaxed: Cells): Cells {
  const width = relaxed.rows[0]?.cells.length;
  const even = relaxed.problems.length === 0 && relaxed.rows.every(({ cells }) => cells.length === width);
  return even ? relaxed : strict;
}

/** The first line with more cells than a spreadsheet has columns worth reading, or null. */
function tooWideLine(text: string, delimiter: Delimiter): number | null {
  let line = 1;
  let cells = 0;
  for (let at = 0; at < text.length; at += 1) {
    const char = text[at];
    if (char === delimiter) {
      cells += 1;
      if (cells > MOST_CELLS) return line;
    } else if (char === "\n" || (char === "\r" && text[at + 1] !== "\n")) {
      line += 1;
      cells = 0;
    }
  }
  return null;
}

/** Spreadsheets give a line of commas for each row that was ever touched. */
function withoutBlankEnd(text: string, delimiter: Delimiter): string {
  let end = text.length;
  while (end > 0 && (text[end - 1] === delimiter || /[\s]/.test(text[end - 1] ?? ""))) end -= 1;
  const lineEnd = text.slice(end).search(/[\r\n]/);
  return lineEnd === -1 ? text : text.slice(0, end + lineEnd);
}
