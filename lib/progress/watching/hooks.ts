import { type Mutation, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api, orpc, problemFrom } from "@/lib/api/client";
import { type Marker, marking, whyNot, wish } from "@/lib/progress/kept/hooks";
import type { Wish } from "@/lib/progress/kept/rules";
import type { ProgressState } from "@/lib/progress/schema";
import type { Kept, Outcome } from "@/lib/progress/watching/kept/rules";
import type { WatchedState, Watching } from "@/lib/progress/watching/schema";

/** A resource and what the member has seen of it, which other tabs and devices add to; `hear` takes what a report was answered. */
export function useWatching(of: Marker, initialData: Watching) {
  const client = useQueryClient();
  const { cohort } = of;
  const { resourceId } = initialData;
  const input = { cohort, resourceId };
  const { queryKey } = orpc.progress.watching.show.queryOptions({ input });
  const query = useQuery(orpc.progress.watching.show.queryOptions({ input, initialData, refetchInterval: 4_000 }));
  const hear = (said: WatchedState) => {
    // A tick that is on its way is newer than what the player was answered.
    const { mutationKey } = marking(of);
    const ticks = client.isMutating({ mutationKey, predicate: (one) => isOn(resourceId, one) }) > 0;
    client.setQueryData<Watching>(queryKey, (now) => now && { ...now, ...said, ...(ticks ? wordOf(now) : {}) });
  };
  return { watching: query.data, hear };
}

function isOn(resourceId: string, { state }: Pick<Mutation, "state">): boolean {
  return (state.variables as Wish | undefined)?.resourceId === resourceId;
}

/** What is said of it and by whom, beside what was watched. */
type Word = Pick<Watching, "state" | "markedBy" | "reason">;

function wordOf({ state, markedBy, reason }: Word): Word {
  return { state, markedBy, reason };
}

/** Marks the resource by hand: on screen at once, on the server as soon as there is a connection. */
export function useTick(of: Marker, resourceId: string) {
  const client = useQueryClient();
  const { queryKey } = orpc.progress.watching.show.queryOptions({ input: { cohort: of.cohort, resourceId } });
  const show = (word: Word) => client.setQueryData<Watching>(queryKey, (now) => now && { ...now, ...word });
  const { mutate, error, variables } = useMutation({
    ...marking(of),
    onMutate: async ({ state }) => {
      await client.cancelQueries({ queryKey });
      const before = client.getQueryData<Watching>(queryKey);
      show({ state, markedBy: "", reason: "" });
      return { before };
    },
    onError: (_error, _said, context) => context?.before && show(wordOf(context.before)),
    // Only after the last one, as on This week.
    onSettled: () => (client.isMutating() <= 1 ? client.invalidateQueries({ queryKey }) : undefined),
  });
  return {
    refused: error && variables ? { state: variables.state, why: whyNot(error) } : null,
    mark: (state: ProgressState) => mutate(wish(of, resourceId, state)),
  };
}

/** Sends a report. Only what will never be taken is refused; without a connection or a sign-in it waits. */
export async function sendReport(report: Kept): Promise<Outcome> {
  try {
    return { kind: "taken", state: await api.progress.watching.report(report) };
  } catch (error) {
    const { code, detail } = problemFrom(error);
    const never = code === "forbidden" || code === "not_found" || code === "invalid" || code === "malformed";
    return never ? { kind: "refused", why: detail } : { kind: "later", signedOut: code === "unauthenticated" };
  }
}

/** Sends a report while the page goes away; nobody hears the answer. */
export function beaconReport(report: Kept): void {
  const { cohort, resourceId, ...body } = report;
  const path = `/api/cohorts/${encodeURIComponent(cohort)}/resources/${resourceId}/watched`;
  navigator.sendBeacon(path, new Blob([JSON.stringify(body)], { type: "application/json" }));
}
