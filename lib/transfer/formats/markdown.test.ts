import fc from "fast-check";
import remarkGfm from "remark-gfm";
import remarkParse from "remark-parse";
import { unified } from "unified";
import { describe, expect, it } from "vitest";
import { readBars, readMarkdown } from "@/lib/transfer/formats/markdown";
import { splitCells } from "@/lib/transfer/formats/markdown-cell";
import { README } from "@/lib/transfer/formats/testing/samples";

describe("a Markdown table", () => {
  it("is read from a README with references, an escaped bar, HTML in it and a second table with the same header", () => {
    const sheet = readMarkdown(README);
    expect(sheet).toMatchObject({ format: "markdown", problems: [] });
    expect(sheet?.header).toEqual({ row: 8, cells: ["Date", "Paper", "Who", "Notes"] });
    expect(sheet?.rows.filter(({ cells }) => cells.length > 1)).toEqual([
      {
        row: 10,
        cells: ["2026-03-02", "[Ants | bees](https://bugs.example.org/ants) (optional)", "Ada", "first one\nroom 2"],
      },
      {
        row: 11,
        cells: [
          "2026-03-16",
          "[Wasps](https://bugs.example.org/wasps) \\[draft\\]",
          "",
          "https://bugs.example.org/slides",
        ],
      },
      { row: 17, cells: ["2026-03-30", "[Flies](https://bugs.example.org/flies) & gnats", "Bo", ""] },
    ]);
  });

  it("leaves nothing around it out: words, headings and unused references are rows with the words alone", () => {
    expect(readMarkdown(README)?.rows.filter(({ cells }) => cells.length === 1)).toEqual([
      { row: 2, cells: ["layout: page"] },
      { row: 4, cells: ["Reading group"] },
      { row: 6, cells: ["Every second Monday."] },
      { row: 13, cells: ["More will come."] },
      { row: 20, cells: ["\\[unused\\]: https://bugs.example.org/unused"] },
    ]);
  });

  it("with another header is rows, its header too; the one that names columns is the schedule", () => {
    const text = "| Name | Mail |\n|--|--|\n| Ann | a@e.org |\n\n| Date | Topic |\n|--|--|\n| Oct 1 | Intro |";
    const sheet = readMarkdown(text);
    expect(sheet?.header).toEqual({ row: 5, cells: ["Date", "Topic"] });
    expect(sheet?.rows).toEqual([
      { row: 1, cells: ["Name", "Mail"] },
      { row: 3, cells: ["Ann", "a@e.org"] },
      { row: 7, cells: ["Oct 1", "Intro"] },
    ]);
  });

  it("names no columns where its header is empty or has the first session in it", () => {
    expect(readMarkdown("| | |\n|--|--|\n| Date | Topic |\n| Oct 1 | Intro |")?.header?.cells).toEqual([
      "Date",
      "Topic",
    ]);
    const dated = readMarkdown("| Oct 1 | Intro |\n|--|--|\n| Oct 8 | Next |");
    expect(dated?.header).toBeNull();
    expect(dated?.rows.map(({ row }) => row)).toEqual([1, 3]);
  });

  it("is found in a quotation and in a fence, and ends at a blank line or a heading", () => {
    for (const text of [
      "> | a | b |\n> |--|--|\n> | 1 | x |",
      "```\na | b\n--|--\n1 | x\n```",
      "a|b\n-|-\n1|x\n# End",
    ]) {
      const sheet = readMarkdown(text);
      expect(sheet?.header?.cells).toEqual(["a", "b"]);
      expect(sheet?.rows[0]?.cells).toEqual(["1", "x"]);
    }
  });

  it("keeps the cells that a row has too many, and links as they are written even when they are no good", () => {
    const text = "| Date | Topic |\n|--|--|\n| Oct 1 | [a](/relative) | lost [b](https://e.org |";
    expect(readMarkdown(text)?.rows[0]?.cells).toEqual(["Oct 1", "[a](/relative)", "lost [b](https://e.org"]);
  });

  it("is none without a line of dashes; lines that begin and end with bars are read all the same", () => {
    expect(readMarkdown("a | b\nc | d")).toBeNull();
    expect(readMarkdown("a | b\n---")).toBeNull();
    const bars = readBars("| Date | Topic |\n|------+-------|\n| Oct 1 | Intro |\n");
    expect(bars).toMatchObject({ header: { row: 1, cells: ["Date", "Topic"] }, rows: [{ row: 3 }] });
    expect(readBars("|| Date || Topic ||\n| Oct 1 | |\n")?.header?.cells).toEqual(["Date", "Topic"]);
    expect(readBars("| a | b |\nand words")).toBeNull();
  });

  it("has the cells that GitHub's grammar gives it", () => {
    const parser = unified().use(remarkParse).use(remarkGfm);
    const cell = fc
      .array(fc.constantFrom("a", "b ", "é", "\\|", "\\\\", ":", "-", "1"), { maxLength: 6 })
      .map((parts) => `x${parts.join("")}`);
    fc.assert(
      fc.property(fc.array(fc.array(cell, { minLength: 2, maxLength: 2 }), { minLength: 1, maxLength: 4 }), (rows) => {
        const lines = rows.map((cells) => `| ${cells.join(" | ")} |`);
        const text = [lines[0], "|--|--|", ...lines.slice(1)].join("\n");
        const [table] = parser.parse(text).children;
        const theirs = (table && "children" in table ? table.children : []).map((row) =>
          ("children" in row ? row.children : []).map(({ position }) =>
            // A cell's place in the source, with the bar in front of it.
            text
              .slice(position?.start.offset, position?.end.offset)
              .replace(/^\|/, "")
              .replace(/(?<!\\)((?:\\\\)*)\|$/, "$1")
              .replaceAll("\\|", "|")
              .trim(),
          ),
        );
        expect(lines.map((line) => splitCells(line ?? ""))).toEqual(theirs);
      }),
    );
  });
});
