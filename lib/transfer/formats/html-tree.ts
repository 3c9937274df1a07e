import { type DefaultTreeAdapterTypes, defaultTreeAdapter, parse } from "parse5";

export type HtmlElement = DefaultTreeAdapterTypes.Element;
export type HtmlNode = DefaultTreeAdapterTypes.ChildNode;

// Unclosed tags let an HTML parser build far more elements than there are letters; it is stopped before.
const MOST_ELEMENTS = 150_000;
const DEEPEST = 400;

class TooMuch extends Error {}

/** How many elements several documents together may still have. */
export interface ElementBudget {
  left: number;
}

export function elementBudget(): ElementBudget {
  return { left: MOST_ELEMENTS };
}

/**
 * The document of some HTML as a browser builds it (WHATWG HTML, 13.2), or null where it has more elements than the
 * budget, 150,000 at first, or is nested deeper than 400.
 */
export function htmlDocument(html: string, budget = elementBudget()): DefaultTreeAdapterTypes.Document | null {
  let depth = 0;
  const bounded = {
    ...defaultTreeAdapter,
    createElement(...parts: Parameters<typeof defaultTreeAdapter.createElement>) {
      budget.left -= 1;
      if (budget.left < 0) throw new TooMuch();
      return defaultTreeAdapter.createElement(...parts);
    },
    onItemPush() {
      depth += 1;
      if (depth > DEEPEST) throw new TooMuch();
    },
    onItemPop() {
      depth -= 1;
    },
  };
  try {
    return parse(html, { treeAdapter: bounded });
  } catch (error) {
    if (error instanceof TooMuch) return null;
    throw error;
  }
}

export function isElement(node: HtmlNode): node is HtmlElement {
  return "tagName" in node;
}

export function attribute(element: HtmlElement, name: string): string | null {
  return element.attrs.find((given) => given.name === name)?.value ?? null;
}

/** The elements inside, each before those inside it; `into` says whether to look into one. */
export function elementsIn(
  root: { childNodes: HtmlNode[] },
  into: (element: HtmlElement) => boolean = () => true,
): HtmlElement[] {
  const found: HtmlElement[] = [];
  const waiting = root.childNodes.toReversed();
  for (let node = waiting.pop(); node; node = waiting.pop()) {
    if (!isElement(node)) continue;
    found.push(node);
    if (into(node)) for (const child of node.childNodes.toReversed()) waiting.push(child);
  }
  return found;
}

const UNSEEN = new Set(
  "script style template head title noscript svg math select option button textarea object iframe canvas".split(" "),
);

/** Whether a browser shows nothing, or nothing to read, of an element. */
export function isUnseen(element: HtmlElement): boolean {
  if (UNSEEN.has(element.tagName) || attribute(element, "hidden") !== null) return true;
  return /(?:^|[;\s])(?:display\s?:\s?none|mso-hide\s?:\s?all)/i.test(attribute(element, "style") ?? "");
}
