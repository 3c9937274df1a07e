import { oc } from "@orpc/contract";
import { catchUp, catchUpInput } from "@/lib/progress/catch-up/schema";

/** The part of the progress contract that is about catching up. */
export const catchUpContract = {
  catchUp: oc
    .route({
      method: "GET",
      path: "/cohorts/{cohort}/progress/catch-up",
      tags: ["progress"],
      summary: "What the acting member still has to do to be ready for the next session",
    })
    .input(catchUpInput)
    .output(catchUp),
};
