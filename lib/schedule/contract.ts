import { oc } from "@orpc/contract";
import { z } from "zod";
import { publishPreview } from "@/lib/notices/change/preview/schema";
import { breakList, cohortBreak, removeBreak, saveBreak } from "@/lib/schedule/breaks/schema";
import { editSchedule, scheduleEdited } from "@/lib/schedule/edit/schema";
import {
  cohortInput,
  createSession,
  publishSessions,
  scheduleList,
  scheduleSession,
  sessionRef,
  setUses,
  updateSession,
} from "@/lib/schedule/schema";
import { shapeAnswer, shapeSchedule } from "@/lib/schedule/shape/schema";
import { generatedTerm, generateTerm } from "@/lib/schedule/shape/term/schema";
import { importApply, importPreview, importReport } from "@/lib/transfer/schema";

const tags = ["schedule"];
const session = "/cohorts/{cohort}/sessions/{sessionId}";
const published = z.object({ sessions: z.array(scheduleSession) });

/** The schedule of a cohort: its sessions, what they use, and the import of a whole schedule. */
export const scheduleContract = {
  list: oc
    .route({ method: "GET", path: "/cohorts/{cohort}/sessions", tags, summary: "The schedule, drafts for organizers" })
    .input(cohortInput)
    .output(scheduleList),
  create: oc
    .route({
      method: "POST",
      path: "/cohorts/{cohort}/sessions",
      tags,
      summary: "Add a session as a draft",
      successStatus: 201,
    })
    .input(createSession)
    .output(scheduleSession),
  publish: oc
    .route({ method: "POST", path: "/cohorts/{cohort}/sessions/publish", tags, summary: "Publish drafts, some or all" })
    .input(publishSessions)
    .output(published),
  publishPreview: oc
    .route({
      method: "POST",
      path: "/cohorts/{cohort}/sessions/publish/preview",
      tags,
      summary: "What publishing would show, say in the log, and mail to whom; publishes nothing",
    })
    .input(publishSessions)
    .output(publishPreview),
  update: oc
    .route({ method: "PATCH", path: session, tags, summary: "Change a session" })
    .input(updateSession)
    .output(scheduleSession),
  edit: oc
    .route({
      method: "POST",
      path: "/cohorts/{cohort}/sessions/edit",
      tags,
      summary: "Change, add and remove any number of sessions at once; all of it or nothing",
    })
    .input(editSchedule)
    .output(scheduleEdited),
  shape: oc
    .route({
      method: "POST",
      path: "/cohorts/{cohort}/sessions/shape",
      tags,
      summary: "Push back, swap, cancel, split, go on with something, or only see what that would do",
    })
    .input(shapeSchedule)
    .output(shapeAnswer),
  generate: oc
    .route({
      method: "POST",
      path: "/cohorts/{cohort}/sessions/generate",
      tags,
      summary: "Add the open dates of a term as drafts, or only see which",
    })
    .input(generateTerm)
    .output(generatedTerm),
  breaks: oc
    .route({ method: "GET", path: "/cohorts/{cohort}/breaks", tags, summary: "Days on which the cohort does not meet" })
    .input(cohortInput)
    .output(breakList),
  saveBreak: oc
    .route({ method: "PUT", path: "/cohorts/{cohort}/breaks", tags, summary: "Add or change a break" })
    .input(saveBreak)
    .output(cohortBreak),
  removeBreak: oc
    .route({ method: "POST", path: "/cohorts/{cohort}/breaks/{id}/remove", tags, summary: "Take a break away" })
    .input(removeBreak)
    .output(z.object({ removed: z.literal(true) })),
  setUses: oc
    .route({ method: "PUT", path: `${session}/uses`, tags, summary: "Say what a session uses" })
    .input(setUses)
    .output(scheduleSession),
  cancel: oc
    .route({ method: "POST", path: `${session}/cancel`, tags, summary: "Cancel a session" })
    .input(sessionRef)
    .output(scheduleSession),
  remove: oc
    .route({ method: "DELETE", path: session, tags, summary: "Take a session off the schedule; undone for 30 days" })
    .input(sessionRef)
    .output(z.object({ removed: z.literal(true) })),
  restore: oc
    .route({ method: "POST", path: `${session}/restore`, tags, summary: "Bring a deleted session back" })
    .input(sessionRef.omit({ version: true }))
    .output(scheduleSession),
  importPreview: oc
    .route({
      method: "POST",
      path: "/cohorts/{cohort}/import/preview",
      tags,
      summary: "What a pasted schedule would change; saves nothing",
    })
    .input(importPreview)
    .output(importReport),
  importApply: oc
    .route({
      method: "POST",
      path: "/cohorts/{cohort}/import/apply",
      tags,
      summary: "Make a pasted schedule the schedule",
    })
    .input(importApply)
    .output(importReport),
};
