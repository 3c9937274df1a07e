/** Whole seconds from `from` up to, but not including, `to`. */
export type Range = [from: number, to: number];

/** Ranges in order, none empty, none touching the next: what Postgres keeps in an int4multirange. */
export type Ranges = Range[];

/** So many ranges one report may have; somebody who jumps about for ten seconds makes a handful. */
export const MOST_RANGES = 500;

/**
 * Reads a multirange as Postgres writes it, `{[0,38),[60,61)}`. Throws for one without ends, which a player cannot
 * have seen, and for text that is no multirange.
 */
export function readRanges(text: string): Ranges {
  if (!/^\{(?:\[-?\d+,-?\d+\)(?:,\[-?\d+,-?\d+\))*)?\}$/.test(text)) throw new Error("This is no bounded multirange.");
  return union(Array.from(text.matchAll(/\[(-?\d+),(-?\d+)\)/g), ([, from, to]): Range => [Number(from), Number(to)]));
}

/** The text that Postgres reads as an int4multirange. */
export function writeRanges(ranges: readonly Range[]): string {
  return `{${union(ranges)
    .map(([from, to]) => `[${from},${to})`)
    .join(",")}}`;
}

/** Everything that is in any of them, whatever their order and however often they say it. */
export function union(...lists: readonly (readonly Range[])[]): Ranges {
  const sorted = lists
    .flat()
    .filter(([from, to]) => from < to)
    .sort(([a], [b]) => a - b);
  const joined: Ranges = [];
  for (const [from, to] of sorted) {
    const last = joined.at(-1);
    if (last && from <= last[1]) last[1] = Math.max(last[1], to);
    else joined.push([from, to]);
  }
  return joined;
}

/** What of `ranges` lies within `part`. */
export function overlap(ranges: readonly Range[], part: Range): Ranges {
  return union(ranges.map(([from, to]): Range => [Math.max(from, part[0]), Math.min(to, part[1])]));
}

/** What of `ranges` lies within any of `parts`. */
export function overlapAll(ranges: readonly Range[], parts: readonly Range[]): Ranges {
  return union(...parts.map((part) => overlap(ranges, part)));
}

/** What of `ranges` lies in something that is `length` seconds long. */
export function clip(ranges: readonly Range[], length: number): Ranges {
  return overlap(ranges, [0, length]);
}

/** Seconds in all; what two of them share counts once. */
export function secondsOf(ranges: readonly Range[]): number {
  return union(ranges).reduce((sum, [from, to]) => sum + to - from, 0);
}

/** What of `part` is in none of `ranges`. */
export function gaps(ranges: readonly Range[], part: Range): Ranges {
  const inside = overlap(ranges, part);
  const starts = [part[0], ...inside.map(([, to]) => to)];
  const ends = [...inside.map(([from]) => from), part[1]];
  return union(starts.map((from, i): Range => [from, ends[i] ?? from]));
}
