import { useMutation, useQueryClient } from "@tanstack/react-query";
import { api, orpc, problemFrom } from "@/lib/api/client";
import type { PrepUse, Week } from "@/lib/progress/schema";

/**
 * Says how long a resource took. Waits for ticks that are still on their way, since only what is finished can have taken
 * time; on screen when the server has it. `error` is in words.
 */
export function useReportMinutes(cohort: string, resourceId: string) {
  const client = useQueryClient();
  const { queryKey } = orpc.progress.week.queryOptions({ input: { cohort } });
  const report = useMutation({
    mutationFn: (minutes: number | null) => api.progress.reportMinutes({ cohort, resourceId, minutes }),
    scope: { id: `progress-${cohort}` },
    onSuccess: ({ minutesTaken }) => {
      const say = <Use extends PrepUse>(use: Use) => (use.resourceId === resourceId ? { ...use, minutesTaken } : use);
      client.setQueryData<Week>(
        queryKey,
        (week) => week && { ...week, uses: week.uses.map(say), earlier: week.earlier.map(say) },
      );
    },
  });
  return { ...report, problem: report.error ? problemFrom(report.error).detail : null };
}
