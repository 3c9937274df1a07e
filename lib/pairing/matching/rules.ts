import { fractionalStart } from "@/lib/pairing/assignment/rules";
import { cheapestMatching, type Matching } from "@/lib/pairing/blossom/rules";
import { cheapestPairs, graphOf } from "@/lib/pairing/candidates/rules";
import { placeOf, type WholeCosts } from "@/lib/pairing/costs/rules";

/** What a pair may be cheaper than the prices of its two because of the blossoms that hold both. */
export class Within {
  private readonly of: number[][];

  constructor(
    size: number,
    private readonly blossoms: Matching["blossoms"],
  ) {
    this.of = Array.from({ length: size }, () => []);
    for (const [index, { members }] of blossoms.entries()) for (const v of members) this.of[v]?.push(index);
  }

  shared(one: number, other: number): number {
    const others = this.of[other] as number[];
    let sum = 0;
    for (const index of this.of[one] as number[]) if (others.includes(index)) sum += this.blossoms[index]?.price ?? 0;
    return sum;
  }
}

export interface Solved extends Matching {
  /** In whole units: no perfect matching of all pairs costs less. */
  readonly bound: number;
  /** Whether `mates` costs just that. */
  readonly optimal: boolean;
}

/** How many of the cheapest others each member may be paired with at first. */
const NEAR = 14;
/** How many pairs a member gets more each time that a pair outside of the candidates turns out too cheap. */
const MORE = 8;
const ROUNDS = 40;

/**
 * A cheapest perfect matching of an even number of members where everybody may be paired with everybody. It is looked
 * for among the cheapest pairs of each; then the prices are held against all pairs, and those that are cheaper than the
 * prices say become candidates too, until there are none (Applegate and Cook 1993). After `ROUNDS` it stops, with prices
 * that no pair is below and the bound that follows.
 */
export function matchAll(costs: WholeCosts): Solved {
  const places = cheapestPairs(costs, costs.size <= NEAR + 2 ? costs.size - 1 : NEAR);
  for (let round = 1; ; round++) {
    const graph = graphOf(costs, places);
    const matching = cheapestMatching(graph, fractionalStart(graph));
    const { cheaper, lacking } = priceOut(costs, matching);
    if (cheaper.length === 0) return { ...matching, bound: dualValue(matching), optimal: true };
    if (round === ROUNDS) {
      const lowered = { ...matching, prices: matching.prices.map((price, one) => price - (lacking[one] as number)) };
      return { ...lowered, bound: dualValue(lowered), optimal: false };
    }
    for (const place of cheaper) places.add(place);
  }
}

/** The pairs of a matching, the lesser number of each first. */
export function pairsOf(mates: Int32Array): [number, number][] {
  const pairs: [number, number][] = [];
  for (const [one, other] of mates.entries()) if (other > one) pairs.push([one, other]);
  return pairs;
}

/** The sum that no perfect matching goes below, if no pair is cheaper than the prices say. */
function dualValue({ prices, blossoms }: Matching): number {
  let sum = 0;
  for (const price of prices) sum += price;
  for (const { members, price } of blossoms) sum -= (price * (members.length - 1)) / 2;
  return sum;
}

/** Pairs that are cheaper than the prices say, some of each member, and by how much a price is too high for all of them. */
function priceOut(costs: WholeCosts, { prices, blossoms }: Matching): { cheaper: number[]; lacking: Float64Array } {
  const { size, values } = costs;
  const within = new Within(size, blossoms);
  const found: { slack: number; one: number; other: number }[] = [];
  let place = 0;
  for (let one = 0; one < size; one++) {
    const price = prices[one] as number;
    for (let other = one + 1; other < size; other++) {
      const rough = (values[place++] as number) - price - (prices[other] as number);
      if (rough >= 0) continue;
      const slack = rough + within.shared(one, other);
      if (slack < 0) found.push({ slack, one, other });
    }
  }
  const lacking = new Float64Array(size);
  const taken = new Int32Array(size);
  const cheaper: number[] = [];
  for (const { slack, one, other } of found.sort((a, b) => a.slack - b.slack)) {
    if (lacking[one] === 0) lacking[one] = -slack;
    if ((taken[one] as number) >= MORE && (taken[other] as number) >= MORE) continue;
    taken[one] = (taken[one] as number) + 1;
    taken[other] = (taken[other] as number) + 1;
    cheaper.push(placeOf(size, one, other));
  }
  return { cheaper, lacking };
}
