import type { Ranges } from "@/lib/progress/ranges/rules";
import {
  isOf,
  joined,
  type Kept,
  keyOf,
  type Outcome,
  readKept,
  without,
  writeKept,
} from "@/lib/progress/watching/kept/rules";
import { broken, NOTHING_PLAYED, type Played, playedTo, taken } from "@/lib/progress/watching/played/rules";
import type { WatchedState } from "@/lib/progress/watching/schema";

/** Writes are no more frequent than this while it plays, in milliseconds. */
export const WRITE_EVERY = 10_000;
/** What is kept in the browser is at most so much older than what was played, in milliseconds. */
const KEEP_EVERY = 1000;

/** Everything outside that a reporter uses. */
export interface Outside {
  send: (report: Kept) => Promise<Outcome>;
  /** Sends without waiting for an answer, also while the page goes away. */
  beacon: (report: Kept) => void;
  storage: Pick<Storage, "getItem" | "setItem" | "removeItem"> & { keys: () => string[] };
  /** Milliseconds since 1970 by the device's clock. */
  now: () => number;
  /** Milliseconds on a clock that never goes back. */
  elapsed: () => number;
}

/** What a report waits for: a connection, or that its member signs in again; null when nothing waits. */
export type Waiting = "connection" | "sign-in" | null;

export interface Told {
  onTaken: (state: WatchedState) => void;
  /** In words why something will never be saved; null as soon as something was. */
  onRefused: (why: string | null) => void;
  /** Whether something waits for the connection. */
  onWaiting: (why: Waiting) => void;
}

/**
 * Tells the server what one tab really plays. Until the server has answered to it, it is kept in the browser, where the
 * next visit finds it if the tab is gone by then.
 */
export class Reporter {
  readonly #of: { cohort: string; memberId: string; resourceId: string };
  readonly #outside: Outside;
  readonly #told: Told;
  readonly #key: string;
  #played: Played = NOTHING_PLAYED;
  #place = 0;
  #length = 0;
  #unsaid: Kept | null = null;
  #keptAt = Number.NEGATIVE_INFINITY;
  #sending = false;

  constructor(of: { cohort: string; memberId: string; resourceId: string; tab: string }, outside: Outside, told: Told) {
    this.#of = of;
    this.#outside = outside;
    this.#told = told;
    this.#key = keyOf(of.memberId, of.resourceId, of.tab);
  }

  /** The player stands at `at` seconds and plays, in something `length` seconds long. */
  playsAt(at: number, length: number): void {
    const moment = this.#outside.elapsed();
    this.#played = playedTo(this.#played, at, moment);
    this.#place = at;
    this.#length = length;
    if (moment - this.#keptAt >= KEEP_EVERY) this.#keep();
  }

  /** It waits, or is about to go on somewhere else. */
  breaksOff(): void {
    this.#played = broken(this.#played);
  }

  /** What was played here and the server has not answered to. */
  unsaid(): Ranges {
    return [...(this.#unsaid?.ranges ?? []), ...taken(this.#played).ranges];
  }

  /** Tells what there is to tell: every ten seconds, when it pauses or ends, when the connection is back. */
  async write(): Promise<void> {
    this.#keep();
    const report = this.#unsaid;
    if (!report || this.#sending) return;
    this.#sending = true;
    const outcome = await this.#outside.send(report);
    this.#sending = false;
    if (outcome.kind === "later") return this.#told.onWaiting(outcome.signedOut ? "sign-in" : "connection");
    // What was played while the server answered is still to be told.
    this.#unsaid = without(this.#unsaid, report);
    this.#store();
    this.#hear(outcome);
  }

  /** The page goes out of sight, maybe for good. */
  leave(): void {
    this.#keep();
    if (this.#unsaid) this.#outside.beacon(this.#unsaid);
  }

  /** Tells what tabs of this member have kept that are closed now, or never got an answer. */
  async writeLeftovers(): Promise<void> {
    const { storage, send } = this.#outside;
    for (const key of storage.keys().filter((name) => name !== this.#key && isOf(this.#of.memberId, name))) {
      const text = storage.getItem(key);
      const left = readKept(text);
      const outcome: Outcome = left ? await send(left) : { kind: "refused", why: "" };
      if (outcome.kind === "later") return;
      // A tab that is still open may have added to it meanwhile.
      if (storage.getItem(key) === text) storage.removeItem(key);
      if (outcome.kind === "taken" && left?.resourceId === this.#of.resourceId) this.#told.onTaken(outcome.state);
    }
  }

  #hear(outcome: Exclude<Outcome, { kind: "later" }>): void {
    this.#told.onWaiting(null);
    this.#told.onRefused(outcome.kind === "refused" ? outcome.why : null);
    if (outcome.kind === "taken") this.#told.onTaken(outcome.state);
  }

  /** Moves what was played into what is to be told, and puts that where a closed tab cannot take it along. */
  #keep(): void {
    const { ranges, rest } = taken(this.#played);
    this.#played = rest;
    this.#keptAt = this.#outside.elapsed();
    if (ranges.length === 0) return;
    const { cohort, memberId, resourceId } = this.#of;
    const lengthSeconds = Math.max(1, Math.floor(this.#length));
    const stoppedAt = Math.min(Math.round(this.#place), lengthSeconds);
    const moment = new Date(this.#outside.now()).toISOString();
    this.#unsaid = joined(this.#unsaid, { cohort, memberId, resourceId, ranges, lengthSeconds, stoppedAt, moment });
    this.#store();
  }

  #store(): void {
    const { storage } = this.#outside;
    // A browser that keeps nothing, or has no room left, still reports as long as the tab is open.
    try {
      if (this.#unsaid) storage.setItem(this.#key, writeKept(this.#unsaid));
      else storage.removeItem(this.#key);
    } catch {
      return;
    }
  }
}
