import { leadingDate } from "@/lib/transfer/formats/dates";
import { decode } from "@/lib/transfer/formats/decode";
import { readDelimited } from "@/lib/transfer/formats/delimited";
import {
  looksLikeCalendar,
  looksLikeHtml,
  looksLikeJson,
  looksLikeYaml,
  withoutFence,
} from "@/lib/transfer/formats/detect";
import { guessDelimiter, headedDelimiter, tableDelimiter } from "@/lib/transfer/formats/guess";
import { readHtml } from "@/lib/transfer/formats/html";
import { readCalendar } from "@/lib/transfer/formats/ics";
import { readJson, readOwnJson } from "@/lib/transfer/formats/json";
import { lacksLinksOf } from "@/lib/transfer/formats/links";
import { readList } from "@/lib/transfer/formats/list";
import { readBars, readMarkdown } from "@/lib/transfer/formats/markdown";
import { refused } from "@/lib/transfer/formats/outcome";
import { treeSheet } from "@/lib/transfer/formats/tree-sheet";
import { readYaml } from "@/lib/transfer/formats/yaml";
import type { ReadProblem } from "@/lib/transfer/schema";
import type { Sheet } from "@/lib/transfer/sheet";

/** What an organizer pastes, with both forms of the clipboard where there are two, or drops. */
export type SheetInput = string | Uint8Array | { text?: string | undefined; html?: string | undefined };

export interface SheetHint {
  /** Decides only where the content could be several things. */
  fileName?: string | undefined;
}

const MOST_LINES = 100_000;
const TOO_MANY_LINES = `The file has more than ${MOST_LINES.toLocaleString("en")} lines; a schedule has a few dozen.`;

/**
 * Reads a schedule in whatever it is written into a table: CSV with any delimiter, Markdown, HTML, YAML, JSON, iCalendar
 * or a list in words. The content tells the format. A clipboard's HTML is used where it has a table, or sessions with
 * links that its text lacks; else its text.
 * What is unreadable, over 5 MB or over 10,000 rows has no rows but a problem; it never throws. Convene's own export has
 * no rows either: `readOwnJson` reads it.
 */
export function readSheet(input: SheetInput, hint: SheetHint = {}): Sheet {
  try {
    return typeof input === "string" || input instanceof Uint8Array ? readOne(input, hint) : readClipboard(input, hint);
  } catch (error) {
    // The readers do not throw; should one, a person loses a sentence and not the page.
    return refused("list", `This text could not be read: ${error instanceof Error ? error.name : "unknown error"}.`);
  }
}

function readClipboard(
  { text = "", html = "" }: { text?: string | undefined; html?: string | undefined },
  hint: SheetHint,
): Sheet {
  const decoded = html.trim() === "" ? null : decode(html);
  // What cannot be read is said where its links would be lost without a word.
  const counts = text.trim() === "" || lacksLinksOf(text, html);
  if (decoded?.text !== undefined) {
    const { sheet, table } = readHtml(decoded.text);
    // Editors copy code as HTML, without a table or with one of line numbers; then the text is what was meant.
    const unread = sheet.rows.length === 0 && sheet.problems.length > 0;
    if (table || text.trim() === "" || (counts && (unread || hasLinkedSessions(sheet, text)))) return sheet;
  } else if (decoded && counts) return refused("html", decoded.refused);
  return readOne(text, hint);
}

/** Whether there are sessions, and links whose addresses the text beside it does not have. */
function hasLinkedSessions({ rows }: Sheet, text: string): boolean {
  const dated = rows.some(({ cells }) => cells.some((cell) => leadingDate(cell.slice(0, 200)) !== null));
  return dated && rows.some(({ cells }) => cells.some((cell) => addressesIn(cell).some((url) => !text.includes(url))));
}

function addressesIn(cell: string): string[] {
  return [...cell.matchAll(/\]\(<?(https?:[^\s<>]+?)>?\)/gi)].map(([, url = ""]) => url);
}

function readOne(input: string | Uint8Array, { fileName = "" }: SheetHint): Sheet {
  const decoded = decode(input);
  if (decoded.text === undefined) return refused(formatOfName(fileName), decoded.refused);
  const text = withoutFence(decoded.text);
  if (hasMoreLines(text, MOST_LINES)) {
    if (looksLikeHtml(text)) return readHtml(text).sheet;
    return refused(looksLikeCalendar(text) ? "ics" : formatOfName(fileName), TOO_MANY_LINES);
  }
  const delimiter = headedDelimiter(text);
  if (delimiter) return readDelimited(text, delimiter);
  return readStructured(text, fileName) ?? readPlain(text, fileName);
}

/** What has a grammar, from the most to the least certain; null for none of it. */
function readStructured(text: string, fileName: string): Sheet | null {
  if (looksLikeCalendar(text)) return readCalendar(text);
  if (looksLikeJson(text)) {
    if (readOwnJson(text)) return { format: "json", header: null, rows: [], problems: [] };
    const json = readJson(text);
    if (json?.refused !== undefined) return refused("json", json.refused);
    if (json) return treeSheet(json.tree, "json") ?? refused("json", "There is no list of sessions in this JSON.");
  }
  if (/\.(?:csv|tsv)$/i.test(fileName)) return null;
  const markdown = readMarkdown(text);
  if (markdown) return markdown;
  if (looksLikeHtml(text)) return readHtml(text).sheet;
  return readYamlSheet(text, fileName);
}

function readYamlSheet(text: string, fileName: string): Sheet | null {
  const signs = looksLikeYaml(text, fileName);
  // JSON with a mistake, or with comments, is YAML more often than not.
  const broken = /^\s*(?:\{\s*["'\w]|\[\s*\{)/.test(text);
  if (!signs.possible && !broken) return null;
  const certain = signs.certain || /\.json$/i.test(fileName) || /^\s*(?:\{\s*"|\[\s*\{)/.test(text);
  const format = broken ? "json" : "yaml";
  const yaml = readYaml(text);
  const named = (message: string) => (broken ? message.replaceAll("YAML", "JSON") : message);
  const say = (found: ReadProblem[]) => found.map((problem) => ({ ...problem, message: named(problem.message) }));
  if (yaml.refused !== undefined) return certain ? refused(format, named(yaml.refused)) : null;
  if (yaml.problems.length > 0 && !certain) return null;
  const sheet = treeSheet(yaml.tree, format);
  if (sheet) return { ...sheet, problems: [...say(yaml.problems), ...sheet.problems] };
  if (!certain) return null;
  const problems = say([...yaml.problems, ...yaml.passedOver]);
  if (problems.length > 0) return { format, header: null, rows: [], problems };
  return refused(format, `There is no list of sessions in this ${format.toUpperCase()}.`);
}

function readPlain(text: string, fileName: string): Sheet {
  const named = /\.(?:csv|tsv)$/i.test(fileName);
  const delimiter = named ? guessDelimiter(text) : tableDelimiter(text);
  if (delimiter === "|" || delimiter === null) {
    const bars = readBars(text);
    if (bars) return bars;
  }
  return delimiter === null ? readList(text) : readDelimited(text, delimiter);
}

function hasMoreLines(text: string, most: number): boolean {
  return ["\n", "\r"].some((end) => {
    let lines = 0;
    for (let at = text.indexOf(end); at !== -1 && lines <= most; at = text.indexOf(end, at + 1)) lines += 1;
    return lines > most;
  });
}

function formatOfName(fileName: string): Sheet["format"] {
  const ending = /\.([a-z]{2,4})$/i.exec(fileName)?.[1]?.toLowerCase() ?? "";
  const known = {
    tsv: "tsv",
    md: "markdown",
    html: "html",
    htm: "html",
    yml: "yaml",
    yaml: "yaml",
    json: "json",
    ics: "ics",
  };
  return (Object.entries(known).find(([name]) => name === ending)?.[1] ?? "csv") as Sheet["format"];
}
