import { describe, expect, it } from "vitest";
import { readCell } from "@/lib/transfer/cell";

function titles(cell: string): string[] {
  const { resources, problems } = readCell(cell);
  expect(problems).toEqual([]);
  return resources.map(({ title }) => title);
}

function one(cell: string) {
  const { resources, problems } = readCell(cell);
  expect(problems).toEqual([]);
  expect(resources).toHaveLength(1);
  return resources[0];
}

describe("a cell of the schedule", () => {
  it.each([
    ["[Proofs 0h18](https://e.org/a)", "Proofs", 18],
    ["[Proofs (2h25)](https://e.org/a)", "Proofs", 145],
    ["[Proofs, 1h5](https://e.org/a)", "Proofs", 65],
    ["[Proofs](https://e.org/a) 0h18", "Proofs", 18],
    ["[Proofs](https://e.org/a) (first half)", "Proofs (first half)", null],
    ["[*Proofs*](https://e.org/a)", "Proofs", null],
    ["**[Proofs](https://e.org/a)**", "Proofs", null],
    ["[2*3*4](https://e.org/a)", "2*3*4", null],
    ["[Sets [and] maps](https://e.org/a)", "Sets [and] maps", null],
    ["[Sets \\] maps](https://e.org/a)", "Sets ] maps", null],
    ["[No length 0h00](https://e.org/a)", "No length 0h00", null],
    ["[Not 0h75](https://e.org/a)", "Not 0h75", null],
    ["[Proofs] (https://e.org/a)", "Proofs", null],
    ["Proofs https://e.org/a", "Proofs", null],
    ["![Proofs](https://e.org/a)", "Proofs", null],
  ])("%s is one link", (cell, title, minutes) => {
    expect(one(cell)).toEqual({ title, url: "https://e.org/a", minutes });
  });

  it("takes parentheses and brackets in a link as part of it", () => {
    expect(one("[Sets](https://e.org/Set_(theory)?a[0]=1)")?.url).toBe("https://e.org/Set_(theory)?a[0]=1");
  });

  it("gives a link without a title its address as title", () => {
    expect(one("[](https://e.org/a)")?.title).toBe("https://e.org/a");
    expect(one("https://e.org/a.")?.title).toBe("https://e.org/a");
  });

  it.each([
    ["Read chapters 1, 2 and 3", ["Read chapters 1, 2 and 3"]],
    ["Set up 0h30, read the preface 0h10", ["Set up", "read the preface"]],
    ["Set up\nRead the preface", ["Set up", "Read the preface"]],
    ["- Set up<br>- Read", ["Set up", "Read"]],
    ["*Sets Cont.*, *Maps Cont.*", ["Sets Cont.", "Maps Cont."]],
    ["Sets Cont., read on", ["Sets Cont.", "read on"]],
    ["*read, think, write*, rest", ["read, think, write", "rest"]],
    ["Set up, [A](https://e.org/a) , then [B](https://e.org/b)", ["Set up", "A", "then", "B"]],
    ["", []],
    [" , ; \n *", []],
  ])("%j names %j", (cell, expected) => {
    expect(titles(cell)).toEqual(expected);
  });
});

describe("what stands beside a resource", () => {
  const A = { title: "Sets", url: "https://e.org/a", minutes: null };

  it.each([
    ["[Sets](https://e.org/a) (optional)", { ...A, optional: true }],
    ["[Sets (optional)](https://e.org/a)", { ...A, optional: true }],
    ["[Sets](https://e.org/a), optional", { ...A, optional: true }],
    ["[Optional: Sets](https://e.org/a)", { ...A, optional: true }],
    ["Optional: [Sets](https://e.org/a)", { ...A, optional: true }],
    ["[Sets](https://e.org/a) 18 min", { ...A, minutes: 18 }],
    ["[Sets](https://e.org/a) (1:15:30)", { ...A, minutes: 76 }],
    ["[Sets](https://e.org/a) – 1 h 15 min", { ...A, minutes: 75 }],
    ["[Sets](https://e.org/a) (18 min, optional)", { ...A, minutes: 18, optional: true }],
    ["[Sets (12:30)](https://e.org/a)", { ...A, minutes: 13 }],
    ["[Sets](https://e.org/a) (first half) 0h20", { ...A, title: "Sets (first half)", minutes: 20 }],
    ["[Sets](https://e.org/a) (0:00-38:00)", { ...A, part: { from: 0, to: 2280 } }],
    ["[Sets](https://e.org/a), from 38:00 to 1:01:00", { ...A, part: { from: 2280, to: 3660 } }],
    ["[Sets](https://e.org/a) (from 1:01:00 on)", { ...A, part: { from: 3660, to: null } }],
    ["[Sets](https://e.org/a) until 38:00", { ...A, part: { from: null, to: 2280 } }],
    ["[Sets, first 38 min](https://e.org/a)", { ...A, part: { from: null, to: 2280 } }],
    ["[Sets](https://e.org/a) stop at 38:00, 1:01:00", { ...A, stopPoints: [2280, 3660] }],
    ["[Sets](https://e.org/a) (38 min and 1 h 1 min are good places to stop)", { ...A, stopPoints: [2280, 3660] }],
    ["[Sets](https://e.org/a) (pdf)", { ...A, kind: "paper" }],
    ["Paper: [Sets](https://e.org/a)", { ...A, kind: "paper" }],
    ["[Sets](https://e.org/a) (by Ada Lovelace)", { ...A, author: "Ada Lovelace" }],
    ["[[Sets]](https://e.org/a)", A],
    ["Sets: https://e.org/a", A],
    ["Sets (https://e.org/a)", A],
    ["[Sets](<https://e.org/a>)", A],
  ])("%s", (cell, expected) => {
    expect(one(cell)).toEqual(expected);
  });

  it.each([
    "Optional stopping theorem",
    "Do this (by Friday)",
    "Derive it (by hand)",
    "Read John 3:16",
    "Sets (optional, but fun)",
    "Watch until the end",
    "Read pages 10-20",
    "Meet at 12:30",
    "Vote (as written in the rules)",
    "Read the first 3 chapters",
  ])("is ordinary text in %j", (cell) => {
    expect(one(cell)).toEqual({ title: cell, url: null, minutes: null });
  });

  it("says optional for the rest of the line, or for all below a heading, until something is required", () => {
    const cell = "[A](https://e.org/a)\nOptional: [B](https://e.org/b), [C](https://e.org/c)\n[D](https://e.org/d)";
    const optional = (text: string) => readCell(text).resources.map((resource) => resource.optional ?? false);
    expect(optional(cell)).toEqual([false, true, true, false]);
    expect(optional("Read\nOptional:\nB\n[C](https://e.org/c)\nRequired:\nD")).toEqual([false, true, true, false]);
  });

  it("takes several addresses apart, each with the words in front of it", () => {
    const { resources } = readCell("Intro https://e.org/a, Part 2: https://e.org/b (12 min)");
    expect(resources).toEqual([
      { title: "Intro", url: "https://e.org/a", minutes: null },
      { title: "Part 2", url: "https://e.org/b", minutes: 12 },
    ]);
  });
});
