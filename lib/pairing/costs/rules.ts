/** A pair that must not be. */
export const FORBIDDEN = Number.POSITIVE_INFINITY;

/** What pairs of members 0 to `size - 1` cost, each pair once; lower is better and `FORBIDDEN` is never. */
export interface Costs {
  readonly size: number;
  readonly values: Float64Array;
}

/** Costs of `size` members where every pair costs the same until it is set. */
export function uniformCosts(size: number, cost: number): Costs {
  return { size, values: new Float64Array((size * (size - 1)) / 2).fill(cost) };
}

/** Where the pair of two different members stands in `values`. */
export function placeOf(size: number, one: number, other: number): number {
  const [low, high] = one < other ? [one, other] : [other, one];
  return low * size - (low * (low + 1)) / 2 + (high - low - 1);
}

export function costOf({ size, values }: Costs, one: number, other: number): number {
  return values[placeOf(size, one, other)] ?? FORBIDDEN;
}

/** What a group costs: the sum of its pairs. */
export function groupCost(costs: Costs, members: readonly number[]): number {
  let sum = 0;
  for (const [index, one] of members.entries()) {
    for (const other of members.slice(index + 1)) sum += costOf(costs, one, other);
  }
  return sum;
}

/** What groups cost together: their pairs, and of a trio the seats of its three. */
export function costOfGroups(costs: Costs, seats: Float64Array, groups: readonly (readonly number[])[]): number {
  let sum = 0;
  for (const group of groups) {
    sum += groupCost(costs, group);
    if (group.length > 2) for (const one of group) sum += seats[one] ?? 0;
  }
  return sum;
}

/** The costs of some of the members, who are counted anew in the order given. */
export function costsAmong(costs: Costs, members: readonly number[]): Costs {
  const among = uniformCosts(members.length, 0);
  let place = 0;
  for (const [index, one] of members.entries()) {
    for (let next = index + 1; next < members.length; next++) {
      among.values[place++] = costOf(costs, one, members[next] ?? 0);
    }
  }
  return among;
}

/** The least and the most that an allowed pair costs; both 0 when there is none. */
function rangeOf({ values }: Costs): { least: number; most: number } {
  let [least, most] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const value of values) {
    if (value === FORBIDDEN) continue;
    if (value < least) least = value;
    if (value > most) most = value;
  }
  return least > most ? { least: 0, most: 0 } : { least, most };
}

/**
 * Costs in which what is forbidden costs more than all that is allowed together, the three of a trio and their `seats`
 * included: no more of it is taken than there must be.
 */
export function finiteCosts(costs: Costs, seats: Float64Array): Costs {
  const { least, most } = rangeOf(costs);
  const dearest = seats.reduce((top, seat) => Math.max(top, seat), 0);
  const never = most + (most - least + 1) * (costs.size / 2 + 3) + 3 * dearest;
  return { size: costs.size, values: costs.values.map((value) => (value === FORBIDDEN ? never : value)) };
}

/**
 * Whole numbers in place of finite costs, so that the matching never meets a rounding error: all are multiples of four
 * (prices then stay whole through every halving), and small enough that a sum over all members is exact in a double.
 * Costs that are whole numbers below 2^47 divided by the number of members become multiples and lose nothing.
 */
export interface WholeCosts extends Costs {
  /** What one unit of the cost became. */
  readonly scale: number;
}

export function wholeCosts(costs: Costs): WholeCosts {
  const { least, most } = rangeOf(costs);
  const largest = Math.max(Math.abs(least), Math.abs(most), 1);
  const scale = 2 ** Math.floor(Math.log2(2 ** 49 / (Math.max(costs.size, 2) * largest)));
  return { size: costs.size, values: costs.values.map((value) => 4 * Math.round(value * scale)), scale: 4 * scale };
}
