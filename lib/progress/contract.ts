import { oc } from "@orpc/contract";
import { z } from "zod";
import { markResource, progressItem, reportMinutes, week } from "@/lib/progress/schema";

export const progressContract = {
  week: oc
    .route({
      method: "GET",
      path: "/cohorts/{cohort}/week",
      tags: ["progress"],
      summary: "What the acting member has before the next session",
    })
    .input(z.object({ cohort: z.string() }))
    .output(week),
  mark: oc
    .route({
      method: "PUT",
      path: "/cohorts/{cohort}/progress/{resourceId}",
      tags: ["progress"],
      summary: "Mark a resource as to do, started, done or skipped",
    })
    .input(markResource)
    .output(progressItem),
  reportMinutes: oc
    .route({
      method: "PUT",
      path: "/cohorts/{cohort}/progress/{resourceId}/minutes",
      tags: ["progress"],
      summary: "Say how long a finished resource took, or take that back",
    })
    .input(reportMinutes)
    .output(progressItem),
};
