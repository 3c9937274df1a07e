import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api, orpc, problemFrom } from "@/lib/api/client";
import { merged } from "@/lib/progress/matrix/rules";
import type { CellRef, Matrix } from "@/lib/progress/matrix/schema";

/** Open pages follow within five seconds. */
const FOLLOWS_MS = 4000;

/**
 * The matrix, starting from what the page was rendered with and following it: each time only the rows that changed are
 * asked for, and rows that did not change stay the same objects.
 */
export function useMatrix(cohort: string, initialData: Matrix) {
  const client = useQueryClient();
  const { queryKey } = orpc.progress.matrix.queryOptions({ input: { cohort } });
  return useQuery({
    queryKey,
    initialData,
    queryFn: async ({ signal }) => {
      const before = client.getQueryData<Matrix>(queryKey);
      if (!before) return api.progress.matrix({ cohort }, { signal });
      const { asOf: since, shape } = before;
      const after = merged(before, await api.progress.matrix({ cohort, since, shape }, { signal }));
      // Who left is in no answer, but the number of members is.
      return after.members.length === after.count ? after : api.progress.matrix({ cohort }, { signal });
    },
    structuralSharing: false,
    refetchInterval: FOLLOWS_MS,
    refetchOnWindowFocus: "always",
  });
}

/** The story of one cell, followed like the matrix. */
export function useStory(cell: CellRef) {
  return useQuery(orpc.progress.story.queryOptions({ input: cell, refetchInterval: FOLLOWS_MS, staleTime: 0 }));
}

/** Sets a cell in a member's stead. Whatever comes of it, the cell and its story are asked for again. */
export function useOverride(cell: CellRef) {
  const client = useQueryClient();
  const story = orpc.progress.story.queryOptions({ input: cell }).queryKey;
  const matrix = orpc.progress.matrix.queryOptions({ input: { cohort: cell.cohort } }).queryKey;
  const set = useMutation(
    orpc.progress.override.mutationOptions({
      onSuccess: (told) => client.setQueryData(story, told),
      onSettled: () =>
        Promise.all([
          client.invalidateQueries({ queryKey: story }),
          client.invalidateQueries({ queryKey: matrix, exact: true }),
        ]),
    }),
  );
  return { ...set, problem: set.error ? problemFrom(set.error) : null };
}
