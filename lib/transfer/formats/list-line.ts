import { type DatedStart, leadingDate } from "@/lib/transfer/formats/dates";
import { linkSpans } from "@/lib/transfer/formats/words";

export interface Line {
  row: number;
  /** Spaces before it; a tab counts as four. */
  indent: number;
  bullet: boolean;
  /** Without its bullet, number or heading marks. */
  words: string;
  start: DatedStart | null;
}

const BULLET = /^(?:[-+*•·▪◦‣–—:]\s+(?:\[[ xX]\]\s+)?|#{1,6}\s+)/;
const NUMBER = /^\(?(?:\d{1,3}|[a-z])[.)]\s+/;
const EMPHASIS = /^(\*{1,3}|_{1,3})(?=\S)([^*_]{1,80})\1/;

/** The lines of a text with anything in them, or null where there are more than `most`. */
export function readLines(text: string, most: number): Line[] | null {
  const lines: Line[] = [];
  for (const [index, line] of text.split(/\r\n|\n|\r/).entries()) {
    const content = line.trim();
    if (!/[\p{L}\p{N}]/u.test(content)) continue;
    if (lines.length === most) return null;
    const indent = /^[ \t]{0,200}/.exec(line)?.[0].replaceAll("\t", "    ").length ?? 0;
    lines.push({ row: index + 1, indent, ...readLine(content) });
  }
  return lines;
}

function readLine(content: string): Pick<Line, "bullet" | "words" | "start"> {
  const marked = content.replace(BULLET, "");
  const numbered = marked.replace(NUMBER, "");
  // A number before a date counts the items, unless it is the date's own day: `1. Oct 8` and `1. Oktober 2024`.
  const other = marked === numbered ? null : leadingDate(withoutEmphasis(marked));
  const start = leadingDate(withoutEmphasis(numbered)) ?? other;
  return { bullet: numbered !== content, words: numbered.trim(), start };
}

/** Emphasis at the beginning taken away: `**Week 3:** Sampling`. */
export function withoutEmphasis(words: string): string {
  return words.replace(EMPHASIS, "$2");
}

// Words that may stand before a colon in the middle of a line; at its beginning other words may, too.
const KNOWN =
  "before|pre-?work|prep|preparation|prepare|pre-?readings?|readings?|required readings?|optional readings?|further readings?|read|watch|videos?|viewing|after|post-?work|homework|hw|assignments?|exercises?|tasks?|to-? ?do|deep dives?|optional|extras?|further|slides?|notes?|materials?|recordings?|links?|resources?|papers?|speakers?|presenters?|presented by|hosts?|leads?|led by|facilitators?|moderators?|who|topics?|titles?|theme|lab|project|due|discussion|location|room|where|length|duration";
const WHERE = "(?: (?:the )?(?:session|class|meeting|seminar))?";
const INLINE = new RegExp(`(?:^|[,;.|]\\s?|\\s[–—-]\\s)((?:${KNOWN})${WHERE}) ?:(?=[\\s[*]|$)`, "giu");
const AT_START = /^(\p{L}[\p{L}\p{N} /&'’-]{0,30}) ?:(?=[\s[*]|$)/u;
const KNOWN_WHOLE = new RegExp(`^(?:${KNOWN})${WHERE}$`, "iu");

// Longer lines are no sentence that anybody wrote.
const LONGEST_LINE = 50_000;

export interface Part {
  /** As written, empty for what comes before the first label. */
  label: string;
  words: string;
}

export function isKnownLabel(label: string): boolean {
  return KNOWN_WHOLE.test(label);
}

/** The label that a line begins with, `Reading: …`, or an empty text. At most four words make one. */
export function startLabel(words: string): string {
  const label =
    AT_START.exec(withoutEmphasis(words.slice(0, 200)).replace(/^([^:]{1,40}:)\*+/, "$1"))?.[1]?.trim() ?? "";
  return label.split(/\s+/).length <= 4 ? label : "";
}

/** A line taken apart at its labels: `Sampling, reading: [a](…), homework: b`. Colons inside links are none. */
export function labelledParts(words: string): Part[] {
  if (words.length > LONGEST_LINE) return [{ label: "", words: words.trim() }];
  const parts: Part[] = [];
  let label = "";
  let from = 0;
  for (const found of withoutLinks(words).matchAll(INLINE)) {
    parts.push({ label, words: words.slice(from, found.index) });
    label = found[1] ?? "";
    from = found.index + found[0].length;
  }
  parts.push({ label, words: words.slice(from) });
  return parts
    .map((part) => ({ label: part.label, words: part.words.replace(/^\s?\*{1,3}(?=\s)/, "").trim() }))
    .filter((part) => part.words !== "" || part.label !== "");
}

/** The text with something else of the same length in place of every Markdown link. */
function withoutLinks(text: string): string {
  let plain = "";
  let from = 0;
  for (const [start, end] of linkSpans(text)) {
    plain += text.slice(from, start) + "_".repeat(end - start);
    from = end;
  }
  return plain + text.slice(from);
}
