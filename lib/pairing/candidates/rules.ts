import { type Costs, placeOf } from "@/lib/pairing/costs/rules";
import { mixed } from "@/lib/pairing/mixed/rules";

/** Some of the pairs as lists of neighbours: those of `v` stand from `start[v]` to `start[v + 1]`, each pair twice. */
export interface Graph {
  readonly size: number;
  readonly start: Int32Array;
  readonly to: Int32Array;
  readonly cost: Float64Array;
}

/**
 * For each member the `count` cheapest others, and a ring through all of them, so that there is always a perfect
 * matching to find. Among equal costs a mixture of the two numbers decides: the neighbours of members who are all alike
 * must not all be the same few.
 */
export function cheapestPairs(costs: Costs, count: number): Set<number> {
  const { size } = costs;
  const keep = Math.min(count, size - 1);
  const near = new Nearest(size, keep);
  let place = 0;
  for (let one = 0; one < size; one++) {
    for (let other = one + 1; other < size; other++) {
      const cost = costs.values[place++] as number;
      near.offer(one, other, cost);
      near.offer(other, one, cost);
    }
  }
  const places = near.places();
  for (let one = 0; one < size; one++) places.add(placeOf(size, one, (one + 1) % size));
  return places;
}

/** The graph of these pairs. */
export function graphOf(costs: Costs, places: ReadonlySet<number>): Graph {
  const { size } = costs;
  const sorted = Float64Array.from(places).sort();
  const start = new Int32Array(size + 2);
  const ends = new Int32Array(2 * sorted.length);
  let [one, first] = [0, 0];
  for (const [index, place] of sorted.entries()) {
    // Pairs stand row by row; the row of `one` has `size - 1 - one` of them.
    while (place >= first + (size - 1 - one)) first += size - 1 - one++;
    const other = one + 1 + (place - first);
    ends[2 * index] = one;
    ends[2 * index + 1] = other;
    start[one + 2] = (start[one + 2] as number) + 1;
    start[other + 2] = (start[other + 2] as number) + 1;
  }
  for (let v = 2; v <= size + 1; v++) start[v] = (start[v] as number) + (start[v - 1] as number);
  const to = new Int32Array(ends.length);
  const cost = new Float64Array(ends.length);
  for (let index = 0; index < sorted.length; index++) {
    const [u, v] = [ends[2 * index] as number, ends[2 * index + 1] as number];
    const value = costs.values[sorted[index] as number] as number;
    for (const [from, target] of [
      [u, v],
      [v, u],
    ] as const) {
      const at = start[from + 1] as number;
      start[from + 1] = at + 1;
      to[at] = target;
      cost[at] = value;
    }
  }
  return { size, start: start.subarray(0, size + 1), to, cost };
}

/** The least few of what is offered to each member; the worst that is kept stands first. */
class Nearest {
  private readonly costs: Float64Array;
  private readonly others: Int32Array;
  private readonly held: Int32Array;

  constructor(
    private readonly size: number,
    private readonly keep: number,
  ) {
    this.costs = new Float64Array(size * keep);
    this.others = new Int32Array(size * keep);
    this.held = new Int32Array(size);
  }

  offer(one: number, other: number, cost: number): void {
    const held = this.held[one] as number;
    const from = one * this.keep;
    if (held < this.keep) {
      this.held[one] = held + 1;
      this.rise(one, from, held, cost, other);
    } else if (
      this.keep > 0 &&
      this.isWorse(one, this.costs[from] as number, this.others[from] as number, cost, other)
    ) {
      this.sink(one, from, cost, other);
    }
  }

  places(): Set<number> {
    const places = new Set<number>();
    for (let one = 0; one < this.size; one++) {
      for (let at = 0; at < (this.held[one] as number); at++) {
        places.add(placeOf(this.size, one, this.others[one * this.keep + at] as number));
      }
    }
    return places;
  }

  private isWorse(one: number, cost: number, other: number, thanCost: number, thanOther: number): boolean {
    return cost > thanCost || (cost === thanCost && chanceOf(one, other) > chanceOf(one, thanOther));
  }

  private rise(one: number, from: number, last: number, cost: number, other: number): void {
    let at = last;
    while (at > 0) {
      const above = (at - 1) >> 1;
      const [aboveCost, aboveOther] = [this.costs[from + above] as number, this.others[from + above] as number];
      if (this.isWorse(one, aboveCost, aboveOther, cost, other)) break;
      this.put(from + at, aboveCost, aboveOther);
      at = above;
    }
    this.put(from + at, cost, other);
  }

  private sink(one: number, from: number, cost: number, other: number): void {
    let at = 0;
    for (;;) {
      let below = 2 * at + 1;
      if (below >= this.keep) break;
      const [left, right] = [from + below, from + below + 1];
      const next = below + 1 < this.keep;
      if (
        next &&
        this.isWorse(
          one,
          this.costs[right] as number,
          this.others[right] as number,
          this.costs[left] as number,
          this.others[left] as number,
        )
      )
        below++;
      const [belowCost, belowOther] = [this.costs[from + below] as number, this.others[from + below] as number];
      if (!this.isWorse(one, belowCost, belowOther, cost, other)) break;
      this.put(from + at, belowCost, belowOther);
      at = below;
    }
    this.put(from + at, cost, other);
  }

  private put(at: number, cost: number, other: number): void {
    this.costs[at] = cost;
    this.others[at] = other;
  }
}

/** The same for both directions of a pair. */
function chanceOf(one: number, other: number): number {
  return mixed(Math.min(one, other), Math.max(one, other));
}
