import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { someSession, someUse } from "@/lib/schedule/testing/rows";
import { type Draft, differencesOf, draftOf, editOf, isTouched, rebased } from "./session-draft";

const SLOT_NAMES = { before: "Before", session: "In the session", after: "After", deep_dive: "Deep dive" } as const;
const SEEN = someSession("a", "2024-10-01", {
  title: "Gradients",
  notes: "Bring paper",
  uses: [someUse("u", "Chapter 1")],
});
const NOW = { ...SEEN, version: 2, notes: "Bring pens", pinned: true, presenters: ["Ana"] };

describe("the form of a session", () => {
  it("sends only what was touched", () => {
    expect(editOf(SEEN, draftOf(SEEN))).toEqual({ sessionId: "a", version: 1 });
    expect(editOf(SEEN, { ...draftOf(SEEN), title: "Slopes", startsAt: "09:00" })).toEqual({
      sessionId: "a",
      version: 1,
      title: "Slopes",
      startsAt: "09:00",
    });
    expect(isTouched(SEEN, draftOf(SEEN))).toBe(false);
  });

  it("that is kept over somebody else's change puts nothing of theirs back", () => {
    const mine = rebased({ ...draftOf(SEEN), title: "Slopes" }, draftOf(SEEN), draftOf(NOW));
    expect(editOf(NOW, mine)).toEqual({ sessionId: "a", version: 2, title: "Slopes" });
    const slots = { ...draftOf(SEEN).slots, after: "Write it down" };
    expect(editOf(NOW, rebased({ ...draftOf(SEEN), slots }, draftOf(SEEN), draftOf(NOW)))).toEqual({
      sessionId: "a",
      version: 2,
      slots: { after: [expect.objectContaining({ title: "Write it down" })] },
    });
  });

  it("shows every field that differs, whether it is pinned among them", () =>
    expect(differencesOf(draftOf(SEEN), draftOf(NOW), SLOT_NAMES)).toEqual([
      { name: "Presenters", mine: "", theirs: "Ana" },
      { name: "Notes", mine: "Bring paper", theirs: "Bring pens" },
      { name: "Pinned", mine: "no", theirs: "yes" },
    ]));

  it("says after any two changes what each of the two touched, mine where both did", () => {
    const change = fc.record(
      {
        title: fc.string(),
        notes: fc.string(),
        pinned: fc.boolean(),
        date: fc.constantFrom("2024-10-01", "2024-10-08"),
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(change, change, (theirs, mine) => {
        const [now, was]: [typeof SEEN, Draft] = [{ ...SEEN, ...theirs }, draftOf(SEEN)];
        const result = rebased({ ...was, ...mine }, was, draftOf(now));
        for (const name of ["title", "notes", "pinned", "date"] as const) {
          const own = mine[name] !== undefined && mine[name] !== was[name];
          expect(result[name]).toBe(own ? mine[name] : now[name]);
        }
      }),
    );
  });
});
