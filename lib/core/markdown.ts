import rehypeSanitize, { defaultSchema } from "rehype-sanitize";
import rehypeStringify from "rehype-stringify";
import remarkGfm from "remark-gfm";
import remarkParse from "remark-parse";
import remarkRehype from "remark-rehype";
import { unified } from "unified";

// Only web links and mail; no data:, no javascript:, no raw HTML, no pictures from elsewhere (they would
// tell others who reads), and headings below the page's own.
const schema = {
  ...defaultSchema,
  protocols: { ...defaultSchema.protocols, href: ["http", "https", "mailto"] },
  tagNames: (defaultSchema.tagNames ?? []).filter(
    (name) => !["input", "h1", "h2", "img", "picture", "source"].includes(name),
  ),
};

const processor = unified()
  .use(remarkParse)
  .use(remarkGfm)
  .use(remarkRehype)
  .use(rehypeSanitize, schema)
  .use(rehypeStringify);

/**
 * What an organizer wrote in Markdown (GitHub's flavour, without raw HTML) as HTML that is safe to show. Deterministic;
 * never throws on any text.
 */
export function renderMarkdown(markdown: string): string {
  return String(processor.processSync(markdown));
}
