import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { ScheduleSession, ScheduleUse } from "@/lib/schedule/schema";
import { clearCells, drop, editCell, moveUse } from "./actions";
import { asRequest, change, merged, touches, withChanges, withNames } from "./changes";
import { COLUMNS, readDay } from "./columns";
import { planPaste } from "./paste";

function use(id: string, more: Partial<ScheduleUse> = {}): ScheduleUse {
  return {
    id,
    resourceId: `r-${id}`,
    slot: "before",
    title: `Title ${id}`,
    resourceTitle: `Title ${id}`,
    url: `https://e.org/${id}`,
    kind: "article",
    minutes: 10,
    optional: false,
    label: "",
    fromSeconds: null,
    toSeconds: null,
    resourceMinutes: 10,
    author: "",
    stopPoints: [],
    ...more,
  };
}

function session(id: string, date: string, uses: ScheduleUse[] = [], more: Partial<ScheduleSession> = {}) {
  const base: ScheduleSession = {
    id,
    date,
    startsAt: null,
    lengthMinutes: null,
    title: `Session ${id}`,
    format: "discussion",
    state: "published",
    version: 3,
    notes: "",
    materials: "",
    recordingUrl: "",
    pinned: false,
    presenters: [],
    uses,
  };
  return { ...base, ...more };
}

const TERM = [
  session("a", "2024-10-01", [use("1"), use("2"), use("3", { slot: "after" })]),
  session("b", "2024-10-08", [use("4")]),
  session("c", "2024-10-15"),
];
const column = (id: string) => COLUMNS.findIndex((one) => one.id === id);

describe("a cell of the grid", () => {
  const anySession = fc
    .record({
      startsAt: fc.constantFrom(null, "09:30", "23:59"),
      title: fc.string({ maxLength: 60 }).map((text) => text.replace(/\s+/g, " ").trim()),
      format: fc.constantFrom(null, "workshop" as const, "no_session" as const),
      state: fc.constantFrom("draft" as const, "published" as const, "cancelled" as const),
      presenters: fc.subarray(["Ana Ruiz", "Ben, the elder", "Chloé"]),
      uses: fc.constant([
        use("1", { optional: true }),
        use("2", { label: "Title 2 Cont.", title: "Title 2 Cont.", url: "https://e.org/2" }),
        use("3", { fromSeconds: 0, toSeconds: 600, author: "Ada", stopPoints: [60, 120] }),
        use("4", { slot: "deep_dive", url: null, kind: "task", minutes: null, resourceMinutes: null }),
      ]),
    })
    .map(({ presenters, uses, ...fields }) =>
      session("x", "2024-10-22", [...uses], { ...fields, presenters: [...presenters] }),
    );

  it("says nothing new when its own text is written into it again", () =>
    fc.assert(
      fc.property(anySession, fc.nat(COLUMNS.length - 1), (one, index) => {
        const read = COLUMNS[index]?.read(COLUMNS[index]?.write(one) ?? "", one);
        expect(read).toHaveProperty("fields");
        if (read && "fields" in read) {
          const [after] = withChanges([one], [change("", { edits: [{ sessionId: "x", fields: read.fields }] })]);
          expect({ ...after, uses: after?.uses.map(({ id }) => id) }).toEqual({
            ...one,
            uses: one.uses.map(({ id }) => id),
          });
        }
      }),
    ));

  it("keeps the uses whose lines stay and reads the marks of new ones", () => {
    const [first] = TERM;
    const text = `${COLUMNS[column("before")]?.write(first as ScheduleSession)}\n[New 0h05](https://e.org/n) (optional; until 3:00)`;
    expect(COLUMNS[column("before")]?.read(text, first as ScheduleSession)).toEqual({
      fields: {
        slots: {
          before: [
            { useId: "1" },
            { useId: "2" },
            {
              id: expect.any(String),
              title: "New",
              url: "https://e.org/n",
              minutes: 5,
              optional: true,
              part: { from: null, to: 180 },
            },
          ],
        },
      },
    });
  });

  it.each([
    ["2024-11-05", "2024-11-05"],
    ["5 Nov", "2024-11-05"],
    ["Tue 5 Nov", "2024-11-05"],
    ["Nov. 5th, 2025", "2025-11-05"],
    ["Tuesday, November 5", "2024-11-05"],
    ["31 Feb", null],
    ["soon", null],
    ["", null],
  ])("reads the date %s as %s", (text, date) => expect(readDay(text, "2024-10-22")).toBe(date));

  it("says what is wrong with what is no time, format or link, and changes nothing", () => {
    const one = TERM[0] as ScheduleSession;
    for (const [id, text] of [
      ["startsAt", "25:00"],
      ["format", "seance"],
      ["state", "gone"],
      ["before", "[x](javascript:alert(1))"],
    ] as const) {
      expect(editCell(one, column(id), text), id).toHaveProperty("problem");
    }
    expect(editCell(one, column("title"), "Session a")).toBeNull();
  });
});

describe("an act in the grid", () => {
  const shown = (one: Parameters<typeof withChanges>[1][number] | null) => (one ? withChanges(TERM, [one]) : TERM);
  const ids = (sessions: readonly ScheduleSession[], at: number) =>
    sessions[at]?.uses.map(({ id, slot }) => `${slot} ${id}`);

  it("moves a use within its slot, to another slot, and to another week", () => {
    const [a, b] = [TERM[0] as ScheduleSession, TERM[1] as ScheduleSession];
    expect(ids(shown(moveUse(a, "2", a, "before", "1")), 0)).toEqual(["before 2", "before 1", "after 3"]);
    expect(ids(shown(moveUse(a, "1", a, "after", null)), 0)).toEqual(["before 2", "after 3", "after 1"]);
    const moved = shown(moveUse(a, "1", b, "before", "4"));
    expect([ids(moved, 0), ids(moved, 1)]).toEqual([
      ["before 2", "after 3"],
      ["before 1", "before 4"],
    ]);
    expect(moveUse(a, "2", a, "before", null)).toBeNull();
    expect(moveUse(a, "1", a, "before", "1")).toBeNull();
  });

  it("never loses or doubles a use by dragging", () =>
    fc.assert(
      fc.property(
        fc.array(
          fc.record({
            useId: fc.constantFrom("1", "2", "3", "4"),
            to: fc.constantFrom("a", "b", "c"),
            slot: fc.constantFrom("before", "session", "after", "deep_dive"),
            before: fc.constantFrom(null, "1", "2", "3", "4"),
          }),
        ),
        (moves) => {
          let sessions: ScheduleSession[] = [...TERM];
          for (const { useId, to, slot, before } of moves) {
            const from = sessions.find(({ uses }) => uses.some(({ id }) => id === useId))?.id ?? "";
            const planned = drop(
              sessions,
              { what: "use", sessionId: from, useId },
              { sessionId: to, slot: slot as "after", before },
            );
            if (planned) sessions = withChanges(sessions, [planned]);
          }
          expect(sessions.flatMap(({ uses }) => uses.map(({ id }) => id)).sort()).toEqual(["1", "2", "3", "4"]);
        },
      ),
    ));

  it("lets two sessions exchange their dates, and twice is as before", () => {
    const swap = drop(TERM, { what: "session", sessionId: "a" }, { sessionId: "c", slot: null, before: null });
    const after = shown(swap);
    expect(after.map(({ id, date }) => [id, date])).toEqual([
      ["c", "2024-10-01"],
      ["b", "2024-10-08"],
      ["a", "2024-10-15"],
    ]);
    const back = drop(after, { what: "session", sessionId: "a" }, { sessionId: "c", slot: null, before: null });
    expect(withChanges(after, back ? [back] : []).map(({ id }) => id)).toEqual(["a", "b", "c"]);
  });

  it("empties cells, but no date and no state", () => {
    const emptied = clearCells(TERM, { ids: ["a"], from: 0, to: COLUMNS.length - 1 });
    expect(shown(emptied)[0]).toMatchObject({
      date: "2024-10-01",
      state: "published",
      title: "",
      format: null,
      uses: [],
    });
    expect(clearCells(TERM, { ids: ["c"], from: 0, to: 0 })).toBeNull();
  });

  it("rests on the version that was seen, and knows which sessions it is about", () => {
    const act = change("", {
      edits: [
        { sessionId: "a", fields: { title: "A" }, seen: 2 },
        { sessionId: "b", fields: { title: "B" } },
      ],
      remove: ["c"],
    });
    expect(asRequest("x", act, TERM)).toMatchObject({
      edits: [
        { sessionId: "a", version: 2 },
        { sessionId: "b", version: 3 },
      ],
      remove: [{ sessionId: "c", version: 3 }],
    });
    expect(touches(act, new Set(["c"]))).toBe(true);
    expect(touches(act, new Set(["d"]))).toBe(false);
  });

  it("can follow another that is not saved yet: what was typed a moment ago stays and can be moved", () => {
    const typed = editCell(TERM[2] as ScheduleSession, column("before"), "[New](https://e.org/n)");
    if (!typed || "problem" in typed) throw new Error("It was not understood.");
    const before = withChanges(TERM, [typed]);
    const again = editCell(
      before[2] as ScheduleSession,
      column("before"),
      "[New](https://e.org/n)\n[Newer](https://e.org/o)",
    );
    if (!again || "problem" in again) throw new Error("It was not understood.");
    expect(withChanges(TERM, [typed, again])[2]?.uses.map(({ title }) => title)).toEqual(["New", "Newer"]);
    const id = before[2]?.uses[0]?.id ?? "";
    const moved = moveUse(before[2] as ScheduleSession, id, TERM[1] as ScheduleSession, "after", null);
    const after = withChanges(TERM, moved ? [typed, moved] : []);
    expect([after[1]?.uses.map(({ title }) => title), after[2]?.uses]).toEqual([["Title 4", "New"], []]);
    // The server had a row for it already.
    expect(withNames(again, [{ from: id, to: "known" }]).edits[0]?.fields.slots?.before?.[0]).toEqual({
      useId: "known",
    });
  });

  it("on one slot leaves the same resource in another slot alone", () => {
    const twice = session("d", "2024-10-22", [
      use("1"),
      use("1b", {
        resourceId: "r-1",
        slot: "after",
        url: "https://e.org/1",
        title: "Title 1",
        resourceTitle: "Title 1",
      }),
    ]);
    const text = COLUMNS[column("after")]?.write(twice) ?? "";
    const read = editCell(twice, column("after"), `${text}\n[More](https://e.org/m)`);
    if (!read || "problem" in read) throw new Error("It was not understood.");
    expect(
      withChanges([twice], [read])[0]
        ?.uses.map(({ id, slot }) => `${slot} ${id}`)
        .slice(0, 2),
    ).toEqual(["before 1", "after 1b"]);
  });

  it("is taken over from the server's answer, also where a use left another session", () => {
    const b = { ...(TERM[1] as ScheduleSession), version: 4, uses: [use("1")] };
    expect(merged(TERM, { sessions: [b], removed: ["c"] }).map(({ id, uses }) => [id, uses.length])).toEqual([
      ["a", 2],
      ["b", 1],
    ]);
  });
});

describe("a block that is pasted", () => {
  const paste = (cells: string[][], id = "b", at = "title") =>
    planPaste(cells, { sessions: TERM, id, column: column(at) }, () => "new");

  it("lies over the cells from the corner on, and new rows follow a week apart", () => {
    expect(paste([["B", "Workshop"], ["C"], ["D", "Social"]])).toMatchObject({
      edits: [
        { sessionId: "b", fields: { title: "B", format: "workshop" } },
        { sessionId: "c", fields: { title: "C" } },
      ],
      create: [{ id: "new", date: "2024-10-22", title: "D", format: "social" }],
    });
  });

  it("is refused whole with the place of what was not understood", () => {
    expect(paste([["fine"], ["12:00"]], "b", "startsAt")).toEqual({
      problem: "Nothing was pasted. Row 1: Time: “fine” is no time. Write it as 11:00.",
    });
    expect(paste([["a", "b"]], "b", "state")).toHaveProperty("problem");
    expect(paste([], "b")).toHaveProperty("problem");
  });
});
