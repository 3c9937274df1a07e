import { describe, expect, it } from "vitest";
import { leadingDate } from "@/lib/transfer/formats/dates";
import { readList } from "@/lib/transfer/formats/list";
import { WORDS } from "@/lib/transfer/formats/testing/samples";

function read(text: string): { header: string[]; rows: string[][] } {
  const { header, rows } = readList(text);
  return { header: header?.cells ?? [], rows: rows.map(({ cells }) => cells) };
}

describe("a schedule in words", () => {
  it("is read with its labels as columns, whatever marks and bullets it has", () => {
    const sheet = readList(WORDS);
    expect(sheet.format).toBe("list");
    expect(sheet.header?.cells).toEqual([
      "Date",
      "Session",
      "Week",
      "Time",
      "reading",
      "homework",
      "Before",
      "After",
      "Deep dive",
    ]);
    const reading = "[warp](https://weave.example.org/warp), [weft](https://weave.example.org/weft)";
    expect(sheet.rows).toEqual([
      { row: 1, cells: ["Weaving in spring"] },
      { row: 3, cells: ["Oct 1", "Looms", "Week 1", "", reading, "wind \\[one\\] bobbin", "", "", ""] },
      {
        row: 4,
        cells: [
          "Oct 8",
          "Patterns\nbring yarn",
          "",
          "",
          "",
          "",
          "[Twill](https://weave.example.org/twill) 0h10",
          "dye\nwash",
          "",
        ],
      },
      {
        row: 10,
        cells: ["Oct 15", "Tapestry", "", "11:00", "", "", "", "", "see https://weave.example.org/deep"],
      },
      { row: 12, cells: ["Oct 22", "Finishing", "", "", "", "", "", "", ""] },
      { row: 13, cells: ["Thursday, October 29th, 2026", "Show\nfor everyone", "", "", "", "", "", "", ""] },
    ]);
  });

  it("may have weeks as headings over its dates, or instead of them", () => {
    expect(read("Week 1\nOct 1: Intro\nOct 3: Lab\n\nWeek 2\nOct 8: More").rows).toEqual([
      ["Oct 1", "Intro", "Week 1"],
      ["Oct 3", "Lab", "Week 1"],
      ["Oct 8", "More", "Week 2"],
    ]);
    expect(read("## Week 1: Intro\nRead [a](https://e.org)\n\n## Week 2: More\nReading:\n* x\n* y")).toEqual({
      header: ["Date", "Session", "Reading"],
      rows: [
        ["Week 1", "Intro\nRead [a](https://e.org)", ""],
        ["Week 2", "More", "x\ny"],
      ],
    });
  });

  it("without any date has a session for each outermost item, paragraph or line", () => {
    expect(read("1. Intro\n2. Knots\n   - [a](https://e.org)\n3. End").rows).toEqual([
      ["", "Intro"],
      ["", "Knots\n[a](https://e.org)"],
      ["", "End"],
    ]);
    expect(read("Intro\nby Ann\n\nKnots\nby Bo").rows).toEqual([
      ["", "Intro\nby Ann"],
      ["", "Knots\nby Bo"],
    ]);
    expect(read("Intro\nKnots").rows).toEqual([
      ["", "Intro"],
      ["", "Knots"],
    ]);
  });

  it("keeps a line without a date with the session before it, also one that speaks of a lecture", () => {
    const text = "Oct 1: Intro\nLecture 3 slides are optional\nNote: bring rope\nNote: and gloves";
    expect(read(text)).toEqual({
      header: ["Date", "Session", "Note"],
      rows: [["Oct 1", "Intro\nLecture 3 slides are optional", "bring rope\nand gloves"]],
    });
  });

  it("does not take the words of a link for a label", () => {
    expect(read("Oct 1: Intro, [notes, video: part 1](https://e.org)").rows).toEqual([
      ["Oct 1", "Intro, [notes, video: part 1](https://e.org)"],
    ]);
  });

  it("is refused where it has more lines than ten thousand sessions could", () => {
    expect(readList("Oct 1: a\n".repeat(30_001)).problems).toEqual([
      { row: 1, column: null, message: "The text has more than 30,000 lines." },
    ]);
  });
});

describe("the date that a line begins with", () => {
  it.each([
    ["2026-10-01: Intro", "2026-10-01", "", "Intro"],
    ["2026-10-01T11:00 Intro", "2026-10-01", "11:00", "Intro"],
    ["Oct. 1st – Intro", "Oct. 1st", "", "Intro"],
    ["1 October 2026, 11 am: Intro", "1 October 2026", "11 am", "Intro"],
    ["Oct 1–3: Intro", "Oct 1–3", "", "Intro"],
    ["1-Oct-26 Intro", "1-Oct-26", "", "Intro"],
    ["Tue 10/1 | Intro", "Tue 10/1", "", "Intro"],
    ["10/1 (Tue) 11:00-12:30 Intro", "10/1", "11:00-12:30", "Intro"],
    ["1.10.2026 Intro", "1.10.2026", "", "Intro"],
    ["1. Oktober 2026: Intro", "1. Oktober 2026", "", "Intro"],
  ])("%s", (line, date, time, rest) => {
    expect(leadingDate(line)).toMatchObject({ date, time, rest });
  });

  it.each([
    "May be long",
    "Marching on",
    "10 papers",
    "1.5 hours",
    "12:30 lunch",
    "Sunday best",
    "v2",
    "0h18 film",
    "",
  ])("is none in %j", (line) => {
    expect(leadingDate(line)).toBeNull();
  });
});
