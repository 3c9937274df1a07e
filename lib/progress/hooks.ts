import { onlineManager, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api, orpc, problemFrom } from "@/lib/api/client";
import type { MarkResource, PrepUse, ProgressState, Week } from "@/lib/progress/schema";

/** A tick is sent again this often while the server cannot be reached, a little later each time. */
const TRIES = 8;

/** What another tab, a player or an organizer says shows up within five seconds. */
const LIVE = 4_000;

/** The learner's week; starts from what the page was rendered with. */
export function useWeek(cohort: string, initialData: Week) {
  return useQuery(orpc.progress.week.queryOptions({ input: { cohort }, initialData, refetchInterval: LIVE }));
}

/**
 * Marks a resource: on screen at once, on the server as soon as there is a connection. When the server refuses, the
 * mark goes back to what it was; when another tab said something newer, the week is asked again.
 */
export function useMark(
  cohort: string,
  told: { onRefused: (resourceId: string, message: string) => void; onSaved: (resourceId: string) => void },
) {
  const client = useQueryClient();
  const { queryKey } = orpc.progress.week.queryOptions({ input: { cohort } });
  return useMutation({
    mutationFn: (input: MarkResource) => api.progress.mark(input),
    // One after the other, so that ticking and unticking arrive in the order they were made.
    scope: { id: `progress-${cohort}` },
    networkMode: "online",
    retry: (count, error) => problemFrom(error).code === "unavailable" && onlineManager.isOnline() && count < TRIES,
    retryDelay: (count) => Math.min(1000 * 2 ** count, 15_000),
    onMutate: async ({ resourceId, state }) => {
      await client.cancelQueries({ queryKey });
      const before = client.getQueryData<Week>(queryKey);
      client.setQueryData<Week>(queryKey, (week) => week && withState(week, resourceId, state));
      const all = before ? [...before.uses, ...before.earlier] : [];
      return { before: all.find((use) => use.resourceId === resourceId)?.state ?? "todo" };
    },
    onSuccess: (_item, { resourceId }) => told.onSaved(resourceId),
    onError: (error, { resourceId }, context) => {
      told.onRefused(resourceId, problemFrom(error).detail);
      client.setQueryData<Week>(queryKey, (week) => week && withState(week, resourceId, context?.before ?? "todo"));
    },
    onSettled: () => {
      // Only after the last tick in a row: an answer to an earlier one must not undo a later one on screen.
      if (client.isMutating() <= 1) return client.invalidateQueries({ queryKey });
    },
  });
}

function withState(week: Week, resourceId: string, state: ProgressState): Week {
  const say = <Use extends PrepUse>(use: Use) =>
    use.resourceId === resourceId ? { ...use, state, seen: false, reason: "" } : use;
  return { ...week, uses: week.uses.map(say), earlier: week.earlier.map(say) };
}
