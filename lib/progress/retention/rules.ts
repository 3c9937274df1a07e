import type { Range } from "@/lib/progress/ranges/rules";
import type { Retention } from "@/lib/progress/retention/schema";

/** Pieces of a curve; more than a screen has room for tell nothing. */
const PIECES = 60;

export interface Viewer {
  watched: readonly Range[];
  /** Where they stand, if they are not done. */
  stoppedAt: number | null;
}

/**
 * The retention curve of a video of `length` seconds: for pieces of equal length, at least a second each, how many viewers
 * have the middle second of it among what they watched; and how many stand in each. Who watched twice counts once.
 */
export function retentionOf(viewers: readonly Viewer[], length: number): Pick<Retention, "curve" | "stops"> {
  const pieces = Math.max(1, Math.min(PIECES, Math.floor(length)));
  const edges = Array.from({ length: pieces + 1 }, (_, index) => Math.round((index * length) / pieces));
  const all = edges.slice(1).map((toSeconds, index) => ({ fromSeconds: edges[index] ?? 0, toSeconds }));
  const curve = all.map(({ fromSeconds, toSeconds }) => {
    const middle = Math.floor((fromSeconds + toSeconds) / 2);
    const saw = ({ watched }: Viewer) => watched.some(([from, to]) => from <= middle && middle < to);
    return { fromSeconds, toSeconds, viewers: viewers.filter(saw).length };
  });
  const stops = all.map(({ fromSeconds, toSeconds }, index) => {
    const last = index === all.length - 1;
    const here = ({ stoppedAt }: Viewer) =>
      stoppedAt !== null && stoppedAt >= fromSeconds && (stoppedAt < toSeconds || last);
    return { fromSeconds, toSeconds, members: viewers.filter(here).length };
  });
  return { curve, stops: stops.filter(({ members }) => members > 0) };
}
