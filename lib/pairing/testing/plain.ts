import fc from "fast-check";
import { type Costs, costOf, FORBIDDEN, uniformCosts } from "@/lib/pairing/costs/rules";

/** What the best groups cost, by trying every way: pairs, and one trio when the number is odd. Up to 12 members. */
export function costByTrying(costs: Costs, seats: Float64Array): number {
  const best = (left: readonly number[], mayTrio: boolean): number => {
    const [one, ...others] = left;
    if (one === undefined) return 0;
    let least = FORBIDDEN;
    for (const [index, other] of others.entries()) {
      const rest = others.toSpliced(index, 1);
      const pair = costOf(costs, one, other);
      least = Math.min(least, pair + best(rest, mayTrio));
      if (!mayTrio) continue;
      for (const [at, third] of rest.entries()) {
        if (at < index) continue;
        const trio = pair + costOf(costs, one, third) + costOf(costs, other, third);
        const seated = (seats[one] ?? 0) + (seats[other] ?? 0) + (seats[third] ?? 0);
        least = Math.min(least, trio + seated + best(rest.toSpliced(at, 1), false));
      }
    }
    return least;
  };
  return best(
    Array.from({ length: costs.size }, (_, one) => one),
    costs.size % 2 === 1,
  );
}

/** Costs of a number of members: whole numbers, few or many different ones, some of them less than nothing. */
export const someCosts = (size: { min: number; max: number }, forbid = 0): fc.Arbitrary<Costs> =>
  fc.tuple(fc.integer(size), fc.constantFrom(2, 5, 1000)).chain(([count, kinds]) =>
    fc
      .array(fc.tuple(fc.integer({ min: -kinds, max: kinds }), fc.integer({ min: 0, max: 99 })), {
        minLength: (count * (count - 1)) / 2,
        maxLength: (count * (count - 1)) / 2,
      })
      .map((pairs) => ({
        ...uniformCosts(count, 0),
        values: Float64Array.from(pairs, ([cost, chance]) => (chance < forbid ? FORBIDDEN : cost)),
      })),
  );

/** Numbers from 0 to 1 that a seed decides (the multiplier of Numerical Recipes). */
export function seededNumbers(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

export type Kind = "anything" | "few costs" | "on a map" | "in labs";

/** Costs as they may come: anything at all, few different ones, distances on a map, or labs that are to be mixed. */
export function costsOfKind(kind: Kind, size: number, seed: number): Costs {
  const next = seededNumbers(seed);
  const spots = Array.from({ length: size }, () => [next(), next()] as const);
  const costs = uniformCosts(size, 0);
  let place = 0;
  for (let one = 0; one < size; one++) {
    const [x, y] = spots[one] as readonly [number, number];
    for (let other = one + 1; other < size; other++) {
      const [left, top] = spots[other] as readonly [number, number];
      costs.values[place++] = {
        anything: () => Math.floor(next() * 1e6),
        "few costs": () => Math.floor(next() * 10),
        "on a map": () => Math.round(1000 * Math.hypot(x - left, y - top)),
        "in labs": () => (one % 7 === other % 7 ? 20 : 0) + 5 * Math.floor(6 * Math.abs(x - left)),
      }[kind]();
    }
  }
  return costs;
}
