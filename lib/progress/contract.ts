import { oc } from "@orpc/contract";
import { z } from "zod";
import { catchUpContract } from "@/lib/progress/catch-up/contract";
import { fromMailContract } from "@/lib/progress/from-mail/contract";
import { historyContract } from "@/lib/progress/history/contract";
import { matrixContract } from "@/lib/progress/matrix/contract";
import { notesContract } from "@/lib/progress/notes/contract";
import { peersContract } from "@/lib/progress/peers/contract";
import { quietContract } from "@/lib/progress/quiet/contract";
import { readinessContract } from "@/lib/progress/readiness/contract";
import { retentionContract } from "@/lib/progress/retention/contract";
import { markResource, progressItem, reportMinutes, week } from "@/lib/progress/schema";
import { watchingContract } from "@/lib/progress/watching/contract";

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
  fromMail: fromMailContract,
  notes: notesContract,
  watching: watchingContract,
  ...catchUpContract,
  ...historyContract,
  ...matrixContract,
  ...peersContract,
  ...quietContract,
  ...readinessContract,
  ...retentionContract,
};
