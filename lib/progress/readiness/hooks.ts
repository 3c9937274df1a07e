import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { orpc } from "@/lib/api/client";
import type { Readiness } from "@/lib/progress/readiness/schema";

/** What learners do while the page is open shows up within five seconds. */
const LIVE = 4_000;

/** The readiness of a session; what the page was rendered with is of the session it was opened for. */
export function useReadiness(cohort: string, sessionId: string | null, initial: Readiness) {
  const input = { cohort, ...(sessionId ? { sessionId } : {}) };
  const options = orpc.progress.readiness.queryOptions({ input });
  const first = sessionId === (initial.session?.id ?? null) ? { initialData: initial } : {};
  return useQuery({ ...options, ...first, placeholderData: keepPreviousData, refetchInterval: LIVE });
}

/** Where people watch one video; asked only when somebody looks, and as long as they do. */
export function useRetention(cohort: string, resourceId: string) {
  const options = orpc.progress.retention.queryOptions({ input: { cohort, resourceId } });
  return useQuery({ ...options, refetchInterval: LIVE, refetchOnWindowFocus: "always" });
}
