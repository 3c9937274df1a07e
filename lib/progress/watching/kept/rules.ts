import { gaps, MOST_RANGES, union } from "@/lib/progress/ranges/rules";
import type { ReportWatched, WatchedState } from "@/lib/progress/watching/schema";

/** What a tab has to tell the server about one resource and has no answer to yet. */
export type Kept = ReportWatched;

/** What became of a report: the server has it, cannot be reached or wants another sign-in now, or will never take it. */
export type Outcome =
  | { kind: "taken"; state: WatchedState }
  | { kind: "later"; signedOut: boolean }
  | { kind: "refused"; why: string };

const PREFIX = "convene-watched";

/** Where a tab keeps it in this browser; everybody who uses the browser has a part of their own. */
export function keyOf(memberId: string, resourceId: string, tab: string): string {
  return `${PREFIX}:${memberId}:${resourceId}:${tab}`;
}

/** Whether what is kept under that key is this member's. */
export function isOf(memberId: string, key: string): boolean {
  return key.startsWith(`${PREFIX}:${memberId}:`);
}

export function writeKept(kept: Kept): string {
  return JSON.stringify(kept);
}

/** What was kept; null when it cannot be read, for instance since an older Convene wrote it. */
export function readKept(text: string | null): Kept | null {
  try {
    const value: unknown = JSON.parse(text ?? "");
    return isKept(value) ? value : null;
  } catch {
    return null;
  }
}

// By hand, so that the browser is spared the library that checks schemas; the server checks everything again.
function isKept(value: unknown): value is Kept {
  if (typeof value !== "object" || value === null) return false;
  const { cohort, resourceId, ranges, lengthSeconds, stoppedAt, moment } = value as Record<string, unknown>;
  return (
    [cohort, resourceId, moment].every((word) => typeof word === "string") &&
    [lengthSeconds, stoppedAt].every(Number.isInteger) &&
    Array.isArray(ranges) &&
    ranges.length > 0 &&
    ranges.every(
      (range) => Array.isArray(range) && range.length === 2 && range.every(Number.isInteger) && range[0] < range[1],
    )
  );
}

/** Both in one report: all ranges, the greater length, the newer place. At most as many ranges as one report may have. */
export function joined(older: Kept | null, newer: Kept): Kept {
  if (!older) return newer;
  const place = Date.parse(older.moment) > Date.parse(newer.moment) ? older : newer;
  return {
    ...newer,
    ranges: union(older.ranges, newer.ranges).slice(0, MOST_RANGES),
    lengthSeconds: Math.max(older.lengthSeconds, newer.lengthSeconds),
    stoppedAt: place.stoppedAt,
    moment: place.moment,
  };
}

/** What is still to be told when the server has answered to a part of it; null when that was all. */
export function without(kept: Kept | null, told: Kept): Kept | null {
  if (!kept) return null;
  const ranges = kept.ranges.flatMap((range) => gaps(told.ranges, range));
  return ranges.length === 0 ? null : { ...kept, ranges };
}
