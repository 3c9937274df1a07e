import { createHash } from "node:crypto";
import {
  type Costs,
  costOfGroups,
  costsAmong,
  FORBIDDEN,
  finiteCosts,
  groupCost,
  wholeCosts,
} from "@/lib/pairing/costs/rules";
import { matchAll, pairsOf } from "@/lib/pairing/matching/rules";
import { type Drawn, drawOdd } from "@/lib/pairing/trio/rules";

export interface Problem {
  /** One name for each member, all different. */
  readonly members: readonly string[];
  /** What the pairs cost, by where their two stand in `members`. */
  readonly costs: Costs;
  /** What it costs beyond the pairs when a member sits in a trio; nothing where it is left out. */
  readonly seats?: Float64Array;
  /** Groups that stay as they are, each of two or three. */
  readonly locked?: readonly (readonly string[])[];
  /** Which of the equally good answers. */
  readonly seed: number;
}

export interface Solution {
  /** Groups of two, and one of three when the number is odd, all in the order of their names. */
  readonly groups: readonly (readonly string[])[];
  /** Whom no allowed group could take in. */
  readonly alone: readonly string[];
  /** Of all groups, with what the seats of trios cost. */
  readonly cost: number;
  /** No answer costs less; null where the rules leave no way to have pairs and at most one trio. */
  readonly bound: number | null;
  readonly optimal: boolean;
}

/**
 * The cheapest groups: pairs, and one trio when the number is odd. The same members, costs and seed give the same answer
 * in whatever order they come, and among equally good answers the seed decides and not the order. Where the forbidden
 * pairs leave no such answer, more trios take in those who are left as well as they can, and the rest are `alone`.
 */
export function solve({
  members,
  costs,
  seats = new Float64Array(members.length),
  locked = [],
  seed,
}: Problem): Solution {
  const place = new Map(members.map((name, index) => [name, index]));
  const held = locked.map((group) => group.map((name) => placeIn(place, name)));
  const taken = new Set(held.flat());
  if (taken.size !== held.flat().length) throw new RangeError("A member is locked in two groups.");
  const free = inSeededOrder(members, seed)
    .map((name) => placeIn(place, name))
    .filter((one) => !taken.has(one));
  const drawn = draw(costs, seats, free);
  const groups = [...held.map((group) => [...group]), ...drawn.groups.map((group) => [...group])];
  const mended = mend(costs, seats, groups, new Set(held));
  const lockedCost = costOfGroups(costs, seats, held);
  const asDrawn = !mended.changed;
  return {
    groups: named(members, mended.groups),
    alone: mended.alone.map((one) => members[one] ?? "").sort(),
    cost: costOfGroups(costs, seats, mended.groups),
    bound: asDrawn ? lockedCost + drawn.bound : null,
    optimal: asDrawn && drawn.optimal,
  };
}

function placeIn(place: ReadonlyMap<string, number>, name: string): number {
  const index = place.get(name);
  if (index === undefined) throw new RangeError(`There is no member ${name}.`);
  return index;
}

/** The members in an order that only their names and the seed decide. */
export function inSeededOrder(members: readonly string[], seed: number): string[] {
  const keyed = members.map((name) => ({
    name,
    key: createHash("sha256").update(`${seed}\n${name}`).digest("hex"),
  }));
  return keyed.sort((a, b) => (a.key < b.key ? -1 : 1)).map(({ name }) => name);
}

function named(members: readonly string[], groups: readonly (readonly number[])[]): string[][] {
  const names = groups.map((group) => group.map((one) => members[one] ?? "").sort());
  return names.sort(([a = ""], [b = ""]) => (a < b ? -1 : a > b ? 1 : 0));
}

/** The cheapest groups of these members, counted as in `costs`; forbidden pairs only where there is no way around. */
function draw(costs: Costs, seats: Float64Array, members: readonly number[]): Drawn {
  if (members.length < 2) return { groups: members.map((one) => [one]), cost: 0, bound: 0, optimal: true };
  const own = Float64Array.from(members, (one) => seats[one] ?? 0);
  const among = finiteCosts(costsAmong(costs, members), own);
  const { groups, ...drawn } = members.length % 2 === 0 ? drawEven(among) : drawOdd(among, own);
  return { ...drawn, groups: groups.map((group) => group.map((one) => members[one] ?? 0)) };
}

function drawEven(costs: Costs): Drawn {
  const whole = wholeCosts(costs);
  const { mates, bound, optimal } = matchAll(whole);
  const groups = pairsOf(mates);
  const cost = costOfGroups(costs, new Float64Array(0), groups);
  return { groups, cost, bound: optimal ? cost : Math.min(cost, bound / whole.scale), optimal };
}

/** Takes groups apart that may not be, and those who are single into pairs that may take them in. */
function mend(
  costs: Costs,
  seats: Float64Array,
  groups: readonly number[][],
  held: ReadonlySet<readonly number[]>,
): { groups: number[][]; alone: number[]; changed: boolean } {
  const kept: number[][] = [];
  const single: number[] = [];
  for (const group of groups) {
    if (group.length > 1 && (held.has(group) || isAllowed(costs, group))) kept.push(group);
    else {
      const pair = group.length < 3 ? null : cheapestPairIn(costs, group);
      if (pair) kept.push(pair);
      single.push(...group.filter((one) => !pair?.includes(one)));
    }
  }
  const alone: number[] = [];
  for (const one of single) {
    let best: { pair: number[]; cost: number } | null = null;
    for (const pair of kept) {
      if (pair.length > 2) continue;
      const cost = costOfGroups(costs, seats, [[...pair, one]]) - groupCost(costs, pair);
      if (Number.isFinite(cost) && (!best || cost < best.cost)) best = { pair, cost };
    }
    if (best) best.pair.push(one);
    else alone.push(one);
  }
  return { groups: kept, alone, changed: single.length > 0 && groups.length + alone.length > 1 };
}

function isAllowed(costs: Costs, group: readonly number[]): boolean {
  return Number.isFinite(groupCost(costs, group));
}

function cheapestPairIn(costs: Costs, [a = 0, b = 0, c = 0]: readonly number[]): number[] | null {
  const pairs = [
    [a, b],
    [b, c],
    [a, c],
  ].sort((p, q) => groupCost(costs, p) - groupCost(costs, q));
  const [first] = pairs;
  return first && groupCost(costs, first) < FORBIDDEN ? first : null;
}
