/** What YAML and JSON have in common: values with the line they begin in, scalars as they are written. */
export type Tree = TreeScalar | TreeList | TreeMap;

export interface TreeScalar {
  kind: "scalar";
  line: number;
  text: string;
}

export interface TreeList {
  kind: "list";
  line: number;
  items: Tree[];
}

export interface TreeMap {
  kind: "map";
  line: number;
  /** In their order; a name may be there twice. */
  entries: TreeEntry[];
}

export interface TreeEntry {
  name: string;
  value: Tree;
  /** The line of the name. */
  line: number;
}

/** More of either is no schedule. */
export const DEEPEST_TREE = 64;
export const LARGEST_TREE = 200_000;

/** The names without case, spaces and dashes: `Due date`, `due_date` and `dueDate` are one. */
export function plainName(name: string): string {
  return name.toLowerCase().replace(/[\s_-]+/g, "");
}

/** Whether something is written for nothing: `null`, `~` or an empty text. */
export function isNothing(tree: Tree): boolean {
  if (tree.kind === "list") return tree.items.length === 0;
  if (tree.kind === "map") return tree.entries.length === 0;
  return /^\s*(?:null|~)?\s*$/i.test(tree.text);
}

/** The words of everything inside, each with its line and with the names that lead to it. */
export function* leaves(
  tree: Tree,
  path: readonly string[] = [],
): Generator<{ leaf: TreeScalar; path: readonly string[] }> {
  if (tree.kind === "scalar") yield { leaf: tree, path };
  else if (tree.kind === "list") for (const item of tree.items) yield* leaves(item, path);
  else for (const { name, value } of tree.entries) yield* leaves(value, [...path, name]);
}
