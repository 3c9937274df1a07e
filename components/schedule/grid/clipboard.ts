import Papa from "papaparse";
import { writeCell } from "@/lib/transfer/cell";

/** Cells as a spreadsheet takes them: tabs between, quotation marks where a cell has lines or tabs of its own. */
export function asClipboardText(cells: readonly (readonly string[])[]): string {
  return Papa.unparse(
    cells.map((row) => [...row]),
    { delimiter: "\t", newline: "\n" },
  );
}

/**
 * The cells that were copied in a spreadsheet or on a web page. A table keeps its links, which plain text has lost; one
 * value alone is one cell.
 */
export function readClipboard(data: Pick<DataTransfer, "getData">): string[][] {
  const html = data.getData("text/html");
  const table = html ? new DOMParser().parseFromString(html, "text/html").querySelector("table") : null;
  if (table) {
    const rows = [...table.rows].map((row) => [...row.cells].map(cellText));
    if (rows.length > 0) return rows;
  }
  const text = data.getData("text/plain").replace(/\r?\n$/, "");
  if (text === "") return [];
  return Papa.parse<string[]>(text, { delimiter: "\t" }).data;
}

function cellText(cell: HTMLTableCellElement): string {
  const lines: string[] = [];
  let line = "";
  const walk = (node: Node) => {
    for (const child of node.childNodes) {
      if (child instanceof HTMLAnchorElement && /^https?:$/.test(child.protocol)) {
        const title = oneLine(child.textContent ?? "") || child.href;
        line += writeCell([{ title, url: child.href, minutes: null }]);
      } else if (child.nodeName === "BR") flush();
      else if (child.nodeType === Node.TEXT_NODE) line += child.textContent ?? "";
      else if (child.nodeType === Node.ELEMENT_NODE) {
        const block = /^(P|DIV|LI|UL|OL)$/.test(child.nodeName);
        if (block) flush();
        walk(child);
        if (block) flush();
      }
    }
  };
  const flush = () => {
    if (oneLine(line) !== "") lines.push(oneLine(line));
    line = "";
  };
  walk(cell);
  flush();
  return lines.join("\n");
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, " ").trim();
}
