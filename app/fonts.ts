import localFont from "next/font/local";

/**
 * The two faces of the site, shipped with it. Their Latin files are fetched together with the page. Letters beyond Latin
 * come from the same families' other files (see `globals.css`) when a page has any; Next's own stand-in would be found
 * before those, so ours stands behind them, in `tokens.css`.
 */
export const sans = localFont({
  src: "../node_modules/@fontsource-variable/inter/files/inter-latin-wght-normal.woff2",
  variable: "--face-sans",
  weight: "100 900",
  display: "swap",
  adjustFontFallback: false,
});

export const serif = localFont({
  src: "../node_modules/@fontsource-variable/source-serif-4/files/source-serif-4-latin-wght-normal.woff2",
  variable: "--face-serif",
  weight: "200 900",
  display: "swap",
  adjustFontFallback: false,
});
