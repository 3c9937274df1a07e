import { oc } from "@orpc/contract";
import { retention, retentionInput } from "@/lib/progress/retention/schema";

export const retentionContract = {
  retention: oc
    .route({
      method: "GET",
      path: "/cohorts/{cohort}/resources/{resourceId}/retention",
      tags: ["progress"],
      summary: "Where people watch a video, and where they stop",
    })
    .input(retentionInput)
    .output(retention),
};
