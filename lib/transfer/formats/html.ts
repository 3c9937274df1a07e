import { isDateLike } from "@/lib/transfer/formats/dates";
import { knownNames, withHeader } from "@/lib/transfer/formats/header";
import { type HtmlRow, ownCells, tableRows } from "@/lib/transfer/formats/html-table";
import { elementsIn, type HtmlElement, htmlDocument } from "@/lib/transfer/formats/html-tree";
import { cellWords, pageParts } from "@/lib/transfer/formats/html-words";
import { readList } from "@/lib/transfer/formats/list";
import { isFilled, looseWords, refused, withinRows } from "@/lib/transfer/formats/outcome";
import { escapeWords } from "@/lib/transfer/formats/words";
import type { Row, Sheet } from "@/lib/transfer/sheet";
import { oneLine } from "@/lib/transfer/text";

// A parser of HTML takes a second for more.
const MOST_HTML = 3_000_000;
const TOO_MUCH = "This HTML is too large or nested too deeply to read. Copy only the table.";

export interface HtmlReading {
  sheet: Sheet;
  /** Whether there was a table with more than one column. */
  table: boolean;
}

/**
 * Reads the largest table of a page or of a clipboard, joined with the others that have its header. Other tables and the
 * words around become rows of their own in the order of the page; without a table its words are read as a list.
 */
export function readHtml(html: string): HtmlReading {
  // Rows alone are no table to a browser, which drops their cells.
  const rows = /<tr[\s>]/i.test(html) && !/<table[\s>]/i.test(html);
  const document = html.length > MOST_HTML ? null : htmlDocument(rows ? `<table>${html}</table>` : html);
  if (!document) return { sheet: refused("html", TOO_MUCH), table: false };
  const tables = elementsIn(document).filter(({ tagName }) => tagName === "table");
  const chosen = largest(tables);
  if (!chosen) {
    const words = pageParts(document.childNodes, () => false).join("\n");
    return { sheet: { ...readList(words), format: "html" }, table: false };
  }

  const around = tablesAround(chosen);
  const pieces: Piece[] = [];
  for (const part of pageParts(document.childNodes, (table) => !around.has(table))) {
    if (typeof part === "string") {
      for (const words of part.split(/\n+/)) pieces.push({ words });
      continue;
    }
    const rows = tableRows(part);
    if (!rows) return { sheet: refused("html", TOO_MUCH), table: false };
    for (const words of captions(part)) pieces.push({ words });
    pieces.push({ rows, chosen: part === chosen });
  }
  const sheet = sheetOf(pieces);
  const wide = [...sheet.rows, ...(sheet.header ? [sheet.header] : [])].some(
    ({ cells }) => cells.filter((cell) => cell !== "").length > 1,
  );
  return { sheet, table: wide };
}

type Piece = { words: string } | { rows: HtmlRow[]; chosen: boolean };

function sheetOf(pieces: readonly Piece[]): Sheet {
  const main = pieces.find((piece) => "rows" in piece && piece.chosen);
  const named = main && "rows" in main ? headOf(main.rows) : null;
  let header: Row | null = null;
  const rows: Row[] = [];
  const ofMain: Row[] = [];
  let number = 0;
  for (const piece of pieces) {
    if ("words" in piece) {
      const loose = looseWords(number + 1, escapeWords(piece.words));
      if (loose) rows.push(loose);
      number += loose ? 1 : 0;
      continue;
    }
    const head = piece === main ? named : headOf(piece.rows);
    const joins = head !== null && named !== null && keyOf(head) === keyOf(named);
    for (const htmlRow of piece.rows) {
      number += 1;
      const row = { row: number, cells: htmlRow.cells };
      if (htmlRow === head && joins) header ??= { row: number, cells: htmlRow.cells.map(oneLine) };
      else if (isFilled(row)) {
        rows.push(row);
        if (piece === main) ofMain.push(row);
      }
    }
  }
  if (!header) {
    const guessed = withHeader(ofMain).header;
    header = guessed && { ...guessed, cells: guessed.cells.map(oneLine) };
    return withinRows({ format: "html", header, rows: rows.filter(({ row }) => row !== guessed?.row), problems: [] });
  }
  return withinRows({ format: "html", header, rows, problems: [] });
}

/** The row of a table's head that names the columns, if it has a head: the one with most known names, else the last. */
function headOf(rows: readonly HtmlRow[]): HtmlRow | null {
  const below = rows.findIndex(({ head }) => !head);
  const heads = rows
    .slice(0, below === -1 ? 1 : below)
    .filter(({ head, cells }) => head && cells.some((cell) => cell !== "") && !cells.some(isDateLike));
  return heads.reduce<HtmlRow | null>(
    (best, next) => (best && knownNames(best.cells) > knownNames(next.cells) ? best : next),
    null,
  );
}

function keyOf({ cells }: HtmlRow): string {
  return cells.map((cell) => oneLine(cell).toLowerCase()).join("|");
}

function largest(tables: readonly HtmlElement[]): HtmlElement | null {
  let best: { table: HtmlElement; cells: number } | null = null;
  for (const table of tables) {
    const cells = ownCells(table).length;
    if (cells > 0 && (!best || cells > best.cells)) best = { table, cells };
  }
  return best?.table ?? null;
}

/** The tables that a table lies in: they lay out the page, and their words are its words. */
function tablesAround(table: HtmlElement): Set<HtmlElement> {
  const around = new Set<HtmlElement>();
  for (let node = table.parentNode; node && "tagName" in node; node = node.parentNode) {
    if (node.tagName === "table") around.add(node);
  }
  return around;
}

function captions(table: HtmlElement): string[] {
  return table.childNodes
    .filter((node): node is HtmlElement => "tagName" in node && node.tagName === "caption")
    .map((caption) => oneLine(cellWords(caption)));
}
