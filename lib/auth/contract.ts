import { oc } from "@orpc/contract";
import { z } from "zod";
import { signInRow, useSetup } from "@/lib/auth/schema";

const tags = ["sign-in"];

export const authContract = {
  useSetup: oc
    .route({ method: "POST", path: "/setup", tags, summary: "Use the one-time link that makes the first organizer" })
    .input(useSetup)
    .output(z.object({ path: z.string() })),
  signIns: oc
    .route({ method: "GET", path: "/me/sign-ins", tags, summary: "The browsers the acting person is signed in with" })
    .output(z.array(signInRow)),
  endSignIn: oc
    .route({ method: "DELETE", path: "/me/sign-ins/{id}", tags, summary: "Sign one browser out" })
    .input(z.object({ id: z.uuid() }))
    .output(z.object({ ended: z.number().int() })),
  endOtherSignIns: oc
    .route({ method: "DELETE", path: "/me/sign-ins", tags, summary: "Sign out every browser but this one" })
    .output(z.object({ ended: z.number().int() })),
};
