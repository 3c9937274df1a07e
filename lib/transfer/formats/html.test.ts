import { describe, expect, it } from "vitest";
import { readHtml } from "@/lib/transfer/formats/html";
import { BLOG_PAGE, EXCEL, GOOGLE_SHEET } from "@/lib/transfer/formats/testing/samples";

function cells(html: string): string[][] {
  return readHtml(html).sheet.rows.map((row) => row.cells);
}

/** What one cell of a table comes to. */
function cell(html: string): string | undefined {
  return cells(`<table><tr><td>Date<td>Topic<tr><td>Oct 1<td>${html}</table>`)[0]?.[1];
}

describe("the table of a clipboard or a page", () => {
  it("is read from Google Sheets with its two kinds of links and Markdown written in a cell", () => {
    const { sheet, table } = readHtml(GOOGLE_SHEET);
    expect(table).toBe(true);
    expect(sheet).toEqual({
      format: "html",
      problems: [],
      header: { row: 1, cells: ["Date", "Session", "Before"] },
      rows: [
        { row: 2, cells: ["10/1/2026", "Knots \\[intro\\]", "[Reef knot 0h18](https://knots.example.org/reef)"] },
        {
          row: 3,
          cells: ["10/8/2026", "Bends & hitches", "[Sheet bend](https://knots.example.org/bend) 0h09\nBring a rope"],
        },
        { row: 4, cells: ["10/15/2026", "", "[Splices 1h02](https://knots.example.org/splice)"] },
      ],
    });
  });

  it("is read from Excel", () => {
    expect(readHtml(EXCEL).sheet).toMatchObject({
      header: { row: 1, cells: ["Week", "Topic", "Reading"] },
      rows: [
        { row: 2, cells: ["1", "Sourdough starters", "[Flour](https://bread.example.org/1)"] },
        { row: 3, cells: ["2", "Folding", "chapter 2"] },
      ],
    });
  });

  it("is read from a page with its words around it in their order, and no styles, scripts or navigation", () => {
    const { sheet } = readHtml(BLOG_PAGE);
    expect(sheet.header).toEqual({ row: 5, cells: ["Week", "Date", "Reading", "Video"] });
    expect(sheet.rows).toEqual([
      { row: 1, cells: ["Stargazing group"] },
      { row: 2, cells: ["We meet on Fridays, see [how we work](https://stars.example.org/how)."] },
      { row: 3, cells: ["Spring"] },
      { row: 4, cells: ["", "", "To prepare", "To prepare"] },
      { row: 6, cells: ["1", "Apr 3", "[Moon](https://stars.example.org/moon)\nmaps", "Tides"] },
      { row: 7, cells: ["1", "Apr 10", "Planets", ""] },
      { row: 8, cells: ["No session: clouds", "", "", ""] },
      { row: 9, cells: ["Bring warm clothes."] },
    ]);
  });

  it("is the largest one; others with its header go on with it, and the rest are rows", () => {
    const head = "<thead><tr><th>Date<th>Topic</thead>";
    const html = `<table><tr><td>Ann<td>Bo</table><table>${head}<tr><td>Oct 1<td>A<tr><td>Oct 8<td>B</table>
      <table>${head}<tr><td>Nov 5<td>C</table>`;
    expect(readHtml(html).sheet.header).toEqual({ row: 2, cells: ["Date", "Topic"] });
    expect(cells(html)).toEqual([
      ["Ann", "Bo"],
      ["Oct 1", "A"],
      ["Oct 8", "B"],
      ["Nov 5", "C"],
    ]);
  });

  it("may be nothing but its rows", () => {
    expect(cells("<tr><td>Date<td>Topic</tr><tr><td>Oct 1<td>A</tr>")).toEqual([["Oct 1", "A"]]);
  });

  it("may lie in tables that lay out the page", () => {
    const html = `<table><tr><td>Menu<td><table><tr><td>Date<td>Topic<tr><td>Oct 1<td>A</table></table>`;
    expect(readHtml(html).sheet.header?.cells).toEqual(["Date", "Topic"]);
    expect(cells(html)).toEqual([["Menu"], ["Oct 1", "A"]]);
  });

  it("leaves the frame of a published Google sheet away", () => {
    const html = `<table><thead><tr><th class="row-header freezebar-origin-ltr"></th><th id="0C0"
      class="column-headers-background">A</th><th class="column-headers-background">B</th></tr></thead><tbody>
      <tr><th class="row-headers-background">1</th><td>Date</td><td>Topic</td></tr>
      <tr><th class="row-headers-background">2</th><td>Oct 1</td><td>Intro</td></tr></tbody></table>`;
    expect(readHtml(html).sheet.header?.cells).toEqual(["Date", "Topic"]);
    expect(cells(html)).toEqual([["Oct 1", "Intro"]]);
  });

  it("repeats a cell of several rows only where nothing of the row's own stands left of it", () => {
    const rows = `<tr><td>Week<td>Date<td>Topic<td>Before<tr><td rowspan=3>1<td rowspan=2>Oct 1<td>A<td rowspan=2>read
      <tr><td>B<tr><td>Oct 3<td>C<td>x<tr><td rowspan=0>2<td>Oct 8<td>D`;
    expect(cells(`<table>${rows}</table>`)).toEqual([
      ["1", "Oct 1", "A", "read"],
      ["1", "Oct 1", "B", ""],
      ["1", "Oct 3", "C", "x"],
      ["2", "Oct 8", "D"],
    ]);
  });

  it("does not repeat what is too long for a date", () => {
    const long = "x".repeat(501);
    const rows = `<tr><td>Date<td>Topic<tr><td rowspan=2>${long}<td>A<tr><td>B`;
    expect(cells(`<table>${rows}</table>`)).toEqual([
      [long, "A"],
      ["", "B"],
    ]);
  });

  it("is not wider than its words, whatever its spans say", () => {
    expect(cells("<table><tr><td colspan=1000000000>a<tr><td>b<td>c</table>")[0]?.length).toBe(200);
    expect(cells("<table><tr><td>Date<td>Topic<tr><td rowspan=1000000000>Oct 1<td>x<tr><td>y</table>")).toEqual([
      ["Oct 1", "x"],
      ["Oct 1", "y"],
    ]);
  });
});

describe("a cell of HTML", () => {
  it.each([
    [
      "<a href='https://e.org/1'>One</a>, <a href='https://e.org/2'>Two</a>",
      "[One](https://e.org/1), [Two](https://e.org/2)",
    ],
    ["<a href='javascript:alert(1)'>One</a>", "One"],
    ["<a href='data:text/html,x'>One</a> <a href='/r'>Two</a> <a href='mailto:a@e.org'>Three</a>", "One Two Three"],
    ["<a href='https://e.org/a(b'>A [b]</a>", "[A \\[b\\]](https://e.org/a%28b)"],
    ["<a href='https://e.org/a_(b)'>A</a>", "[A](https://e.org/a_(b))"],
    ["<a href='https://www.google.com/url?q=https://e.org/x&amp;sa=D'>A</a>", "[A](https://e.org/x)"],
    ["<a href='https://e.org/x'>https://e.org/x</a>", "https://e.org/x"],
    ["<a href='https://e.org/x'><img src=a.png alt='Slides'></a>", "[Slides](https://e.org/x)"],
    ["<a href='https://e.org/x'></a>", "[https://e.org/x](https://e.org/x)"],
    ["one<br>two<p>three</p>four<div>five</div>", "one\ntwo\nthree\nfour\nfive"],
    ["<ul><li>a</li><li>b<ul><li>c</ul></ul>", "a\nb\nc"],
    ["a&nbsp;&amp;  \n b", "a & b"],
    ["<b>a</b><i>b</i> <span style='display:none'>x</span><span hidden>y</span><style>z</style>", "ab"],
    ["[a](https://e.org) [b] ]c", "[a](https://e.org) \\[b\\] \\]c"],
    ["<table><tr><td>x<td>y</table>", "x y"],
  ])("%s", (html, words) => {
    expect(cell(html)).toBe(words);
  });
});

it("a page without a table is read as the list that it shows", () => {
  const { sheet, table } = readHtml(
    `<h2>Autumn</h2><ul><li><b>Oct 1</b>: Intro<ul><li>Reading: <a href="https://e.org/1">one</a></li></ul></li>
     <li>Oct 8: Next</li></ul><dl><dt>Oct 15</dt><dd>Last</dd></dl>`,
  );
  expect(table).toBe(false);
  expect(sheet.header?.cells).toEqual(["Date", "Session", "Reading"]);
  expect(sheet.rows.map((row) => row.cells)).toEqual([
    ["Autumn"],
    ["Oct 1", "Intro", "[one](https://e.org/1)"],
    ["Oct 8", "Next", ""],
    ["Oct 15", "Last", ""],
  ]);
});

it.each([
  ["nested too deeply", "<div>".repeat(500)],
  ["of too many elements", `<table>${"<tr><td>a<td>b".repeat(60_000)}`],
  ["that is too large", `<table><tr><td>${"x".repeat(3_000_001)}`],
])("a page %s is refused with a sentence", (_, html) => {
  const { sheet } = readHtml(html);
  expect(sheet.rows).toEqual([]);
  expect(sheet.problems).toEqual([
    { row: 1, column: null, message: "This HTML is too large or nested too deeply to read. Copy only the table." },
  ]);
});
