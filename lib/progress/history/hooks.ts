import { useQuery } from "@tanstack/react-query";
import { orpc } from "@/lib/api/client";
import type { History } from "@/lib/progress/history/schema";

/** What the member marks or watches in another tab or on another device shows up within five seconds. */
const LIVE = 4_000;

/** The member's own term; starts from what the page was rendered with and follows it. */
export function useHistory(cohort: string, initialData: History) {
  const options = orpc.progress.history.queryOptions({ input: { cohort }, initialData });
  return useQuery({ ...options, refetchInterval: LIVE, refetchOnWindowFocus: "always" });
}
