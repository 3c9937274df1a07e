import { byText } from "@/lib/core/lists";
import type { ResourceKind } from "@/lib/progress/schema";
import type { LibraryLink, LibraryResource } from "@/lib/resources/schema";

export const KIND_NAMES: Readonly<Record<ResourceKind, string>> = {
  video: "Video",
  article: "Article",
  paper: "Paper",
  notebook: "Notebook",
  task: "Task",
  other: "Other",
};

/** Parts of the library that an organizer looks at by themselves. */
export const PARTS = ["all", "unused", "trouble"] as const;
export type Part = (typeof PARTS)[number];

export const ORDERS = ["title", "first_use", "longest", "most_done", "fewest_done"] as const;
export type Order = (typeof ORDERS)[number];

export interface View {
  /** Words that must all be there: in the title, the author, the link, or the title of a session that uses it. */
  words: string;
  kind: ResourceKind | null;
  part: Part;
  order: Order;
}

/** Whether somebody should look at a link. */
export function isTroubled(link: LibraryLink | null): boolean {
  return link?.state === "broken" || link?.state === "unsure";
}

/** The resources that a view shows, in its order; what is equal there stays in the order given. */
export function arrange(resources: readonly LibraryResource[], view: View): LibraryResource[] {
  const words = fold(view.words)
    .split(/\s+/)
    .filter((word) => word !== "");
  return resources
    .filter(
      (resource) =>
        (view.kind === null || resource.kind === view.kind) &&
        (view.part !== "unused" || resource.uses.length === 0) &&
        (view.part !== "trouble" || isTroubled(resource.link)) &&
        has(resource, words),
    )
    .toSorted(ORDERED[view.order]);
}

/** `works`, `broken: 404 Not Found`, …: what a link answered, in words. */
export function linkInWords(link: LibraryLink): string {
  switch (link.state) {
    case "ok":
      return "works";
    case "waiting":
      return "not asked yet";
    case "refused":
      return `not asked: ${link.problem}`;
    case "unsure":
      return `asked again soon: ${link.problem}`;
    case "broken":
      return `broken: ${link.problem}`;
  }
}

const byNumber = (of: (resource: LibraryResource) => number) => (a: LibraryResource, b: LibraryResource) =>
  of(a) - of(b);

const ORDERED: Record<Order, (a: LibraryResource, b: LibraryResource) => number> = {
  title: () => 0,
  // What no session uses comes last.
  first_use: (a, b) => byText(a.uses[0]?.date ?? "~", b.uses[0]?.date ?? "~"),
  longest: byNumber(({ minutes }) => -(minutes ?? 0)),
  most_done: byNumber(({ done }) => -done),
  fewest_done: byNumber(({ done }) => done),
};

function has(resource: LibraryResource, words: readonly string[]): boolean {
  if (words.length === 0) return true;
  const text = fold(
    [resource.title, resource.author, resource.url ?? "", ...resource.uses.map(({ title }) => title)].join("\n"),
  );
  return words.every((word) => text.includes(word));
}

/** Without case and accents, so that `poincare` finds Poincaré. */
function fold(text: string): string {
  return text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
}
