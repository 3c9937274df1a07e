import { oc } from "@orpc/contract";
import { lineRef, log, logInput, logLine, mergeLines, rewordLine } from "@/lib/changes/schema";

const tags = ["changes"];
const one = "/cohorts/{cohort}/changes/{id}";

/** The public log of a cohort, as its organizers look after it. */
export const changesContract = {
  list: oc
    .route({
      method: "GET",
      path: "/cohorts/{cohort}/changes",
      tags,
      summary: "The lines of the public log, the newest first, with those that were taken off the page",
    })
    .input(logInput)
    .output(log),
  reword: oc
    .route({ method: "PATCH", path: one, tags, summary: "Put a line into other words" })
    .input(rewordLine)
    .output(logLine),
  merge: oc
    .route({ method: "POST", path: "/cohorts/{cohort}/changes/merge", tags, summary: "Make several lines one" })
    .input(mergeLines)
    .output(logLine),
  remove: oc
    .route({ method: "DELETE", path: one, tags, summary: "Take a line off the page; it can be put back" })
    .input(lineRef)
    .output(logLine),
  restore: oc
    .route({ method: "POST", path: `${one}/restore`, tags, summary: "Put a line on the page again" })
    .input(lineRef)
    .output(logLine),
};
