import { oc } from "@orpc/contract";
import { ownVisibility, peers, peersInput, setVisibility } from "@/lib/progress/peers/schema";

const tags = ["progress"];

/** The part of the progress contract that is about what members see of each other. */
export const peersContract = {
  peers: oc
    .route({
      method: "GET",
      path: "/cohorts/{cohort}/progress/peers",
      tags,
      summary: "What the acting member may see of the others' progress for the next session",
    })
    .input(peersInput)
    .output(peers),
  setVisibility: oc
    .route({
      method: "PUT",
      path: "/cohorts/{cohort}/progress/visibility",
      tags,
      summary: "Show other members less of one's own progress than the cohort does, or as much",
    })
    .input(setVisibility)
    .output(ownVisibility),
};
