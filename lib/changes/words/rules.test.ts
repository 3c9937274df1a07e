import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isOpening, readLine, writeLine } from "@/lib/changes/words/rules";
import type { PlannedChange } from "@/lib/schedule/changes";
import { changeLines } from "@/lib/schedule/lines";
import { type ChangeKind, changeKind } from "@/lib/schedule/schema";

/** Changes that the public is told of, with what `from` and `to` can be. */
const TOLD: Partial<Record<ChangeKind, [string | null, string | null][]>> = {
  added: [[null, null]],
  published: [["draft", "published"]],
  removed: [[null, null]],
  cancelled: [[null, null]],
  revived: [[null, null]],
  moved: [["2026-10-22", "2026-10-29"]],
  retitled: [
    ["Chance", "Luck"],
    ["", "Luck"],
  ],
  changed_time: [
    [null, "15:00"],
    ["15:00", null],
  ],
  changed_session_length: [
    [null, "90"],
    ["90", null],
  ],
  changed_format: [
    [null, "workshop"],
    ["discussion", "no_session"],
  ],
  changed_notes: [
    [null, "materials: slides"],
    ["recording: https://e.org/rec", null],
  ],
  changed_presenters: [
    ["", "Ada, Ben"],
    ["Ada", ""],
  ],
  resource_added: [[null, "before"]],
  resource_removed: [["before", null]],
  resource_moved: [
    ["2026-10-22 before", "2026-10-29 after"],
    ["2026-10-29 before", "2026-10-29 session"],
  ],
};

function lineOf(kind: ChangeKind, title: string, [from, to]: [string | null, string | null]): string | undefined {
  const change: PlannedChange = { kind, date: "2026-10-29", title, from, to, sessionId: "s", visible: true };
  return changeLines([change], { first: false, published: [] })[0]?.text;
}

describe("the lines of the log", () => {
  it("are understood, whatever edit they tell of and whatever it is called", () => {
    const told = changeKind.options.flatMap((kind) => (TOLD[kind] ?? []).map((values) => ({ kind, values })));
    fc.assert(
      fc.property(
        fc.constantFrom(...told),
        fc.oneof(fc.constant(""), fc.string(), fc.constantFrom("A” and “B", "Risk.")),
        (one, title) => {
          const line = lineOf(one.kind, title, one.values);
          if (line === undefined) throw new Error(`Nothing is said of ${one.kind}.`);
          const said = readLine(line);
          expect(said && writeLine(said), line).toBe(line);
        },
      ),
    );
  });

  it("say nothing of what is no news", () => {
    const silent = changeKind.options.filter((kind) => !(kind in TOLD));
    expect(silent.flatMap((kind) => lineOf(kind, "Chance", ["a", "b"]) ?? [])).toEqual([]);
  });

  it("say what a session has to read or to watch since now, and nothing of other words for it", () => {
    const told = (from: string | null, to: string | null) => lineOf("changed_notes", "Risk", [from, to]);
    expect(told(null, "materials: slides")).toBe("“Risk” on 29 Oct has materials now.");
    expect(told(null, "recording: https://e.org/rec")).toBe("“Risk” on 29 Oct has a recording now.");
    expect(told(null, "notes: Bring dice.")).toBe("“Risk” on 29 Oct has notes now.");
    expect(told("recording: https://e.org/rec", null)).toBe("“Risk” on 29 Oct has no recording any more.");
    expect(told("notes: Bring dice.", "notes: Bring coins.")).toBeUndefined();
    expect(lineOf("changed_format", "Risk", [null, "workshop"])).toBe("“Risk” on 29 Oct is a workshop now.");
    expect(lineOf("changed_format", "Risk", ["workshop", null])).toBeUndefined();
  });

  it("say what they are about", () => {
    expect(readLine("“Risk” moved from 22 Oct to 29 Oct.")).toEqual({
      kind: "moved",
      name: "Risk",
      from: "22 Oct",
      to: "29 Oct",
    });
    expect(readLine("Added “A”, “B”, “C” and 2 more to 1 Sep.")).toMatchObject({ titles: ["A", "B", "C"], more: 2 });
    expect(readLine("The open date 3 Dec is cancelled.")).toEqual({ kind: "cancelled", name: null, on: "3 Dec" });
    expect(readLine("“Risk” on 3 Dec is presented by Ada Moss, Ben.")).toMatchObject({
      kind: "presenters",
      name: "Risk",
    });
  });

  it("in an organizer's own words are nobody's to read", () => {
    for (const text of ["We meet a week later.", "“Risk” moved from 22 Oct to 29 Oct, sorry!", "Added 22 Oct.", ""]) {
      expect(readLine(text), text).toBeNull();
    }
  });

  it("that open a term are known", () => {
    expect(isOpening("The schedule is published: 14 dates from 24 Sep to 14 Jan.")).toBe(true);
    expect(isOpening("The first session is published: 19 Nov.")).toBe(true);
    expect(isOpening("The schedule is ready.")).toBe(false);
  });
});
