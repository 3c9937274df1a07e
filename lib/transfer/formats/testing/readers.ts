import { wholeCharacters } from "@/lib/transfer/formats/decode";
import { readDelimited } from "@/lib/transfer/formats/delimited";
import { guessDelimiter } from "@/lib/transfer/formats/guess";
import { readHtml } from "@/lib/transfer/formats/html";
import { readCalendar } from "@/lib/transfer/formats/ics";
import { readJson, readOwnJson } from "@/lib/transfer/formats/json";
import { readList } from "@/lib/transfer/formats/list";
import { readBars, readMarkdown } from "@/lib/transfer/formats/markdown";
import { readSheet } from "@/lib/transfer/formats/read";
import type { Fuzzed } from "@/lib/transfer/formats/testing/inputs";
import { treeSheet } from "@/lib/transfer/formats/tree-sheet";
import { readYaml } from "@/lib/transfer/formats/yaml";
import { MAX_ROWS, readProblem, SHEET_FORMATS } from "@/lib/transfer/schema";
import type { Sheet } from "@/lib/transfer/sheet";

/** Each reader alone, without the net that `readSheet` spreads under it: what throws here is a defect. */
const READERS: Record<Fuzzed, (text: string) => (Sheet | null)[]> = {
  csv: (text) => [readDelimited(text, guessDelimiter(text))],
  markdown: (text) => [readMarkdown(text), readBars(text)],
  html: (text) => [readHtml(text).sheet],
  yaml: (text) => {
    const yaml = readYaml(text);
    return yaml.refused === undefined ? [treeSheet(yaml.tree, "yaml")] : [];
  },
  json: (text) => {
    readOwnJson(text);
    const json = readJson(text);
    return json?.tree ? [treeSheet(json.tree, "json")] : [];
  },
  ics: (text) => [readCalendar(text)],
  list: (text) => [readList(text)],
};

/**
 * Gives a text to the reader of its kind, and to all of them together in one of the ways it can be pasted or dropped.
 * Returns what is wrong with the sheets, or null; throws what a reader throws.
 */
export function readHostile(kind: Fuzzed, text: string): string | null {
  for (const sheet of READERS[kind](wholeCharacters(text))) {
    const wrong = sheet && faultOf(sheet);
    if (wrong) return `${kind}: ${wrong}`;
  }
  const forms = [text, Buffer.from(text), { html: text }, { text, html: `<p>${text}` }];
  // One of them is enough: there are other texts for the others.
  const wrong = faultOf(readSheet(forms[text.length % forms.length] ?? text));
  return wrong && `readSheet: ${wrong}`;
}

/** What keeps a sheet from being one, or null. */
function faultOf(sheet: Sheet): string | null {
  if (!SHEET_FORMATS.includes(sheet.format)) return `the format is ${sheet.format}`;
  if (sheet.rows.length > MAX_ROWS) return `there are ${sheet.rows.length} rows`;
  for (const { row, cells } of sheet.header ? [sheet.header, ...sheet.rows] : sheet.rows) {
    if (!Number.isInteger(row) || row < 1) return `a row has the number ${row}`;
    if (!Array.isArray(cells)) return `row ${row} has no cells`;
    for (let column = 0; column < cells.length; column += 1) {
      const cell = cells[column];
      if (typeof cell !== "string") return `row ${row} has ${typeof cell} in cell ${column + 1}`;
      if (!cell.isWellFormed()) return `row ${row} has half a character in cell ${column + 1}`;
    }
  }
  for (const problem of sheet.problems) {
    if (!readProblem.safeParse(problem).success || problem.message === "")
      return `a problem is ${JSON.stringify(problem)}`;
    if (problem.message.includes("could not be read")) return problem.message;
  }
  return null;
}
