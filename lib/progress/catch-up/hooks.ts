import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api, orpc, problemFrom } from "@/lib/api/client";
import type { CatchUp } from "@/lib/progress/catch-up/schema";
import type { ProgressState } from "@/lib/progress/schema";

/** What is left to catch up with; starts from what the page was rendered with. */
export function useCatchUp(cohort: string, initialData: CatchUp) {
  const options = orpc.progress.catchUp.queryOptions({ input: { cohort }, initialData });
  return useQuery({ ...options, refetchInterval: 4_000, refetchOnWindowFocus: "always" });
}

/**
 * Settles something of the path, or opens it again. `problem` is in words; what could not be saved stays where it was.
 */
export function useSettle(cohort: string) {
  const client = useQueryClient();
  const settle = useMutation({
    mutationFn: (said: { resourceId: string; title: string; state: ProgressState }) =>
      api.progress.mark({ cohort, resourceId: said.resourceId, state: said.state }),
    scope: { id: `progress-${cohort}` },
    // The path is shown again only when it is the new one, so that nothing comes back for a moment.
    onSuccess: () => client.invalidateQueries(orpc.progress.catchUp.queryOptions({ input: { cohort } })),
  });
  return { ...settle, problem: settle.error ? problemFrom(settle.error).detail : null };
}
