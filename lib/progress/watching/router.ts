import { implement } from "@orpc/server";
import type { ApiContext } from "@/lib/api/procedure";
import { authorise, openCohort, ownMember } from "@/lib/auth/scope";
import { env } from "@/lib/config/env";
import { reportWatched } from "@/lib/progress/watching/commands";
import { watchingContract } from "@/lib/progress/watching/contract";
import { watchingOf } from "@/lib/progress/watching/queries";

const os = implement(watchingContract).$context<ApiContext>();

export const watchingRouter = os.router({
  show: os.show.handler(async ({ input, context: { ctx } }) => {
    const scope = await openCohort(ctx, ctx.db, input.cohort);
    authorise(ctx, scope, "progress.readOwn");
    const asked = { resourceId: input.resourceId, secure: env().CONVENE_URL.startsWith("https:") };
    return watchingOf(ctx.db, scope, ownMember(scope).id, asked, ctx.now());
  }),
  report: os.report.handler(async ({ input, context: { ctx } }) =>
    reportWatched(ctx, await openCohort(ctx, ctx.db, input.cohort), input),
  ),
});
