import { describe, expect, it } from "vitest";
import { firstChoice, operationOf, secondsOf } from "@/components/schedule/shape-choice";
import { shapeOperation } from "@/lib/schedule/shape/schema";
import { meeting, using } from "@/lib/schedule/shape/testing/term";

const [first, second, third] = [crypto.randomUUID(), crypto.randomUUID(), crypto.randomUUID()];
const TERM = [
  meeting("2026-10-15", "Chance", { id: first }),
  meeting("2026-10-22", "Chains", { id: second, pinned: true }),
  meeting("2026-10-29", "Kernels", { id: third, uses: [using("Trick", { id: crypto.randomUUID() })] }),
];

describe("what is chosen at first", () => {
  it("is to push back the next session that may move, or the one that was asked for", () => {
    expect(firstChoice(TERM, {}, "2026-10-16")).toMatchObject({ kind: "push_back", session: third, by: "week" });
    expect(firstChoice(TERM, { from: first, kind: "swap" }, "2026-10-16")).toMatchObject({
      kind: "swap",
      session: first,
      other: second,
    });
  });

  it("is the first session when the term is over, and none when there is none", () => {
    expect(firstChoice(TERM, { from: "gone" }, "2027-01-01").session).toBe(first);
    expect(operationOf(firstChoice([], {}, "2027-01-01"))).toEqual({ missing: "Choose a session." });
  });
});

describe("the operation that was chosen", () => {
  const choice = firstChoice(TERM, { from: third }, "2026-10-16");

  it("is one that the server takes, whatever is chosen", () => {
    const kinds = ["push_back", "pull_forward", "swap", "cancel", "split", "continue", "no_session"] as const;
    for (const kind of kinds) {
      for (const by of ["week", "next_free", "weeks"] as const) {
        const chosen = operationOf({ ...choice, kind, by, other: first, title: " symposium ", point: "38:00" });
        if ("missing" in chosen) throw new Error(chosen.missing);
        expect(shapeOperation.parse(chosen.operation)).toEqual(chosen.operation);
      }
    }
  });

  it("says what is missing for it", () => {
    const missing = (fields: Partial<typeof choice>) => operationOf({ ...choice, ...fields });
    expect(missing({ by: "weeks", weeks: "0" })).toEqual({ missing: "Say by how many weeks, from 1 to 52." });
    expect(missing({ kind: "swap", other: "" })).toEqual({ missing: "Choose the other session." });
    expect(missing({ kind: "no_session", date: "" })).toEqual({ missing: "Choose a date." });
    expect(missing({ kind: "continue", useId: "" })).toEqual({ missing: "Choose what goes on." });
    expect(missing({ kind: "continue", point: "later" })).toEqual({
      missing: "Say where to go on like 38:00 or 1:57:00.",
    });
  });
});

it("reads a point in a video as people write it", () => {
  expect(["38:00", "1:57:00", "90:30", "", "0:05"].map(secondsOf)).toEqual([2280, 7020, 5430, 0, 5]);
  expect(["38", "1:2", "38:60", "an hour"].map(secondsOf)).toEqual([null, null, null, null]);
});
