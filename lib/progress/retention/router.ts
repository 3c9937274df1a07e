import { implement } from "@orpc/server";
import type { ApiContext } from "@/lib/api/procedure";
import { authorise, openCohort } from "@/lib/auth/scope";
import { retentionContract } from "@/lib/progress/retention/contract";
import { retentionFor } from "@/lib/progress/retention/queries";

const os = implement(retentionContract).$context<ApiContext>();

export const retentionRouter = os.router({
  retention: os.retention.handler(async ({ input, context: { ctx } }) => {
    const scope = await openCohort(ctx, ctx.db, input.cohort);
    authorise(ctx, scope, "progress.readAll");
    return retentionFor(ctx.db, scope, input.resourceId);
  }),
});
