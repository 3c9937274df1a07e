import { FORBIDDEN, uniformCosts } from "@/lib/pairing/costs/rules";
import { mixed } from "@/lib/pairing/mixed/rules";
import { keyOf, pairsIn } from "@/lib/pairing/pairs/rules";
import { solve } from "@/lib/pairing/solve/rules";

/** How many rounds are looked ahead when everybody is in a pair, and when one group is a trio. */
const ROUNDS = { even: 6, odd: 3 };
/** In how many ways that is tried before a draw counts as one that leaves too few. */
const TRIES = 25;

export interface Ahead {
  /** For how many more rounds a way was found in which nobody meets again. */
  readonly rounds: number;
  /** Whether that is as many as there can be, or as far as is looked. */
  readonly enough: boolean;
}

/**
 * Whether the next rounds can be drawn without a repeat, for members who met as told. While everybody has at least half
 * of the others still before them, there is always a way (Csaba, Kühn, Lo, Osthus and Treglown 2016, for large numbers);
 * nearer the end ways are looked for at random, which the seed decides.
 */
export function leavesEnough(
  members: readonly string[],
  met: ReadonlySet<string>,
  never: ReadonlySet<string>,
  seed: number,
): Ahead {
  const fewest = Math.min(...members.map((one) => partnersLeft(one, members, met, never)));
  if (fewest >= members.length / 2) return { rounds: fewest, enough: true };
  // A trio takes two partners from each of its three.
  const wanted = members.length % 2 === 0 ? Math.min(ROUNDS.even, fewest) : Math.min(ROUNDS.odd, fewest - 2);
  let most = 0;
  for (let attempt = 0; attempt < TRIES && most < wanted; attempt++) {
    most = Math.max(most, roundsFound(members, met, never, seed + 1000 * attempt, wanted));
  }
  return { rounds: most, enough: most >= wanted };
}

function partnersLeft(
  one: string,
  members: readonly string[],
  met: ReadonlySet<string>,
  never: ReadonlySet<string>,
): number {
  return members.filter((other) => {
    const key = keyOf([one, other]);
    return other !== one && !met.has(key) && !never.has(key);
  }).length;
}

/** Draws one round after the other, of equals in a random order, until somebody would meet again. */
function roundsFound(
  members: readonly string[],
  met: ReadonlySet<string>,
  never: ReadonlySet<string>,
  seed: number,
  wanted: number,
): number {
  const known = new Set(met);
  for (let round = 0; round < wanted; round++) {
    const costs = uniformCosts(members.length, 0);
    let place = 0;
    for (const [index, one] of members.entries()) {
      for (const other of members.slice(index + 1)) {
        const key = keyOf([one, other]);
        costs.values[place] = never.has(key) ? FORBIDDEN : known.has(key) ? 1000 : mixed(place, seed + round) % 8;
        place++;
      }
    }
    const { groups, alone } = solve({ members, costs, seed: seed + round });
    const keys = groups.flatMap((group) => pairsIn(group).map(keyOf));
    if (alone.length > 0 || keys.some((key) => known.has(key))) return round;
    for (const key of keys) known.add(key);
  }
  return wanted;
}
