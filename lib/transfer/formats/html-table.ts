import { attribute, elementsIn, type HtmlElement } from "@/lib/transfer/formats/html-tree";
import { cellWords } from "@/lib/transfer/formats/html-words";

export interface HtmlRow {
  cells: string[];
  /** In the table's head, or made of nothing but heading cells. */
  head: boolean;
}

const MOST_COLUMNS = 200;
/** The cells of all tables of a page together, spans taken apart. */
export const MOST_CELLS = 300_000;

// Longer words are no date and no name of a column.
const REPEATED = 500;

/** The frame of letters and numbers around a published Google sheet. */
const FRAME = /headers-background|\brow-header|\bfreezebar/;

interface Span {
  left: number;
  words: string;
}

/** The cells that are a table's own, not those of tables inside it. */
export function ownCells(table: HtmlElement): HtmlElement[] {
  return elementsIn(table, ({ tagName }) => tagName !== "table").filter(isCell);
}

/**
 * The rows of a table with every column at its place: a cell that is several columns wide has its words in the first
 * and leaves the others empty, in the head it names them all; one that is several rows high is repeated where everything
 * left of it is, as the date or the week of several sessions, and otherwise has its words in the first row only. Null
 * for a table that is too large.
 */
export function tableRows(table: HtmlElement): HtmlRow[] | null {
  const rows: HtmlRow[] = [];
  const spans: (Span | undefined)[] = [];
  let cellsInAll = 0;
  for (const { row, inHead } of rowElements(table)) {
    const own = row.childNodes.filter((node): node is HtmlElement => "tagName" in node && isCell(node)).filter(isShown);
    const head = inHead || (own.length > 1 && own.every(({ tagName }) => tagName === "th"));
    const cells = placed(own, spans, head);
    if (!cells) return null;
    cellsInAll += cells.length;
    if (cellsInAll > MOST_CELLS) return null;
    rows.push({ cells, head });
  }
  return rows;
}

/** The cells of one row by column; `spans` holds those that reach down into it, and after it those that reach further. */
function placed(own: readonly HtmlElement[], spans: (Span | undefined)[], head: boolean): string[] | null {
  const cells: string[] = [];
  let repeats = true;
  const takeSpans = () => {
    for (let span = spans[cells.length]; span; span = spans[cells.length]) {
      span.left -= 1;
      if (span.left === 0) spans[cells.length] = undefined;
      cells.push(repeats && span.words.length <= REPEATED ? span.words : "");
    }
  };
  let said = false;
  for (const cell of own) {
    takeSpans();
    repeats = false;
    const words = cellWords(cell);
    said ||= words !== "";
    const width = spanOf(cell, "colspan");
    const height = spanOf(cell, "rowspan");
    for (let column = 0; column < width; column += 1) {
      if (cells.length >= MOST_COLUMNS) {
        // A title across the whole sheet is given any width; only cells with words need their columns.
        if (column > 0) break;
        return null;
      }
      const shown = column === 0 || (head && words.length <= REPEATED) ? words : "";
      if (height > 1) spans[cells.length] = { left: height - 1, words: shown };
      cells.push(shown);
    }
  }
  takeSpans();
  const reaching = spans.findLastIndex((span) => span !== undefined);
  while (cells.length <= reaching) {
    if (spans[cells.length]) takeSpans();
    else cells.push("");
  }
  // A row that only goes on with the one above says nothing of its own.
  return said ? cells : cells.map(() => "");
}

function rowElements(table: HtmlElement): { row: HtmlElement; inHead: boolean }[] {
  const parts = table.childNodes.filter((node): node is HtmlElement => "tagName" in node);
  return parts.flatMap((part) => {
    if (part.tagName === "tr") return [{ row: part, inHead: false }];
    if (!/^t(?:head|body|foot)$/.test(part.tagName)) return [];
    const rows = part.childNodes.filter((node): node is HtmlElement => "tagName" in node && node.tagName === "tr");
    return rows.map((row) => ({ row, inHead: part.tagName === "thead" }));
  });
}

function isCell({ tagName }: HtmlElement): boolean {
  return tagName === "td" || tagName === "th";
}

function isShown(cell: HtmlElement): boolean {
  return !FRAME.test(attribute(cell, "class") ?? "") && !FRAME.test(attribute(cell, "id") ?? "");
}

function spanOf(cell: HtmlElement, name: "colspan" | "rowspan"): number {
  const written = attribute(cell, name) ?? "";
  if (!/^\s*\d+\s*$/.test(written)) return 1;
  const number = Number(written);
  // Zero rows are all that follow.
  if (number === 0) return name === "rowspan" ? 10_000 : 1;
  return Math.min(number, 10_000);
}
