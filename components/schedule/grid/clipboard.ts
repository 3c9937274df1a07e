import Papa from "papaparse";

/** Cells as a spreadsheet takes them: tabs between, quotation marks where a cell has lines or tabs of its own. */
export function asClipboardText(cells: readonly (readonly string[])[]): string {
  return Papa.unparse(
    cells.map((row) => [...row]),
    { delimiter: "\t", newline: "\n" },
  );
}

/** What reads tables; a parser of HTML is not for everybody who only looks at the grid. */
export const loadTables = () => import("./table");

/**
 * The cells that were copied in a spreadsheet or on a web page. A table keeps its links and its merged cells, which plain
 * text has lost; one value alone is one cell. The clipboard is read at once, before the first wait.
 */
export async function readClipboard(
  data: Pick<DataTransfer, "getData">,
  load: typeof loadTables = loadTables,
): Promise<string[][] | { problem: string }> {
  const [html, plain] = [data.getData("text/html"), data.getData("text/plain").replace(/\r?\n$/, "")];
  if (/<t(?:able|r)[\s>]/i.test(html)) {
    const tables = await load().catch(() => null);
    if (!tables) return { problem: "Nothing was pasted: the server cannot be reached. Paste again in a moment." };
    const table = tables.readTable(html);
    if (table === "too_much") return { problem: "This table is too large to paste here. Import it instead." };
    if (table) return table;
  }
  return plain === "" ? [] : Papa.parse<string[]>(plain, { delimiter: "\t" }).data;
}
