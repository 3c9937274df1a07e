import { isDateLike } from "@/lib/transfer/formats/dates";
import { knownNames, withHeader } from "@/lib/transfer/formats/header";
import { type Definitions, markdownCell, readDefinition, splitCells } from "@/lib/transfer/formats/markdown-cell";
import { isFilled, looseWords, withinRows } from "@/lib/transfer/formats/outcome";
import { escapeWords, tidyLines } from "@/lib/transfer/formats/words";
import type { Row, Sheet } from "@/lib/transfer/sheet";

interface Table {
  header: Row;
  rows: Row[];
}

type Block = { table: Table } | { row: number; words: string };

const FENCE = /^\s{0,3}(?:`{3,}|~{3,})/;
/** A blank line, a line across the page, the underlining of a heading, the ends of a front matter. */
const RULE = /^[\s=*_-]*$/;
const HEADING = /^\s{0,3}#{1,6}(?:\s|$)/;

/**
 * Reads the pipe tables of GitHub Flavored Markdown (spec 0.29, 4.10) line by line, in fences and quotations too. The
 * tables with the same header as the largest are the schedule; other tables and the words around become rows of their
 * own in the order of the text. Null when there is no table.
 *
 * The parser of the rest of the product is not used here: it takes seconds for texts that are within our limits, and
 * overflows the stack on quotations nested ten thousand deep. The tests hold this reader against it.
 */
export function readMarkdown(text: string): Sheet | null {
  const { blocks, definitions } = readBlocks(text.split(/\r\n|\n|\r/));
  const tables = blocks.flatMap((block) => ("table" in block ? [block.table] : []));
  if (tables.length === 0) return null;
  const cell = (words: string) => markdownCell(words, definitions);
  const chosen = largest(tables);
  const rows: Row[] = [];
  let first: Row | null = null;
  for (const block of blocks) {
    if (!("table" in block)) {
      const loose = looseWords(block.row, cell(block.words));
      if (loose) rows.push(loose);
      continue;
    }
    const { header, rows: body } = block.table;
    if (chosen !== keyOf(header)) rows.push(readRow(header, cell));
    else first ??= readRow(header, cell);
    for (const row of body) rows.push(readRow(row, cell));
  }
  for (const { used, row, words } of definitions.values()) {
    const loose = used ? null : looseWords(row, escapeWords(words));
    if (loose) rows.push(loose);
  }
  const filled = rows.filter(isFilled).sort((a, b) => a.row - b.row);
  if (first && isFilled(first) && !first.cells.some(isDateLike)) {
    return withinRows({ format: "markdown", header: first, rows: filled, problems: [] });
  }
  // A table must have a header in Markdown, so some people leave it empty or write the first session there.
  const all = first && isFilled(first) ? [...filled, first].sort((a, b) => a.row - b.row) : filled;
  return withinRows({ format: "markdown", ...withHeader(all), problems: [] });
}

/**
 * Reads lines that begin and end with a bar but have no line of dashes, as Org mode and wikis give them. Null where
 * some line is none of these.
 */
export function readBars(text: string): Sheet | null {
  const lines = text.split(/\r\n|\n|\r/);
  const rows: Row[] = [];
  for (const [index, given] of lines.entries()) {
    const words = given.trim();
    if (words === "" || /^\|[-+=:|\s]*\|$/.test(words)) continue;
    if (words.length < 3 || !words.startsWith("|") || !words.endsWith("|")) return null;
    // The header of wikis: `|| Date || Topic ||`.
    const line = words.startsWith("||") && words.endsWith("||") ? words.replaceAll("||", "|") : words;
    rows.push({ row: index + 1, cells: splitCells(line).map((cell) => markdownCell(cell, new Map())) });
  }
  if (!rows.some(({ cells }) => cells.length > 1)) return null;
  return withinRows({ format: "markdown", ...withHeader(rows.filter(isFilled)), problems: [] });
}

function readBlocks(lines: readonly string[]): { blocks: Block[]; definitions: Definitions } {
  const blocks: Block[] = [];
  const definitions: Definitions = new Map();
  let paragraph: { row: number; lines: string[] } | null = null;
  const flush = () => {
    if (paragraph) blocks.push({ row: paragraph.row, words: tidyLines(paragraph.lines.join("\n")) });
    paragraph = null;
  };
  for (let at = 0; at < lines.length; at += 1) {
    const line = withoutQuotation(lines[at] ?? "");
    const header = tableStart(line, lines[at + 1]);
    if (header) {
      flush();
      const table: Table = { header: { row: at + 1, cells: header }, rows: [] };
      for (at += 2; at < lines.length && continuesTable(lines[at] ?? ""); at += 1) {
        table.rows.push({ row: at + 1, cells: splitCells(withoutQuotation(lines[at] ?? "")) });
      }
      at -= 1;
      blocks.push({ table });
    } else if (FENCE.test(line) || RULE.test(line)) flush();
    else if (!readDefinition(line, at + 1, definitions)) {
      if (HEADING.test(line)) flush();
      paragraph ??= { row: at + 1, lines: [] };
      paragraph.lines.push(line.replace(HEADING, ""));
      if (HEADING.test(line)) flush();
    }
  }
  flush();
  return { blocks, definitions };
}

/** The header's cells where a table begins: a line with a bar, and below it as many groups of dashes. */
function tableStart(line: string, below: string | undefined): string[] | null {
  if (below === undefined) return null;
  const dashes = withoutQuotation(below).trim();
  if (!/^[\s|:-]+$/.test(dashes) || !dashes.includes("-") || !`${line}${dashes}`.includes("|")) return null;
  const groups = splitCells(dashes);
  if (!groups.every((group) => /^:?-+:?$/.test(group))) return null;
  const cells = splitCells(line);
  return cells.length === groups.length && line.trim() !== "" ? cells : null;
}

/** Any line goes on with a table but a blank one and one that begins something else. */
function continuesTable(line: string): boolean {
  const words = withoutQuotation(line);
  return words.trim() !== "" && !FENCE.test(words) && !HEADING.test(words);
}

function withoutQuotation(line: string): string {
  return line.replace(/^(?:\s{0,3}>){1,9} ?/, "");
}

function readRow({ row, cells }: Row, read: (words: string) => string): Row {
  return { row, cells: cells.map(read) };
}

/** The header, as a key, of the tables with the most cells together; one that names columns counts for more. */
function largest(tables: readonly Table[]): string {
  const cells = new Map<string, number>();
  for (const { header, rows } of tables) {
    const weight = knownNames(header.cells) >= 2 ? 4 : 1;
    const count = (rows.length + 1) * header.cells.length * weight;
    cells.set(keyOf(header), (cells.get(keyOf(header)) ?? 0) + count);
  }
  return [...cells].reduce((best, next) => (next[1] > best[1] ? next : best))[0];
}

function keyOf(header: Row): string {
  return header.cells
    .map((cell) =>
      cell
        .toLowerCase()
        .replace(/[\s*_]+/g, " ")
        .trim(),
    )
    .join("|");
}
