import { type Range, type Ranges, union } from "@/lib/progress/ranges/rules";

/** What a player has played since it was last asked: places in seconds, with their fractions. */
export interface Played {
  closed: readonly Range[];
  /** The range that grows while it plays, and when it grew last, in milliseconds on a clock that never goes back. */
  open: { range: Range; moment: number } | null;
}

export const NOTHING_PLAYED: Played = { closed: [], open: null };

/** The fastest that any of the players plays; what goes on faster than this was a jump. */
const FASTEST = 2;
/** How late a player may tell where it is, in seconds of the video. */
const SLACK = 0.75;

/**
 * The player says while it plays that it stands at `at`. What lies between two such words was played if there was time
 * enough for it, however fast it plays and however seldom it speaks (in a tab behind others about once a second).
 */
export function playedTo({ closed, open }: Played, at: number, moment: number): Played {
  if (open) {
    const [from, to] = open.range;
    const further = at - to;
    if (further >= 0 && further <= ((moment - open.moment) / 1000) * FASTEST + SLACK) {
      return { closed, open: { range: [from, at], moment } };
    }
  }
  return { closed: closedBy({ closed, open }), open: { range: [at, at], moment } };
}

/** It stopped playing, or is about to go on somewhere else. */
export function broken(played: Played): Played {
  return { closed: closedBy(played), open: null };
}

/**
 * The whole seconds that were played, to the nearest one at each end, and what is left to be said later: the range that
 * still grows goes on from where it was told to have come.
 */
export function taken({ closed, open }: Played): { ranges: Ranges; rest: Played } {
  const told = [...closed, ...(open ? [open.range] : [])].map(
    ([from, to]): Range => [Math.round(from), Math.round(to)],
  );
  if (!open) return { ranges: union(told), rest: NOTHING_PLAYED };
  const [from, to] = open.range;
  const next: Range = [Math.max(from, Math.round(to)), to];
  return { ranges: union(told), rest: { closed: [], open: { range: next, moment: open.moment } } };
}

function closedBy({ closed, open }: Played): readonly Range[] {
  return open && open.range[1] > open.range[0] ? [...closed, open.range] : closed;
}
