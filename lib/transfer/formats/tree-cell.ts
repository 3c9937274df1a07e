import { isNothing, type Tree } from "@/lib/transfer/formats/tree";
import { resourceLines } from "@/lib/transfer/formats/tree-resource";
import { escapeWords, markdownLink, tidyLines, webAddress } from "@/lib/transfer/formats/words";

/**
 * What a name leads to, as `readCell` reads it: each item of a list on a line of its own, a resource as
 * `[title](address) 0h18`, a map of addresses as links with its names for titles.
 */
export function treeCell(tree: Tree): string {
  return tidyLines(linesOf(tree).join("\n"));
}

/** An address alone under a name of a session, as a link with a title: the session's, with the name where it tells more. */
export function titledAddress(name: string, value: Tree, title: string): string | null {
  const url = value.kind === "scalar" ? webAddress(value.text) : null;
  if (url === null) return null;
  const bare = /^(?:url|link|href|uri|page|website)$/i.test(name);
  return markdownLink(title === "" ? name : bare ? title : `${title} (${name})`, url);
}

function linesOf(tree: Tree): string[] {
  if (isNothing(tree)) return [];
  if (tree.kind === "scalar") return [escapeWords(tree.text)];
  if (tree.kind === "list") return tree.items.flatMap(linesOf);
  return resourceLines(tree, linesOf) ?? tree.entries.flatMap(({ name, value }) => namedLines(name, value));
}

function namedLines(name: string, value: Tree): string[] {
  if (value.kind !== "scalar") return linesOf(value);
  if (isNothing(value)) return [];
  const url = webAddress(value.text);
  if (url !== null) return [markdownLink(name, url)];
  return [name === "" ? escapeWords(value.text) : `${escapeWords(name)}: ${escapeWords(value.text)}`];
}
