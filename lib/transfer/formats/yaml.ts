import {
  Composer,
  type Document,
  isAlias,
  isCollection,
  isMap,
  isNode,
  isPair,
  isScalar,
  isSeq,
  Lexer,
  LineCounter,
  type Pair,
  Parser,
  type YAMLParseError,
} from "yaml";
import { wholeCharacters } from "@/lib/transfer/formats/decode";
import {
  DEEPEST_TREE,
  LARGEST_TREE,
  leaves,
  type Tree,
  type TreeEntry,
  type TreeMap,
} from "@/lib/transfer/formats/tree";
import { indentFlows } from "@/lib/transfer/formats/yaml-indent";
import type { ReadProblem } from "@/lib/transfer/schema";

export type YamlReading =
  | {
      tree: Tree;
      problems: ReadProblem[];
      /** Of documents that are no YAML; they matter when there are no sessions in the others. */
      passedOver: ReadProblem[];
      refused?: undefined;
    }
  | { refused: string };

const TOO_LARGE = "This YAML is too large to be a schedule. Paste only the list of sessions.";
const TOO_WRONG = "This YAML has too many mistakes to be read.";
const TOO_DEEP = `This YAML is nested deeper than ${DEEPEST_TREE} levels.`;

// Measured: a token costs two microseconds, one that may be a mistake up to twenty.
const MOST_TOKENS = 100_000;
const MOST_MARKS = 20_000;
const MOST_ERRORS = 200;
const MOST_DOCUMENTS = 200;

/** Mistakes after which everything that was written is still there, and that Jekyll's parser does not mind. */
const HARMLESS = new Set(["BAD_INDENT", "DUPLICATE_KEY", "TAB_AS_INDENT", "KEY_OVER_1024_CHARS", "NON_STRING_KEY"]);
const OPTIONS = {
  schema: "failsafe",
  strict: false,
  uniqueKeys: false,
  prettyErrors: false,
  logLevel: "silent",
} as const;

class TooMuch extends Error {}

/**
 * Reads YAML 1.2 with the line of every value; scalars stay as they are written, so `11:00` is no number. Several
 * documents, and the front matter of a page with the page behind it, become a list. Aliases are shared and not copied;
 * what they would come to is counted, and too much, like anything nested too deeply, is refused.
 */
export function readYaml(text: string): YamlReading {
  const chunks = chunksOf(text);
  if (chunks.length > MOST_DOCUMENTS) return { refused: TOO_LARGE };
  const budget = { tokens: 0, marks: 0, errors: 0 };
  const secondBudget = { tokens: 0, marks: 0, errors: 0 };
  const trees: Tree[] = [];
  const problems: ReadProblem[] = [];
  const passedOver: ReadProblem[] = [];
  try {
    for (const chunk of chunks) {
      let reading = readDocument(chunk, budget);
      const indented = reading.problems.length > 0 ? indentFlows(chunk.text) : chunk.text;
      if (indented !== chunk.text) {
        const again = readDocument({ ...chunk, text: indented }, secondBudget);
        if (again.problems.length < reading.problems.length) reading = again;
      }
      // Of several documents one may be the text of a page.
      const words = reading.problems.length > 0 && chunks.length > 1;
      (words ? passedOver : problems).push(...reading.problems);
      trees.push(
        words || !reading.tree ? { kind: "list", line: chunk.before + 1, items: linesOf(chunk) } : reading.tree,
      );
    }
  } catch (error) {
    if (error instanceof TooMuch) return { refused: error.message };
    throw error;
  }
  return { tree: together(trees), problems, passedOver };
}

/** Documents that are maps are a list of them; a page behind its front matter is no item of anything. */
function together(trees: readonly Tree[]): Tree {
  const [first] = trees;
  if (first && trees.length === 1) return first;
  if (trees.every(({ kind }) => kind === "map")) return { kind: "list", line: 1, items: [...trees] };
  return { kind: "map", line: 1, entries: trees.map((value) => ({ name: "", value, line: value.line })) };
}

interface Budget {
  tokens: number;
  marks: number;
  errors: number;
}

interface Chunk {
  text: string;
  /** Lines before it. */
  before: number;
}

/** The documents between lines of three dashes, blank ones left out. */
function chunksOf(text: string): Chunk[] {
  const chunks: Chunk[] = [];
  let lines: string[] = [];
  let before = 0;
  const all = text.split(/\r\n|\n|\r/);
  for (const [index, line] of [...all, "---"].entries()) {
    if (!/^(?:---|\.\.\.)\s*$/.test(line)) {
      lines.push(line);
      continue;
    }
    if (lines.some((content) => content.trim() !== "")) chunks.push({ text: lines.join("\n"), before });
    lines = [];
    before = index + 1;
  }
  return chunks;
}

function readDocument(chunk: Chunk, budget: Budget): { tree: Tree | null; problems: ReadProblem[] } {
  const lines = new LineCounter();
  lines.addNewLine(0);
  const parser = new Parser(lines.addNewLine);
  const composer = new Composer({ ...OPTIONS, lineCounter: lines });
  const documents: Document.Parsed[] = [];
  for (const token of new Lexer().lex(chunk.text)) {
    budget.tokens += 1;
    if (/^[,&*!%[\]{}]/.test(token)) budget.marks += 1;
    // Each may be a mistake of its own.
    else if (token.startsWith('"')) budget.marks += token.split("\\").length - 1;
    if (budget.tokens > MOST_TOKENS || budget.marks > MOST_MARKS) throw new TooMuch(TOO_LARGE);
    for (const part of parser.next(token)) {
      budget.errors += part.type === "error" ? 1 : 0;
      if (budget.errors > MOST_ERRORS) throw new TooMuch(TOO_WRONG);
      documents.push(...composer.next(part));
    }
  }
  for (const part of parser.end()) documents.push(...composer.next(part));
  documents.push(...composer.end(false, chunk.text.length));
  const errors = documents.flatMap((document) => document.errors);
  if (errors.some(({ code }) => code === "RESOURCE_EXHAUSTION")) throw new TooMuch(TOO_DEEP);
  const lineAt = (offset: number) => chunk.before + lines.linePos(offset).line;
  const trees = documents.flatMap(({ contents }) => (contents ? [new Converter(lineAt).convert(contents)] : []));
  const [first] = trees;
  return {
    tree: trees.length > 1 ? { kind: "list", line: chunk.before + 1, items: trees } : (first ?? null),
    problems: problemsOf(errors, lineAt),
  };
}

function problemsOf(errors: readonly YAMLParseError[], lineAt: (offset: number) => number): ReadProblem[] {
  const byLine = new Map<number, ReadProblem>();
  for (const { code, pos, message } of errors) {
    const row = lineAt(pos[0]);
    if (HARMLESS.has(code) || byLine.has(row)) continue;
    const said = message.split("\n")[0] ?? "";
    byLine.set(row, { row, column: null, message: `This line is not understood as YAML: ${said.slice(0, 120)}` });
    // One mistake makes many; nobody reads more than the first ones.
    if (byLine.size === 20) break;
  }
  return [...byLine.values()].sort((a, b) => a.row - b.row);
}

/** Makes trees of a document's nodes, in the order of the text, as an alias means the last anchor before it. */
class Converter {
  private readonly anchors = new Map<string, { tree: Tree; size: number }>();
  private size = 0;

  constructor(private readonly lineAt: (offset: number) => number) {}

  /** `near` is the line of what the node is in, for nodes that have no place of their own. */
  convert(node: unknown, near = 1, depth = 0): Tree {
    if (depth > DEEPEST_TREE) throw new TooMuch(TOO_DEEP);
    this.count(1);
    const line = isNode(node) && node.range ? this.lineAt(node.range[0]) : near;
    if (isAlias(node)) {
      const anchor = this.anchors.get(node.source);
      if (!anchor) return { kind: "scalar", line, text: `*${node.source}` };
      this.count(anchor.size);
      return anchor.tree;
    }
    const before = this.size;
    const tree = this.convertOwn(node, line, depth);
    if ((isScalar(node) || isCollection(node)) && node.anchor) {
      this.anchors.set(node.anchor, { tree, size: this.size - before + 1 });
    }
    return tree;
  }

  private convertOwn(node: unknown, line: number, depth: number): Tree {
    if (isSeq(node)) {
      return { kind: "list", line, items: node.items.map((item) => this.convert(item, line, depth + 1)) };
    }
    if (isMap(node)) {
      return merged({ kind: "map", line, entries: node.items.map((pair) => this.entry(pair, line, depth)) });
    }
    // The items of an ordered map (`!!omap`, YAML 1.1).
    if (isPair(node)) return { kind: "map", line, entries: [this.entry(node, line, depth)] };
    return { kind: "scalar", line, text: isScalar(node) ? wordsOf(node) : "" };
  }

  private entry({ key, value }: Pair<unknown, unknown>, near: number, depth: number): TreeEntry {
    const line = isNode(key) && key.range ? this.lineAt(key.range[0]) : near;
    const name = isScalar(key) ? wordsOf(key) : this.keyWords(key, line, depth);
    return { name, value: this.convert(value, line, depth + 1), line };
  }

  /** A key that is a list or a map, on one line. */
  private keyWords(key: unknown, line: number, depth: number): string {
    const words: string[] = [];
    for (const { leaf, path } of leaves(this.convert(key, line, depth + 1))) {
      words.push(...path.slice(-1), leaf.text);
      if (words.length > 20) break;
    }
    return words.join(" ").trim();
  }

  private count(more: number): void {
    this.size += more;
    if (this.size > LARGEST_TREE) throw new TooMuch(TOO_LARGE);
  }
}

/** `<<` takes over what another map has and this one has not (YAML 1.1, which Jekyll reads). */
function merged(map: TreeMap): TreeMap {
  if (!map.entries.some(({ name }) => name === "<<")) return map;
  const own = new Set(map.entries.map(({ name }) => name));
  const entries = map.entries.flatMap((entry) => {
    const { name, value } = entry;
    const sources = name === "<<" ? (value.kind === "list" ? value.items : [value]) : [];
    if (!sources.some(({ kind }) => kind === "map")) return [entry];
    return sources.flatMap((source) =>
      source.kind === "map" ? source.entries.filter((given) => !own.has(given.name)) : [],
    );
  });
  return { ...map, entries };
}

function wordsOf(scalar: { value: unknown; source?: string }): string {
  return wholeCharacters(typeof scalar.value === "string" ? scalar.value : (scalar.source ?? ""));
}

function linesOf(chunk: Chunk): Tree[] {
  return chunk.text
    .split("\n")
    .map((line, index): Tree => ({ kind: "scalar", line: chunk.before + index + 1, text: line.trim() }))
    .filter((tree) => tree.kind === "scalar" && tree.text !== "");
}
