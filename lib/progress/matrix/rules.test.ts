import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  arrange,
  cellInWords,
  cellOf,
  codeOf,
  EVERYTHING,
  labsOf,
  merged,
  settledIn,
} from "@/lib/progress/matrix/rules";
import type { Matrix, MatrixMember, MatrixResource } from "@/lib/progress/matrix/schema";

const id = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, "0")}`;
const [first, second] = [id(901), id(902)];

const resource = (n: number, uses: MatrixResource["uses"]): MatrixResource => ({
  id: id(n),
  title: `Resource ${n}`,
  kind: "video",
  minutes: 10,
  uses,
});
const member = (n: number, cells: string, more: Partial<MatrixMember> = {}): MatrixMember => ({
  id: id(100 + n),
  name: `Member ${n}`,
  lab: "",
  role: "learner",
  state: "active",
  seen: null,
  ready: true,
  cells,
  ...more,
});
const matrix = (members: MatrixMember[]): Matrix => ({
  asOf: "2026-11-24T10:00:00.000Z",
  shape: "a",
  whole: true,
  count: members.length,
  next: second,
  sessions: [
    { id: first, date: "2026-11-17", title: "One" },
    { id: second, date: "2026-11-24", title: "Two" },
  ],
  resources: [
    resource(1, [
      { session: first, slot: "before", optional: false },
      { session: second, slot: "before", optional: false },
    ]),
    resource(2, [{ session: first, slot: "before", optional: false }]),
    resource(3, [{ session: second, slot: "before", optional: true }]),
    resource(4, [{ session: second, slot: "after", optional: false }]),
  ],
  members,
});

describe("the character of a cell", () => {
  const cell = fc.oneof(
    fc.constantFrom({ state: "todo" as const, tenths: 0 }, { state: "skipped" as const, tenths: 0 }),
    fc.constant({ state: "done" as const, tenths: 10 }),
    fc.integer({ min: 1, max: 9 }).map((tenths) => ({ state: "started" as const, tenths })),
  );

  it("says what was written, for a whole row of them", () => {
    fc.assert(
      fc.property(fc.array(cell, { maxLength: 300 }), (cells) => {
        const row = cells.map(codeOf).join("");
        expect(row).toHaveLength(cells.length);
        expect([...row].map(cellOf)).toEqual(cells);
      }),
    );
  });

  it("never says of what was started that it is done or to do, whatever share was watched", () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 30, noNaN: true }), (tenths) => {
        expect(cellOf(codeOf({ state: "started", tenths })).state).toBe("started");
      }),
    );
    expect(cellOf("0").state).toBe("todo");
    expect(cellOf(undefined).state).toBe("todo");
  });

  it("is read out in words", () => {
    expect([".", "1", "4", "d", "s"].map(cellInWords)).toEqual([
      "to do",
      "started",
      "started, about 40 %",
      "done",
      "skipped",
    ]);
  });
});

describe("what is looked at", () => {
  const members = [
    member(1, "dd..", { lab: "Zebra", seen: "2026-11-20T10:00:00.000Z" }),
    member(2, ".4.s", { lab: "Ant", seen: "2026-11-10T10:00:00.000Z" }),
    member(3, "sd..", { lab: "Zebra", ready: false }),
  ];
  const shown = (view: Partial<typeof EVERYTHING>) => {
    const arranged = arrange(matrix(members), { ...EVERYTHING, ...view });
    return {
      rows: arranged.members.map(({ name }) => Number(name.split(" ")[1])),
      columns: arranged.columns.map(({ at }) => at),
    };
  };

  it("is one resource once, at its first use, and under a week everything that week uses", () => {
    expect(shown({}).columns).toEqual([0, 1, 2, 3]);
    expect(shown({ session: second }).columns).toEqual([0, 2, 3]);
    expect(arrange(matrix(members), EVERYTHING).columns.map(({ opens }) => opens)).toEqual([true, false, true, false]);
  });

  it("names who is not ready for the next session, whatever their cells say of whole resources", () => {
    expect(shown({ unready: true }).rows).toEqual([3]);
    expect(shown({ unready: true, lab: "Ant" }).rows).toEqual([]);
  });

  it("is narrowed by words, lab and state, in the columns that are shown", () => {
    expect(shown({ words: " member 3 " }).rows).toEqual([3]);
    expect(shown({ lab: "Zebra" }).rows).toEqual([1, 3]);
    expect(shown({ state: "started" }).rows).toEqual([2]);
    expect(shown({ state: "started", session: second }).rows).toEqual([]);
    expect(labsOf(members)).toEqual(["Ant", "Zebra"]);
  });

  it("is in order of name, lab, what is settled, or who was longest away", () => {
    expect(shown({ order: "lab" }).rows).toEqual([2, 1, 3]);
    expect(shown({ order: "done" }).rows).toEqual([2, 1, 3]);
    expect(shown({ order: "seen" }).rows).toEqual([3, 2, 1]);
    expect(settledIn("d4s.", [{ at: 0 }, { at: 1 }, { at: 2 }, { at: 3 }])).toBe(2);
  });
});

describe("a second answer", () => {
  const answer = (members: MatrixMember[], count: number): Matrix => ({
    ...matrix(members),
    asOf: "2026-11-24T10:00:04.000Z",
    whole: false,
    sessions: [],
    resources: [],
    count,
  });

  it("changes only the rows it names, and those that are equal stay the very same", () => {
    const before = matrix([member(1, "...."), member(2, "....")]);
    const after = merged(before, answer([member(1, "...."), member(2, "d...")], 2));
    expect(after.members[0]).toBe(before.members[0]);
    expect(after.members[1]?.cells).toBe("d...");
    expect(after.asOf).toBe("2026-11-24T10:00:04.000Z");
    expect(after.resources).toBe(before.resources);
    expect(merged(before, answer([], 2)).members).toBe(before.members);
  });

  it("adds who is new, and is taken as it is when it is whole", () => {
    const before = matrix([member(1, "....")]);
    expect(merged(before, answer([member(5, "....")], 2)).members).toHaveLength(2);
    const whole = matrix([member(7, "d...")]);
    expect(merged(before, whole)).toBe(whole);
  });
});
