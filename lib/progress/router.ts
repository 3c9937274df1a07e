import { implement } from "@orpc/server";
import type { ApiContext } from "@/lib/api/procedure";
import { authorise, openCohort, ownMember } from "@/lib/auth/scope";
import { markResource } from "@/lib/progress/commands";
import { progressContract } from "@/lib/progress/contract";
import { reportMinutes } from "@/lib/progress/minutes/commands";
import { weekOf } from "@/lib/progress/queries";

const os = implement(progressContract).$context<ApiContext>();

export const progressRouter = os.router({
  week: os.week.handler(async ({ input, context: { ctx } }) => {
    const scope = await openCohort(ctx, ctx.db, input.cohort);
    authorise(ctx, scope, "progress.readOwn");
    return weekOf(ctx.db, scope, ownMember(scope).id, ctx.now());
  }),
  mark: os.mark.handler(async ({ input, context: { ctx } }) =>
    markResource(ctx, await openCohort(ctx, ctx.db, input.cohort), input),
  ),
  reportMinutes: os.reportMinutes.handler(async ({ input, context: { ctx } }) =>
    reportMinutes(ctx, await openCohort(ctx, ctx.db, input.cohort), input),
  ),
});
