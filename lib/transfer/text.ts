import { takeLength } from "@/lib/transfer/understand/lengths";

/** Words in “…” with a parenthesis behind them that says so; `readMarks` knows which. */
const LITERAL = /^[\s,;|•·-]*“(?:[^”\\]|\\.)*” \([^\n]*as written\)[\s,;|]*$/;
const GUARDED = /^'*[=+\-@\t\r]/;
const CONTINUED = /\s\(?cont(?:['’]?d|inued)?\.?\)?$/i;

/** Whether words say that something from an earlier session goes on: "Backpropagation Cont.", "Python (continued)". */
export function isContinuation(title: string): boolean {
  return CONTINUED.test(title);
}

/** The words of a continuation without the part that makes it one. */
export function continuedTitle(title: string): string {
  return title.replace(CONTINUED, "").trim();
}

/** Takes the asterisks of Markdown emphasis away; those of `2*3*4` and a lone one stay. */
export function stripEmphasis(text: string): string {
  if (!text.includes("*")) return text;
  let stripped = text;
  // Bold around italics needs one more turn.
  for (let turn = 0; turn < 3; turn += 1) {
    const next = stripped.replace(
      /(?<![\p{L}\p{N}*])(\*{1,3})(?![\s*])([^*]*[^\s*])\1(?![\p{L}\p{N}*])/gu,
      (_, _stars, inner: string) => inner,
    );
    if (next === stripped) break;
    stripped = next;
  }
  return stripped;
}

/** Text on one line with single spaces. */
export function oneLine(text: string): string {
  return text.replace(/\s+/g, " ").trim();
}

/** Brackets that were written as words, `\\[` and `\\]`, as they are read. */
export function withoutEscapes(text: string): string {
  return text.includes("\\") ? text.replace(/\\([[\]])/g, "$1") : text;
}

/** Takes spaces and what parts two things off the end, in one pass. */
export function trimEnd(text: string): string {
  let end = text.length;
  while (end > 0 && /[\s,;:|(<–—-]/.test(text[end - 1] ?? "")) end -= 1;
  return text.slice(0, end);
}

/** Shortened for a message. */
export function short(text: string, length = 60): string {
  const line = oneLine(text.slice(0, 400));
  return line.length > length ? `${line.slice(0, length - 1)}…` : line;
}

/**
 * A cell as a file may hold it: an apostrophe in front of what a spreadsheet would calculate (`=`, `+`, `-`, `@`, tab,
 * carriage return), and in front of what this was done to already, so that `restoreFormulaCell` gives the same back.
 */
export function guardFormulaCell(cell: string): string {
  return GUARDED.test(cell) ? `'${cell}` : cell;
}

/** Takes the apostrophe away that `guardFormulaCell` put there. */
export function restoreFormulaCell(cell: string): string {
  return cell.startsWith("'") && GUARDED.test(cell.slice(1)) ? cell.slice(1) : cell;
}

/**
 * Where the parenthesis that opens at `open` closes on the same line; what stands in “…” is passed over. Null when it
 * does not.
 */
export function closing(text: string, open: number): number | null {
  let depth = 0;
  let quoted = false;
  for (let at = open; at < text.length; at += 1) {
    const char = text[at];
    if (char === "\n" || char === "\r") return null;
    if (quoted && char === "\\") at += 1;
    else if (char === "“") quoted = true;
    else if (char === "”") quoted = false;
    else if (char === "(" && !quoted) depth += 1;
    else if (char === ")" && !quoted) {
      depth -= 1;
      if (depth === 0) return at;
    }
  }
  return null;
}

/**
 * For every bracket and parenthesis that has one, the place of its partner, in one pass. An address in `(<…>)` may hold
 * any of them.
 */
export function partner(text: string): Map<number, number> {
  const pairs = new Map<number, number>();
  const open: Record<"[" | "(", number[]> = { "[": [], "(": [] };
  const mark = /[[\]()]/g;
  for (let found = mark.exec(text); found; found = mark.exec(text)) {
    const at = found.index;
    const char = text[at];
    if (text[at - 1] === "\\" && (char === "[" || char === "]")) continue;
    const angle = char === "(" && text[at + 1] === "<" ? angleEnd(text, at + 2) : null;
    if (angle !== null) {
      pairs.set(at, angle).set(angle, at);
      mark.lastIndex = angle + 1;
    } else if (char === "[" || char === "(") open[char].push(at);
    else {
      const start = open[char === "]" ? "[" : "("].pop();
      if (start !== undefined) pairs.set(start, at).set(at, start);
    }
  }
  return pairs;
}

/** Where `(<https://…>)` ends; an address has no space in it. */
function angleEnd(text: string, from: number): number | null {
  const address = /^https?:\/\/[^\s<>]{1,2000}>\)/i.exec(text.slice(from, from + 2020));
  return address ? from + address[0].length - 1 : null;
}

/**
 * The things that words without a link name. A comma inside words is part of them ("chapters 1, 2 and 3"); one after a
 * length, or beside an emphasised piece or a continuation, parts two things, as a line break does.
 */
export function plainItems(text: string): string[] {
  const items: string[] = [];
  for (const line of text.split(/[\n\r]+/)) {
    let current: string[] = [];
    const flush = () => {
      items.push(current.join(","));
      current = [];
    };
    for (const piece of commaPieces(line)) {
      const words = piece.trim();
      if (isEmphasised(words) || isContinuation(words.replaceAll("*", ""))) {
        flush();
        items.push(piece);
      } else {
        current.push(piece);
        if (takeLength(words).minutes !== null) flush();
      }
    }
    flush();
  }
  return items.map(trimSeparators).filter((item) => item !== "");
}

/** Splits at commas, but not inside emphasis, a parenthesis, or words in “…” that are to be taken as they are. */
function commaPieces(line: string): string[] {
  if (LITERAL.test(line)) return [line];
  const pieces: string[] = [];
  let open: string[] | null = null;
  for (const piece of outsideParentheses(line)) {
    const words = piece.trim();
    if (open) {
      open.push(piece);
      if (words.endsWith("*")) {
        pieces.push(open.join(","));
        open = null;
      }
    } else if (words.startsWith("*") && !words.slice(1).includes("*")) open = [piece];
    else pieces.push(piece);
  }
  return open ? [...pieces, ...open] : pieces;
}

function outsideParentheses(line: string): string[] {
  if (!line.includes("(") || !line.includes(",")) return line.split(",");
  const pairs = partner(line);
  const pieces: string[] = [];
  let from = 0;
  for (let at = 0; at < line.length; at += 1) {
    const char = line[at];
    if (char === "(") at = pairs.get(at) ?? at;
    else if (char === ",") {
      pieces.push(line.slice(from, at));
      from = at + 1;
    }
  }
  return [...pieces, line.slice(from)];
}

function isEmphasised(words: string): boolean {
  return words.length > 2 && words.startsWith("*") && words.endsWith("*") && stripEmphasis(words) !== words;
}

function trimSeparators(item: string): string {
  const bare = (char: string | undefined) => char !== undefined && /[\s,;|•·]/.test(char);
  let [from, to] = [0, item.length];
  while (from < to && bare(item[from])) from += 1;
  while (to > from && bare(item[to - 1])) to -= 1;
  const words = item.slice(from, to).replace(/^[-*] +(?=\S)/, "");
  return /^[*_-]*$/.test(words) ? "" : words;
}
