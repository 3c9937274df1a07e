import { escapeWords, tidyLines } from "@/lib/transfer/formats/words";
import { oneLine } from "@/lib/transfer/text";

export interface Definition {
  url: string;
  /** Its line, and its number. */
  words: string;
  row: number;
  used: boolean;
}

/** Where the references of a text lead, `[slides]: https://…`, by their names in lower case. */
export type Definitions = Map<string, Definition>;

// Bars beyond these are taken as words.
const MOST_CELLS = 1000;
// Longer lines are prose; the pattern of a definition would take long to find that out.
const LONGEST_DEFINITION = 4000;

const ENTITIES: Readonly<Record<string, string>> = {
  "&amp;": "&",
  "&lt;": "<",
  "&gt;": ">",
  "&quot;": '"',
  "&#39;": "'",
  "&nbsp;": " ",
  "&#124;": "|",
};

/** The cells of a table row: bars part them, a backslash makes one a letter, and those at both ends are a frame. */
export function splitCells(line: string): string[] {
  const words = line.trim();
  const cells: string[] = [];
  let from = words.startsWith("|") ? 1 : 0;
  let escaped = false;
  for (let at = from; at < words.length; at += 1) {
    const char = words[at];
    if (char === "|" && !escaped && cells.length < MOST_CELLS) {
      cells.push(words.slice(from, at));
      from = at + 1;
    }
    escaped = char === "\\" && !escaped;
  }
  if (from < words.length) cells.push(words.slice(from));
  return cells.map((cell) => cell.replaceAll("\\|", "|").trim());
}

/** Keeps a line such as `[slides]: https://… "Title"` as a definition; whether it was one. */
export function readDefinition(line: string, row: number, definitions: Definitions): boolean {
  if (line.length > LONGEST_DEFINITION || !line.includes("]:")) return false;
  const found = /^\s{0,3}\[([^[\]]{1,999})\]:\s*<?(https?:\/\/[^\s<>]+)>?\s*(?:"[^"]*"|'[^']*'|\([^()]*\))?\s*$/i.exec(
    line,
  );
  if (!found?.[1] || !found[2]) return false;
  const name = nameOf(found[1]);
  if (definitions.has(name)) return false;
  definitions.set(name, { url: found[2], words: line.trim(), row, used: false });
  return true;
}

/**
 * A cell, or a paragraph, of Markdown as `readCell` reads it: line breaks for `<br>`, every kind of link as
 * `[title](address)`; emphasis stays as it is written.
 */
export function markdownCell(words: string, definitions: Definitions): string {
  let text = words;
  if (text.includes("<")) {
    text = text
      .replace(/<br\s{0,9}\/?>/gi, "\n")
      .replace(/<(https?:\/\/[^\s<>]+)>/gi, "$1")
      .replace(/<a\s([^<>]*)>([^<]*)<\/a>/gi, (tag, attributes: string, title: string) => {
        const href = /\bhref\s?=\s?["']?([^"'\s]+)/i.exec(attributes)?.[1];
        return href ? `[${title}](${href})` : tag;
      })
      .replace(/<\/?(?:b|i|em|strong|sub|sup|kbd|code|small|span|p|div|del|s|u)(?:\s[^<>]*)?>/gi, "");
  }
  if (text.includes("&"))
    text = text.replace(/&(?:amp|lt|gt|quot|nbsp|#39|#124);/g, (entity) => ENTITIES[entity] ?? "");
  if (text.includes("\\")) text = text.replace(/\\([_#.!~`&$<>{}()+|"'-])/g, "$1");
  // The words that a link shows when it is pointed at.
  text = text.replace(/\]\(([^\s()]+)\s+(?:"[^"\n]*"|'[^'\n]*')\s*\)/g, "]($1)");
  return tidyLines(escapeWords(definitions.size > 0 ? resolved(text, definitions) : text));
}

/** References such as `[title][name]`, `[name][]` and `[name]` as links. */
function resolved(text: string, definitions: Definitions): string {
  return text.replace(/\[([^[\]]*)\](?:\[([^[\]]*)\])?(?!\()/g, (written, title: string, name: string | undefined) => {
    const definition = definitions.get(nameOf(name || title));
    if (!definition) return written;
    definition.used = true;
    return `[${title}](${definition.url})`;
  });
}

function nameOf(name: string): string {
  return oneLine(name.toLowerCase());
}
