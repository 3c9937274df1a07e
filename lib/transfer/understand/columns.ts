import type { ColumnRole, ReadColumn } from "@/lib/transfer/schema";
import type { Row } from "@/lib/transfer/sheet";
import { short } from "@/lib/transfer/text";
import { canBe, type Look, lookOf } from "@/lib/transfer/understand/looks";
import { columnKey, roleOfName } from "@/lib/transfer/understand/names";

/** A column with the name its choices are kept under. */
export interface Column extends ReadColumn {
  key: string;
  /** Whether the header has a name for it. */
  named: boolean;
}

/** What a column is known by before anybody decides what it is. */
interface Candidate {
  index: number;
  name: string;
  key: string;
  named: boolean;
  cells: string[];
  look: Look | null;
}

type Decided = Map<number, { role: ColumnRole; because: ReadColumn["because"] }>;

/** Notes beside a title, and the title where there is none. */
const IS_DESCRIPTION = /^(?:descriptions?|details?|beschreibung|descripcion)$/;
/** Nobody has so many; a table with more is refused. */
export const MOST_COLUMNS = 200;
/** Enough cells to see what a column holds. */
const SAMPLE = 200;
/** There is one of each of these; a further column is a note. */
const SINGLE: readonly ColumnRole[] = ["date", "month", "week", "length", "format", "state", "recording"];

const BY_LOOK: Partial<Record<Look, ColumnRole>> = {
  date: "date",
  week: "week",
  number: "week",
  month: "month",
  weekday: "day",
  time: "time",
  length: "length",
  state: "state",
  format: "format",
};

/**
 * Says of every column what it is: what the organizer chose for its name, else what its name says if its cells can be
 * that, else what its cells look like; a column of which nothing is known is for the notes. Columns without a name or
 * any cell are not there.
 */
export function columnsOf(
  header: Row | null,
  rows: readonly Row[],
  choices: Readonly<Record<string, ColumnRole>>,
): Column[] {
  const candidates = candidatesOf(header, rows);
  const keys = candidates.map(({ key }) => key);
  const decided: Decided = new Map();
  const said = new Map(Object.entries(choices).map(([name, role]) => [squeezed(name), role]));
  for (const { index, key, name } of candidates) {
    const chosen = said.get(squeezed(name)) ?? said.get(squeezed(key));
    if (chosen) decided.set(index, { role: chosen, because: "choice" });
  }
  const taken = () => new Set([...decided.values()].map(({ role }) => role));
  const single = (role: ColumnRole) => SINGLE.includes(role) && taken().has(role);
  for (const { index, key, named, cells } of candidates) {
    const role = named && !decided.has(index) ? roleOfName(key, keys) : null;
    if (role && canBe(role, cells)) decided.set(index, { role: single(role) ? "notes" : role, because: "name" });
  }
  for (const { index, look } of candidates) {
    const role = decided.has(index) || !look ? undefined : BY_LOOK[look];
    if (role && !single(role) && role !== "format") decided.set(index, { role, because: "content" });
  }
  decideDay(candidates, decided);
  decideTitle(candidates, decided);
  decideLinks(candidates, decided);
  return candidates.map(({ cells, look, ...column }) => {
    const { role, because } = decided.get(column.index) ?? lastResort(look, taken());
    return { ...column, role, because, sample: cells.slice(0, 3).map((cell) => short(cell, 40)) };
  });
}

/** Names that differ in spaces alone are one: `DeepDive` and `Deep Dive`. */
function squeezed(name: string): string {
  // A name of signs alone, such as `#`, has no other key.
  return columnKey(name).replaceAll(" ", "") || name.trim();
}

function candidatesOf(header: Row | null, rows: readonly Row[]): Candidate[] {
  let width = header?.cells.length ?? 0;
  for (const { cells } of rows) width = Math.max(width, cells.length);
  width = Math.min(width, MOST_COLUMNS);
  const seen = new Map<string, number>();
  const candidates: Candidate[] = [];
  for (let index = 0; index < width; index += 1) {
    const cells: string[] = [];
    for (const row of rows) {
      const cell = row.cells[index];
      if (cell) cells.push(cell);
      if (cells.length === SAMPLE) break;
    }
    const heading = short(header?.cells[index] ?? "", 60);
    if (heading === "" && cells.length === 0) continue;
    const base = heading || `Column ${index + 1}`;
    const times = (seen.get(columnKey(base)) ?? 0) + 1;
    seen.set(columnKey(base), times);
    const name = times === 1 ? base : `${base} (${times})`;
    const named = columnKey(heading) !== "";
    candidates.push({ index, name, key: columnKey(name) || `column ${index + 1}`, named, cells, look: lookOf(cells) });
  }
  return candidates;
}

/** Numbers are days of the month where there is a column of months and no date. */
function decideDay(candidates: readonly Candidate[], decided: Decided): void {
  const roles = [...decided.values()].map(({ role }) => role);
  if (!roles.includes("month") || roles.includes("date")) return;
  const days = candidates.filter(
    ({ index, cells }) => decided.get(index)?.role === "day" && cells.some((cell) => /\d/.test(cell)),
  );
  if (days.length > 0) return;
  const day = candidates.find(({ index, look }) => {
    const role = decided.get(index);
    return (look === "day" || look === "number") && (!role || (role.because === "content" && role.role === "week"));
  });
  if (day) decided.set(day.index, { role: "day", because: "content" });
}

/**
 * Unless a name says which it is, the title is in the first column of words, or the one with most different words. A column of formats
 * beside it gives the format, even where its own name would make it part of the title.
 */
function decideTitle(candidates: readonly Candidate[], decided: Decided): void {
  const titles = candidates.filter(({ index }) => decided.get(index)?.role === "session");
  const noFormat = ![...decided.values()].some(({ role }) => role === "format");
  const formats = titles.filter(({ index, look }) => look === "format" && decided.get(index)?.because !== "choice");
  const [format] = formats;
  if (format && noFormat && titles.length > formats.length) {
    decided.set(format.index, { role: "format", because: "content" });
  }
  if (titles.length > 0) return;
  const described = candidates.find(({ index, key, look }) => {
    return decided.get(index)?.because === "name" && IS_DESCRIPTION.test(key) && look !== null;
  });
  if (described) {
    decided.set(described.index, { role: "session", because: "name" });
    return;
  }
  const open = candidates.filter(({ index, look }) => !decided.has(index) && (look === "words" || look === "format"));
  const words = open.filter(({ named, cells, look }) => look === "words" && (!named || isTelling(cells)));
  const weight = ({ named, cells }: Candidate) => (named ? different(cells) : 1);
  const [title] = words.sort((a, b) => weight(b) - weight(a) || a.index - b.index);
  const chosen = title ?? open.find(({ look }) => look === "format");
  if (chosen) decided.set(chosen.index, { role: "session", because: "content" });
}

/** Columns of links are what to prepare; where there are some on both sides of the title, those behind it come later. */
function decideLinks(candidates: readonly Candidate[], decided: Decided): void {
  const open = candidates.filter(({ index, look }) => !decided.has(index) && look === "links");
  const title = candidates.find(({ index }) => decided.get(index)?.role === "session")?.index ?? -1;
  const bothSides = open.some(({ index, named }) => !named && index < title);
  const later: ColumnRole[] = ["after", "deep_dive"];
  for (const { index, named } of open) {
    const role = !named && bothSides && index > title ? (later.shift() ?? "deep_dive") : "before";
    decided.set(index, { role, because: "content" });
  }
}

function lastResort(look: Look | null, taken: ReadonlySet<ColumnRole>) {
  const role: ColumnRole = look === "format" && !taken.has("format") ? "format" : "notes";
  return { role, because: "content" as const };
}

/** Mostly different words, as titles are and rooms are not. */
function isTelling(cells: readonly string[]): boolean {
  return different(cells) >= 0.6 && cells.join("").length >= cells.length * 4;
}

function different(cells: readonly string[]): number {
  return cells.length === 0 ? 0 : new Set(cells).size / cells.length;
}
