import { wholeCharacters } from "@/lib/transfer/formats/decode";
import { DEEPEST_TREE, LARGEST_TREE, type Tree, type TreeList, type TreeMap } from "@/lib/transfer/formats/tree";

export type TreeReading = { tree: Tree; refused?: undefined } | { tree?: undefined; refused: string };

const TOKEN = /"[^"\\]*(?:\\[\s\S][^"\\]*)*"|[{}[\],:]|[^\s{}[\],:"]+/g;

/** A text, whole or unclosed, a bracket, or what may stand before one. */
const DEPTH_TOKEN = /"[^"\\]*(?:\\[\s\S][^"\\]*)*"?|[{}[\]]|[^\s{}[\]"]+/g;
const DEEP = `This JSON is nested deeper than ${DEEPEST_TREE} levels.`;

/**
 * Reads JSON with the line of every value; numbers stay as they are written. Null for a text that is no JSON. A value
 * nested deeper than 64 levels is refused, without going down there.
 */
export function readJson(text: string): TreeReading | null {
  if (isTooDeep(text)) return { refused: DEEP };
  try {
    // Says whether it is JSON at all; what follows only takes apart what is.
    JSON.parse(text);
  } catch {
    return null;
  }
  const open: { into: TreeList | TreeMap; name: { words: string; line: number } | null }[] = [];
  let root: Tree | undefined;
  let values = 0;
  let line = 1;
  let lineEnd = text.indexOf("\n");
  for (const found of text.matchAll(TOKEN)) {
    const token = found[0];
    const around = open.at(-1);
    if (token === "," || token === ":") continue;
    if (token === "}" || token === "]") {
      open.pop();
      continue;
    }
    while (lineEnd !== -1 && lineEnd < found.index) {
      line += 1;
      lineEnd = text.indexOf("\n", lineEnd + 1);
    }
    if (around?.into.kind === "map" && around.name === null) {
      around.name = { words: wordsOf(token), line };
      continue;
    }
    values += 1;
    if (values > LARGEST_TREE) return { refused: "This JSON is too large to be a schedule." };
    const value = treeOf(token, line);
    if (!around) root = value;
    else if (around.into.kind === "list") around.into.items.push(value);
    else {
      around.into.entries.push({ name: around.name?.words ?? "", value, line: around.name?.line ?? line });
      around.name = null;
    }
    if (value.kind === "scalar") continue;
    open.push({ into: value, name: null });
    if (open.length > DEEPEST_TREE) return { refused: DEEP };
  }
  return root ? { tree: root } : null;
}

/**
 * Looks for brackets within brackets before the parser does, which goes down all of them. What opens after anything but
 * a bracket, a comma or a colon is no JSON, and the parser says so sooner.
 */
function isTooDeep(text: string): boolean {
  let depth = 0;
  let mayOpen = true;
  for (const [token] of text.matchAll(DEPTH_TOKEN)) {
    const opens = token === "[" || token === "{";
    if (opens && !mayOpen) return false;
    if (opens) depth += 1;
    if (depth > DEEPEST_TREE) return true;
    if (token === "]" || token === "}") depth -= 1;
    mayOpen = opens || /[,:]$/.test(token);
  }
  return false;
}

/**
 * Convene's own export, parsed: an object with `"convene": 1` and a list of sessions, which are validated elsewhere.
 * Null for everything else.
 */
export function readOwnJson(text: string): { convene: 1; sessions: unknown[] } | null {
  if (!/^\s*\{/.test(text) || !text.includes('"convene"')) return null;
  try {
    const value: unknown = JSON.parse(text.trim());
    return isOwn(value) ? value : null;
  } catch {
    return null;
  }
}

function isOwn(value: unknown): value is { convene: 1; sessions: unknown[] } {
  if (typeof value !== "object" || value === null) return false;
  return "convene" in value && value.convene === 1 && "sessions" in value && Array.isArray(value.sessions);
}

function treeOf(token: string, line: number): Tree {
  if (token === "{") return { kind: "map", line, entries: [] };
  if (token === "[") return { kind: "list", line, items: [] };
  return { kind: "scalar", line, text: wordsOf(token) };
}

// Only texts have escapes; a number of a thousand digits is not read as one.
function wordsOf(token: string): string {
  if (!token.startsWith('"')) return token === "null" ? "" : token;
  const words: unknown = JSON.parse(token);
  return typeof words === "string" ? wholeCharacters(words) : "";
}
