import { describe, expect, it } from "vitest";
import { readSheet } from "@/lib/transfer/formats/read";
import { JEKYLL, NESTED_JSON, NESTED_YAML } from "@/lib/transfer/formats/testing/samples";
import { readYaml } from "@/lib/transfer/formats/yaml";
import { indentFlows } from "@/lib/transfer/formats/yaml-indent";

/** The sheet as rows of the names and cells that are not empty. */
function table(text: string, fileName = "schedule.yml") {
  const { header, rows } = readSheet(text, { fileName });
  return rows.map(({ row, cells }) => ({
    row,
    ...Object.fromEntries(cells.flatMap((cell, index) => (cell ? [[header?.cells[index] ?? `${index}`, cell]] : []))),
  }));
}

describe("a YAML file of sessions", () => {
  it("of a Jekyll site is read with its resources, lists closed at the margin and a name that is there twice", () => {
    expect(readSheet(JEKYLL)).toMatchObject({ format: "yaml", problems: [] });
    expect(table(JEKYLL)).toEqual([
      {
        row: 2,
        date: "2026-09-01",
        title: "Wheels \\[intro\\]",
        readings:
          "[What is a wheel](https://pots.example.org/wheel) (0h18; by Mia Potter)\n[Clay](https://pots.example.org/clay)",
        links: "[slides](https://pots.example.org/s.pdf)\n[video](https://pots.example.org/v)",
      },
      {
        row: 11,
        date: "2026-09-08",
        title: "Glazes",
        time: "11:00",
        speaker: "[Ann](https://ann.example.org)",
        readings: "chapter 1\n[Kilns](https://pots.example.org/k.pdf) (optional; 1h35)",
        notes: "bring clay\nbring water",
      },
    ]);
  });

  it("with weeks around them inherits what a week says, keeps weeks without one, and loses nothing else", () => {
    const week = { row: 14, week: "2", title: "Holiday" };
    expect(table(NESTED_YAML)).toEqual([
      { row: 1, week: "title: Sailing" },
      { row: 3, week: "staff: name: Ann\nemail: ann@sail.example.org" },
      {
        row: 10,
        week: "1",
        module: "Wind",
        readings: "[Currents](https://sail.example.org/c)",
        date: "May 4",
        topic: "Knots",
      },
      { row: 12, week: "1", module: "Wind", date: "May 6", topic: "Sails" },
      week,
      { row: 18, week: "3", date: "May 18", topic: "Tacking" },
    ]);
  });

  it("may be a map by dates or weeks, of maps, of lists or of words", () => {
    const text = "2026-10-01:\n  - topic: Intro\n    slides: https://e.org/s\n  - topic: Lab\n2026-10-08: No class\n";
    expect(table(text)).toEqual([
      { row: 2, date: "2026-10-01", topic: "Intro", slides: "[Intro (slides)](https://e.org/s)" },
      { row: 4, date: "2026-10-01", topic: "Lab" },
      { row: 5, date: "2026-10-08", title: "No class" },
    ]);
    expect(table("Week 1:\n  topic: Intro\nweek_2:\n  topic: Next\n")).toMatchObject([
      { row: 1, week: "Week 1" },
      { row: 3, week: "week_2" },
    ]);
    expect(table("- Oct 1: Intro\n- Oct 8:\n    title: Next\n")).toEqual([
      { row: 1, date: "Oct 1", title: "Intro" },
      { row: 2, date: "Oct 8", title: "Next" },
    ]);
  });

  it("takes over what an anchor says, and shares it", () => {
    const text =
      "base: &base {room: 12}\nsessions:\n  - {<<: *base, date: Oct 1, title: A}\n  - {<<: *base, date: Oct 8, room: 3}\n";
    expect(table(text)).toEqual([
      { row: 3, room: "12", date: "Oct 1", title: "A" },
      { row: 4, date: "Oct 8", room: "3" },
    ]);
  });

  it("may be ordered or have names of several words, as YAML 1.1 has them", () => {
    expect(table("sessions: !!omap\n- Oct 1: Intro\n- Oct 8: Next\n")).toEqual([
      { row: 2, date: "Oct 1", title: "Intro" },
      { row: 3, date: "Oct 8", title: "Next" },
    ]);
    expect(table("- date: Oct 1\n  ? [a, b]\n  : c\n- date: Oct 8\n")).toMatchObject([{ "a b": "c" }, { row: 4 }]);
  });

  it("may stand in the front matter of a page, whose words are kept", () => {
    const text =
      "---\nlayout: page\nsessions:\n  - date: Oct 1\n    title: A\n  - date: Oct 8\n    title: B\n---\n# Welcome: *all*\n";
    expect(readSheet(text).problems).toEqual([]);
    expect(table(text)).toEqual([
      { row: 2, date: "layout: page" },
      { row: 4, date: "Oct 1", title: "A" },
      { row: 6, date: "Oct 8", title: "B" },
      { row: 9, date: "# Welcome: *all*" },
    ]);
  });

  it("says in which line a mistake is", () => {
    const text = '- date: Oct 1\n  title: A: b\n- date: Oct 8\n  title: "not closed\n';
    const { format, problems } = readSheet(text);
    expect(format).toBe("yaml");
    expect(problems.map(({ row, message }) => [row, message.split(":")[0]])).toEqual([
      [2, "This line is not understood as YAML"],
      [5, "This line is not understood as YAML"],
    ]);
  });

  it("repeats no long words of a week, and has no more than two hundred names", () => {
    const about = "x".repeat(501);
    const sessions = "sessions: [{date: Oct 1, title: A}, {date: Oct 3, title: B}]";
    expect(table(`weeks:\n  - week: 1\n    about: ${about}\n    ${sessions}\n`)).toMatchObject([
      { week: "1", about, title: "A" },
      { week: "1", title: "B" },
    ]);
    const names = Array.from({ length: 201 }, (_, index) => `n${index}: x`).join(", ");
    expect(readSheet(`- {date: Oct 1, title: A, ${names}}\n`).problems[0]?.message).toBe(
      "This has more than 200 names.",
    );
  });

  it("without sessions is refused", () => {
    expect(readSheet("title: x\nstaff:\n  - name: Ann\n    email: a@e.org\n", { fileName: "a.yml" }).problems).toEqual([
      { row: 1, column: null, message: "There is no list of sessions in this YAML." },
    ]);
  });

  it("keeps numbers, dates and truths in their own words", () => {
    expect(table("- {date: 2026-10-01, title: 0x1F, time: 11:00, n: 1e999, ok: yes, no: ~, zero: 007}\n")).toEqual([
      { row: 1, date: "2026-10-01", title: "0x1F", time: "11:00", n: "1e999", ok: "yes", zero: "007" },
    ]);
  });
});

describe("brackets over several lines", () => {
  it("are moved to the right, and brackets in words, quotations and comments open none", () => {
    const lines = ["a: [", "b, 'c ]',", "] # end", "d: e [ f", 'g: "[ h"', "# [", "i: {j: [", "k]}", "l: m"];
    expect(indentFlows(lines.join("\n")).split("\n")).toEqual([
      "a: [",
      "    b, 'c ]',",
      "    ] # end",
      "d: e [ f",
      'g: "[ h"',
      "# [",
      "i: {j: [",
      "    k]}",
      "l: m",
    ]);
    expect(readYaml(lines.join("\n"))).toMatchObject({ problems: [] });
  });
});

describe("a JSON file of sessions", () => {
  it("is read with its modules, and with the line of each session", () => {
    expect(readSheet(NESTED_JSON)).toMatchObject({ format: "json", problems: [] });
    expect(table(NESTED_JSON)).toEqual([
      { row: 2, module: "course: Cheese" },
      {
        row: 7,
        module: "Fresh",
        title: "Ricotta",
        when: "2026-02-03",
        url: "[Ricotta](https://cheese.example.org/1)",
        id: "1e999",
      },
      {
        row: 8,
        module: "Fresh",
        title: "Quark \\[1\\]",
        videos: "[Curds](https://cheese.example.org/q) (optional; 0h13; by Bo)",
      },
    ]);
  });

  it("may have the commas and comments that JSON does not allow, and says where else it is broken", () => {
    expect(table('[\n  {"date": "Oct 1", "title": "A"},\n  {"date": "Oct 8", "title": "B"},\n]')).toHaveLength(2);
    const { format, problems } = readSheet(
      '[\n  {"date": "Oct 1", "title": "A"},\n  {"date": "Oct 8" "title": "B"}\n]',
    );
    expect(format).toBe("json");
    expect(problems[0]).toMatchObject({ row: 3, message: expect.stringContaining("not understood as JSON") });
  });

  it("of half characters keeps them as what cannot be stored", () => {
    expect(table('[{"date": "Oct 1", "title": "a\\ud800"}]')).toEqual([{ row: 1, date: "Oct 1", title: "a\u0000" }]);
    expect(table('- {date: Oct 1, title: "a\\ud800"}\n')).toEqual([{ row: 1, date: "Oct 1", title: "a\u0000" }]);
  });

  it("without sessions is refused", () => {
    expect(readSheet('{"a": [1, 2]}').problems[0]?.message).toBe("There is no list of sessions in this JSON.");
  });
});
