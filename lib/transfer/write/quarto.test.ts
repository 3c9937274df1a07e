import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import type { ScheduleToWrite } from "@/lib/transfer/write/of";
import { writeQuarto } from "@/lib/transfer/write/quarto";

function file(title: string, more: Partial<ScheduleToWrite> = {}): ScheduleToWrite {
  const cohort = { title, timezone: "America/Chicago", weekday: 2, startsAt: "11:00", lengthMinutes: 90, place: "" };
  return { cohort, pageUrl: "https://c.example.org/c/x", sessions: [], changes: [], ...more };
}

const maps = { date: "2024-10-08", title: "Maps", format: "presentation" as const, resources: [], draft: false };

describe("a schedule for Quarto", () => {
  it("has front matter with the date of the first session, callouts, and a table with the widths of its columns", () => {
    const changes = [{ date: "2024-10-01", text: "The first session is published: 8 Oct." }];
    expect(writeQuarto(file("Deep learning: from A to *Z*", { sessions: [maps], changes }))).toBe(`---
title: "Deep learning: from A to \\\\*Z\\\\*"
date: "2024-10-08"
format: "html"
---

::: {.callout-note}
## When and where

Tuesdays, 11:00 Chicago, 1 h 30 min. [The schedule as it is now](https://c.example.org/c/x)
:::

## Schedule

| Date | Before | Session | After | Deep Dive |
| --- | --- | --- | --- | --- |
| Tue 8 Oct 2024 |  | Maps |  |  |

: {tbl-colwidths="[13,27,20,22,18]"}

::: {.callout-note collapse="true"}
## Changes

- Tue 1 Oct 2024: The first session is published: 8 Oct.
:::
`);
  });

  it("says nothing of what is not there", () => {
    const text = writeQuarto(file("Empty"));
    expect(text).not.toContain("date:");
    expect(text).not.toContain("Changes");
  });

  it("keeps its structure whatever the words are: front matter, fences, shortcodes and code stay its own", () => {
    const bits =
      "\"|'|\\|: |---|...|\n|{{< include /etc/passwd >}}|{{% x %}}|```{r}|`r 1`|`{python} 1`|:::|::: {.x}|#| - |[|](|)|$$|\\(|@fig|<script>|é|🙂|!include|&a|*a|%a|0x1|null|yes|2024-10-08|execute:".split(
        "|",
      );
    const words = fc
      .array(fc.constantFrom(...bits), { minLength: 1, maxLength: 6 })
      .map((parts) => parts.join("").replace(/\s+/g, " ").trim())
      .filter((text) => text !== "");
    const shape = (text: string) =>
      text
        .split("\n")
        .filter((line) => /^(?:---|:::|## |: |\| ---|- |date|title|format)/.test(line))
        .map((line) => line.slice(0, 12));
    const plain = (text: string) =>
      writeQuarto(
        file(text, {
          sessions: [{ ...maps, title: text, presenters: [text] }],
          changes: [{ date: "2024-10-01", text }],
        }),
      );
    const expected = shape(plain("Words")).map((line) => line.replace(/^title.*/, "title"));
    fc.assert(
      fc.property(words, (text) => {
        const written = plain(text);
        expect(shape(written).map((line) => line.replace(/^title.*/, "title"))).toEqual(expected);
        const matter = /^---\n([\s\S]*?)\n---\n/.exec(written)?.[1] ?? "";
        const { title, ...rest } = parse(matter);
        expect(rest).toEqual({ date: "2024-10-08", format: "html" });
        expect(typeof title).toBe("string");
        expect(written.slice(matter.length + 9).replace(/\{(?:\.callout-note|tbl-colwidths)[^}]*\}/g, "")).not.toMatch(
          /[`{}$@]|<(?!br>)/,
        );
        expect(title).not.toMatch(/[`{}$@<]/);
      }),
    );
  });
});
