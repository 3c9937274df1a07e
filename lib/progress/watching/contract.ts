import { oc } from "@orpc/contract";
import { z } from "zod";
import { reportWatched, watchedState, watching } from "@/lib/progress/watching/schema";

export const watchingContract = {
  show: oc
    .route({
      method: "GET",
      path: "/cohorts/{cohort}/resources/{resourceId}/watching",
      tags: ["progress"],
      summary: "A resource to watch, and what the acting member has seen of it",
    })
    .input(z.object({ cohort: z.string(), resourceId: z.uuid() }))
    .output(watching),
  report: oc
    .route({
      method: "POST",
      path: "/cohorts/{cohort}/resources/{resourceId}/watched",
      tags: ["progress"],
      summary: "Say which seconds were played; saying it twice or in another order is the same",
    })
    .input(reportWatched)
    .output(watchedState),
};
