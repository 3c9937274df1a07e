import { implement } from "@orpc/server";
import type { ApiContext } from "@/lib/api/procedure";
import { authorise, openCohort, ownMember } from "@/lib/auth/scope";
import { catchUpContract } from "@/lib/progress/catch-up/contract";
import { catchUpFor } from "@/lib/progress/catch-up/queries";

const os = implement(catchUpContract).$context<ApiContext>();

export const catchUpRouter = os.router({
  catchUp: os.catchUp.handler(async ({ input, context: { ctx } }) => {
    const scope = await openCohort(ctx, ctx.db, input.cohort);
    authorise(ctx, scope, "progress.readOwn");
    return catchUpFor(ctx.db, scope, ownMember(scope).id, ctx.now());
  }),
});
