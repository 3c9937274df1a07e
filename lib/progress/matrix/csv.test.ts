import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { csvHead, csvLine } from "@/lib/progress/matrix/csv";
import { readCells } from "@/lib/transfer/formats/delimited";
import { restoreFormulaCell } from "@/lib/transfer/text";

const MEMBER = { name: "Ada", lab: "Analytical Engines", role: "learner", state: "active" };

describe("the matrix as a file", () => {
  it("begins with a byte order mark and has a resource under the date of its first use", () => {
    const columns = [
      { title: 'The "chain rule", again', date: "2026-10-22" },
      { title: "=HYPERLINK()", date: "2026-10-29" },
    ];
    expect(csvHead(columns)).toBe(
      '\uFEFFName,Lab,Role,State,"22 Oct: The ""chain rule"", again",29 Oct: =HYPERLINK()\r\n',
    );
  });

  it("has a line of words for each member", () => {
    expect(csvLine({ ...MEMBER, cells: "done,started 40 %,,skipped" })).toBe(
      "Ada,Analytical Engines,learner,active,done,started 40 %,,skipped\r\n",
    );
    expect(csvLine({ ...MEMBER, cells: "" })).toBe("Ada,Analytical Engines,learner,active\r\n");
  });

  it("is calculated by no spreadsheet, whatever people are called", () => {
    for (const name of ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"]) {
      expect(csvLine({ ...MEMBER, name, cells: "" }).replace(/^"/, "")[0], name).toBe("'");
    }
  });

  it("is read back as it was written", () => {
    const words = fc.string({ unit: "grapheme", maxLength: 12 }).map((text) => text.trim());
    fc.assert(
      fc.property(words, words, (name, lab) => {
        const { rows } = readCells(csvLine({ ...MEMBER, name, lab, cells: "done," }), ",");
        expect(rows[0]?.cells.slice(0, 2).map(restoreFormulaCell)).toEqual([name, lab]);
      }),
    );
  });
});
