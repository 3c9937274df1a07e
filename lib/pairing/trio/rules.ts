import {
  type Costs,
  costOf,
  costOfGroups,
  costsAmong,
  FORBIDDEN,
  uniformCosts,
  wholeCosts,
} from "@/lib/pairing/costs/rules";
import { matchAll, pairsOf } from "@/lib/pairing/matching/rules";
import { TripleBounds } from "@/lib/pairing/trio/bounds/rules";

export interface Drawn {
  readonly groups: readonly (readonly number[])[];
  /** Of the groups, with what a seat in a trio costs. */
  readonly cost: number;
  /** No way to draw these members costs less. */
  readonly bound: number;
  readonly optimal: boolean;
}

/** How many trios are tried to the end, by the number of members; a matching of many members takes its time. */
function triesFor(size: number): number {
  return size <= 100 ? 2000 : size <= 250 ? 200 : size <= 600 ? 40 : 4;
}

/**
 * The cheapest way to draw an odd number of members, three at least, into pairs and one trio, by branch and bound. The
 * relaxation pairs a stand-in with one member, at what the two cheapest pairs of that one cost. Its prices bound every
 * trio from below; those that may be cheaper than the best known are tried, the most promising first.
 */
export function drawOdd(costs: Costs, seats: Float64Array): Drawn {
  const { size } = costs;
  if (size === 3) {
    const cost = costOfGroups(costs, seats, [[0, 1, 2]]);
    return { groups: [[0, 1, 2]], cost, bound: cost, optimal: true };
  }
  const whole = wholeCosts(withStandIn(costs, seats));
  const solved = matchAll(whole);
  let best = joined(costs, seats, solved.mates);
  const bounds = new TripleBounds(costs, seats, solved, whole.scale);
  const tries = triesFor(size);
  // One more than is tried, for the bound of what is not.
  const { triples, others } = bounds.below(best.cost, tries + 1);
  let bound = others;
  for (const [index, triple] of triples.entries()) {
    if (index === tries || triple.bound >= best.cost - tolerance(best.cost)) {
      bound = Math.min(bound, triple.bound);
      break;
    }
    const drawn = drawWith(costs, seats, triple.members);
    if (drawn.cost < best.cost) best = drawn;
  }
  bound = Math.min(bound, best.cost);
  return { ...best, bound, optimal: best.cost - bound <= tolerance(best.cost) };
}

/** What sums of doubles that should be equal may differ by. */
function tolerance(cost: number): number {
  return Number.isFinite(cost) ? 1e-9 * Math.max(1, Math.abs(cost)) : 0;
}

/** The members and one stand-in, the last, whose partner is the third of the trio. */
function withStandIn(costs: Costs, seats: Float64Array): Costs {
  const { size } = costs;
  const relaxed = uniformCosts(size + 1, 0);
  const [first, second] = [new Float64Array(size).fill(FORBIDDEN), new Float64Array(size).fill(FORBIDDEN)];
  const offer = (one: number, value: number): void => {
    if (value < (first[one] as number)) {
      second[one] = first[one] as number;
      first[one] = value;
    } else if (value < (second[one] as number)) second[one] = value;
  };
  let [from, to] = [0, 0];
  for (let one = 0; one < size; one++) {
    for (let other = one + 1; other < size; other++) {
      const cost = costs.values[from++] as number;
      relaxed.values[to++] = cost;
      offer(one, cost + (seats[other] ?? 0));
      offer(other, cost + (seats[one] ?? 0));
    }
    // The stand-in comes after all others in every row.
    to++;
  }
  for (let one = 0, place = size - 1; one < size; place += size - 1 - one, one++) {
    relaxed.values[place] = (first[one] as number) + (second[one] as number) + (seats[one] ?? 0);
  }
  return relaxed;
}

/** The trio that comes of the pairs as they are: whoever has the stand-in joins the pair where it costs least. */
function joined(costs: Costs, seats: Float64Array, mates: Int32Array): { groups: number[][]; cost: number } {
  const third = mates[costs.size] as number;
  const pairs = pairsOf(mates).filter(([, other]) => other !== costs.size);
  const extra = ([a, b]: [number, number]) =>
    costOf(costs, a, third) + costOf(costs, b, third) + (seats[a] ?? 0) + (seats[b] ?? 0);
  let at = 0;
  for (const [index, pair] of pairs.entries()) if (extra(pair) < extra(pairs[at] as [number, number])) at = index;
  const groups = pairs.map((pair, index) => (index === at ? [...pair, third] : pair));
  return { groups, cost: costOfGroups(costs, seats, groups) };
}

/** The cheapest way to draw in which these three are the trio. */
function drawWith(costs: Costs, seats: Float64Array, trio: readonly number[]): { groups: number[][]; cost: number } {
  const rest: number[] = [];
  for (let one = 0; one < costs.size; one++) if (!trio.includes(one)) rest.push(one);
  const { mates } = matchAll(wholeCosts(costsAmong(costs, rest)));
  const groups = [[...trio], ...pairsOf(mates).map((pair) => pair.map((index) => rest[index] as number))];
  return { groups, cost: costOfGroups(costs, seats, groups) };
}
