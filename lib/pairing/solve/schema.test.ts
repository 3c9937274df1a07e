import { describe, expect, it } from "vitest";
import { solve } from "@/lib/pairing/solve/rules";
import { pairingFile, problemOf } from "@/lib/pairing/solve/schema";

const asked = (file: unknown, seed = 1) => solve(problemOf(pairingFile.parse(file), seed));

describe("a file of members and costs", () => {
  it("is answered with groups, their cost and a bound", () => {
    const file = {
      members: ["a", "b", "c", "d"],
      cost: [
        ["a", "b", 12.5],
        ["d", "c", 1],
        ["a", "c", 2],
      ],
      forbidden: [["c", "a"]],
      defaultCost: 9,
    };
    expect(asked(file)).toEqual({
      groups: [
        ["a", "b"],
        ["c", "d"],
      ],
      alone: [],
      cost: 13.5,
      bound: 13.5,
      optimal: true,
    });
    expect(asked({ ...file, cost: [] }).cost).toBe(18);
  });

  it("says which entry is wrong", () => {
    const of = (more: object) => () => asked({ members: ["a", "b", "c"], ...more });
    expect(of({ members: ["a", "a"] })).toThrow("members: “a” is there twice.");
    expect(of({ cost: [["a", "x", 1]] })).toThrow("cost.0: “x” is not one of the members.");
    expect(of({ forbidden: [["a", "a"]] })).toThrow("forbidden.0: “a” cannot be paired with “a”.");
    const twice = [
      ["a", "b", 1],
      ["b", "a", 2],
    ];
    expect(of({ cost: twice })).toThrow("cost.1: the pair of “b” and “a” has two costs.");
    expect(
      of({
        locked: [
          ["a", "b"],
          ["b", "c"],
        ],
      }),
    ).toThrow("locked.1: “b” is locked twice.");
    expect(of({ locked: [["a", "x"]] })).toThrow("locked.0: “x” is not one of the members.");
    for (const wrong of [{ cost: [["a", "b"]] }, { members: [""] }, { defaultCost: "no" }, { costs: [] }]) {
      expect(of(wrong)).toThrow();
    }
    expect(of({ cost: [["a", "b", 1e300]] })).toThrow();
  });
});
