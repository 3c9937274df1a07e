import { describe, expect, it } from "vitest";
import type { ShapeWorld } from "@/lib/schedule/shape/calendar/rules";
import { planShape } from "@/lib/schedule/shape/rules";
import type { ShapeOperation } from "@/lib/schedule/shape/schema";
import { meeting, termOf, using } from "@/lib/schedule/shape/testing/term";

const TERM = [
  meeting("2026-10-15", "Chance"),
  meeting("2026-10-22", "Chains", { uses: [using("Walks"), using("Markov")] }),
  meeting("2026-10-29", "Kernels"),
  meeting("2026-11-05"),
  meeting("2026-11-12", "Trees"),
];

function linesOf(world: ShapeWorld, operation: ShapeOperation): string[] {
  return planShape(world, operation, () => "new").lines.map(({ text }) => text);
}

const push = (from: string, more: Partial<Extract<ShapeOperation, { kind: "push_back" }>> = {}) =>
  ({ kind: "push_back", from, by: "week", insertNoSession: false, ...more }) as const;

describe("the public log", () => {
  it("tells of many sessions in one sentence, and which one stays", () => {
    const guest = meeting("2026-11-05", "Guest", { pinned: true });
    const named = TERM.filter(({ title }) => title !== "");
    expect(linesOf(termOf(TERM), push("Chains"))).toEqual([
      "Everything from “Chains” on moves back a week: 22 Oct to 29 Oct … 12 Nov to 19 Nov.",
    ]);
    expect(linesOf(termOf(TERM), push("Chains", { by: { weeks: 3 } }))).toEqual([
      "Everything from “Chains” on moves back 3 weeks: 22 Oct to 12 Nov … 12 Nov to 3 Dec.",
    ]);
    expect(linesOf(termOf([...named, guest]), push("Chance"))).toEqual([
      "Everything from “Chance” on moves back: 15 Oct to 22 Oct … 12 Nov to 19 Nov. “Guest” stays on 5 Nov.",
    ]);
  });

  it("says of those in the way how many they are", () => {
    const full = [...TERM.slice(0, 3), meeting("2026-11-05", "Forests"), meeting("2026-11-19", "Nets")];
    expect(linesOf(termOf(full), push("Chains", { by: "next_free" }))).toEqual([
      "“Chains” and the 2 after it move back a week: 22 Oct to 29 Oct … 5 Nov to 12 Nov.",
    ]);
  });

  it("tells of one or two one by one, and of the date that became free", () => {
    expect(linesOf(termOf(TERM), push("Trees", { insertNoSession: true, title: "No session (symposium)" }))).toEqual([
      "No session on 12 Nov: symposium.",
      "“Trees” moved from 12 Nov to 19 Nov.",
    ]);
    expect(linesOf(termOf(TERM), push("Kernels", { by: "next_free" }))).toEqual([
      "29 Oct is an open date now.",
      "“Kernels” moved from 29 Oct to 5 Nov.",
    ]);
  });

  it("tells of a second part and what it takes along", () => {
    const operation: ShapeOperation = { kind: "split", sessionId: "Chains", useIds: ["use of Markov"], by: "week" };
    expect(linesOf(termOf(TERM), operation)).toEqual([
      "Added “Chains cont.” on 29 Oct.",
      "Everything from “Kernels” on moves back a week: 29 Oct to 5 Nov … 12 Nov to 19 Nov.",
      "“Markov” moved from 22 Oct to 29 Oct, before the session.",
    ]);
  });

  it("tells of a cancelled session, a swap, and of going on", () => {
    const world = termOf(TERM);
    expect(linesOf(world, { kind: "cancel", sessionId: "Chains", pushBack: false })).toEqual([
      "“Chains” on 22 Oct is cancelled.",
    ]);
    expect(linesOf(world, { kind: "swap", a: "Chance", b: "Trees" })).toEqual([
      "“Trees” moved from 12 Nov to 15 Oct.",
      "“Chance” moved from 15 Oct to 12 Nov.",
    ]);
    expect(linesOf(world, { kind: "continue", sessionId: "Chains", useId: "use of Walks" })).toEqual([
      "Added “Walks cont.” to 29 Oct.",
    ]);
  });

  it("says nothing of drafts", () => {
    const drafts = termOf(TERM.map((session) => ({ ...session, state: "draft" as const })));
    expect(linesOf(drafts, push("Chance", { insertNoSession: true }))).toEqual([]);
    expect(linesOf(drafts, { kind: "split", sessionId: "Chains", useIds: [], by: "week" })).toEqual([]);
  });
});

describe("what the organizer is told beforehand", () => {
  it("is also that a session is over already", () => {
    const world = { ...termOf(TERM), today: "2026-10-16" };
    expect(planShape(world, push("Chance"), () => "new").notes).toEqual([
      "One session that is over already moves too.",
      "One session now lies after the last planned date, 12 Nov.",
    ]);
  });

  it("is also that a week without a session stays, and that a swap leads into a break", () => {
    const none = meeting("2026-10-29", "No session", { format: "no_session" });
    const world = termOf([...TERM.slice(0, 2), none], [["Fair", "2026-10-15", "2026-10-16"]]);
    expect(planShape(world, push("Chains"), () => "new").notes).toContain("29 Oct stays without a session.");
    expect(planShape(world, { kind: "swap", a: "Chance", b: "Chains" }, () => "new").notes).toEqual([
      "15 Oct is in a break: Fair.",
    ]);
  });
});
