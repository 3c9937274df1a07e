import { type HtmlRow, tableRows } from "@/lib/transfer/formats/html-table";
import { elementsIn, htmlDocument } from "@/lib/transfer/formats/html-tree";

// A parser of HTML takes a second for more.
const MOST_HTML = 3_000_000;

/**
 * The cells of the first table in some HTML as the import reads them: every column at its place where cells are merged,
 * links as Markdown. Null when there is no table, `too_much` when it is too large to read.
 */
export function readTable(html: string): string[][] | "too_much" | null {
  // Rows alone are no table to a browser, which drops their cells.
  const rows = /<tr[\s>]/i.test(html) && !/<table[\s>]/i.test(html);
  const document = html.length > MOST_HTML ? null : htmlDocument(rows ? `<table>${html}</table>` : html);
  if (!document) return "too_much";
  const table = elementsIn(document).find(({ tagName }) => tagName === "table");
  if (!table) return null;
  const read = tableRows(table);
  return read ? filled(read) : "too_much";
}

/** Rows as wide as they are, without those that have no cells at all. */
function filled(rows: readonly HtmlRow[]): string[][] | null {
  const cells = rows.map((row) => row.cells).filter((row) => row.length > 0);
  return cells.length > 0 ? cells : null;
}
