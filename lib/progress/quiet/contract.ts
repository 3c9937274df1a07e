import { oc } from "@orpc/contract";
import { quietInput, quietList } from "@/lib/progress/quiet/schema";

export const quietContract = {
  quiet: oc
    .route({
      method: "GET",
      path: "/cohorts/{cohort}/progress/quiet",
      tags: ["progress"],
      summary: "Learners who never started, fell silent or fell behind",
    })
    .input(quietInput)
    .output(quietList),
};
