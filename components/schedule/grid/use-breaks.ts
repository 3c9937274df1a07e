"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { orpc } from "@/lib/api/client";
import type { CohortBreak } from "@/lib/schedule/breaks/schema";

/** How often an open page asks for breaks that others declared, in ms. */
const LOOK_EVERY = 60_000;

/**
 * Asks for the breaks of the cohort: those that the page knows, or else what the server says. Where it cannot be reached
 * there are none, so that work goes on.
 */
export function useBreaks(cohort: string): () => Promise<readonly CohortBreak[]> {
  const client = useQueryClient();
  const options = orpc.schedule.breaks.queryOptions({ input: { cohort } });
  useQuery({ ...options, refetchInterval: LOOK_EVERY });
  return () =>
    client.ensureQueryData(options).then(
      ({ breaks }) => breaks,
      () => [],
    );
}
