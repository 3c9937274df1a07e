import { describe, expect, it } from "vitest";
import { guessDelimiter, tableDelimiter } from "@/lib/transfer/formats/guess";
import { readOwnJson } from "@/lib/transfer/formats/json";
import { readSheet, type SheetInput } from "@/lib/transfer/formats/read";
import {
  BLOG_PAGE,
  CALENDAR,
  COMMAS,
  GOOGLE_SHEET,
  JEKYLL,
  NESTED_JSON,
  README,
  TABS,
  WORDS,
} from "@/lib/transfer/formats/testing/samples";

function problem(input: SheetInput): string | undefined {
  const { rows, problems } = readSheet(input);
  expect(rows).toEqual([]);
  expect(problems).toMatchObject([{ row: 1, column: null }]);
  return problems[0]?.message;
}

describe("what is pasted or dropped", () => {
  it.each([
    ["csv", COMMAS],
    ["tsv", TABS],
    ["markdown", README],
    ["html", BLOG_PAGE],
    ["html", GOOGLE_SHEET],
    ["yaml", JEKYLL],
    ["json", NESTED_JSON],
    ["ics", CALENDAR],
    ["list", WORDS],
  ])("is known as %s by its content, whatever its file is called and whatever form it comes in", (format, text) => {
    const sheet = readSheet(text);
    expect(sheet.format).toBe(format);
    expect(sheet.rows.length).toBeGreaterThan(1);
    expect(readSheet(text, { fileName: "notes.txt" })).toEqual(sheet);
    expect(readSheet({ text })).toEqual(sheet);
    expect(readSheet(`\uFEFF${text}`)).toEqual(sheet);
    expect(readSheet(new TextEncoder().encode(text))).toEqual(sheet);
    const wide = Buffer.from(text, "utf16le");
    for (const bytes of [wide, Buffer.concat([Buffer.from([0xff, 0xfe]), wide])])
      expect(readSheet(bytes)).toEqual(sheet);
    const big = Buffer.from(wide).swap16();
    for (const bytes of [big, Buffer.concat([Buffer.from([0xfe, 0xff]), big])]) expect(readSheet(bytes)).toEqual(sheet);
  });

  it("may be in a fence, as chats give it, without its lines being counted wrong", () => {
    const sheet = readSheet(`\`\`\`csv\n${COMMAS}\`\`\`\n`);
    expect(sheet.header).toEqual({ row: 4, cells: ["Date", "Topic", "Before"] });
    expect(sheet.rows).toHaveLength(3);
  });

  it.each([
    ["a list", '<ul><li>Oct 1: <a href="https://e.org/p">Maps</a><li>Oct 8: Globes</ul>', "Oct 1: Maps\nOct 8: Globes"],
    ["a list of terms", '<dl><dt>Oct 1<dd><a href="https://e.org/p">Maps</a></dl>', "Oct 1\nMaps"],
    ["paragraphs", "<p>Oct 1 – <a href='https://e.org/p'>Maps</a></p><p>Oct 8 – Globes</p>", "Oct 1 – Maps"],
    ["numbered weeks", "<p>Week 1: <a href=https://e.org/p>Maps</a><p>Week 2: Globes", "Week 1: Maps"],
  ])("is the clipboard's HTML where that has sessions with links that the text lacks: %s", (_, html, text) => {
    const sheet = readSheet({ text, html });
    expect(sheet).toEqual(readSheet({ html }));
    expect(sheet.format).toBe("html");
    expect(JSON.stringify(sheet.rows)).toContain("[Maps](https://e.org/p)");
  });

  it("is the text where its HTML has no links, or none that the text lacks, or no sessions", () => {
    const text = "Date,Session\n2026-10-01,[Maps](https://e.org/p)";
    for (const html of [
      `<pre><span>Date,Session</span>\n2026-10-01,[Maps](https://e.org/p)</pre>`,
      `<div>Date,Session</div><div>2026-10-01,[Maps](<a href="https://e.org/p">https://e.org/p</a>)</div>`,
      `<p><a href="https://e.org/help">Help</a></p>`,
    ]) {
      expect(readSheet({ text, html }), html).toEqual(readSheet(text));
    }
  });

  it("is refused where the HTML is too large or too deep to read and its links would be lost", () => {
    const link = '<p>Oct 1 <a href="https://e.org/p">Maps</a></p>';
    for (const html of [link + "<b>".repeat(20_000), link + "x".repeat(3_100_000), link + "x".repeat(5_300_000)]) {
      const { rows, problems } = readSheet({ text: "Oct 1 Maps", html });
      expect([rows, problems.length]).toEqual([[], 1]);
    }
    expect(readSheet({ text: "Oct 1 Maps", html: "x".repeat(5_300_000) })).toEqual(readSheet("Oct 1 Maps"));
  });

  it("is the table of the clipboard's HTML, and its text where there is none or only one column", () => {
    expect(readSheet({ text: COMMAS, html: GOOGLE_SHEET })).toEqual(readSheet(GOOGLE_SHEET));
    const code = `<table>${COMMAS.split("\n")
      .map((line) => `<tr><td>${line}</td></tr>`)
      .join("")}</table>`;
    for (const html of [code, "<b>x</b>", "", "   "])
      expect(readSheet({ text: COMMAS, html })).toEqual(readSheet(COMMAS));
    expect(readSheet({ html: "<ul><li>Oct 1: A<li>Oct 8: B</ul>" }).rows).toHaveLength(2);
    expect(problem({})).toBe("The file is empty.");
  });

  it.each([
    ["", "The file is empty."],
    ["\uFEFF \r\n", "The file is empty."],
    [new Uint8Array([0x4d, 0xff, 0xfe]), "The file is not UTF-8 text. Save it as “CSV UTF-8” and try again."],
    ["x".repeat(5 * 1024 * 1024 + 1), "The file is larger than 5 MB; a schedule is a few kilobytes."],
    ["é".repeat(3 * 1024 * 1024), "The file is larger than 5 MB; a schedule is a few kilobytes."],
    [`Date,Topic\n${"Oct,1\n".repeat(10_001)}`, "The file has more than 10,000 rows."],
    [`| Date | Topic |\n|--|--|\n${"|a|b|\n".repeat(10_001)}`, "The file has more than 10,000 rows."],
    [`Date,Topic${",".repeat(10_000)}\nOct 1,A`, "This row has more than 10,000 cells."],
    [`[${'{"date":"x"},'.repeat(10_001)}{}]`, "The file has more than 10,000 rows."],
    ["a\n".repeat(100_002), "The file has more than 100,000 lines; a schedule has a few dozen."],
    [
      Buffer.from("PK\u0003\u0004"),
      "This is an Excel, Word or zip file. Copy its table and paste it, or save it as “CSV UTF-8”.",
    ],
    [Buffer.from("%PDF-1.7"), "This is a PDF. Copy its table and paste it."],
  ])("is refused as a whole with a reason: %#", (input, message) => {
    expect(problem(input)).toBe(message);
  });

  it("keeps half a character, in UTF-16 too, as what cannot be stored", () => {
    const text = "Date,Topic\nOct 1,a\ud800b";
    for (const input of [text, Buffer.from(text, "utf16le")])
      expect(readSheet(input).rows[0]?.cells[1]).toBe("a\u0000b");
  });
});

describe("Convene's own export", () => {
  it("is not taken apart but handed on whole", () => {
    const own = { convene: 1, sessions: [{ date: "2026-10-01" }] };
    const text = JSON.stringify(own);
    expect(readOwnJson(text)).toEqual(own);
    expect(readSheet(text)).toEqual({ format: "json", header: null, rows: [], problems: [] });
  });

  it.each(['{"convene":2,"sessions":[]}', '{"convene":1}', '["convene"]', '{"convene":1,"sessions":[]', "convene", ""])(
    "is not %j",
    (text) => {
      expect(readOwnJson(text)).toBeNull();
    },
  );
});

describe("text in columns", () => {
  it.each(["\u001f", "^", "~"])("may be parted by a sign that few use: %j", (sign) => {
    const text = `Date^Session^Before\n2026-10-01^"Maps, and ""more""^"^\n2026-10-08^Globes; 11:00^[Maps](https://e.org/a,b)`;
    const sheet = readSheet(text.replaceAll("^", sign));
    expect(sheet).toMatchObject({ format: "csv", problems: [], header: { cells: ["Date", "Session", "Before"] } });
    expect(sheet.rows[0]?.cells).toEqual(["2026-10-01", `Maps, and "more"${sign}`, ""]);
    expect(sheet.rows[1]?.cells).toEqual(["2026-10-08", "Globes; 11:00", "[Maps](https://e.org/a,b)"]);
    const headless = readSheet(`2026-10-01${sign}Maps\n2026-10-08${sign}Globes`);
    expect(headless.rows.map(({ cells }) => cells)).toContainEqual(["2026-10-08", "Globes"]);
  });

  it.each([
    ["prose", "It takes ~30 minutes.\nRead ~10 pages of it.\nThen rest ~5 minutes."],
    ["a list", "Oct 1: Maps, ~30 min\nOct 8: Globes, ~20 min, x^2\nOct 15: Rings"],
    ["formulas", "x^2 is a square\ny^3 is a cube"],
    ["uneven rows", "Date~Session\n2026-10-01~Maps\n2026-10-08~Globes~more"],
  ])("is not parted by such a sign in %s", (_, text) => {
    expect(["^", "~"]).not.toContain(tableDelimiter(text));
    expect(["^", "~"]).not.toContain(guessDelimiter(text));
  });

  it("has the mark that parts most of its rows alike, not only the first", () => {
    expect(guessDelimiter("Date;Topic\nOct 1;a, b\nOct 8;c, d")).toBe(";");
    expect(guessDelimiter('Date,Topic\n"Oct 1; noon",a\n"Oct 8; noon",b')).toBe(",");
    expect(guessDelimiter("Schedule; autumn, 2026\nDate\tTopic\nOct 1\tA")).toBe("\t");
    expect(guessDelimiter("Date|Topic\nOct 1|A")).toBe("|");
    expect(guessDelimiter("no columns")).toBe(",");
  });

  it("is a table with a header that is known or rows that are even, and words otherwise", () => {
    expect(tableDelimiter("Datum;Thema;Lektüre\n1.10.2026;Intro;foo")).toBe(";");
    expect(tableDelimiter("Datum,Thema\n1.10.2026,Intro\n8.10.2026,Mehr")).toBe(",");
    expect(tableDelimiter("Month,Day,Before\nOct,1")).toBe(",");
    expect(tableDelimiter("Oct 1\n\tread x\n\tread y\nOct 8\n\tread z")).toBeNull();
    expect(tableDelimiter("Hello, this is text, nothing else.\nMore, text, here.")).toBeNull();
    expect(tableDelimiter("Week 3, Oct 1: A, reading: x\nWeek 4, Oct 8: B, reading: y")).toBeNull();
    expect(tableDelimiter("Oct 1 Intro, by Ann, room 2\nOct 8 Next, by Bo, room 2")).toBeNull();
  });

  it("has its header in the first row that names columns, under titles; the rest stays in rows", () => {
    expect(readSheet("Dancing,,\n,,\nDate,Topic,Before\nOct 1,Steps,")).toMatchObject({
      header: { row: 3, cells: ["Date", "Topic", "Before"] },
      rows: [
        { row: 1, cells: ["Dancing", "", ""] },
        { row: 4, cells: ["Oct 1", "Steps", ""] },
      ],
    });
    expect(readSheet("Oct 1\tSteps\nOct 8\tTango").header).toBeNull();
  });

  it("does not count rows that spreadsheets leave empty at its end, and loses none behind a gap", () => {
    expect(readSheet(`Date,Topic\nOct 1,A\n${",\n".repeat(50_000)}`).rows).toHaveLength(1);
    expect(readSheet(`Date,Topic\n${",\n".repeat(9_000)}Oct 1,A`).rows).toEqual([
      { row: 9_002, cells: ["Oct 1", "A"] },
    ]);
    expect(problem(`Date,Topic\n${",\n".repeat(30_000)}Oct 1,A`)).toBe("The file has more than 10,000 rows.");
  });

  it("keeps the bars in front of and behind a cell's words where bars do not part them", () => {
    expect(readSheet("Date,Topic\nOct 1,a | b").rows[0]?.cells).toEqual(["Oct 1", "a | b"]);
  });
});
