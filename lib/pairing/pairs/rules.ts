/** Two members of one group, in whatever order. */
export type Pair = readonly [one: string, other: string];

/** The one pair or the three pairs of a group. */
export function pairsIn(group: readonly string[]): Pair[] {
  return group.flatMap((one, index) => group.slice(index + 1).map((other) => [one, other] as const));
}

/** One name for a pair, whoever of the two comes first. */
export function keyOf([one, other]: Pair): string {
  return one < other ? `${one} ${other}` : `${other} ${one}`;
}

/** The names of all pairs. */
export function keysOf(pairs: Iterable<Pair>): Set<string> {
  const keys = new Set<string>();
  for (const pair of pairs) keys.add(keyOf(pair));
  return keys;
}
