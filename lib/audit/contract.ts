import { oc } from "@orpc/contract";
import { auditInput, auditPage, undoInput, undone } from "@/lib/audit/schema";

const tags = ["audit"];

/** The history of a cohort: who did what, and taking it back. */
export const auditContract = {
  list: oc
    .route({
      method: "GET",
      path: "/cohorts/{cohort}/audit",
      tags,
      summary: "What was done in the cohort, the newest first, with what can still be undone",
    })
    .input(auditInput)
    .output(auditPage),
  undo: oc
    .route({
      method: "POST",
      path: "/cohorts/{cohort}/audit/{id}/undo",
      tags,
      summary: "Take one act back, within 30 days; undoing an undo does the act again",
    })
    .input(undoInput)
    .output(undone),
};
