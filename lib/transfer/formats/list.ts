import {
  isKnownLabel,
  type Line,
  labelledParts,
  readLines,
  startLabel,
  withoutEmphasis,
} from "@/lib/transfer/formats/list-line";
import { looseWords, refused, withinRows } from "@/lib/transfer/formats/outcome";
import { escapeWords, tidyLines } from "@/lib/transfer/formats/words";
import { MAX_ROWS } from "@/lib/transfer/schema";
import type { Row, Sheet } from "@/lib/transfer/sheet";
import { oneLine } from "@/lib/transfer/text";

interface Session {
  row: number;
  indent: number;
  date: string;
  week: string;
  time: string;
  words: string[];
  labels: Map<string, string[]>;
}

const MOST_LABELS = 40;
// Longer words are no heading.
const LONGEST_WEEK = 100;

/**
 * Reads a schedule written in words: every line that begins with a date or a numbered week begins a session, and what
 * follows belongs to it, under labels such as `Reading:` or to the session itself. Where no line has a date, every item
 * or paragraph is a session without one. The columns are Date and Session, Week and Time where they are needed, and the
 * labels as written.
 */
export function readList(text: string): Sheet {
  // Most sessions have a line or two besides their own.
  const lines = readLines(text, MAX_ROWS * 3);
  if (!lines) return refused("list", `The text has more than ${(MAX_ROWS * 3).toLocaleString("en")} lines.`);
  const labels = labelsOf(lines);
  const dated = lines.some(beginsSession);
  const reader = new ListReader(labels);
  const begins = dated ? beginsSession : beginsItem(lines);
  for (const [index, line] of lines.entries()) {
    if (begins(line, lines[index - 1])) reader.begin(line, dated);
    else reader.add(line);
  }
  return withinRows(reader.sheet());
}

/** A date begins a session; a week does where it stands as a heading, not inside a sentence. */
function beginsSession({ start }: Line): boolean {
  if (!start) return false;
  return start.date !== "" || start.apart || start.rest === "" || /^w/i.test(start.week);
}

/** Without any date: the outermost bullets, else the paragraphs, else the outermost lines. */
function beginsItem(lines: readonly Line[]): (line: Line, above: Line | undefined) => boolean {
  const base = lines.reduce((least, { indent }) => Math.min(least, indent), Number.POSITIVE_INFINITY);
  const bullets = lines.some(({ bullet, indent }) => bullet && indent === base);
  const isBelowGap = (line: Line, above: Line | undefined) => !above || line.row > above.row + 1;
  const paragraphs = !bullets && lines.some((line, index) => index > 0 && isBelowGap(line, lines[index - 1]));
  return (line, above) => line.indent === base && (!paragraphs || isBelowGap(line, above));
}

/** Labels at the beginning of lines, in lower case: known ones, and others that are there at least twice. */
function labelsOf(lines: readonly Line[]): Set<string> {
  const times = new Map<string, number>();
  for (const { words, start } of lines) {
    const label = start ? "" : startLabel(words).toLowerCase();
    if (label !== "") times.set(label, (times.get(label) ?? 0) + (isKnownLabel(label) ? 2 : 1));
  }
  const known = [...times].filter(([, count]) => count >= 2).map(([label]) => label);
  return new Set(known.slice(0, MOST_LABELS));
}

class ListReader {
  private readonly sessions: Session[] = [];
  private readonly loose: Row[] = [];
  private current: Session | null = null;
  private label: { words: string[]; indent: number; bullet: boolean } | null = null;
  private week = "";

  constructor(private readonly labels: ReadonlySet<string>) {}

  begin(line: Line, dated: boolean): void {
    const { row, indent } = line;
    const start = dated ? line.start : null;
    const last = this.current;
    if (start?.date === "") this.week = "";
    else if (last && isHeading(last)) {
      // A week alone on its line is a heading for the dates under it.
      this.week = last.week;
      this.sessions.pop();
    }
    const week = start?.week || this.week;
    this.current = {
      row,
      indent,
      date: start?.date ?? "",
      week: week.length > LONGEST_WEEK ? "" : week,
      time: start?.time ?? "",
      words: [],
      labels: new Map(),
    };
    this.sessions.push(this.current);
    this.label = null;
    this.addParts(start ? start.rest : line.words, line);
  }

  add(line: Line): void {
    const session = this.current;
    if (!session) {
      const row = looseWords(line.row, escapeWords(line.words));
      if (row) this.loose.push(row);
      return;
    }
    const label = startLabel(line.words);
    if (this.labels.has(label.toLowerCase()) && label !== "") {
      const plain = withoutEmphasis(line.words);
      const rest = plain.slice(plain.indexOf(":") + 1).replace(/^\s?\*{1,3}(?=\s|$)/, "");
      this.label = { words: this.wordsOf(session, label), indent: line.indent, bullet: line.bullet };
      for (const part of labelledParts(rest.trim())) this.wordsOf(session, part.label || label).push(part.words);
      return;
    }
    const { label: open } = this;
    if (open && (line.indent > open.indent || (line.bullet && !open.bullet && line.indent >= open.indent))) {
      open.words.push(line.words);
      return;
    }
    this.label = null;
    this.addParts(line.words, line);
  }

  sheet(): Sheet {
    const labels = new Map<string, string>();
    for (const session of this.sessions) {
      for (const name of session.labels.keys()) if (!labels.has(keyOf(name))) labels.set(keyOf(name), name);
    }
    const optional = (["week", "time"] as const).filter((name) =>
      this.sessions.some((session) => session[name] !== "" && (name === "time" || session.date !== "")),
    );
    const names = [...optional.map((name) => (name === "week" ? "Week" : "Time")), ...labels.values()];
    const rows = this.sessions.map((session): Row => {
      const cells = new Map([...session.labels].map(([name, words]) => [keyOf(name), words]));
      // Where there is only a week, it stands for the date.
      const date = session.date || session.week;
      const extra = optional.map((name) => (name === "week" && session.date === "" ? "" : session[name]));
      const labelled = [...labels.keys()].map((key) => written(cells.get(key) ?? []));
      return { row: session.row, cells: [date, written(session.words), ...extra, ...labelled] };
    });
    const header = { row: 1, cells: ["Date", "Session", ...names] };
    return { format: "list", header, rows: [...this.loose, ...rows], problems: [] };
  }

  private addParts(words: string, line: Line): void {
    if (!this.current) return;
    for (const part of labelledParts(words)) {
      if (part.label === "") this.current.words.push(part.words);
      else {
        const into = this.wordsOf(this.current, part.label);
        into.push(part.words);
        this.label = { words: into, indent: line.indent, bullet: line.bullet };
      }
    }
  }

  private wordsOf(session: Session, label: string): string[] {
    const name = [...session.labels.keys()].find((known) => keyOf(known) === keyOf(label)) ?? label;
    const words = session.labels.get(name) ?? [];
    session.labels.set(name, words);
    return words;
  }
}

function isHeading(session: Session): boolean {
  return session.date === "" && session.week !== "" && session.words.length === 0 && session.labels.size === 0;
}

function keyOf(label: string): string {
  return oneLine(label.toLowerCase());
}

function written(words: readonly string[]): string {
  return tidyLines(escapeWords(words.join("\n")));
}
