import type { PrepUse } from "@/lib/progress/schema";

export interface Minutes {
  minutes: number;
  /** How many required things have no known length; they are counted here and never as zero minutes. */
  unknown: number;
}

/** Whether a member has to do nothing more about it: done, skipped, or the part that is asked for was watched. */
export function isSettled(use: Pick<PrepUse, "state" | "seen">): boolean {
  return use.state === "done" || use.state === "skipped" || use.seen;
}

/**
 * Minutes of one use that are left for the member; null when its length is unknown. What is open has at least one: a video
 * may be longer than was stated, and nobody is ready before it is settled.
 */
export function minutesLeft(use: PrepUse): number | null {
  if (isSettled(use)) return 0;
  if (use.minutes === null) return null;
  return Math.max(Math.min(1, use.minutes), use.minutes - use.watchedMinutes);
}

/** Minutes that a session asks for beforehand: what is required, whatever the member has done. */
export function prepTotal(uses: readonly PrepUse[]): Minutes {
  return sum(uses, (use) => use.minutes);
}

/** Minutes a member still has before a session; what has no known length counts as unknown, never as zero. */
export function prepLeft(uses: readonly PrepUse[]): Minutes {
  return sum(uses, minutesLeft);
}

/** What to start with: the first required thing that is still open, in the order of the schedule. Null when all is settled. */
export function startWith(uses: readonly PrepUse[]): PrepUse | null {
  return required(uses).find((use) => !isSettled(use)) ?? null;
}

/** The uses before a session in the order to do them: required first, each part as the schedule has it. */
export function inOrder(uses: readonly PrepUse[]): PrepUse[] {
  return [...uses.filter((use) => !use.optional), ...uses.filter((use) => use.optional)];
}

// One resource may be asked for twice before a session (two parts of it, or "continued"); its minutes count once.
function required(uses: readonly PrepUse[]): PrepUse[] {
  const seen = new Set<string>();
  return uses.filter((use) => {
    if (use.slot !== "before" || use.optional || seen.has(use.resourceId)) return false;
    seen.add(use.resourceId);
    return true;
  });
}

function sum(uses: readonly PrepUse[], length: (use: PrepUse) => number | null): Minutes {
  let minutes = 0;
  let unknown = 0;
  for (const use of required(uses)) {
    const value = length(use);
    if (value === null) unknown += 1;
    else minutes += value;
  }
  return { minutes, unknown };
}
