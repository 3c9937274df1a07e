import { oc } from "@orpc/contract";
import { history, historyInput } from "@/lib/progress/history/schema";

/** The part of the progress contract that is about one's own history. */
export const historyContract = {
  history: oc
    .route({
      method: "GET",
      path: "/cohorts/{cohort}/progress/history",
      tags: ["progress"],
      summary: "The acting member's own term: what they did of each session, and minutes a week",
    })
    .input(historyInput)
    .output(history),
};
