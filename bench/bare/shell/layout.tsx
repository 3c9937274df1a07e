import "@/bench/bare/shell/shell.css";
import type { Metadata, Viewport } from "next";
import type { ReactNode } from "react";

/** What both bare apps stand in, and what every site has: a style sheet, words for the search engine, a skip link. */

export const metadata: Metadata = {
  title: "A bare page",
  description: "Cohorts of people who teach themselves something together, a session a week.",
};

export const viewport: Viewport = {
  themeColor: [
    { media: "(prefers-color-scheme: light)", color: "#faf7f0" },
    { media: "(prefers-color-scheme: dark)", color: "#131412" },
  ],
};

export default function RootLayout({ children }: { children: ReactNode }) {
  return (
    <html lang="en">
      <body>
        <a
          href="#main"
          className="sr-only focus:not-sr-only focus:absolute focus:left-4 focus:top-4 focus:bg-raised focus:p-3"
        >
          Skip to the content
        </a>
        {children}
      </body>
    </html>
  );
}
