import blossom from "edmonds-blossom";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { costOf, FORBIDDEN, groupCost, uniformCosts } from "@/lib/pairing/costs/rules";
import { type Problem, solve } from "@/lib/pairing/solve/rules";
import { costByTrying, costsOfKind, type Kind, seededNumbers, someCosts } from "@/lib/pairing/testing/plain";

const namesOf = (count: number) => Array.from({ length: count }, (_, index) => `m${String(index).padStart(4, "0")}`);
const drawn = (costs: Problem["costs"], more: Partial<Problem> = {}) =>
  solve({ members: namesOf(costs.size), costs, seed: 1, ...more });
const places = (group: readonly string[]) => group.map((name) => Number(name.slice(1)));

describe("the groups of a draw", () => {
  it("have everyone exactly once, in pairs and one trio when the number is odd", () => {
    fc.assert(
      fc.property(someCosts({ min: 2, max: 31 }), (costs) => {
        const { groups, alone } = drawn(costs);
        expect(alone).toEqual([]);
        expect(groups.flat().sort()).toEqual(namesOf(costs.size));
        const sizes = groups.map((group) => group.length).sort();
        const trios = costs.size % 2;
        expect(sizes).toEqual([...Array((costs.size - 3 * trios) / 2).fill(2), ...Array(trios).fill(3)]);
      }),
    );
  });

  it("are no worse than the best of all that there are, with what a seat in the trio costs", () => {
    fc.assert(
      fc.property(
        someCosts({ min: 2, max: 9 }),
        fc.array(fc.nat(500), { minLength: 9, maxLength: 9 }),
        (costs, some) => {
          const seats = Float64Array.from(some.slice(0, costs.size));
          const { cost, bound, optimal, groups } = drawn(costs, { seats });
          expect(cost).toBe(costByTrying(costs, seats));
          expect({ bound, optimal }).toEqual({ bound: cost, optimal: true });
          const seated = groups.flatMap((group) => (group.length > 2 ? places(group) : []));
          const told = groups.reduce((sum, group) => sum + groupCost(costs, places(group)), 0);
          expect(told + seated.reduce((sum, one) => sum + (seats[one] ?? 0), 0)).toBe(cost);
        },
      ),
      { numRuns: 400 },
    );
  });

  it.each([11, 12])("of %i members are no worse than the best of all that there are", (size) => {
    fc.assert(
      fc.property(someCosts({ min: size, max: size }), (costs) => {
        expect(drawn(costs).cost).toBe(costByTrying(costs, new Float64Array(size)));
      }),
      { numRuns: 12 },
    );
  });

  it("never have a forbidden pair where there is a way without, and the best of those ways is taken", () => {
    fc.assert(
      fc.property(someCosts({ min: 2, max: 9 }, 40), (costs) => {
        const best = costByTrying(costs, new Float64Array(costs.size));
        const { groups, cost, alone } = drawn(costs);
        for (const group of groups) expect(Number.isFinite(groupCost(costs, places(group)))).toBe(true);
        expect([...groups.flat(), ...alone].sort()).toEqual(namesOf(costs.size));
        if (Number.isFinite(best)) expect({ cost, alone }).toEqual({ cost: best, alone: [] });
      }),
      { numRuns: 400 },
    );
  });

  it.each<[Kind, number]>([
    ["anything", 60],
    ["anything", 200],
    ["few costs", 200],
    ["on a map", 120],
    ["on a map", 200],
    ["in labs", 200],
  ])("cost what an independent program finds: %s, %i members", (kind, size) => {
    const costs = costsOfKind(kind, size, size);
    const edges: [number, number, number][] = [];
    for (let one = 0; one < size; one++) {
      for (let other = one + 1; other < size; other++) edges.push([one, other, 2e6 - costOf(costs, one, other)]);
    }
    const mates = blossom(edges, true);
    const theirs = mates.reduce((sum, other, one) => sum + (other > one ? costOf(costs, one, other) : 0), 0);
    expect(drawn(costs)).toMatchObject({ cost: theirs, bound: theirs, optimal: true });
  });

  it("are the same in whatever order the members come, and another seed may give others that are as good", () => {
    const next = seededNumbers(3);
    for (const size of [8, 9, 20, 21, 40]) {
      const costs = costsOfKind("few costs", size, size);
      const first = drawn(costs);
      const order = namesOf(size)
        .map((_, index) => ({ index, key: next() }))
        .sort((a, b) => a.key - b.key)
        .map(({ index }) => index);
      const turned = uniformCosts(size, 0);
      let place = 0;
      for (const [index, one] of order.entries()) {
        for (const other of order.slice(index + 1)) turned.values[place++] = costOf(costs, one, other);
      }
      const names = namesOf(size);
      expect(drawn(turned, { members: order.map((one) => names[one] ?? "") })).toEqual(first);
      expect(drawn(costs, { seed: 2 }).cost).toBe(first.cost);
    }
  });

  it("of members who are all alike do not favour anybody: every pair comes about as often", () => {
    const counts = new Map<string, number>();
    for (let seed = 0; seed < 1500; seed++) {
      for (const group of drawn(uniformCosts(6, 1), { seed }).groups) {
        counts.set(group.join(), (counts.get(group.join()) ?? 0) + 1);
      }
    }
    // Each of 15 pairs is in a fifth of the draws; five standard deviations are 77.
    expect(counts.size).toBe(15);
    for (const count of counts.values()) expect(Math.abs(count - 300)).toBeLessThan(77);
  });
});

describe("groups that are locked", () => {
  it("stay, and the others are drawn as well as they can be without them", () => {
    fc.assert(
      fc.property(someCosts({ min: 4, max: 9 }), (costs) => {
        const [a = "", b = "", ...others] = namesOf(costs.size);
        const { groups, cost } = drawn(costs, { locked: [[b, a]] });
        const rest = uniformCosts(others.length, 0);
        let place = 0;
        for (let one = 2; one < costs.size; one++) {
          for (let other = one + 1; other < costs.size; other++) rest.values[place++] = costOf(costs, one, other);
        }
        if (others.length === 1) expect(groups).toHaveLength(1);
        else {
          expect(groups).toContainEqual([a, b]);
          expect(cost).toBe(costOf(costs, 0, 1) + costByTrying(rest, new Float64Array(others.length)));
        }
      }),
    );
  });

  it("take in the one who is left when all others are locked, where that costs least", () => {
    const costs = uniformCosts(5, 10);
    const locked = [
      ["m0000", "m0001"],
      ["m0002", "m0003"],
    ];
    costs.values.set([10, 10, 10, 1], 0);
    expect(drawn(costs, { locked }).groups).toEqual([
      ["m0000", "m0001", "m0004"],
      ["m0002", "m0003"],
    ]);
    expect(() => drawn(costs, { locked: [...locked, ["m0000", "m0004"]] })).toThrow("locked in two groups");
  });
});

describe("members whom no answer of pairs and one trio can have", () => {
  it("make more trios before anybody is alone", () => {
    // Two circles of three who may only be among themselves.
    const costs = uniformCosts(6, FORBIDDEN);
    costs.values.set([1, 1], 0);
    costs.values[5] = 1;
    costs.values.set([1, 1, 1], 12);
    expect(drawn(costs)).toEqual({
      groups: [
        ["m0000", "m0001", "m0002"],
        ["m0003", "m0004", "m0005"],
      ],
      alone: [],
      cost: 6,
      bound: null,
      optimal: false,
    });
  });

  it("are alone when everybody is forbidden them, and when there is nobody else", () => {
    const costs = uniformCosts(4, 1);
    costs.values.fill(FORBIDDEN, 0, 3);
    expect(drawn(costs)).toMatchObject({ groups: [["m0001", "m0002", "m0003"]], alone: ["m0000"] });
    expect(drawn(uniformCosts(1, 0))).toMatchObject({ groups: [], alone: ["m0000"], cost: 0 });
    expect(drawn(uniformCosts(0, 0))).toMatchObject({ groups: [], alone: [], cost: 0, optimal: true });
  });
});
