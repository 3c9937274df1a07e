import { implement } from "@orpc/server";
import type { ApiContext } from "@/lib/api/procedure";
import { authorise, openCohort } from "@/lib/auth/scope";
import { readinessContract } from "@/lib/progress/readiness/contract";
import { readinessOf } from "@/lib/progress/readiness/queries";

const os = implement(readinessContract).$context<ApiContext>();

export const readinessRouter = os.router({
  readiness: os.readiness.handler(async ({ input, context: { ctx } }) => {
    const scope = await openCohort(ctx, ctx.db, input.cohort);
    authorise(ctx, scope, "progress.readAll");
    return readinessOf(ctx.db, scope, input.sessionId ?? null, ctx.now());
  }),
});
