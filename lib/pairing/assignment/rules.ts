import type { Graph } from "@/lib/pairing/candidates/rules";
import { EdgeHeap } from "@/lib/pairing/heap/rules";

/** Prices of members so that no pair costs less than its two together, and pairs that cost exactly that. */
export interface Start {
  /** One whole even number for each member. */
  readonly prices: Float64Array;
  /** The partner of each member, -1 where there is none yet. */
  readonly mates: Int32Array;
}

/**
 * The best fractional matching, which is a good start for the matching proper (Derigs and Metz 1986): the assignment
 * problem of the members to themselves, by shortest augmenting paths (Jonker and Volgenant 1987). The cycles of an
 * even length are pairs already; of an odd cycle one member stays free.
 */
export function fractionalStart(graph: Graph): Start {
  const { rowOf, columnPrices } = assign(graph);
  const { size } = graph;
  const columnOf = new Int32Array(size).fill(-1);
  for (let column = 0; column < size; column++) columnOf[rowOf[column] as number] = column;
  // Half the price of the row and half that of the column: valid for a pair, since it was for both of its directions.
  const prices = new Float64Array(size);
  for (let v = 0; v < size; v++) {
    prices[v] = (rowPrice(graph, v, columnOf[v] as number, columnPrices) + (columnPrices[v] as number)) / 2;
  }
  return { prices, mates: pairsOfCycles(columnOf) };
}

function rowPrice(graph: Graph, row: number, column: number, columnPrices: Float64Array): number {
  const { start, to, cost } = graph;
  for (let arc = start[row] as number; arc < (start[row + 1] as number); arc++) {
    if (to[arc] === column) return (cost[arc] as number) - (columnPrices[column] as number);
  }
  throw new Error("An assignment to no neighbour.");
}

function pairsOfCycles(next: Int32Array): Int32Array {
  const mates = new Int32Array(next.length).fill(-1);
  const seen = new Uint8Array(next.length);
  for (let first = 0; first < next.length; first++) {
    if (seen[first]) continue;
    const cycle: number[] = [];
    for (let v = first; !seen[v]; v = next[v] as number) {
      seen[v] = 1;
      cycle.push(v);
    }
    for (let at = cycle.length % 2; at + 1 < cycle.length; at += 2) {
      mates[cycle[at] as number] = cycle[at + 1] as number;
      mates[cycle[at + 1] as number] = cycle[at] as number;
    }
  }
  return mates;
}

/** The cheapest way to give each row a column of its own; `rowOf` a column, and the prices of the columns. */
function assign(graph: Graph): { rowOf: Int32Array; columnPrices: Float64Array } {
  const { size, start, to, cost } = graph;
  const columnPrices = new Float64Array(size).fill(Number.POSITIVE_INFINITY);
  for (let arc = 0; arc < to.length; arc++) {
    const column = to[arc] as number;
    if ((cost[arc] as number) < (columnPrices[column] as number)) columnPrices[column] = cost[arc] as number;
  }
  const rowOf = new Int32Array(size).fill(-1);
  const columnOf = new Int32Array(size).fill(-1);
  const reduced = (arc: number): number => (cost[arc] as number) - (columnPrices[to[arc] as number] as number);
  let free = Int32Array.from({ length: size }, (_, row) => row);
  // Two rounds in which a row takes the best column and pays as much as makes the second best equal.
  for (let round = 0; round < 2; round++) {
    const left: number[] = [];
    let budget = 4 * size;
    const rows = [...free].reverse();
    for (let row = rows.pop(); row !== undefined; row = rows.pop()) {
      let [best, second, column] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY, -1];
      for (let arc = start[row] as number; arc < (start[row + 1] as number); arc++) {
        const value = reduced(arc);
        if (value < best) [second, best, column] = [best, value, to[arc] as number];
        else if (value < second) second = value;
      }
      const before = rowOf[column] as number;
      if (second === Number.POSITIVE_INFINITY) second = best;
      if (before >= 0 && best === second) {
        left.push(row);
        continue;
      }
      columnPrices[column] = (columnPrices[column] as number) - (second - best);
      rowOf[column] = row;
      columnOf[row] = column;
      if (before < 0) continue;
      columnOf[before] = -1;
      if (budget-- > 0) rows.push(before);
      else left.push(before);
    }
    free = Int32Array.from(left);
  }
  const search = new Search(graph, rowOf, columnOf, columnPrices);
  for (const row of free) search.augment(row);
  return { rowOf, columnPrices };
}

/** Dijkstra from a free row to the nearest free column, and the exchange along the way. */
class Search {
  private readonly distance: Float64Array;
  private readonly from: Int32Array;
  private readonly ready: Uint8Array;
  private readonly heap = new EdgeHeap();

  constructor(
    private readonly graph: Graph,
    private readonly rowOf: Int32Array,
    private readonly columnOf: Int32Array,
    private readonly columnPrices: Float64Array,
  ) {
    this.distance = new Float64Array(graph.size).fill(Number.POSITIVE_INFINITY);
    this.from = new Int32Array(graph.size).fill(-1);
    this.ready = new Uint8Array(graph.size);
  }

  augment(free: number): void {
    const { distance, heap, ready, rowOf, columnPrices } = this;
    const touched: number[] = [];
    const scanned: number[] = [];
    heap.clear();
    this.scan(free, 0, touched);
    let end = -1;
    while (end < 0) {
      if (heap.size === 0) throw new Error("The ring through all members is missing.");
      const column = heap.one;
      const stale = ready[column] || heap.least > (distance[column] as number);
      heap.pop();
      if (stale) continue;
      ready[column] = 1;
      scanned.push(column);
      if ((rowOf[column] as number) < 0) end = column;
      else this.scan(rowOf[column] as number, distance[column] as number, touched);
    }
    const length = distance[end] as number;
    for (const column of scanned) {
      columnPrices[column] = (columnPrices[column] as number) + (distance[column] as number) - length;
    }
    for (let column = end; column >= 0; ) {
      const row = this.from[column] as number;
      const before = this.columnOf[row] as number;
      rowOf[column] = row;
      this.columnOf[row] = column;
      column = before;
    }
    for (const column of touched) {
      distance[column] = Number.POSITIVE_INFINITY;
      ready[column] = 0;
    }
  }

  /** Goes on from a row that is reached at this distance; its own column costs it nothing more. */
  private scan(row: number, base: number, touched: number[]): void {
    const { start, to, cost } = this.graph;
    const own = this.columnOf[row] as number;
    let ownPrice = 0;
    if (own >= 0) {
      for (let arc = start[row] as number; arc < (start[row + 1] as number); arc++) {
        if (to[arc] === own) ownPrice = (cost[arc] as number) - (this.columnPrices[own] as number);
      }
    }
    for (let arc = start[row] as number; arc < (start[row + 1] as number); arc++) {
      const column = to[arc] as number;
      if (this.ready[column]) continue;
      const length = base + (cost[arc] as number) - (this.columnPrices[column] as number) - ownPrice;
      const known = this.distance[column] as number;
      if (length >= known) continue;
      if (known === Number.POSITIVE_INFINITY) touched.push(column);
      this.distance[column] = length;
      this.from[column] = row;
      this.heap.push(length, column, row);
    }
  }
}
