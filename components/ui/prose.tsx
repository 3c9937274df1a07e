import { renderMarkdown } from "@/lib/core/markdown";

/** Markdown as prose. The HTML has been sanitised, and the page's policy lets no script in it run. */
export function Prose({ markdown }: { markdown: string }) {
  // biome-ignore lint/security/noDangerouslySetInnerHtml: sanitised by renderMarkdown
  return <div className="prose" dangerouslySetInnerHTML={{ __html: renderMarkdown(markdown) }} />;
}
