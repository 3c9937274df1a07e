import { oc } from "@orpc/contract";
import { z } from "zod";
import { changeMember, confirmSignUp, memberRow, role, signUp } from "@/lib/members/schema";

const tags = ["members"];

export const membersContract = {
  signUp: oc
    .route({
      method: "POST",
      path: "/cohorts/{cohort}/sign-ups",
      tags,
      summary: "Ask to join a cohort; a mail asks to confirm",
      description: "The answer is the same whether or not the address is known.",
      successStatus: 202,
    })
    .input(signUp)
    .output(z.object({ sent: z.literal(true) })),
  confirm: oc
    .route({ method: "POST", path: "/sign-ups/confirm", tags, summary: "Use a confirmation link" })
    .input(confirmSignUp)
    .output(z.object({ cohort: z.string(), role })),
  list: oc
    .route({ method: "GET", path: "/cohorts/{cohort}/members", tags, summary: "Everybody in a cohort" })
    .input(z.object({ cohort: z.string() }))
    .output(z.array(memberRow)),
  change: oc
    .route({
      method: "PATCH",
      path: "/cohorts/{cohort}/members/{memberId}",
      tags,
      summary: "Change a member's role or state",
    })
    .input(changeMember)
    .output(memberRow),
};
