/**
 * Signs that begin something in some Markdown, as entities, which stay words for all of them: HTML, links, code, attributes,
 * Quarto's and Jekyll's braces, TeX, citations. What runs before Markdown is read knows no backslash, but no entity either.
 */
const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  "`": "&#96;",
  "[": "&#91;",
  "]": "&#93;",
  "{": "&#123;",
  "}": "&#125;",
  "\\": "&#92;",
  $: "&#36;",
  "~": "&#126;",
  "^": "&#94;",
  "@": "&#64;",
  ":": "&#58;",
  ".": "&#46;",
};
// A colon before slashes and the dot of `www.` would make a link of what follows, entities and all.
const SIGNS = /&(?=#?\w{1,40};)|[<>`[\]{}\\$~^@]|:(?=\/\/)|(?<=www)\.|[*_#|]/gi;

/**
 * Words for the inside of a line or a table cell: they read as they are in GitHub's Markdown and in Pandoc's, and are never
 * a link, code, mathematics, a citation or HTML. White space becomes single spaces.
 */
export function escapeMarkdown(text: string): string {
  return text
    .replace(/\s+/g, " ")
    .trim()
    .replace(SIGNS, (sign) => ENTITIES[sign] ?? `\\${sign}`);
}

/** The same for words that begin a block, where `-`, `1.` or `(a)` would make a list of them. */
export function escapeBlock(text: string): string {
  return escapeMarkdown(text)
    .replace(/^[-+:=%(]/, "\\$&")
    .replace(/^(\w{1,12})([.)])/, "$1\\$2");
}

/** A Markdown link with these words. An address that is none of the web gives the words alone. */
export function markdownLink(title: string, url: string): string {
  const words = escapeMarkdown(title);
  const address = linkAddress(url);
  return address === null ? words : `[${words}](${address})`;
}

/** The address with everything percent-encoded that could end it or begin something else. */
function linkAddress(url: string): string | null {
  if (!/^https?:\/\//i.test(url) || !URL.canParse(url)) return null;
  return new URL(url).href
    .replace(
      /[^\w\-.~:/?#@!&+,;=%[\]]/g,
      (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase().padStart(2, "0")}`,
    )
    .replace(/&(?=#?\w{1,40};)/g, "&amp;");
}
