/** Where a link of a page leads, of those that lead into the web. */
const LINK =
  /<a\s[^<>]{0,2000}?href\s*=\s*(?:"\s*(https?:[^"]{1,2000})"|'\s*(https?:[^']{1,2000})'|(https?:[^\s"'<>]{1,2000}))/gi;

/**
 * Whether HTML has a link whose address the text beside it does not have, so that the text alone would lose it. Small
 * enough for the browser, which reads no more of the page than this.
 */
export function lacksLinksOf(text: string, html: string): boolean {
  for (const [, double, single, bare] of html.matchAll(LINK)) {
    const address = (double ?? single ?? bare ?? "").trim().replaceAll("&amp;", "&");
    if (!text.includes(address)) return true;
  }
  return false;
}
