/**
 * Convene's mark: dots that come together, in the colour of the scheme. Decoration beside the name, so it has no words of
 * its own. A file instead of markup: it stands on every page and would be in each twice.
 */
export function Mark({ size = 24 }: { size?: number }) {
  // biome-ignore lint/performance/noImgElement: a vector needs no image pipeline
  return <img src="/icon.svg" width={size} height={size} alt="" />;
}
