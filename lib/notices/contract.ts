import { oc } from "@orpc/contract";
import { z } from "zod";
import {
  mailPreview,
  outgoingNotice,
  plannedNotice,
  planRange,
  previewInput,
  sendNowInput,
  sendNowResult,
} from "@/lib/notices/schema";

const tags = ["notices"];

export const noticesContract = {
  plan: oc
    .route({
      method: "GET",
      path: "/cohorts/{cohort}/notices/plan",
      tags,
      summary: "What is due between two dates of the cohort's calendar, and to how many",
    })
    .input(planRange)
    .output(z.array(plannedNotice)),
  outgoing: oc
    .route({
      method: "GET",
      path: "/cohorts/{cohort}/notices",
      tags,
      summary: "The newest notices with the state of every delivery",
    })
    .input(z.object({ cohort: z.string() }))
    .output(z.array(outgoingNotice)),
  preview: oc
    .route({
      method: "GET",
      path: "/cohorts/{cohort}/notices/preview",
      tags,
      summary: "The weekly prep of a session as one member would get it now",
    })
    .input(previewInput)
    .output(mailPreview),
  sendNow: oc
    .route({
      method: "POST",
      path: "/cohorts/{cohort}/notices/send",
      tags,
      summary: "Send the weekly prep of a session now; who has it does not get it again",
    })
    .input(sendNowInput)
    .output(sendNowResult),
};
