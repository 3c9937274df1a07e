import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { keyOf, pairsIn } from "@/lib/pairing/pairs/rules";
import { drawRound, type RoundInput } from "@/lib/pairing/round/rules";
import { evenCount, plainMember, someMembers, Term } from "@/lib/pairing/testing/term";

const alike = (count: number) => Array.from({ length: count }, (_, index) => plainMember(`m${index}`));
const input = (more: Partial<RoundInput>): RoundInput => ({
  members: alike(4),
  met: [],
  never: [],
  locked: [],
  taste: { labs: "mix", levels: "near" },
  before: 0,
  seed: 1,
  ...more,
});

describe("the rounds of a term", () => {
  it("let members who are all alike meet everybody once before anybody meets again", () => {
    fc.assert(
      fc.property(evenCount(26), fc.nat(1000), (count, seed) => {
        const term = new Term(seed);
        for (let round = 1; round < count; round++) expect(term.draw(alike(count)).repeats).toEqual([]);
        expect(term.lastMet.size).toBe((count * (count - 1)) / 2);
        expect(term.draw(alike(count)).repeats.length).toBe(count / 2);
      }),
      { numRuns: 25 },
    );
  });

  it.each([12, 30, 100, 300])(
    "repeat nobody in twelve weeks of %i members who differ, unless it is forced",
    (count) => {
      const term = new Term();
      const members = someMembers(count, count);
      for (let week = 1; week <= 12; week++) {
        const { repeats, leastRepeats } = term.draw(members);
        // Twelve members have eleven others: only the twelfth week forces everybody.
        expect(repeats.length, `week ${week}`).toBe(week === count ? count / 2 : 0);
        expect(leastRepeats).toBe(repeats.length);
      }
    },
  );

  it("of twelve members who differ are eleven without a repeat, whoever they are", () => {
    fc.assert(
      fc.property(fc.nat(100_000), (seed) => {
        const term = new Term(seed);
        const members = someMembers(12, seed);
        for (let round = 0; round < 11; round++) expect(term.draw(members).repeats).toEqual([]);
      }),
      { numRuns: 40 },
    );
  });

  it("pair 25 members who come and go for 14 rounds without a repeat, and spread the trios", () => {
    const spreads = Array.from({ length: 30 }, (_, seed) => {
      const term = new Term(seed);
      const all = someMembers(25, seed);
      const metAnyone = new Set<string>();
      for (let round = 0; round < 14; round++) {
        // Each is away for two rounds of every nine, the last three come later, and two leave in the middle.
        const here = all.filter(
          (_, index) => (round + 4 * index) % 9 > 1 && (index < 22 || round > index - 20) && (index > 1 || round < 8),
        );
        const { groups, alone, repeats } = term.draw(here);
        expect({ alone, repeats }).toEqual({ alone: [], repeats: [] });
        for (const id of groups.flat()) metAnyone.add(id);
      }
      expect(metAnyone.size).toBe(25);
      const stayed = all.filter((_, index) => index > 1 && index < 22).map(({ id }) => term.trios.get(id) ?? 0);
      return Math.max(...stayed) - Math.min(...stayed);
    });
    // Not to meet again goes before: now and then it leaves no trio of those whose turn it would be.
    expect(Math.max(...spreads)).toBeLessThanOrEqual(2);
    expect(spreads.filter((spread) => spread <= 1).length).toBeGreaterThanOrEqual(24);
  });
});

describe("a round", () => {
  it("never has a pair that must not be, and keeps those that must", () => {
    fc.assert(
      fc.property(fc.integer({ min: 6, max: 21 }), fc.nat(1000), (count, seed) => {
        const members = someMembers(count, seed);
        const names = members.map(({ id }) => id);
        const [a = "", b = "", c = "", d = ""] = names;
        const never = [
          [a, b],
          [a, c],
          [c, d],
        ] as const;
        const { groups, alone } = drawRound(input({ members, never, locked: [[b, d]], seed }));
        expect(alone).toEqual([]);
        expect(groups).toContainEqual([b, d].sort());
        const keys = new Set(groups.flatMap((group) => pairsIn(group).map(keyOf)));
        for (const pair of never) expect(keys.has(keyOf(pair))).toBe(false);
        expect(groups.flat().sort()).toEqual(names);
      }),
      { numRuns: 60 },
    );
  });

  it("is the same however the members, the pairs and the two of a pair are ordered", () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 15 }), fc.nat(1000), (count, seed) => {
        const members = someMembers(count, seed);
        const [a = "", b = ""] = members.map(({ id }) => id);
        const first = drawRound(input({ members, met: [{ pair: [a, b], ago: 2 }], seed }));
        const turned = drawRound(input({ members: members.toReversed(), met: [{ pair: [b, a], ago: 2 }], seed }));
        expect(turned).toEqual(first);
      }),
      { numRuns: 60 },
    );
  });

  it("says how many repeats there must be, and takes the pair who met longest ago", () => {
    const met = [
      { pair: ["m0", "m1"], ago: 3 },
      { pair: ["m0", "m2"], ago: 1 },
      { pair: ["m0", "m3"], ago: 2 },
    ] as const;
    const { groups, repeats, leastRepeats } = drawRound(input({ met }));
    expect(groups).toEqual([
      ["m0", "m1"],
      ["m2", "m3"],
    ]);
    expect({ repeats, leastRepeats }).toEqual({ repeats: [["m0", "m1"]], leastRepeats: 1 });
  });
});
