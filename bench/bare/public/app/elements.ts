import { createElement, Fragment, type ReactNode } from "react";

/**
 * Turns HTML that React wrote back into elements, so that the bare page carries its markup the way every Next page
 * does: once as HTML and once as React's own data behind it. Only for what React writes: quoted attributes, closed tags.
 */

/** What comes in rows has keys. */
const ROWS = new Set(["li", "tr", "td", "th", "option"]);

const VOID = new Set(["br", "hr", "img", "input", "link", "meta", "col", "source", "wbr"]);

/** Attributes whose name in React is not what `camel` makes of it. */
const NAMES: Record<string, string> = {
  class: "className",
  for: "htmlFor",
  tabindex: "tabIndex",
  colspan: "colSpan",
  rowspan: "rowSpan",
  autocomplete: "autoComplete",
  maxlength: "maxLength",
  minlength: "minLength",
  inputmode: "inputMode",
  novalidate: "noValidate",
  datetime: "dateTime",
  value: "defaultValue",
  checked: "defaultChecked",
};

interface Open {
  tag: string | typeof Fragment;
  props: Record<string, string | number | boolean>;
  children: ReactNode[];
}

export function elementsOf(html: string): ReactNode {
  const stack: Open[] = [{ tag: Fragment, props: {}, children: [] }];
  let rows = 0;
  const close = (): void => {
    const { tag, props, children } = stack.pop() ?? { tag: Fragment, props: {}, children: [] };
    stack.at(-1)?.children.push(createElement(tag, props, ...children));
  };
  for (const [token, end, tag, attributes = ""] of html.matchAll(
    /<!--[\s\S]*?-->|<(\/?)([a-zA-Z][\w-]*)((?:\s+[^\s=/>]+(?:="[^"]*")?)*)\s*\/?>|[^<]+/g,
  )) {
    if (token.startsWith("<!--")) continue;
    if (!tag) stack.at(-1)?.children.push(text(token));
    else if (end) close();
    else {
      rows += 1;
      stack.push({ tag, props: { ...propsOf(attributes), ...(ROWS.has(tag) ? { key: rows } : {}) }, children: [] });
      if (VOID.has(tag)) close();
    }
  }
  return createElement(Fragment, null, ...(stack[0]?.children ?? []));
}

function propsOf(attributes: string): Open["props"] {
  const props: Open["props"] = {};
  for (const [, name = "", value] of attributes.matchAll(/([^\s=/>]+)(?:="([^"]*)")?/g)) {
    // A style would have to be an object, and the few there are weigh nothing.
    if (name === "style") continue;
    props[NAMES[name] ?? camel(name)] =
      value === undefined || value === "" ? (name === "value" || !(name in NAMES) ? "" : true) : text(value);
  }
  return props;
}

function camel(name: string): string {
  return /^(aria|data)-/.test(name) ? name : name.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

function text(html: string): string {
  const named: Record<string, string> = { amp: "&", lt: "<", gt: ">", quot: '"', "#x27": "'" };
  return html.replace(/&(amp|lt|gt|quot|#x27);/g, (whole, name: string) => named[name] ?? whole);
}
