import { type Costs, costOf } from "@/lib/pairing/costs/rules";
import { solve } from "@/lib/pairing/solve/rules";
import { costsOfKind, type Kind } from "@/lib/pairing/testing/plain";

/**
 * One program draws pairs once or more, in a process of its own, so that its memory is its own too. Arguments: program,
 * kind of costs, number of members. Prints JSON with the median time in milliseconds, the memory it needed beyond the
 * costs in MB, and what its pairs cost.
 */

const [, , program = "ours", kind = "anything", size = "50"] = process.argv;
const costs = costsOfKind(kind as Kind, Number(size), Number(size));
const members = Array.from({ length: costs.size }, (_, index) => `m${index}`);

interface Answer {
  cost: number;
  bound?: number | null;
}

const PROGRAMS: Record<string, () => Promise<() => Answer>> = {
  ours: async () => () => solve({ members, costs, seed: 1 }),
  greedy: async () => () => ({ cost: greedily(costs) }),
  "edmonds-blossom": async () => {
    const { default: blossom } = await import("edmonds-blossom");
    return () => {
      const edges: [number, number, number][] = [];
      for (let one = 0; one < costs.size; one++) {
        for (let other = one + 1; other < costs.size; other++)
          edges.push([one, other, 2e6 - costOf(costs, one, other)]);
      }
      const mates = blossom(edges, true);
      return { cost: mates.reduce((sum, other, one) => sum + (other > one ? costOf(costs, one, other) : 0), 0) };
    };
  },
};

/** The cheapest pair, then the cheapest of those who are left, and so on. */
function greedily({ size: count, values }: Costs): number {
  const pairs: { cost: number; one: number; other: number }[] = [];
  let place = 0;
  for (let one = 0; one < count; one++) {
    for (let other = one + 1; other < count; other++) pairs.push({ cost: values[place++] ?? 0, one, other });
  }
  pairs.sort((a, b) => a.cost - b.cost);
  const taken = new Uint8Array(count);
  let sum = 0;
  for (const { cost, one, other } of pairs) {
    if (taken[one] || taken[other]) continue;
    taken[one] = taken[other] = 1;
    sum += cost;
  }
  return sum;
}

const run = await PROGRAMS[program]?.();
if (!run) throw new Error(`There is no program ${program}.`);
const held = process.memoryUsage().rss;
const times: number[] = [];
let answer: Answer = { cost: 0 };
// The first one also pays for what the engine compiles; small inputs are over before that.
const end = performance.now() + 2000;
do {
  const begun = performance.now();
  answer = run();
  times.push(performance.now() - begun);
} while (performance.now() < end && times.length < 15);
const { maxRSS } = process.resourceUsage();
const { cost, bound } = answer;
process.stdout.write(
  JSON.stringify({
    firstMs: Number(times[0]?.toFixed(1)),
    ms: Number(times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)]?.toFixed(1)),
    runs: times.length,
    memoryMb: Math.round((maxRSS * 1024 - held) / 2 ** 20),
    cost,
    ...(bound === undefined ? {} : { bound }),
  }),
);
