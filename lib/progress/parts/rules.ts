import { gaps, overlapAll, type Range, type Ranges, secondsOf, union } from "@/lib/progress/ranges/rules";
import type { ProgressState } from "@/lib/progress/schema";

/** What one use asks of a resource, in seconds from its start: null is from the start, or to the end. */
export interface AskedOf {
  from: number | null;
  to: number | null;
}

/** How long a resource is, as far as anybody says: the library in minutes, the member's player in seconds. */
export interface Lengths {
  minutes: number | null;
  lengthSeconds: number | null;
}

/**
 * Everything that some uses ask of one resource, what two of them share once. Null when one goes to an end that nobody
 * knows. A part that begins behind the stated end is a minute long, as the schedule shows it.
 */
export function askedParts(uses: readonly AskedOf[], { minutes, lengthSeconds }: Lengths): Ranges | null {
  const end = minutes === null ? lengthSeconds : minutes * 60;
  const parts: Range[] = [];
  for (const { from, to } of uses) {
    const start = from ?? 0;
    const stop = to ?? (end === null ? null : Math.max(end, start + 60));
    if (stop === null) return null;
    parts.push([start, stop]);
  }
  return union(parts);
}

/** Seconds of what is asked for that were not watched. */
export function secondsLeft(asked: readonly Range[], watched: readonly Range[]): number {
  return asked.reduce((sum, part) => sum + secondsOf(gaps(watched, part)), 0);
}

/** What a member has done of one resource. */
export interface Done {
  state: ProgressState;
  watched: Ranges;
}

/**
 * Whether a member has nothing more to do about what is asked of a resource: it is done or skipped, or so much of the
 * asked parts was watched as the cohort wants. What they put back to "to do" by hand is open until all of it was watched.
 */
export function isBehind(asked: Ranges | null, { state, watched }: Done, doneAtPercent: number): boolean {
  if (state === "done" || state === "skipped") return true;
  if (asked === null || asked.length === 0) return false;
  const seen = secondsOf(overlapAll(watched, asked));
  const whole = secondsOf(asked);
  return seen === whole || (state === "started" && seen * 100 >= doneAtPercent * whole);
}
