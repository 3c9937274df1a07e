import { oc } from "@orpc/contract";
import { readiness, readinessInput } from "@/lib/progress/readiness/schema";

export const readinessContract = {
  readiness: oc
    .route({
      method: "GET",
      path: "/cohorts/{cohort}/progress/readiness",
      tags: ["progress"],
      summary: "Whether the learners are ready for a session, resource by resource",
    })
    .input(readinessInput)
    .output(readiness),
};
