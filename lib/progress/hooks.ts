import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { orpc } from "@/lib/api/client";
import { type Marker, marking, type Told, whyNot, wish } from "@/lib/progress/kept/hooks";
import type { PrepUse, ProgressState, Week } from "@/lib/progress/schema";

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
export function useMark(of: Marker, told: Told) {
  const client = useQueryClient();
  const { queryKey } = orpc.progress.week.queryOptions({ input: { cohort: of.cohort } });
  const { mutate } = useMutation({
    ...marking(of),
    onMutate: async ({ resourceId, state }) => {
      await client.cancelQueries({ queryKey });
      const before = client.getQueryData<Week>(queryKey);
      client.setQueryData<Week>(queryKey, (week) => week && withState(week, resourceId, state));
      const all = before ? [...before.uses, ...before.earlier] : [];
      return { before: all.find((use) => use.resourceId === resourceId)?.state ?? "todo" };
    },
    onSuccess: (_item, { resourceId }) => told.onSaved(resourceId),
    onError: (error, said, context) => {
      const { resourceId } = said;
      told.onRefused(said, whyNot(error));
      client.setQueryData<Week>(queryKey, (week) => week && withState(week, resourceId, context?.before ?? "todo"));
    },
    onSettled: () => {
      // Only after the last tick in a row: an answer to an earlier one must not undo a later one on screen.
      if (client.isMutating() <= 1) return client.invalidateQueries({ queryKey });
    },
  });
  return { mark: (resourceId: string, state: ProgressState) => mutate(wish(of, resourceId, state)) };
}

function withState(week: Week, resourceId: string, state: ProgressState): Week {
  const say = <Use extends PrepUse>(use: Use) =>
    use.resourceId === resourceId ? { ...use, state, seen: false, reason: "" } : use;
  return { ...week, uses: week.uses.map(say), earlier: week.earlier.map(say) };
}
