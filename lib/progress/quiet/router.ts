import { implement } from "@orpc/server";
import type { ApiContext } from "@/lib/api/procedure";
import { authorise, openCohort } from "@/lib/auth/scope";
import { quietContract } from "@/lib/progress/quiet/contract";
import { quietOf } from "@/lib/progress/quiet/queries";

const os = implement(quietContract).$context<ApiContext>();

export const quietRouter = os.router({
  quiet: os.quiet.handler(async ({ input, context: { ctx } }) => {
    const scope = await openCohort(ctx, ctx.db, input.cohort);
    authorise(ctx, scope, "progress.readAll");
    return quietOf(ctx.db, scope, ctx.now());
  }),
});
