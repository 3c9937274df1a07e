import type { ProgressState } from "@/lib/progress/schema";

/** What a member wants a resource to be marked as, and when they said so: in milliseconds since 1970 by the device's clock. */
export interface Wish {
  cohort: string;
  resourceId: string;
  state: ProgressState;
  saidAt: number;
}

/** Where a browser keeps what the server has not answered to: as its own storage, with the names of what is in it. */
export type Shelf = Pick<Storage, "getItem" | "setItem" | "removeItem"> & { keys: () => string[] };

const PREFIX = "convene-mark";
const STATES: ReadonlySet<unknown> = new Set<ProgressState>(["todo", "started", "done", "skipped"]);

/** What was said so lately, in milliseconds, is what its member wants, whatever else was said meanwhile. */
export const FRESH = 10_000;

// Everybody who uses the browser has a part of their own, and a resource has one place in it, for the latest wish.
function keyOf(memberId: string, resourceId: string): string {
  return `${PREFIX}:${memberId}:${resourceId}`;
}

/** Keeps a wish in the place of an earlier one for the same resource. */
export function keep(shelf: Shelf, memberId: string, wish: Wish): void {
  shelf.setItem(keyOf(memberId, wish.resourceId), JSON.stringify(wish));
}

/** The latest wish of a member for one resource that the server has not answered to; null when there is none. */
export function keptFor(shelf: Shelf, memberId: string, resourceId: string): Wish | null {
  return readWish(shelf.getItem(keyOf(memberId, resourceId)));
}

/** Every wish of one member that the server has not answered to, the oldest first. */
export function allKept(shelf: Shelf, memberId: string): Wish[] {
  const mine = shelf.keys().filter((key) => key.startsWith(keyOf(memberId, "")));
  return mine.flatMap((key) => readWish(shelf.getItem(key)) ?? []).sort((a, b) => a.saidAt - b.saidAt);
}

/**
 * What becomes of the place of a wish when it was sent: it is free when the server has answered for good. A later wish that
 * came while it was on its way stays, and counts as said now, since the earlier one must not look newer than it.
 */
export function afterSending(shelf: Shelf, memberId: string, sent: Wish, { answered, now }: Sending): void {
  const kept = keptFor(shelf, memberId, sent.resourceId);
  if (!kept) return;
  const isSame = kept.saidAt === sent.saidAt && kept.state === sent.state;
  if (!isSame) keep(shelf, memberId, { ...kept, saidAt: Math.max(kept.saidAt, now) });
  else if (answered) shelf.removeItem(keyOf(memberId, sent.resourceId));
}

interface Sending {
  /** Whether the server took it or never will; else it is to be sent again. */
  answered: boolean;
  /** In milliseconds since 1970, by the same clock as the wish. */
  now: number;
}

/**
 * When something was said that waited for `waitedMs` before it was sent, by our clock; null when it was just now. Only how
 * long it waited is taken from the device, whose clock may be wrong.
 */
export function saidAtOf(now: Date, waitedMs: number): Date | null {
  return waitedMs < FRESH ? null : new Date(now.getTime() - waitedMs);
}

// By hand, so that the browser is spared the library that checks schemas; the server checks everything again.
function readWish(text: string | null): Wish | null {
  try {
    const value: unknown = JSON.parse(text ?? "");
    return isWish(value) ? value : null;
  } catch {
    return null;
  }
}

function isWish(value: unknown): value is Wish {
  if (typeof value !== "object" || value === null) return false;
  const { cohort, resourceId, state, saidAt } = value as Record<string, unknown>;
  return typeof cohort === "string" && typeof resourceId === "string" && STATES.has(state) && Number.isInteger(saidAt);
}
