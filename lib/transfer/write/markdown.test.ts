import fc from "fast-check";
import remarkGfm from "remark-gfm";
import remarkParse from "remark-parse";
import { unified } from "unified";
import { describe, expect, it } from "vitest";
import { escapeBlock, escapeMarkdown, markdownLink } from "@/lib/transfer/write/escape";
import { writeMarkdown } from "@/lib/transfer/write/markdown";
import type { ScheduleToWrite } from "@/lib/transfer/write/of";

/** A node of a Markdown tree, as far as these tests look at it. */
interface Node {
  type: string;
  value?: string;
  url?: string;
  children?: Node[];
}

function parsed(markdown: string): Node {
  return unified().use(remarkParse).use(remarkGfm).parse(markdown);
}

function all(node: Node, type: string): Node[] {
  return [...(node.type === type ? [node] : []), ...(node.children ?? []).flatMap((child) => all(child, type))];
}

/** What a reader sees of a node, with line breaks for `<br>`. */
function seen(node: Node): string {
  if (node.type === "html") return node.value === "<br>" ? "\n" : `<<${node.value}>>`;
  return node.value ?? (node.children ?? []).map(seen).join("");
}

const COHORT = {
  title: "Reading papers",
  timezone: "America/Chicago",
  weekday: 2,
  startsAt: "11:00",
  lengthMinutes: 60,
};

function file(given: Partial<ScheduleToWrite> & { title?: string; place?: string } = {}): ScheduleToWrite {
  const { title = COHORT.title, place = "Room 219a", ...rest } = given;
  return {
    cohort: { ...COHORT, title, place },
    pageUrl: "https://c.example.org/c/x",
    sessions: [],
    changes: [],
    ...rest,
  };
}

const EVIL =
  "a|b|<script>alert(1)</script>|](javascript:alert(1))|[x](https://evil.example)|`r system('id')`|`{python} 1`|{{< include /etc/passwd >}}|{% include x %}|{{ site }}|$x^2$|@cite|**bold**|__b__|~~s~~|H~2~O|&lt;b&gt;|&#60;|\\|\\\\|\\textbf{x}|<!--|-->|![i](https://evil.example/i.png)|[^1]|# h|- l|1. l|(a) l|: d|::: {.callout-note}|---|www.example.org|https://evil.example|{#id .class}|=html|%|é|🙂|שלום|\u202e".split(
    "|",
  );
const evil = fc
  .array(fc.constantFrom(...EVIL, "|", " "), { minLength: 1, maxLength: 5 })
  .map((parts) => parts.join("").replace(/\s+/g, " ").trim())
  .filter((text) => text !== "");
const title = fc.oneof(
  evil,
  fc
    .string({ unit: "grapheme", minLength: 1, maxLength: 20 })
    .map(oneLine)
    .filter((text) => text !== ""),
);

// A parser puts U+FFFD for NUL; neither is in a title.
function oneLine(text: string): string {
  return text
    .replace(/\s+/g, " ")
    .replace(/[\p{Cc}\uFFFD]/gu, "")
    .trim();
}

describe("words in a Markdown file", () => {
  it("are read as they are, at the beginning of a block and inside a line, and are nothing else", () => {
    fc.assert(
      fc.property(title, (text) => {
        for (const markdown of [escapeBlock(text), `x ${escapeMarkdown(text)}`]) {
          const tree = parsed(markdown);
          expect(seen(tree).replace(/^x /, ""), markdown).toBe(text);
          const types = (tree.children ?? []).flatMap(({ type, children = [] }) => [
            type,
            ...children.map((one) => one.type),
          ]);
          // This parser makes a link of a bare address also where GitHub does not; it leads where it says.
          expect(
            types.filter((type) => !["paragraph", "text", "link"].includes(type)),
            markdown,
          ).toEqual([]);
          for (const link of all(tree, "link")) expect(link.url, markdown).toContain(seen(link));
        }
      }),
      { numRuns: 200 },
    );
  });

  it("hold no sign that Quarto, Jekyll, knitr or TeX would find before Markdown is read", () => {
    fc.assert(
      fc.property(title, (text) => {
        const bare = escapeMarkdown(text).replace(/\\[*_#|]|&#\d+;/g, "");
        expect(bare).not.toMatch(/[<>`[\]{}\\$~^@*_#|]/);
      }),
    );
  });

  it("never lead anywhere but to the address of the link, whatever is in both", () => {
    const address = fc.oneof(
      fc.webUrl({ withQueryParameters: true, withFragments: true }),
      evil.map((text) => `https://e.org/${text}`),
    );
    fc.assert(
      fc.property(title, address, (text, url) => {
        const markdown = `| a |\n| --- |\n| ${markdownLink(text, url)} |`;
        const links = all(parsed(markdown), "link");
        expect(links, markdown).toHaveLength(1);
        expect(new URL(links[0]?.url ?? "").origin, markdown).toBe(new URL(url).origin);
        expect(seen(parsed(markdown)), markdown).toBe(`a${text}`);
      }),
    );
    expect(markdownLink("a", "javascript:alert(1)")).toBe("a");
    expect(markdownLink("a", "https://e.org/a_(b) c|d?e=[f]&lt;#<g>")).toBe(
      "[a](https://e.org/a_%28b%29%20c%7Cd?e=[f]&amp;lt;#%3Cg%3E)",
    );
  });
});

describe("a schedule in Markdown", () => {
  it("has the columns of the public page, with links, lengths, breaks, and what is out of the ordinary", () => {
    const text = writeMarkdown(
      file({
        sessions: [
          { date: "2024-10-08", title: "", format: null, resources: [], draft: false },
          {
            date: "2024-10-15",
            title: "Discussion | part 2",
            format: "discussion",
            startsAt: "14:00",
            presenters: ["Ada", "Grace"],
            recordingUrl: "https://e.org/r",
            draft: false,
            resources: [
              { slot: "before", title: "Proofs", url: "https://e.org/a", minutes: 18 },
              {
                slot: "before",
                title: "Sets",
                url: "https://e.org/b",
                minutes: 145,
                label: "Sets Cont.",
                optional: true,
                part: { from: null, to: 2280 },
              },
              { slot: "session", title: "Bring a coin", url: null, minutes: null },
              { slot: "deep_dive", title: "More", url: null, minutes: 5 },
            ],
          },
          { date: "2024-10-22", title: "Maps", format: "presentation", cancelled: true, resources: [], draft: false },
          { date: "2024-10-29", title: "Later", format: "presentation", resources: [], draft: true },
        ],
        changes: [{ date: "2024-10-01", text: "Added “Sets” to 15 Oct." }],
      }),
    );
    expect(text).toBe(`# Reading papers

Tuesdays, 11:00 Chicago, 1 h, Room 219a. [The schedule as it is now](https://c.example.org/c/x)

## Schedule

| Date | Before | Session | After | Deep Dive |
| --- | --- | --- | --- | --- |
| Tue 8 Oct 2024 |  |  |  |  |
| Tue 15 Oct 2024<br>14:00 | [Proofs 0h18](https://e.org/a)<br>[Sets Cont. 2h25](https://e.org/b) (optional; 0:00 to 38:00) | Discussion \\| part 2<br>Ada, Grace<br>Bring a coin<br>[Recording](https://e.org/r) |  | More 0h05 |
| Tue 22 Oct 2024 |  | ~~Maps~~ cancelled |  |  |
| Tue 29 Oct 2024 |  | Later (draft) |  |  |

## Changes

- Tue 1 Oct 2024: Added “Sets” to 15 Oct.
`);
  });

  it("is one table with a row a session and five cells in each, whatever the words are", () => {
    const resource = fc.record({
      slot: fc.constant("before" as const),
      title,
      url: fc.option(fc.webUrl()),
      minutes: fc.constant(null),
    });
    const session = fc.record({
      date: fc.constant("2024-10-08"),
      title,
      format: fc.constant("discussion" as const),
      presenters: fc.array(title, { maxLength: 2 }),
      resources: fc.array(resource, { maxLength: 3 }),
      draft: fc.constant(false),
    });
    fc.assert(
      fc.property(fc.array(session, { minLength: 1, maxLength: 4 }), title, title, (sessions, name, change) => {
        const changes = [{ date: "2024-10-01", text: change }];
        const tree = parsed(writeMarkdown(file({ sessions, title: name, place: change, changes })));
        expect((tree.children ?? []).map(({ type }) => type)).toEqual([
          "heading",
          "paragraph",
          "heading",
          "table",
          "heading",
          "list",
        ]);
        const rows = all(tree, "tableRow").slice(1);
        expect(rows.map(({ children = [] }) => children.length)).toEqual(sessions.map(() => 5));
        expect(rows.map(({ children = [] }) => children.slice(1, 3).map(seen))).toEqual(
          sessions.map(({ title: words, presenters, resources }) => [
            resources.map((one) => one.title).join("\n"),
            [words, presenters.join(", ")].filter((line) => line !== "").join("\n"),
          ]),
        );
        expect(seen(tree.children?.[0] ?? { type: "" })).toBe(name);
        expect(all(tree, "html").every(({ value }) => value === "<br>")).toBe(true);
        expect(all(tree, "list")).toHaveLength(1);
      }),
      { numRuns: 80 },
    );
  });
});
