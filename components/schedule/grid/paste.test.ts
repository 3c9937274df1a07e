import { describe, expect, it } from "vitest";
import { someSession } from "@/lib/schedule/testing/rows";
import { withChanges } from "./changes";
import { readClipboard } from "./clipboard";
import { COLUMNS } from "./columns";
import { planPaste } from "./paste";

const TERM = [
  someSession("a", "2024-10-01", { title: "A" }),
  someSession("b", "2024-10-08", { title: "B" }),
  someSession("c", "2024-10-15", { title: "C" }),
];
const column = (id: string) => COLUMNS.findIndex((one) => one.id === id);
const pause = (firstDay: string, lastDay: string) => ({ id: "p", title: "Fair", firstDay, lastDay });

function paste(cells: string[][], id = "b", at = "title", breaks = [pause("2024-12-01", "2024-12-31")]) {
  return planPaste(cells, { sessions: TERM, breaks, id, column: column(at) }, () => "new");
}

function copied(html: string, plain = "") {
  return readClipboard({ getData: (type) => (type === "text/html" ? html : plain) });
}

describe("a block that is pasted", () => {
  it("lies over the cells from the corner on, and new rows follow a week apart", () => {
    expect(paste([["B", "Workshop"], ["C"], ["D", "Social"]])).toMatchObject({
      edits: [
        { sessionId: "b", fields: { title: "B", format: "workshop" } },
        { sessionId: "c", fields: { title: "C" } },
      ],
      create: [{ id: "new", date: "2024-10-22", title: "D", format: "social" }],
    });
  });

  it("makes no session in a break", () => {
    const made = paste([["C"], ["D"], ["E"]], "c", "title", [pause("2024-10-20", "2024-10-30")]);
    expect("create" in made && made.create.map(({ date }) => date)).toEqual(["2024-11-05", "2024-11-12"]);
    expect(paste([["C"], ["D"]], "c", "title", [pause("2024-10-20", "2099-10-30")])).toEqual({
      problem: "Nothing was pasted. There is no free date after Tue 15 Oct. Look at the breaks.",
    });
  });

  it("is refused whole with the place of what was not understood", () => {
    expect(paste([["fine"], ["12:00"]], "b", "startsAt")).toEqual({
      problem: "Nothing was pasted. Row 1: Time: “fine” is no time. Write it as 11:00.",
    });
    expect(paste([["a", "b"]], "b", "state")).toHaveProperty("problem");
    expect(paste([], "b")).toHaveProperty("problem");
  });

  it("has its dates and times read as the import reads them, all rows together", () => {
    const american = paste(
      [
        ["Tue 10/08", "11:00 AM"],
        ["10/15/2024", "1pm"],
        ["[Nov. 12](https://e.org)", "11.00"],
      ],
      "b",
      "date",
    );
    expect(american).toMatchObject({
      edits: [
        { fields: { date: "2024-10-08", startsAt: "11:00" } },
        { fields: { date: "2024-10-15", startsAt: "13:00" } },
      ],
      create: [{ date: "2024-11-12", startsAt: "11:00" }],
    });
    expect(paste([["24.09.2024"]], "a", "date")).toMatchObject({ edits: [{ fields: { date: "2024-09-24" } }] });
    expect(paste([["24.09.2024"], ["03/04/2024"], ["10/22/2024"]], "a", "date")).toEqual({
      problem: expect.stringMatching(/^Nothing was pasted. Row 2: Date: “03\/04\/2024” is 3 April or 4 March\./),
    });
  });

  it("uses what a title links to beside what the block says for in the session", () => {
    const made = paste([["[Gradients](https://e.org/g)", "", "", "[Slides](https://e.org/s)"]], "c");
    if ("problem" in made) throw new Error(made.problem);
    const [, , after] = withChanges(TERM, [made]);
    expect(after?.title).toBe("Gradients");
    expect(after?.uses.map(({ slot, url }) => [slot, url])).toEqual([
      ["session", "https://e.org/s"],
      ["session", "https://e.org/g"],
    ]);
  });
});

describe("a table that was copied", () => {
  it("keeps every column at its place where cells are merged", async () => {
    const html = `<table>
      <tr><td>Gradients</td><td colspan="2">Workshop</td><td>Read</td></tr>
      <tr><td>Attention</td><td rowspan="2">Social</td><td></td><td>Write</td></tr>
      <tr><td>Heads</td><td></td><td>Rest</td></tr></table>`;
    expect(await copied(html, "lost")).toEqual([
      ["Gradients", "Workshop", "", "Read"],
      ["Attention", "Social", "", "Write"],
      ["Heads", "", "", "Rest"],
    ]);
  });

  it("keeps its links and its lines, and brackets that are none are words again in the grid", async () => {
    const cells = await copied(
      `<p>Plan</p><table><tr><td>Sets [x]</td><td><a href="https://e.org/g">On gradients</a><br>Bring paper</td></tr></table>`,
    );
    if ("problem" in cells) throw new Error(cells.problem);
    expect(cells[0]?.[1]).toBe("[On gradients](https://e.org/g)\nBring paper");
    expect(paste([[cells[0]?.[0] ?? ""]], "b")).toMatchObject({ edits: [{ fields: { title: "Sets [x]" } }] });
  });

  it("is taken from the plain text where there is none", async () => {
    expect(await copied("<b>One</b> value", "One value")).toEqual([["One value"]]);
    expect(await copied("", 'a\t"b\nc"\n')).toEqual([["a", "b\nc"]]);
    expect(await copied("", "")).toEqual([]);
  });

  it("is not pasted without its links when what reads it cannot be had, or when it is too large", async () => {
    const data = { getData: (type: string) => (type === "text/html" ? "<table><tr><td>a</td></tr></table>" : "a") };
    expect(await readClipboard(data, () => Promise.reject(new Error("offline")))).toHaveProperty("problem");
    expect(await copied(`<table><tr><td>${"a".repeat(3_000_000)}</td></tr></table>`)).toHaveProperty("problem");
  });
});
