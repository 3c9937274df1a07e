import { type Costs, costOf, FORBIDDEN, placeOf, uniformCosts } from "@/lib/pairing/costs/rules";
import { mixed } from "@/lib/pairing/mixed/rules";
import { keyOf, keysOf, type Pair, pairsIn } from "@/lib/pairing/pairs/rules";
import { leavesEnough } from "@/lib/pairing/round/ahead/rules";
import { type Pairable, type Points, pointsOf, sumOf, type Taste, TRIO_AGAIN } from "@/lib/pairing/score/rules";
import { inSeededOrder, type Solution, solve } from "@/lib/pairing/solve/rules";

export interface RoundInput {
  readonly members: readonly Pairable[];
  /** Pairs who were in one group, and how many rounds ago the last time was, 1 for the last round. */
  readonly met: readonly { readonly pair: Pair; readonly ago: number }[];
  /** Pairs who must not be in one group. */
  readonly never: readonly Pair[];
  /** Groups that stay together. */
  readonly locked: readonly (readonly string[])[];
  readonly taste: Taste;
  /** How many rounds the cohort has had. */
  readonly before: number;
  /** The same seed in all rounds of a cohort lets members who are all alike meet everybody in turn. */
  readonly seed: number;
}

export interface DrawnRound extends Solution {
  /** Pairs in these groups who have met before. */
  readonly repeats: readonly Pair[];
  /** Fewer repeats than this cannot be: proved by the bound of the same draw where only repeats cost. */
  readonly leastRepeats: number;
}

/** The terms of any two members, by their ids. */
export function pointsBetween({ members, met, taste }: RoundInput): (one: string, other: string) => Points {
  const known = new Map(members.map((member) => [member.id, member]));
  const agoOf = new Map(met.map(({ pair, ago }) => [keyOf(pair), ago]));
  return (one, other) => {
    const [left, right] = [known.get(one), known.get(other)];
    if (!left || !right) throw new RangeError("There is no such member.");
    return pointsOf(left, right, agoOf.get(keyOf([one, other])) ?? null, taste);
  };
}

/** How many times a draw is made anew, a little different, when it would leave too few ways for the next rounds. */
const TRIES = 60;
/** Above this there are more partners than a term has rounds, and no draw can use them up. */
const FEW = 40;

/**
 * Draws a round: the cheapest groups by `pointsOf` and the rules. Members who sat in fewer trios come first for the next
 * one. Where few partners are left, a draw that would soon force somebody to meet again gives way to the next best.
 */
export function drawRound(input: RoundInput): DrawnRound {
  const names = input.members.map(({ id }) => id);
  const costs = costsOf(input);
  const least = Math.min(...input.members.map(({ trios }) => trios));
  const seats = Float64Array.from(input.members, ({ trios }) => TRIO_AGAIN * (trios - least));
  const problem = { members: names, costs, seats, locked: input.locked, seed: input.seed };
  const first = solve(problem);
  const chosen = names.length > FEW || repeatsIn(input, first).length > 0 ? first : lookAhead(input, problem, first);
  return { ...chosen, repeats: repeatsIn(input, chosen), leastRepeats: leastRepeats(input) };
}

function lookAhead(input: RoundInput, problem: Parameters<typeof solve>[0], first: Solution): Solution {
  const met = keysOf(input.met.map(({ pair }) => pair));
  const never = keysOf(input.never);
  let best = { solution: first, rounds: -1 };
  for (let attempt = 0; attempt < TRIES; attempt++) {
    const solution =
      attempt === 0 ? first : reprice(solve({ ...problem, costs: shaken(problem.costs, attempt) }), problem);
    if (repeatsIn(input, solution).length > 0 || solution.alone.length > first.alone.length) continue;
    const after = new Set([...met, ...keysOf(solution.groups.flatMap(pairsIn))]);
    const { rounds, enough } = leavesEnough(problem.members, after, never, input.seed + attempt);
    if (enough) return solution;
    if (rounds > best.rounds) best = { solution, rounds };
  }
  return best.solution;
}

/** Costs that differ a little, more with every attempt; what is forbidden or a repeat stays what it is. */
function shaken(costs: Costs, attempt: number): Costs {
  const values = costs.values.map((cost, place) => cost + (mixed(place, attempt) % (4 * attempt + 1)));
  return { size: costs.size, values };
}

/** The same groups at their real cost, which is more than the bound of the cheapest. */
function reprice(solution: Solution, { members, costs, seats }: Parameters<typeof solve>[0]): Solution {
  const place = new Map(members.map((name, index) => [name, index]));
  let cost = 0;
  for (const group of solution.groups) {
    for (const [one, other] of pairsIn(group)) cost += costOf(costs, place.get(one) ?? 0, place.get(other) ?? 0);
    if (group.length > 2) for (const name of group) cost += seats?.[place.get(name) ?? 0] ?? 0;
  }
  return { ...solution, cost, bound: null, optimal: false };
}

/** From how few on those who sat in the fewest trios are kept for the next one, and at how many points a pair of them. */
const KEPT = { from: 14, points: 60 };

/**
 * What a pair costs beyond its own terms because its two are kept for a trio: once they have met, a trio of them would be
 * a repeat, and somebody would have to sit in one again who has done so already.
 */
function keeping(members: readonly Pairable[]): (one: Pairable, other: Pairable) => number {
  const least = Math.min(...members.map(({ trios }) => trios));
  const left = members.filter(({ trios }) => trios === least).length;
  if (left > KEPT.from) return () => 0;
  return (one, other) => (one.trios === least && other.trios === least ? KEPT.points : 0);
}

function costsOf(input: RoundInput): Costs {
  const { members, never } = input;
  const kept = keeping(members);
  const points = pointsBetween(input);
  const costs = uniformCosts(members.length, 0);
  const turn = turns(input);
  let place = 0;
  for (const [index, one] of members.entries()) {
    for (const other of members.slice(index + 1)) {
      costs.values[place++] = sumOf(points(one.id, other.id)) + kept(one, other) + turn(one.id, other.id);
    }
  }
  const at = new Map(members.map(({ id }, index) => [id, index]));
  for (const [one, other] of never) {
    const [left, right] = [at.get(one), at.get(other)];
    if (left !== undefined && right !== undefined) costs.values[placeOf(members.length, left, right)] = FORBIDDEN;
  }
  return costs;
}

/**
 * Less than one point in all, so that it decides among equals only: the pairs whose turn it is by the circle method
 * (Kirkman 1847) cost nothing. Members who are all alike thereby meet everybody before they meet anybody again.
 */
function turns({ members, before, seed }: RoundInput): (one: string, other: string) => number {
  const count = members.length + (members.length % 2);
  const circle = count - 1;
  const place = new Map(
    inSeededOrder(
      members.map(({ id }) => id),
      seed,
    ).map((id, index) => [id, index]),
  );
  // A power of two, so that sums stay exact.
  const unit = 2 ** -Math.ceil(Math.log2(count * count + 1));
  return (one, other) => {
    const [low = 0, high = 0] = [place.get(one) ?? 0, place.get(other) ?? 0].sort((a, b) => a - b);
    const slot = high === circle ? 2 * low : low + high;
    return ((((slot - before) % circle) + circle) % circle) * unit;
  };
}

/** The fewest repeats there can be, by a draw in which nothing else costs anything. */
function leastRepeats(input: RoundInput): number {
  const { members, met, never, locked, seed } = input;
  const costs = uniformCosts(members.length, 0);
  const at = new Map(members.map(({ id }, index) => [id, index]));
  const set = (pairs: readonly Pair[], cost: number): void => {
    for (const [one, other] of pairs) {
      const [left, right] = [at.get(one), at.get(other)];
      if (left !== undefined && right !== undefined) costs.values[placeOf(members.length, left, right)] = cost;
    }
  };
  set(
    met.map(({ pair }) => pair),
    1,
  );
  set(never, FORBIDDEN);
  const { bound } = solve({ members: members.map(({ id }) => id), costs, locked, seed });
  return Math.max(0, Math.ceil((bound ?? 0) - 1e-6));
}

function repeatsIn({ met }: RoundInput, { groups }: Solution): Pair[] {
  const known = keysOf(met.map(({ pair }) => pair));
  return groups.flatMap((group) => pairsIn(group).filter((pair) => known.has(keyOf(pair))));
}
