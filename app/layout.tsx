import "./globals.css";
import type { Metadata, Viewport } from "next";
import type { ReactNode } from "react";
import { sans, serif } from "./fonts";

export const metadata: Metadata = {
  title: { default: "Convene", template: "%s · Convene" },
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
    <html lang="en" className={`${sans.variable} ${serif.variable}`}>
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
