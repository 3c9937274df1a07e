import type { Start } from "@/lib/pairing/assignment/rules";
import { BlossomForest } from "@/lib/pairing/blossom/forest/rules";
import type { Graph } from "@/lib/pairing/candidates/rules";
import { EdgeHeap } from "@/lib/pairing/heap/rules";

/** A cheapest perfect matching of a graph, with what proves it. */
export interface Matching {
  readonly mates: Int32Array;
  /** A price for each member; no pair of the graph costs less than its two together, but for those in one blossom. */
  readonly prices: Float64Array;
  /** Odd sets of members and what a pair inside of one costs more than its two prices, at most. */
  readonly blossoms: readonly { readonly members: readonly number[]; readonly price: number }[];
}

const NONE = 0;
const OUTER = 1;
const INNER = 2;

/**
 * A cheapest perfect matching (Edmonds 1965), one alternating tree at a time from a fractional start: each stage marries
 * two of those that were left, in the time of one sorted walk over the graph (as in Galil, Micali and Gabow 1986).
 * Costs are multiples of four and prices even, so that every step is exact.
 */
export function cheapestMatching(graph: Graph, { prices, mates }: Start): Matching {
  const tree = new Tree(graph, prices, mates);
  for (let root = 0; root < graph.size; root++) if (tree.isFree(root)) tree.marry(root);
  return tree.matching();
}

/**
 * The alternating tree of one free member. Outer members are at an even distance from the root: their prices rise while
 * those of the inner ones fall, by `risen` since the tree began. A price is brought up to date when its label ends.
 */
class Tree {
  private readonly forest: BlossomForest;
  private readonly label: Uint8Array;
  /** How far everything had risen when an outermost blossom got its label. */
  private readonly since: Float64Array;
  /** The edge that reached an outermost blossom: its end outside, and its end inside; -1 at the root. */
  private readonly outside: Int32Array;
  private readonly inside: Int32Array;
  private readonly labelled: number[] = [];
  private readonly toScan: number[] = [];
  private readonly grows = new EdgeHeap();
  private readonly closes = new EdgeHeap();
  private readonly opens = new EdgeHeap();
  private risen = 0;

  constructor(
    private readonly graph: Graph,
    private readonly prices: Float64Array,
    mates: Int32Array,
  ) {
    this.forest = new BlossomForest(mates);
    const { capacity } = this.forest;
    this.label = new Uint8Array(capacity);
    this.since = new Float64Array(capacity);
    this.outside = new Int32Array(capacity).fill(-1);
    this.inside = new Int32Array(capacity).fill(-1);
  }

  isFree(v: number): boolean {
    return (this.forest.mates[v] as number) < 0;
  }

  matching(): Matching {
    return { mates: this.forest.mates, prices: this.prices, blossoms: this.forest.list() };
  }

  /** Grows the tree of a free member until it meets another free one, and pairs along the way there. */
  marry(root: number): void {
    this.risen = 0;
    for (const heap of [this.grows, this.closes, this.opens]) heap.clear();
    this.toScan.length = 0;
    this.setOuter(this.forest.top[root] as number, -1, -1);
    for (;;) {
      for (let v = this.toScan.pop(); v !== undefined; v = this.toScan.pop()) this.scan(v);
      if (this.step()) break;
    }
    for (const blossom of this.labelled) {
      if (!this.forest.isOutermost(blossom)) continue;
      this.settle(blossom);
      this.label[blossom] = NONE;
    }
    this.labelled.length = 0;
  }

  /** What happens next as prices go on; true when the tree has met somebody free. */
  private step(): boolean {
    const { grows, closes, opens, forest, label } = this;
    while (grows.size > 0 && label[forest.top[grows.other] as number] !== NONE) grows.pop();
    while (closes.size > 0 && forest.top[closes.one] === forest.top[closes.other]) closes.pop();
    while (opens.size > 0 && !this.isToOpen(opens.one, opens.other)) opens.pop();
    const [grow, close, open] = [grows.least, closes.least / 2, opens.least];
    this.risen = Math.min(grow, close, open);
    if (this.risen === Number.POSITIVE_INFINITY) throw new Error("This graph has no perfect matching.");
    if (grow === this.risen) {
      const [from, to] = [grows.one, grows.other];
      grows.pop();
      return this.reach(from, to);
    }
    if (close === this.risen) {
      const [one, other] = [closes.one, closes.other];
      closes.pop();
      this.close(one, other);
    } else {
      const blossom = opens.one;
      opens.pop();
      this.open(blossom);
    }
    return false;
  }

  private reach(from: number, to: number): boolean {
    const { forest } = this;
    const blossom = forest.top[to] as number;
    const base = forest.base[blossom] as number;
    if (this.isFree(base)) {
      forest.rebase(blossom, to);
      forest.mates[to] = from;
      this.flip(from, to);
      return true;
    }
    this.setInner(blossom, from, to);
    const mate = forest.mates[base] as number;
    this.setOuter(forest.top[mate] as number, base, mate);
    return false;
  }

  /** Pairs the tree anew from an outer member, who now belongs to one outside of it, up to the root. */
  private flip(member: number, partner: number): void {
    const { forest } = this;
    let [u, w] = [member, partner];
    for (;;) {
      const outer = forest.top[u] as number;
      forest.rebase(outer, u);
      forest.mates[u] = w;
      if ((this.outside[outer] as number) < 0) return;
      const inner = forest.top[this.outside[outer] as number] as number;
      const [above, below] = [this.outside[inner] as number, this.inside[inner] as number];
      forest.rebase(inner, below);
      forest.mates[below] = above;
      [u, w] = [above, below];
    }
  }

  /** Two outer members of one tree make a cycle of an odd length: from now on it is one outer blossom. */
  private close(one: number, other: number): void {
    const { forest } = this;
    const [left, right] = [this.wayUp(one), this.wayUp(other)];
    // What both ways have in common, but for where they meet, is not part of the cycle.
    while (left.length > 1 && right.length > 1 && left.at(-2) === right.at(-2)) {
      left.pop();
      right.pop();
    }
    const meeting = left.pop() as number;
    right.pop();
    const children = [meeting, ...left.toReversed(), ...right];
    const links: number[] = [];
    for (const child of left.toReversed()) links.push(this.outside[child] as number, this.inside[child] as number);
    links.push(one, other);
    for (const child of right) links.push(this.inside[child] as number, this.outside[child] as number);
    const [outside, inside] = [this.outside[meeting] as number, this.inside[meeting] as number];
    for (const child of children) {
      this.settle(child);
      // The outer ones were walked over before; the edges of the inner ones count from now on.
      if (this.label[child] === INNER) this.toScan.push(...forest.membersOf(child));
      this.label[child] = NONE;
    }
    const blossom = forest.join(children, links);
    this.mark(blossom, OUTER, outside, inside);
  }

  /** The outermost blossoms from a member's up to the root's. */
  private wayUp(member: number): number[] {
    const way: number[] = [];
    for (let v = member; v >= 0; v = this.outside[way.at(-1) as number] as number)
      way.push(this.forest.top[v] as number);
    return way;
  }

  /** An inner blossom whose price has come to nothing falls apart; the even way through it stays in the tree. */
  private open(blossom: number): void {
    const { forest } = this;
    const [outside, inside] = [this.outside[blossom] as number, this.inside[blossom] as number];
    this.settle(blossom);
    this.label[blossom] = NONE;
    const { children, links } = forest.split(blossom);
    const count = children.length;
    let at = children.indexOf(forest.top[inside] as number);
    const step = at % 2 === 0 ? -1 : 1;
    this.setInner(children[at] as number, outside, inside);
    const onWay = new Set([at]);
    while (at !== 0) {
      const outer = (at + step + count) % count;
      const next = (outer + step + count) % count;
      const [p, q] = ends(links, at, step, count);
      this.setOuter(children[outer] as number, p, q);
      const [r, s] = ends(links, outer, step, count);
      this.setInner(children[next] as number, r, s);
      onWay.add(outer).add(next);
      at = next;
    }
    for (const [index, child] of children.entries()) {
      if (onWay.has(index)) continue;
      for (const v of forest.membersOf(child)) this.lookBack(v);
    }
  }

  private setOuter(blossom: number, outside: number, inside: number): void {
    this.mark(blossom, OUTER, outside, inside);
    for (const v of this.forest.membersOf(blossom)) this.toScan.push(v);
  }

  private setInner(blossom: number, outside: number, inside: number): void {
    this.mark(blossom, INNER, outside, inside);
    if (blossom >= this.graph.size) {
      const end = this.risen + (this.forest.price[blossom] as number) / 2;
      this.opens.push(end, blossom, this.forest.bornOf(blossom));
    }
  }

  private mark(blossom: number, label: number, outside: number, inside: number): void {
    this.label[blossom] = label;
    this.since[blossom] = this.risen;
    this.outside[blossom] = outside;
    this.inside[blossom] = inside;
    this.labelled.push(blossom);
  }

  private isToOpen(blossom: number, born: number): boolean {
    const { forest } = this;
    return forest.bornOf(blossom) === born && forest.isOutermost(blossom) && this.label[blossom] === INNER;
  }

  /** Brings the prices of an outermost blossom up to date. */
  private settle(blossom: number): void {
    const label = this.label[blossom];
    const moved = this.risen - (this.since[blossom] as number);
    this.since[blossom] = this.risen;
    if (label === NONE || moved === 0) return;
    const change = label === OUTER ? moved : -moved;
    for (const v of this.forest.membersOf(blossom)) this.prices[v] = (this.prices[v] as number) + change;
    if (blossom >= this.graph.size) {
      this.forest.price[blossom] = (this.forest.price[blossom] as number) + 2 * change;
    }
  }

  private priceNow(v: number): number {
    const blossom = this.forest.top[v] as number;
    const label = this.label[blossom];
    const price = this.prices[v] as number;
    if (label === NONE) return price;
    const moved = this.risen - (this.since[blossom] as number);
    return label === OUTER ? price + moved : price - moved;
  }

  /** Looks at the edges of a member who has just become outer. */
  private scan(v: number): void {
    const { start, to, cost } = this.graph;
    const { top } = this.forest;
    const own = top[v] as number;
    const price = this.priceNow(v);
    for (let arc = start[v] as number; arc < (start[v + 1] as number); arc++) {
      const w = to[arc] as number;
      const blossom = top[w] as number;
      const label = this.label[blossom];
      if (blossom === own || label === INNER) continue;
      const slack = (cost[arc] as number) - price - this.priceNow(w);
      if (label === OUTER) this.closes.push(slack + 2 * this.risen, v, w);
      else this.grows.push(slack + this.risen, v, w);
    }
  }

  /** Looks from a member who has just left the tree for the outer ones among the neighbours. */
  private lookBack(v: number): void {
    const { start, to, cost } = this.graph;
    for (let arc = start[v] as number; arc < (start[v + 1] as number); arc++) {
      const u = to[arc] as number;
      if (this.label[this.forest.top[u] as number] !== OUTER) continue;
      const slack = (cost[arc] as number) - this.priceNow(u) - (this.prices[v] as number);
      this.grows.push(slack + this.risen, u, v);
    }
  }
}

/** The ends of the link that leads from child `at` one step on, its near end first. */
function ends(links: readonly number[], at: number, step: number, count: number): [near: number, far: number] {
  if (step > 0) return [links[2 * at] as number, links[2 * at + 1] as number];
  const before = (at - 1 + count) % count;
  return [links[2 * before + 1] as number, links[2 * before] as number];
}
