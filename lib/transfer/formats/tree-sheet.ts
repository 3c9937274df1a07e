import { isFilled, looseWords, refused, withinRows } from "@/lib/transfer/formats/outcome";
import {
  isNothing,
  leaves,
  plainName,
  type Tree,
  type TreeEntry,
  type TreeMap,
  type TreeScalar,
} from "@/lib/transfer/formats/tree";
import { titledAddress, treeCell } from "@/lib/transfer/formats/tree-cell";
import { type Around, type Found, findSessions } from "@/lib/transfer/formats/tree-sessions";
import { escapeWords, tidyLines } from "@/lib/transfer/formats/words";
import type { Row, Sheet } from "@/lib/transfer/sheet";
import { oneLine } from "@/lib/transfer/text";

const MOST_COLUMNS = 200;
const MOST_CELLS = 400_000;
/** Longer words, and what a week has besides its sessions, are the first session's only. */
const REPEATED = 500;
// A parent's title is none of the session's.
const TITLES = new Set("title name topic theme label subject".split(" "));

/**
 * The sessions of a tree as a table: a row each with what it says itself and the words that the weeks or modules around
 * it say; the columns are the names in their order of appearance. What belongs to no session becomes rows of its own.
 * Null when nothing in the tree looks like sessions.
 */
export function treeSheet(tree: Tree, format: "yaml" | "json"): Sheet | null {
  const { sessions, bare } = findSessions(tree);
  if (sessions.length === 0) return null;
  const columns = new Columns();
  const used = new Set<TreeScalar>();
  const attached = new Set<TreeMap>();
  const read = (value: Tree): string => {
    for (const { leaf } of leaves(value)) used.add(leaf);
    return treeCell(value);
  };
  const through = new Set<Tree>();
  for (const { around } of sessions) for (let at = around; at; at = at.parent) through.add(at.via);

  const withoutSessions = new Set(bare.map(({ item }) => item));
  const rows: Row[] = [];
  let cellsInAll = 0;
  for (const { item, around } of [...sessions, ...bare].sort(inOrder)) {
    const cells: string[] = [];
    const put = (column: number, words: string) => {
      cellsInAll += 1;
      const before = cells[column];
      cells[column] = before && words ? `${before}\n${words}` : before || words;
    };
    const outers = itemsAround(around);
    for (const [index, outer] of outers.entries()) {
      const nearer = [...outers.slice(index + 1).map(({ map }) => map), item];
      const taken = new Set(nearer.flatMap(({ entries }) => entries.map(({ name }) => plainName(name))));
      cellsInAll += outer.map.entries.length;
      if (cellsInAll > MOST_CELLS) return refused(format, "This has too many values to be a schedule.");
      for (const entry of outer.map.entries) {
        const { value } = entry;
        const first = !attached.has(outer.map);
        if (value.kind === "scalar") {
          if (first || value.text.length <= REPEATED) put(columns.inherited(outer, entry, taken), read(value));
        } else if (first && !through.has(value)) put(columns.own(entry), read(value));
      }
      attached.add(outer.map);
    }
    const title = titleOf(item);
    for (const entry of item.entries) {
      // A module without lectures has nothing to say in a column of them.
      const passed = through.has(entry.value) || (withoutSessions.has(item) && isNothing(entry.value));
      const words = passed ? null : read(entry.value);
      if (words !== null) put(columns.own(entry), titledAddress(entry.name, entry.value, title) ?? words);
    }
    rows.push({ row: item.line, cells: Array.from(cells, (cell) => cell ?? "") });
    if (columns.names.length > MOST_COLUMNS) return refused(format, `This has more than ${MOST_COLUMNS} names.`);
  }
  return withinRows({
    format,
    header: { row: 1, cells: columns.names },
    rows: [...rows, ...leftOver(tree, used)].filter(isFilled).sort((a, b) => a.row - b.row),
    problems: [],
  });
}

class Columns {
  readonly names: string[] = [];
  private readonly byName = new Map<string, number>();

  own({ name }: TreeEntry): number {
    return this.at(name);
  }

  /** The column of what a week says about its sessions; `taken` are the names that have another meaning nearer to them. */
  inherited(around: Around, { name }: TreeEntry, taken: ReadonlySet<string>): number {
    const base = TITLES.has(plainName(name)) ? "module" : name;
    return this.at(taken.has(plainName(base)) ? `${around.item || "outer"} ${name}` : base);
  }

  private at(name: string): number {
    const known = this.byName.get(plainName(name));
    if (known !== undefined) return known;
    this.byName.set(plainName(name), this.names.length);
    return this.names.push(oneLine(name)) - 1;
  }
}

/** What a session is called, on one line, for the links that have no title of their own. */
function titleOf(item: TreeMap): string {
  const found = item.entries.find(({ name, value }) => TITLES.has(plainName(name)) && value.kind === "scalar");
  return found?.value.kind === "scalar" && found.value.text.length <= REPEATED ? oneLine(found.value.text) : "";
}

/** The weeks, modules or days around a session, the outermost first. */
function itemsAround(around: Around | null): Around[] {
  const items: Around[] = [];
  for (let at = around; at; at = at.parent) if (at.item !== null) items.unshift(at);
  return items;
}

function inOrder(a: Found, b: Found): number {
  return a.item.line - b.item.line;
}

/** What was in no session, a row for each name at the top. */
function leftOver(tree: Tree, used: ReadonlySet<TreeScalar>): Row[] {
  const groups: { name: string; line: number; words: string[] }[] = [];
  for (const { leaf, path } of leaves(tree)) {
    if (used.has(leaf) || isNothing(leaf)) continue;
    const [name = "", ...inside] = path;
    const words = inside.length > 0 ? `${inside.at(-1)}: ${leaf.text}` : leaf.text;
    const last = groups.at(-1);
    if (last && name !== "" && last.name === name) last.words.push(words);
    else groups.push({ name, line: leaf.line, words: [words] });
  }
  return groups.flatMap(({ name, line, words }) => {
    const named = `${name === "" ? "" : `${name}: `}${words.join("\n")}`;
    return looseWords(line, tidyLines(escapeWords(named))) ?? [];
  });
}
