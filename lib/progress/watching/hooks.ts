import { onlineManager, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api, orpc, problemFrom } from "@/lib/api/client";
import type { ProgressState } from "@/lib/progress/schema";
import type { Kept, Outcome } from "@/lib/progress/watching/kept/rules";
import type { WatchedState, Watching } from "@/lib/progress/watching/schema";

/** A tick is sent again this often while the server cannot be reached, a little later each time. */
const TRIES = 8;

/** A resource and what the member has seen of it, which other tabs and devices add to; `hear` takes what a report was answered. */
export function useWatching(cohort: string, initialData: Watching) {
  const client = useQueryClient();
  const { resourceId } = initialData;
  const input = { cohort, resourceId };
  const { queryKey } = orpc.progress.watching.show.queryOptions({ input });
  const query = useQuery(orpc.progress.watching.show.queryOptions({ input, initialData, refetchInterval: 4_000 }));
  const hear = (said: WatchedState) => {
    // A tick that is on its way is newer than what the player was answered.
    const ticks = client.isMutating({ mutationKey: tickKey(cohort, resourceId) }) > 0;
    client.setQueryData<Watching>(queryKey, (now) => now && { ...now, ...said, state: ticks ? now.state : said.state });
  };
  return { watching: query.data, hear };
}

/** Marks the resource by hand: on screen at once, on the server as soon as there is a connection. */
export function useTick(cohort: string, resourceId: string) {
  const client = useQueryClient();
  const { queryKey } = orpc.progress.watching.show.queryOptions({ input: { cohort, resourceId } });
  const show = (state: ProgressState) => client.setQueryData<Watching>(queryKey, (now) => now && { ...now, state });
  const tick = useMutation({
    mutationKey: tickKey(cohort, resourceId),
    mutationFn: (state: ProgressState) => api.progress.mark({ cohort, resourceId, state }),
    // One after the other, so that ticking and unticking arrive in the order they were made.
    scope: { id: `progress-${cohort}` },
    networkMode: "online",
    retry: (count, error) => problemFrom(error).code === "unavailable" && onlineManager.isOnline() && count < TRIES,
    retryDelay: (count) => Math.min(1000 * 2 ** count, 15_000),
    onMutate: async (state) => {
      await client.cancelQueries({ queryKey });
      const before = client.getQueryData<Watching>(queryKey)?.state ?? "todo";
      show(state);
      return { before };
    },
    onError: (_error, _state, context) => show(context?.before ?? "todo"),
    onSettled: () => client.invalidateQueries({ queryKey }),
  });
  return { ...tick, problem: tick.error ? problemFrom(tick.error).detail : null };
}

function tickKey(cohort: string, resourceId: string): string[] {
  return ["tick", cohort, resourceId];
}

/** Sends a report. Only what will never be taken is refused; without a connection or a sign-in it waits. */
export async function sendReport(report: Kept): Promise<Outcome> {
  try {
    return { kind: "taken", state: await api.progress.watching.report(report) };
  } catch (error) {
    const { code, detail } = problemFrom(error);
    const never = code === "forbidden" || code === "not_found" || code === "invalid" || code === "malformed";
    return never ? { kind: "refused", why: detail } : { kind: "later" };
  }
}

/** Sends a report while the page goes away; nobody hears the answer. */
export function beaconReport(report: Kept): void {
  const { cohort, resourceId, ...body } = report;
  const path = `/api/cohorts/${encodeURIComponent(cohort)}/resources/${resourceId}/watched`;
  navigator.sendBeacon(path, new Blob([JSON.stringify(body)], { type: "application/json" }));
}
