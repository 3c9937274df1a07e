import { oc } from "@orpc/contract";
import { z } from "zod";
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
  update: oc
    .route({ method: "PATCH", path: session, tags, summary: "Change a session" })
    .input(updateSession)
    .output(scheduleSession),
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
