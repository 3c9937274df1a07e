const LENGTH = /(?:^|[\s(])(\d{1,2})h([0-5]?\d)\)?$/;
const CONTINUED = /\s\(?cont(?:['’]?d|inued)?\.?\)?$/i;

/**
 * Takes a length such as `0h18` or `(2h25)` from the end of a title. `0h00` is no length and stays in the title, so
 * that nothing written is lost.
 */
export function takeLength(text: string): { title: string; minutes: number | null } {
  const found = LENGTH.exec(text);
  const minutes = found ? Number(found[1]) * 60 + Number(found[2]) : 0;
  if (!found || minutes === 0) return { title: text, minutes: null };
  let end = found.index;
  while (end > 0 && /[\s,;:–—-]/.test(text[end - 1] ?? "")) end -= 1;
  return { title: text.slice(0, end), minutes };
}

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

/** For every bracket and parenthesis that has one, the place of its partner, in one pass. */
export function partner(text: string): Map<number, number> {
  const pairs = new Map<number, number>();
  const open: Record<"[" | "(", number[]> = { "[": [], "(": [] };
  for (let at = 0; at < text.length; at += 1) {
    const char = text[at];
    if (text[at - 1] === "\\" && (char === "[" || char === "]")) continue;
    if (char === "[" || char === "(") open[char].push(at);
    else if (char === "]" || char === ")") {
      const start = open[char === "]" ? "[" : "("].pop();
      if (start !== undefined) pairs.set(start, at).set(at, start);
    }
  }
  return pairs;
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

/** Splits at commas, but not inside emphasis. */
function commaPieces(line: string): string[] {
  const pieces: string[] = [];
  let open: string[] | null = null;
  for (const piece of line.split(",")) {
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
