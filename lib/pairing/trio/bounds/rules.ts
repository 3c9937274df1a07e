import { type Costs, costOf, uniformCosts } from "@/lib/pairing/costs/rules";
import { type Solved, Within } from "@/lib/pairing/matching/rules";

export interface Triple {
  readonly members: readonly [number, number, number];
  /** No way to draw in which these are the trio costs less. */
  readonly bound: number;
}

interface Edge {
  readonly one: number;
  readonly other: number;
  readonly length: number;
}

/** How many triples are looked at before only a bound is told for the others. */
const LOOKS = 1e7;

/**
 * What a trio costs at least, with all others in pairs: its own pairs and seats, the prices of all others, less what the
 * blossoms may take off the pairs of those. It is told as three edges, so that one of them is at most a third of it.
 */
export class TripleBounds {
  /** What the prices and blossoms of all members come to together. */
  private readonly base: number;
  private readonly edges: Costs;
  private readonly within: Within;
  /** Of each member, what the blossoms are worth that hold it and the stand-in. */
  private readonly standingIn: Float64Array;

  /** `solved` is of the members and one stand-in, the last; one unit of cost is `scale` of its prices. */
  constructor(costs: Costs, seats: Float64Array, solved: Solved, scale: number) {
    const { size } = costs;
    const prices = solved.prices.map((price) => price / scale);
    const blossoms = solved.blossoms.map(({ members, price }) => ({ members, price: price / scale }));
    this.within = new Within(
      size,
      blossoms.filter(({ members }) => !members.includes(size)),
    );
    // Without the stand-in these have an even number of members, so that the first of the trio breaks a pair already.
    const standingIn = new Float64Array(size);
    let base = 0;
    for (let one = 0; one < size; one++) base += prices[one] as number;
    for (const { members, price } of blossoms) {
      base -= (price * (members.length - 1)) / 2;
      if (!members.includes(size)) continue;
      for (const one of members) if (one < size) standingIn[one] = (standingIn[one] as number) + price;
    }
    this.base = base;
    this.standingIn = standingIn;
    this.edges = uniformCosts(size, 0);
    let place = 0;
    for (let one = 0; one < size; one++) {
      const own = (seats[one] ?? 0) - (prices[one] as number);
      for (let other = one + 1; other < size; other++, place++) {
        const half = (own + (seats[other] ?? 0) - (prices[other] as number)) / 2;
        this.edges.values[place] = (costs.values[place] as number) + half;
      }
    }
  }

  /** The most promising triples that may cost less than `limit`, the least bound first; `others` bounds all else. */
  below(limit: number, count: number): { triples: Triple[]; others: number } {
    const room = limit - this.base;
    // Of three edges one is at most a third, and of the other two one is at most half of what that leaves.
    const edges = this.edgesBelow((room - this.leastEdge()) / 2);
    const near = Array.from({ length: this.edges.size }, (): Edge[] => []);
    for (const edge of edges) {
      near[edge.one]?.push(edge);
      near[edge.other]?.push(edge);
    }
    const kept = new Least(count);
    let looks = LOOKS;
    let others = limit;
    for (const edge of edges) {
      if (edge.length >= room / 3) break;
      if (looks < 0) {
        others = Math.min(others, this.base + 3 * edge.length);
        break;
      }
      for (const end of [edge.one, edge.other]) {
        for (const next of near[end] as Edge[]) {
          if (next.length >= (room - edge.length) / 2) break;
          looks--;
          this.offer(edge, end, next, room, kept);
        }
      }
    }
    return { triples: kept.sorted(), others: Math.min(others, kept.dropped) };
  }

  private leastEdge(): number {
    return this.edges.values.reduce((least, edge) => Math.min(edge, least), Number.POSITIVE_INFINITY);
  }

  /** Pairs whose edge is shorter than this, the shortest first. */
  private edgesBelow(limit: number): Edge[] {
    const { size, values } = this.edges;
    const found: Edge[] = [];
    let place = 0;
    for (let one = 0; one < size; one++) {
      for (let other = one + 1; other < size; other++) {
        const length = values[place++] as number;
        if (length < limit) found.push({ one, other, length });
      }
    }
    return found.sort((a, b) => a.length - b.length || a.one - b.one || a.other - b.other);
  }

  /** Offers the triple of an edge and the next one at its `end`, unless another two of its edges bring it. */
  private offer(edge: Edge, end: number, next: Edge, room: number, kept: Least): void {
    const far = end === edge.one ? edge.other : edge.one;
    const third = next.one === end ? next.other : next.one;
    if (third === far) return;
    const closing = costOf(this.edges, far, third);
    if (edge.length + next.length + closing >= room) return;
    // `edge` is the shortest and `next` the second; of equal ones, the one that comes first.
    if (!comesFirst(edge, next)) return;
    const last = { one: Math.min(far, third), other: Math.max(far, third), length: closing };
    if (!comesFirst(next, last)) return;
    const bound = this.base + edge.length + next.length + closing + this.broken(edge.one, edge.other, third);
    if (bound < this.base + room) kept.offer({ members: [edge.one, edge.other, third], bound });
  }

  /** What the blossoms no longer take off when these three are out. */
  private broken(one: number, other: number, third: number): number {
    const shared = [
      this.within.shared(one, other),
      this.within.shared(other, third),
      this.within.shared(third, one),
    ] as const;
    // Blossoms lie within each other or apart, so the least of the three is what holds all three.
    const twoOfThem = shared[0] + shared[1] + shared[2] - 2 * Math.min(...shared);
    const outside = [one, other, third].map((member) => this.standingIn[member] as number);
    return twoOfThem + Math.max(...outside) + Math.min(...outside);
  }
}

function comesFirst(a: Edge, b: Edge): boolean {
  return (a.length - b.length || a.one - b.one || a.other - b.other) < 0;
}

/** The triples with the least bounds, a fixed number of them. */
class Least {
  dropped = Number.POSITIVE_INFINITY;
  private held: Triple[] = [];

  constructor(private readonly count: number) {}

  offer(triple: Triple): void {
    if (triple.bound >= this.dropped) return;
    this.held.push(triple);
    // Seldom, and then half of all at once: the time for one is a logarithm.
    if (this.held.length > 2 * this.count + 16) this.shrink();
  }

  sorted(): Triple[] {
    this.shrink();
    return this.held;
  }

  private shrink(): void {
    this.held.sort((a, b) => a.bound - b.bound);
    const first = this.held[this.count];
    if (!first) return;
    this.dropped = Math.min(this.dropped, first.bound);
    this.held.length = this.count;
  }
}
