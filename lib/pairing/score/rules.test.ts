import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { pointsOf, sharedHalfHours, sumOf, type Taste, TERMS, wordsOf } from "@/lib/pairing/score/rules";
import { plainMember, someMembers } from "@/lib/pairing/testing/term";

const taste: Taste = { labs: "mix", levels: "near" };
const [ada, bob] = [plainMember("ada"), plainMember("bob")];

describe("what a pair costs", () => {
  it("is the same from both sides, a whole number, and never less than nothing", () => {
    const tastes = fc.record({
      labs: fc.constantFrom("mix", "same", "any"),
      levels: fc.constantFrom("near", "apart", "any"),
    } as const);
    fc.assert(
      fc.property(fc.nat(10_000), tastes, fc.option(fc.integer({ min: 1, max: 30 })), (seed, likes, ago) => {
        const [one, other] = someMembers(2, seed);
        if (!one || !other) return;
        const points = pointsOf(one, other, ago, likes);
        expect(pointsOf(other, one, ago, likes)).toEqual(points);
        for (const term of TERMS) {
          expect(Number.isInteger(points[term])).toBe(true);
          expect(points[term]).toBeGreaterThanOrEqual(0);
        }
      }),
    );
  });

  it("is more for a repeat than for everything else of a hundred pairs, and less the longer ago it was", () => {
    const worst = pointsOf(
      { ...ada, lab: "Hopper", level: 1, free: [1], meets: "remote", done: 0 },
      { ...bob, lab: "hopper ", level: 3, free: [2], meets: "in_person", done: 1 },
      null,
      taste,
    );
    expect(worst).toEqual({ repeat: 0, lab: 20, words: 15, level: 16, hours: 30, place: 25, pace: 15 });
    const repeats = [1, 2, 3, 10, 30].map((ago) => pointsOf(ada, bob, ago, taste).repeat);
    expect(repeats).toEqual(repeats.toSorted((a, b) => b - a));
    expect(repeats.at(-1)).toBeGreaterThan(100 * sumOf(worst));
  });

  it("is least for two of different labs who want the same, know as much and have time together", () => {
    const hours = [100, 101, 102, 103, 104, 105];
    const one = { ...ada, lab: "Hopper", words: ["language", "vision", "weather"], level: 2, free: hours, done: 0.5 };
    expect(sumOf(pointsOf(one, { ...one, id: "bob", lab: "Curie" }, null, taste))).toBe(0);
    expect(pointsOf(one, { ...one, id: "bob" }, null, taste).lab).toBe(20);
    expect(pointsOf(one, { ...one, id: "bob" }, null, { ...taste, labs: "same" }).lab).toBe(0);
    expect(pointsOf(one, { ...one, level: 3 }, null, { ...taste, levels: "apart" }).level).toBe(8);
  });

  it("counts what is not known as the middle", () => {
    expect(pointsOf(ada, bob, null, taste)).toEqual({
      repeat: 0,
      lab: 10,
      words: 15,
      level: 8,
      hours: 15,
      place: 0,
      pace: 0,
    });
  });
});

describe("words and hours", () => {
  it("are those that tell something", () => {
    expect(wordsOf("I want to learn about Vision models, and how VISION works; NLP too. Größe!")).toEqual([
      "größe",
      "models",
      "vision",
      "works",
    ]);
  });

  it("that two have in common are in order and there once", () => {
    expect(sharedHalfHours([5, 3, 3, 9], [9, 3, 4])).toEqual([3, 9]);
  });
});
