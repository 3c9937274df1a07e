import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { ScheduleSession, ScheduleUse } from "@/lib/schedule/schema";
import { someSession, someUse } from "@/lib/schedule/testing/rows";
import { clearCells, drop, editCell, moveUse } from "./actions";
import { asRequest, change, merged, touches, withChanges, withNames } from "./changes";
import { COLUMNS } from "./columns";

function use(id: string, more: Partial<ScheduleUse> = {}): ScheduleUse {
  const resource = { resourceId: `r-${id}`, url: `https://e.org/${id}`, kind: "article" } as const;
  return someUse(id, `Title ${id}`, { ...resource, ...more });
}

function session(id: string, date: string, uses: ScheduleUse[] = [], more: Partial<ScheduleSession> = {}) {
  return someSession(id, date, { title: `Session ${id}`, format: "discussion", version: 3, uses, ...more });
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
    ["11:00 AM", { startsAt: "11:00" }],
    ["1pm", { startsAt: "13:00" }],
    ["11.00", { startsAt: "11:00" }],
    ["9:05", { startsAt: "09:05" }],
    ["11:00–12:30", { startsAt: "11:00", lengthMinutes: 90 }],
    ["", { startsAt: null }],
  ])("reads the time %s as the import does", (text, fields) =>
    expect(COLUMNS[column("startsAt")]?.read(text, TERM[0] as ScheduleSession)).toEqual({ fields }),
  );

  it("reads the words of a linked title, and its link as something for in the session, once", () => {
    const text = "[Gradients 0h18](https://e.org/g)";
    const typed = editCell(TERM[0] as ScheduleSession, column("title"), text);
    if (!typed || "problem" in typed) throw new Error("It was not understood.");
    const [after] = withChanges(TERM, [typed]);
    expect(after?.title).toBe("Gradients");
    const inSession = after?.uses.filter(({ slot }) => slot === "session");
    expect(inSession?.map(({ title, url, minutes }) => [title, url, minutes])).toEqual([
      ["Gradients", "https://e.org/g", 18],
    ]);
    const again = editCell(after as ScheduleSession, column("title"), text);
    expect(again && "edits" in again && again.edits[0]?.fields).toEqual({ title: "Gradients" });
  });

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
  const shown = (one: ReturnType<typeof drop>, sessions: ScheduleSession[] = TERM) =>
    one && "edits" in one ? withChanges(sessions, [one]) : sessions;
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
            sessions = shown(planned, sessions);
          }
          expect(sessions.flatMap(({ uses }) => uses.map(({ id }) => id)).sort()).toEqual(["1", "2", "3", "4"]);
        },
      ),
    ));

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
