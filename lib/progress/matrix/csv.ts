import { dayAndMonth } from "@/lib/time/words";
import type { LocalDate } from "@/lib/time/zones";
import { guardFormulaCell } from "@/lib/transfer/text";

/** A column of the file. */
export interface CsvColumn {
  title: string;
  /** The date of its first use. */
  date: LocalDate;
}

/** A member with their cells as they stand in the file: words that need no quotes, with commas between. */
export interface CsvMember {
  name: string;
  lab: string;
  role: string;
  state: string;
  cells: string;
}

/**
 * The first line (RFC 4180), behind a byte order mark, without which Excel takes UTF-8 for something else. No cell begins
 * as a formula does.
 */
export function csvHead(columns: readonly CsvColumn[]): string {
  const titles = columns.map(({ title, date }) => `${dayAndMonth(date)}: ${title}`);
  return `\uFEFF${["Name", "Lab", "Role", "State", ...titles].map(quoted).join(",")}\r\n`;
}

/** One member's line: `done`, `started 40 %`, `skipped`, or nothing where it is to do. */
export function csvLine({ name, lab, role, state, cells }: CsvMember): string {
  const row = [name, lab, role, state].map(quoted).join(",");
  return cells === "" ? `${row}\r\n` : `${row},${cells}\r\n`;
}

function quoted(cell: string): string {
  const safe = guardFormulaCell(cell);
  return /[",\r\n]|^\s|\s$/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
