import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api, orpc, problemFrom } from "@/lib/api/client";
import type { OwnVisibility, Peers, Visibility } from "@/lib/progress/peers/schema";

/** What the others have done, as far as one may see it; starts from what the page was rendered with and follows it. */
export function usePeers(cohort: string, initialData: Peers) {
  const options = orpc.progress.peers.queryOptions({ input: { cohort }, initialData });
  return useQuery({ ...options, refetchInterval: 4_000, refetchOnWindowFocus: "always" });
}

/**
 * The member's own choice in a cohort, shown at once and saved; `problem` is in words, and then what stands is what was
 * saved before.
 */
export function useVisibility(initialData: OwnVisibility) {
  const client = useQueryClient();
  const queryKey = ["visibility", initialData.cohort];
  const { data } = useQuery({ queryKey, queryFn: () => initialData, initialData, staleTime: Number.POSITIVE_INFINITY });
  const choose = useMutation({
    mutationFn: (visibility: Visibility | null) =>
      api.progress.setVisibility({ cohort: initialData.cohort, visibility }),
    scope: { id: `visibility-${initialData.cohort}` },
    onSuccess: (saved) => client.setQueryData<OwnVisibility>(queryKey, saved),
  });
  const own = choose.isPending ? { ...data, visibility: choose.variables } : data;
  return { ...choose, own, problem: choose.error ? problemFrom(choose.error).detail : null };
}
