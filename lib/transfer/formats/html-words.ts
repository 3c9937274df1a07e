import {
  attribute,
  type ElementBudget,
  type HtmlElement,
  type HtmlNode,
  htmlDocument,
  isElement,
  isUnseen,
} from "@/lib/transfer/formats/html-tree";
import { escapeWords, isBareAddress, markdownLink, tidyLines, webAddress } from "@/lib/transfer/formats/words";
import { oneLine } from "@/lib/transfer/text";

const BLOCKS = new Set(
  `address article aside blockquote body caption center dd details div dl dt fieldset figcaption figure footer form h1 h2 h3
  h4 h5 h6 header hr li main nav ol p pre section summary table tbody tfoot thead tr ul`.split(/\s+/),
);
const PARAGRAPHS = new Set("h1 h2 h3 h4 h5 h6 p table dl".split(" "));

interface Page {
  /** Bullets and indentation for lists, blank lines between paragraphs, no navigation. */
  page: boolean;
  /** Whether a table is a part of its own instead of words. */
  apart?: (table: HtmlElement) => boolean;
}

/** The words of a cell as `readCell` reads them: links as Markdown, a line for each paragraph, item and line break. */
export function cellWords(cell: HtmlElement): string {
  const written = wordsOf(cell.childNodes, { page: false });
  const hyperlink = webAddress(attribute(cell, "data-sheets-hyperlink") ?? "");
  const words = tidyLines(escapeWords(written));
  if (!hyperlink || words === "" || words.includes("](") || isBareAddress(words)) return words;
  return markdownLink(oneLine(written), hyperlink);
}

/** Words that may be written in HTML, as calendars give their descriptions; as they are where they are too much of it. */
export function wordsOfHtml(words: string, budget: ElementBudget): string {
  if (!/<(?:a|b|br|div|i|li|ol|p|span|strong|ul)\b[^<>]*>/i.test(words)) return words;
  const document = htmlDocument(words.replace(/\n/g, "<br>"), budget);
  return document ? wordsOf(document.childNodes, { page: false }) : words;
}

/**
 * A page as plain text: a list as bullets indented by their depth, a blank line between paragraphs. The tables that are
 * `apart` stand between the pieces of text.
 */
export function pageParts(
  nodes: readonly HtmlNode[],
  apart: (table: HtmlElement) => boolean,
): (string | HtmlElement)[] {
  const writer = new Writer();
  for (const node of nodes) write(node, writer, { page: true, apart }, 0, false);
  return writer.pieces();
}

function wordsOf(nodes: readonly HtmlNode[], page: Page): string {
  const writer = new Writer();
  for (const node of nodes) write(node, writer, page, 0, false);
  return writer.text();
}

function write(node: HtmlNode, writer: Writer, page: Page, lists: number, kept: boolean): void {
  if (node.nodeName === "#text" && "value" in node) {
    writer.add(kept ? node.value : node.value.replace(/\s+/g, " "));
    return;
  }
  if (!isElement(node) || isUnseen(node) || (page.page && node.tagName === "nav")) return;
  const { tagName } = node;
  if (tagName === "br") writer.breakLine();
  else if (tagName === "a") writeLink(node, writer, page, lists);
  else if (tagName === "table" && page.apart?.(node)) writer.put(node);
  else writeElement(node, writer, page, lists, kept || tagName === "pre");
}

function writeElement(node: HtmlElement, writer: Writer, page: Page, lists: number, kept: boolean): void {
  const { tagName } = node;
  const deeper = tagName === "ul" || tagName === "ol" ? lists + 1 : lists;
  if (BLOCKS.has(tagName)) writer.endLine(page.page && PARAGRAPHS.has(tagName) && lists === 0);
  const outer = writer.indentation();
  if (page.page && tagName === "li") writer.indent(`${"  ".repeat(Math.max(0, Math.min(lists, 20) - 1))}- `);
  if (page.page && tagName === "dd") writer.indent("  ");
  if (tagName === "td" || tagName === "th") writer.add(" ");
  for (const child of node.childNodes) write(child, writer, page, deeper, kept);
  if (BLOCKS.has(tagName)) writer.endLine(page.page && PARAGRAPHS.has(tagName) && lists === 0);
  if (tagName === "li" || tagName === "dd") writer.indent(outer);
}

/** A link where it leads into the web; elsewhere only its words. */
function writeLink(link: HtmlElement, writer: Writer, page: Page, lists: number): void {
  const url = webAddress(attribute(link, "href") ?? "");
  if (url === null) {
    for (const child of link.childNodes) write(child, writer, page, lists, false);
    return;
  }
  const inner = new Writer();
  for (const child of link.childNodes) write(child, inner, { page: false }, lists, false);
  const words = oneLine(inner.text());
  // Spreadsheets make a link of an address inside written Markdown, too: `[title](https://…)`.
  if (writer.isInsideLink()) writer.add(isBareAddress(words) ? words : url);
  else if (words.includes("](") || (isBareAddress(words) && url.includes(words.replace(/[).,;]+$/, ""))))
    writer.add(words);
  else writer.add(markdownLink(words || imageWords(link) || url, url));
}

function imageWords(link: HtmlElement): string {
  const image = link.childNodes.find((child) => isElement(child) && child.tagName === "img");
  return image && isElement(image) ? oneLine(attribute(image, "alt") ?? "") : "";
}

/** Puts words together as a browser shows them: one space between two, none at the ends of a line. */
class Writer {
  private readonly lines: (string | HtmlElement)[] = [];
  private parts: string[] = [];
  private prefix = "";
  private last = "";

  add(words: string): void {
    if (words === "") return;
    this.parts.push(words);
    this.last = (this.last + words).slice(-2);
  }

  isInsideLink(): boolean {
    return this.last === "](";
  }

  indent(prefix: string): void {
    this.prefix = prefix;
  }

  /** The spaces in front of a line that goes on with what is here. */
  indentation(): string {
    return this.prefix.replace("-", " ");
  }

  breakLine(): void {
    this.finish();
  }

  endLine(blank: boolean): void {
    if (this.parts.length > 0) this.finish();
    if (blank && this.lines.at(-1) !== "") this.lines.push("");
  }

  put(table: HtmlElement): void {
    this.endLine(false);
    this.lines.push(table);
  }

  text(): string {
    return this.pieces()
      .filter((piece) => typeof piece === "string")
      .join("\n");
  }

  pieces(): (string | HtmlElement)[] {
    this.endLine(false);
    const pieces: (string | HtmlElement)[] = [];
    let text: string[] = [];
    for (const line of [...this.lines, null]) {
      if (typeof line === "string") {
        text.push(line);
        continue;
      }
      const words = text.join("\n").trim();
      if (words !== "") pieces.push(words);
      text = [];
      if (line) pieces.push(line);
    }
    return pieces;
  }

  private finish(): void {
    const pieces = this.parts.join("").split(/[\r\n]/);
    for (const piece of pieces) {
      const words = oneLine(piece);
      if (words === "") continue;
      // What follows on a line of its own inside an item belongs to it.
      this.lines.push(this.prefix + words);
      this.prefix = this.prefix.replace("-", " ");
    }
    this.parts = [];
    this.last = "";
  }
}
