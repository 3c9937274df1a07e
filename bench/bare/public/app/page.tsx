import { readFile } from "node:fs/promises";
import { Top, TopLink } from "@/bench/bare/shell/top";
import { elementsOf } from "./elements";

/**
 * The baseline of the public page: its own `<main>`, made into a static page when this app is built. Equal: the
 * elements and so nearly all bytes, as HTML and as React's data, Next's own scripts, its ETag and headers. Not equal:
 * no client components, no keys of rows, no policy headers, no database and nothing that ever changes.
 */
export const dynamic = "force-static";

export default async function Page() {
  const main = elementsOf(await readFile("main.html", "utf8"));
  return (
    <>
      <Top title="A bare static page" href="/">
        <TopLink href="/week">My week</TopLink>
        <TopLink href="/">All cohorts</TopLink>
      </Top>
      <main id="main" className="mx-auto max-w-6xl space-y-14 px-4 py-8 md:py-12">
        {main}
      </main>
    </>
  );
}
