import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { COLUMN_ROLES, readSchedule as resultOf, SHEET_FORMATS } from "@/lib/transfer/schema";
import type { Sheet } from "@/lib/transfer/sheet";
import { type Understanding, understandSheet } from "@/lib/transfer/understand/schedule";

const TODAY = "2026-11-24";

/** Names of columns, telling and not, one for each role and some in the same one. */
const NAMES = [
  "Date",
  "Topic",
  "Reading",
  "Homework",
  "Deep Dive",
  "Presenter",
  "Notes",
  "Slides",
  "Recording",
  "Room",
  "Time",
  "Length",
  "Type",
  "Status",
  "Week",
  "",
];

const cell = fc.oneof(
  { weight: 4, arbitrary: fc.stringMatching(/^[a-z]{6}[0-9]{3}$/) },
  fc.constant(""),
  fc.integer({ min: 1, max: 28 }).map((day) => `2026-09-${String(day).padStart(2, "0")}`),
  fc.constantFrom("11:00", "90 min", "Workshop", "cancelled", "[linked](https://e.org/a)", "Oct 1", "Week 3", "12/12"),
);

const table = fc
  .uniqueArray(fc.constantFrom(...NAMES), { minLength: 1, maxLength: NAMES.length })
  .chain((names) =>
    fc
      .array(fc.array(cell, { minLength: names.length, maxLength: names.length }), { minLength: 1, maxLength: 8 })
      .map((rows) => ({ names, rows })),
  );

function sheetOf({ names, rows }: { names: readonly string[]; rows: readonly (readonly string[])[] }): Sheet {
  return {
    format: "html",
    header: { row: 1, cells: [...names] },
    rows: rows.map((cells, index) => ({ row: index + 2, cells: [...cells] })),
    problems: [],
  };
}

describe("whatever a table holds", () => {
  it("every word of it is in a session, a problem, a question, or among what is left out", () => {
    fc.assert(
      fc.property(table, (one) => {
        const { sessions, problems, leftOut, questions, columns } = understandSheet(sheetOf(one), { today: TODAY });
        // While a question is open there are no sessions to look into.
        if (questions.length > 0) return;
        const said = JSON.stringify([sessions, problems, leftOut]);
        const whole = new Set(leftOut.flatMap(({ row, column }) => (row === 1 ? (column ?? []) : [])));
        // What follows a row with a problem may go on with it; nothing of it is saved before that is mended.
        const broken = Math.min(...problems.map(({ row }) => row));
        for (const [index, cells] of one.rows.entries()) {
          if (index + 2 >= broken) break;
          for (const { index: place, name } of columns) {
            const [word] = /[a-z]{6}\d{3}/.exec(cells[place] ?? "") ?? [];
            if (word && !whole.has(name)) expect(said).toContain(word);
          }
        }
      }),
      { numRuns: 300 },
    );
  });

  it("what comes of it is sound, in the order of time, and no session is there twice", () => {
    const odd = fc.oneof(cell, fc.string({ unit: "binary", maxLength: 30 }));
    const sheet: fc.Arbitrary<Sheet> = fc.record({
      format: fc.constantFrom(...SHEET_FORMATS),
      header: fc.option(fc.array(odd, { maxLength: 6 }).map((cells) => ({ row: 1, cells }))),
      rows: fc.array(
        fc.array(odd, { maxLength: 7 }).map((cells) => ({ row: 2, cells })),
        { maxLength: 6 },
      ),
      problems: fc.constant([]),
    });
    const options = fc.record(
      {
        year: fc.integer({ min: 1900, max: 2200 }),
        weekday: fc.integer({ min: 1, max: 7 }),
        from: fc.constant("2026-09-01"),
        to: fc.constant("2026-12-01"),
        dayFirst: fc.boolean(),
        firstDate: fc.constant("2026-09-01"),
        columns: fc.dictionary(fc.constantFrom("column 1", "topic", "__proto__"), fc.constantFrom(...COLUMN_ROLES)),
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(sheet, options, (one, known) => {
        const read = understandSheet(one, { today: TODAY, ...known });
        expect(resultOf.safeParse(read).error).toBeUndefined();
        const places = read.sessions.map(({ date, startsAt }) => `${date} ${startsAt ?? ""}`);
        expect(places).toEqual([...new Set(places)].sort());
        expect(read.questions.length === 0 || read.sessions.length === 0).toBe(true);
        if (read.sessions.length + read.questions.length === 0) expect(read.problems).not.toEqual([]);
      }),
      { numRuns: 300 },
    );
  });

  it("the order of its columns is not said by it, where their names tell", () => {
    const names = ["Date", "Topic", "Reading", "Homework", "Deep Dive", "Presenter", "Notes", "Slides"];
    const order = fc.shuffledSubarray(
      names.map((_, index) => index),
      { minLength: names.length },
    );
    const row = fc.tuple(...names.map((_, index) => (index === 0 ? fc.nat(27) : fc.stringMatching(/^[a-z]{0,8}$/))));
    fc.assert(
      fc.property(
        fc.uniqueArray(row, { minLength: 1, maxLength: 5, selector: ([day]) => day }),
        order,
        (rows, places) => {
          const cells = rows.map(([day, ...rest]) => [
            `2026-09-${String(Number(day) + 1).padStart(2, "0")}`,
            ...rest.map(String),
          ]);
          const permuted = (line: readonly string[]) => places.map((place) => line[place] ?? "");
          const { columns: _, ...plain } = understandSheet(sheetOf({ names, rows: cells }), { today: TODAY });
          const other = understandSheet(sheetOf({ names: permuted(names), rows: cells.map(permuted) }), {
            today: TODAY,
          });
          const { columns, ...rest } = other;
          expect(rest).toEqual(plain);
          expect(columns.map(({ name }) => name)).toEqual(permuted(names));
        },
      ),
    );
  });
});

it("a choice for every column is what counts", () => {
  const choices: Understanding["columns"] = { a: "session", b: "date", c: "leave_out" };
  const read = understandSheet(sheetOf({ names: ["A", "B", "C"], rows: [["x", "2026-09-01", "y"]] }), {
    today: TODAY,
    columns: choices,
  });
  expect(read.sessions).toEqual([{ date: "2026-09-01", title: "x", format: "presentation", resources: [] }]);
});
