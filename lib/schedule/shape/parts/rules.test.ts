import { describe, expect, it } from "vitest";
import { planShape } from "@/lib/schedule/shape/rules";
import type { ShapeOperation } from "@/lib/schedule/shape/schema";
import { afterwards, meeting, termOf, using } from "@/lib/schedule/shape/testing/term";

const newId = () => "new";

const CHAINS = meeting("2026-10-22", "Chains", {
  startsAt: "15:00",
  presenters: ["Ana"],
  uses: [using("Walks"), using("Markov"), using("Proof", { slot: "deep_dive" })],
});

const TERM = [
  meeting("2026-10-15", "Chance"),
  CHAINS,
  meeting("2026-10-29", "Kernels", { uses: [using("Trick")] }),
  meeting("2026-11-05"),
  meeting("2026-11-12", "Trees"),
];

function split(more: Partial<Extract<ShapeOperation, { kind: "split" }>> = {}): ShapeOperation {
  return { kind: "split", sessionId: "Chains", useIds: [], by: "next_free", ...more };
}

const goOn = (sessionId: string, useId: string, fromSeconds?: number) =>
  ({ kind: "continue", sessionId, useId, ...(fromSeconds ? { fromSeconds } : {}) }) as const;

describe("splitting a session", () => {
  it("gives it a second part a week later, with the chosen uses, and pushes back what is in the way", () => {
    const { after } = planShape(termOf(TERM), split({ useIds: ["use of Markov", "use of Proof"] }), newId);
    expect(afterwards({ after })).toEqual([
      "15 Oct Chance",
      "22 Oct Chains",
      "29 Oct Chains cont.",
      "5 Nov Kernels",
      "12 Nov Trees",
    ]);
    expect(after[1]?.uses.map(({ id }) => id)).toEqual(["use of Walks"]);
    expect(after[2]).toMatchObject({
      startsAt: "15:00",
      format: "discussion",
      presenters: ["Ana"],
      state: "published",
    });
    expect(after[2]?.uses.map(({ id, slot }) => [id, slot])).toEqual([
      ["use of Markov", "before"],
      ["use of Proof", "deep_dive"],
    ]);
  });

  it("puts the second part into the open date that gives its place, so that no date is lost", () => {
    const { after, rows } = planShape(termOf(TERM), split(), newId);
    expect(after).toHaveLength(TERM.length);
    expect(rows.map(({ effect }) => effect)).toEqual(["stays", "stays", "changes", "moves", "stays"]);
  });

  it("skips a break, and moves nobody when the next date is free", () => {
    const world = termOf(TERM.slice(0, 2), [["Fair", "2026-10-29", "2026-10-29"]]);
    const { notes, ...rest } = planShape(world, split({ titleOfSecond: "Chains, by hand" }), newId);
    expect(afterwards(rest)).toEqual(["15 Oct Chance", "22 Oct Chains", "5 Nov Chains, by hand"]);
    expect(notes).toContain("5 Nov is free, so nothing else moves.");
  });

  it("names the second part after the topic, once however often it goes on", () => {
    const titles = (title: string, uses = CHAINS.uses) =>
      planShape(termOf([meeting("2026-10-22", title, { id: "Chains", uses })]), split(), newId).after.at(-1)?.title;
    expect(titles("Discussion", [using("Markov", { minutes: 90 }), using("Walks")])).toBe("Markov cont.");
    expect(titles("Chains Cont.")).toBe("Chains cont.");
    expect(titles("x".repeat(200))).toHaveLength(200);
  });

  it("is refused for an open date, a week without a session, a cancelled one, and a use of another session", () => {
    const refused = (session: ReturnType<typeof meeting>) => () =>
      planShape(termOf([{ ...session, id: "Chains" }]), split(), newId);
    expect(refused(meeting("2026-10-22"))).toThrow("An open date has nothing to split.");
    expect(refused(meeting("2026-10-22", "No session", { format: "no_session" }))).toThrow("has no second part");
    expect(refused(meeting("2026-10-22", "Chains", { state: "cancelled" }))).toThrow("is cancelled");
    expect(() => planShape(termOf(TERM), split({ useIds: ["use of Trick"] }), newId)).toThrow("does not use all");
  });
});

describe("going on with a resource in the next session", () => {
  it("uses the same resource again, first in its slot, from where the first part ends", () => {
    const { after, notes } = planShape(termOf(TERM), goOn("Chains", "use of Markov", 600), newId);
    expect(after[2]?.uses).toMatchObject([
      { id: "new", resourceId: "Markov", slot: "before", label: "Markov cont.", fromSeconds: 600, toSeconds: null },
      { id: "use of Trick" },
    ]);
    expect(after[1]?.uses).toEqual(CHAINS.uses);
    expect(notes).toEqual(["“Markov cont.” comes first before the session on 29 Oct."]);
  });

  it("starts where the part of the first session ends when nobody says where", () => {
    const part = { ...CHAINS, uses: [using("Markov", { toSeconds: 900 })] };
    const { after } = planShape(
      termOf([part, meeting("2026-10-29", "Kernels")]),
      goOn("Chains", "use of Markov"),
      newId,
    );
    expect(after[1]?.uses).toMatchObject([{ fromSeconds: 900, toSeconds: null }]);
  });

  it("passes over cancelled sessions and weeks without one, and changes nothing the second time", () => {
    const world = termOf([
      CHAINS,
      meeting("2026-10-29", "Kernels", { state: "cancelled" }),
      meeting("2026-11-05", "No session", { format: "no_session" }),
      meeting("2026-11-12", "Trees"),
    ]);
    const first = planShape(world, goOn("Chains", "use of Proof"), newId);
    expect(first.after.at(-1)?.uses).toMatchObject([{ label: "Proof cont.", slot: "deep_dive" }]);
    const again = planShape({ ...world, sessions: first.after }, goOn("Chains", "use of Proof"), newId);
    expect(again.after).toEqual(first.after);
    expect(again.lines).toEqual([]);
  });

  it("is refused after the last session, for a resource that is not used, and from after its end", () => {
    const attempt =
      (...args: Parameters<typeof goOn>) =>
      () =>
        planShape(termOf(TERM.slice(0, 2)), goOn(...args), newId);
    expect(attempt("Chains", "use of Markov")).toThrow("No session comes after 22 Oct.");
    expect(attempt("Chance", "use of Markov")).toThrow("does not use this resource");
    expect(() => planShape(termOf(TERM), goOn("Chains", "use of Markov", 1800), newId)).toThrow("after the end");
  });
});
