import { onlineManager, useMutation, useMutationState, useQueryClient } from "@tanstack/react-query";
import { useEffect, useEffectEvent } from "react";
import { api, orpc, problemFrom } from "@/lib/api/client";
import { afterSending, allKept, FRESH, keep, keptFor, type Shelf, type Wish } from "@/lib/progress/kept/rules";
import type { ProgressItem, ProgressState } from "@/lib/progress/schema";

/** What the server answers to something that it will never take. */
const NEVER: readonly string[] = ["invalid", "malformed"];
/** What it answers where something may be put back: a cohort that is a draft for an hour, a resource taken out by mistake. */
const GONE: readonly string[] = ["forbidden", "not_found"];
/** How long, in milliseconds, a mark that waited is kept for that: as long as a deletion can be undone. */
const PUT_BACK = 30 * 86_400_000;

/** Who marks something, and in which cohort. */
export interface Marker {
  cohort: string;
  memberId: string;
}

/** What a page hears of the marks that are made on it or were left by others. */
export interface Told {
  /** In words why it was not saved. */
  onRefused: (said: Wish, why: string) => void;
  onSaved: (resourceId: string) => void;
}

/** A mark that somebody just made. It is kept in this browser until the server has answered to it. */
export function wish({ cohort, memberId }: Marker, resourceId: string, state: ProgressState): Wish {
  const said = { cohort, resourceId, state, saidAt: Date.now() };
  keep(browserShelf, memberId, said);
  return said;
}

/**
 * How a wish gets to the server, as the options of a mutation: as soon as there is a connection, one after the other, so
 * that ticking and unticking arrive in the order they were made.
 */
export function marking({ cohort, memberId }: Marker) {
  return {
    mutationKey: ["mark", cohort],
    mutationFn: (said: Wish) => send(memberId, said),
    scope: { id: `progress-${cohort}` },
    networkMode: "online" as const,
    // However long the server is away: the page stays as it was ticked, and says that it waits.
    retry: (_count: number, error: Error) => problemFrom(error).code === "unavailable",
    retryDelay: (count: number) => Math.min(1000 * 2 ** count, 15_000),
  };
}

/** Whether marks of this page wait because there is no connection or the server does not answer. */
export function useMarksWait(of: Marker): boolean {
  const waiting = useMutationState({
    filters: { mutationKey: marking(of).mutationKey, status: "pending" },
    select: ({ state }) => state.failureCount > 1 || (state.isPaused && !onlineManager.isOnline()),
  });
  return waiting.includes(true);
}

/** Why a wish was not saved, in words. */
export function whyNot(error: unknown): string {
  return problemFrom(error).detail;
}

/** Whether a wish waits on after it was refused. One that was just made is told to its author instead, and forgotten. */
function isKept(error: unknown, { saidAt }: Wish): boolean {
  const { code } = problemFrom(error);
  const age = Date.now() - saidAt;
  return GONE.includes(code) ? age >= FRESH && age < PUT_BACK : !NEVER.includes(code);
}

/**
 * Sends what this member marked in this browser and the server has not answered to, from whatever page and tab: now and
 * when the connection is back. A page is told of what will never be taken, but not that something waits on.
 */
export function useKeptMarks(of: Marker, told?: Told): void {
  const client = useQueryClient();
  const { cohort, memberId } = of;
  const again = useMutation({
    ...marking(of),
    onError: (error, said) => {
      if (!isKept(error, said)) told?.onRefused(said, whyNot(error));
    },
    onSuccess: (_item, { resourceId }) => told?.onSaved(resourceId),
    onSettled: () => {
      // Only after the last one: an answer to an earlier mark must not undo a later one on screen.
      if (client.isMutating() <= 1) return client.invalidateQueries({ queryKey: orpc.progress.key() });
    },
  });
  const sendAll = useEffectEvent(() => {
    const { mutationKey } = marking(of);
    const pending = client.getMutationCache().findAll({ mutationKey, status: "pending" });
    const underWay = new Set(pending.map(({ state }) => (state.variables as Wish | undefined)?.resourceId));
    for (const said of allKept(browserShelf, memberId)) if (!underWay.has(said.resourceId)) again.mutate(said);
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: whoever else is signed in now has left something else
  useEffect(() => {
    const tell = () => sendAll();
    tell();
    addEventListener("online", tell);
    return () => removeEventListener("online", tell);
  }, [cohort, memberId]);
}

/**
 * Sends the latest wish for the resource, which may be a later one than what is asked for; then that one has nothing left
 * to send when its turn comes.
 */
async function send(memberId: string, asked: Wish): Promise<ProgressItem | null> {
  const said = keptFor(browserShelf, memberId, asked.resourceId);
  if (!said) return null;
  const { cohort, resourceId, state } = said;
  const waitedMs = Math.max(0, Date.now() - said.saidAt);
  try {
    const item = await api.progress.mark({ cohort, resourceId, state, memberId, waitedMs });
    afterSending(browserShelf, memberId, said, { answered: true, now: Date.now() });
    return item;
  } catch (error) {
    afterSending(browserShelf, memberId, said, { answered: !isKept(error, said), now: Date.now() });
    throw error;
  }
}

// For a browser that keeps nothing, or has no room left; then the page remembers as long as it is open.
const memory = new Map<string, string>();

const browserShelf: Shelf = {
  getItem: (key) => memory.get(key) ?? inStorage((storage) => storage.getItem(key)) ?? null,
  setItem: (key, value) => {
    memory.delete(key);
    const written = inStorage((storage) => {
      storage.setItem(key, value);
      return true;
    });
    if (!written) memory.set(key, value);
  },
  removeItem: (key) => {
    memory.delete(key);
    inStorage((storage) => storage.removeItem(key));
  },
  keys: () => [...memory.keys(), ...(inStorage((storage) => Object.keys(storage)) ?? [])],
};

function inStorage<T>(work: (storage: Storage) => T): T | undefined {
  try {
    return work(localStorage);
  } catch {
    return undefined;
  }
}
