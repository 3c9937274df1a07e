import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { codesOf, wordsOf } from "@/lib/progress/matrix/cell/rules";
import { cellOf } from "@/lib/progress/matrix/rules";

const number = (n: number) => String.fromCharCode(256 + n);
const marksOf = (marks: readonly { row: number; column: number; says: string }[]) =>
  marks
    .map(({ row, column, says }) => number(Math.floor(row / 1000)) + number(row % 1000) + number(column) + says)
    .join("");

const says = fc.oneof(fc.constantFrom("d", "s"), fc.integer({ min: 0, max: 99 }).map(number));
const grid = fc
  .record({ rows: fc.integer({ min: 1, max: 2500 }), columns: fc.integer({ min: 1, max: 300 }) })
  .chain((size) =>
    fc
      .uniqueArray(fc.record({ row: fc.nat(size.rows - 1), column: fc.nat(size.columns - 1), says }), {
        selector: ({ row, column }) => `${row} ${column}`,
        maxLength: 60,
      })
      .chain((marks) =>
        fc.record({
          size: fc.constant(size),
          marks: fc.constant(marks),
          shuffled: fc.shuffledSubarray(marks, { minLength: marks.length }),
        }),
      ),
  );

describe("rows that come as marks", () => {
  it("are the same in whatever order those come, a cell for each column, and to do where none says more", () => {
    fc.assert(
      fc.property(grid, ({ size, marks, shuffled }) => {
        const rows = codesOf(marksOf(marks), size);
        expect(codesOf(marksOf(shuffled), size)).toEqual(rows);
        expect(rows).toHaveLength(size.rows);
        expect(new Set(rows.map((row) => row.length))).toEqual(new Set([size.columns]));
        const settled = rows.join("").replaceAll(".", "").length;
        expect(settled).toBe(marks.length);
        for (const { row, column, says: said } of marks) {
          const state = said === "d" ? "done" : said === "s" ? "skipped" : "started";
          expect(cellOf(rows[row]?.[column]).state).toBe(state);
        }
      }),
      { numRuns: 40 },
    );
  });

  it("say the same in the words of the file, and a share that is unknown or nothing yet is only started", () => {
    const marks = marksOf([
      { row: 1, column: 3, says: "s" },
      { row: 1, column: 0, says: "d" },
      { row: 1, column: 1, says: number(43) },
      { row: 1, column: 4, says: number(0) },
    ]);
    expect(wordsOf(marks, { rows: 2, columns: 6 })).toEqual([",,,,,", "done,started 43 %,,skipped,started,"]);
    expect(codesOf(marks, { rows: 2, columns: 6 })).toEqual(["......", "d4.s1."]);
    expect(wordsOf("", { rows: 1, columns: 0 })).toEqual([""]);
  });
});
