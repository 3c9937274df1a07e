import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { orpc } from "@/lib/api/client";
import type { CatchUp } from "@/lib/progress/catch-up/schema";
import { type Marker, marking, whyNot, wish } from "@/lib/progress/kept/hooks";
import type { ProgressState } from "@/lib/progress/schema";

/** What is left to catch up with; starts from what the page was rendered with. */
export function useCatchUp(cohort: string, initialData: CatchUp) {
  const options = orpc.progress.catchUp.queryOptions({ input: { cohort }, initialData });
  return useQuery({ ...options, refetchInterval: 4_000, refetchOnWindowFocus: "always" });
}

/**
 * Settles something of the path, or opens it again. `problem` is in words; what could not be saved stays where it was.
 */
export function useSettle(of: Marker) {
  const client = useQueryClient();
  const settle = useMutation({
    ...marking(of),
    // The path is shown again only when it is the new one, so that nothing comes back for a moment.
    onSuccess: () => client.invalidateQueries(orpc.progress.catchUp.queryOptions({ input: { cohort: of.cohort } })),
  });
  return {
    ...settle,
    settle: (resourceId: string, state: ProgressState) => settle.mutate(wish(of, resourceId, state)),
    problem: settle.error ? whyNot(settle.error) : null,
  };
}
