import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api, orpc, problemFrom } from "@/lib/api/client";
import type { QuietList, QuietMember } from "@/lib/progress/quiet/schema";

const LIVE = 4_000;

export function useQuiet(cohort: string, initialData: QuietList) {
  return useQuery(orpc.progress.quiet.queryOptions({ input: { cohort }, initialData, refetchInterval: LIVE }));
}

export interface Moved {
  member: QuietMember;
  state: "active" | "paused" | "left";
}

/** Pauses a member, takes them out, or puts them back; the list is asked again afterwards. `problem` is in words. */
export function useMove(cohort: string) {
  const client = useQueryClient();
  const { queryKey } = orpc.progress.quiet.queryOptions({ input: { cohort } });
  const move = useMutation({
    mutationFn: ({ member, state }: Moved) =>
      api.members.change({ cohort, memberId: member.memberId, version: member.version, state }),
    onSettled: () => client.invalidateQueries({ queryKey }),
  });
  return { ...move, problem: move.error ? problemFrom(move.error).detail : null };
}
