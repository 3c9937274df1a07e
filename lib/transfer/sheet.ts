import type { ReadProblem, SheetFormat } from "@/lib/transfer/schema";

export type { SheetFormat } from "@/lib/transfer/schema";

/** A row of cells with its number as a spreadsheet, or the line as an editor, shows it. */
export interface Row {
  row: number;
  /**
   * Each cell as `readCell` reads it: words, Markdown links `[title](https://…)`, line breaks between several things,
   * brackets that are no link escaped as `\[` and `\]`.
   */
  cells: string[];
}

/**
 * A pasted schedule as a table, whatever it was written in. `header` is null where nothing names the columns; its cells
 * and those of every row go by the same index, and a row may be shorter or longer than the header.
 */
export interface Sheet {
  format: SheetFormat;
  header: Row | null;
  rows: Row[];
  problems: ReadProblem[];
}
