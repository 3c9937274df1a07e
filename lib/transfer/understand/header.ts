import type { Row, Sheet } from "@/lib/transfer/sheet";
import { looksLikeData } from "@/lib/transfer/understand/looks";
import { columnKey, roleOfName } from "@/lib/transfer/understand/names";

/** The rows of a sheet by what they are for. */
export interface Parts {
  header: Row | null;
  /** Text above the header. */
  above: Row[];
  rows: Row[];
}

/** A header is not further down than this; above it stand a title and a sentence or two. */
const DEPTH = 20;
const NAMED: ReadonlySet<Sheet["format"]> = new Set(["list", "ics", "yaml", "json"]);

/**
 * Finds the row that names the columns: the one that was given, unless it looks like data, or a row further down has
 * more names that tell something, as under a title that fills the first row.
 */
export function partsOf({ format, header, rows }: Sheet): Parts {
  // Where the reader made the header from the names of things, there is nothing to find.
  if (header && NAMED.has(format)) return { header, above: [], rows };
  const place = header ? rows.findIndex(({ row }) => row >= header.row) : -1;
  const all = header ? rows.toSpliced(place === -1 ? rows.length : place, 0, header) : rows;
  let best = { index: -1, names: 0 };
  for (const [index, row] of all.slice(0, DEPTH).entries()) {
    const names = tellingNames(row);
    const filled = row.cells.filter((cell) => cell !== "").length;
    const enough = names >= 2 || (names === 1 && row === header);
    if (enough && names * 2 >= filled && names > best.names && !looksLikeData(row.cells)) best = { index, names };
  }
  if (best.index === -1) {
    // A header whose names tell nothing still names the columns.
    const kept = header !== null && !looksLikeData(header.cells) && filledCells(header) > 1;
    if (!kept) return { header: null, above: [], rows: all };
    const given = all.indexOf(header);
    return { header, above: all.slice(0, given), rows: all.slice(given + 1) };
  }
  return { header: all[best.index] ?? null, above: all.slice(0, best.index), rows: all.slice(best.index + 1) };
}

/** Whether a row is the header once more, as where a table goes on. */
export function isHeaderAgain(row: Row, header: Row | null): boolean {
  if (!header || row.cells.length !== header.cells.length) return false;
  return row.cells.every((cell, index) => cell.toLowerCase() === header.cells[index]?.toLowerCase());
}

function tellingNames(row: Row): number {
  const keys = row.cells.map((cell) => (cell.length > 60 ? "" : columnKey(cell)));
  return keys.filter((key) => roleOfName(key, keys) !== null).length;
}

function filledCells({ cells }: Row): number {
  return cells.filter((cell) => cell !== "").length;
}
