import { implement } from "@orpc/server";
import type { ApiContext } from "@/lib/api/procedure";
import { authorise, openCohort } from "@/lib/auth/scope";
import { overrideProgress } from "@/lib/progress/matrix/commands";
import { matrixContract } from "@/lib/progress/matrix/contract";
import { matrixOf } from "@/lib/progress/matrix/queries";
import { storyOf } from "@/lib/progress/matrix/story/queries";

const os = implement(matrixContract).$context<ApiContext>();

export const matrixRouter = os.router({
  matrix: os.matrix.handler(async ({ input, context: { ctx } }) => {
    const scope = await openCohort(ctx, ctx.db, input.cohort);
    authorise(ctx, scope, "progress.readAll");
    return matrixOf(ctx.db, scope, input, ctx.now());
  }),
  story: os.story.handler(async ({ input, context: { ctx } }) => {
    const scope = await openCohort(ctx, ctx.db, input.cohort);
    authorise(ctx, scope, "progress.readAll");
    return storyOf(ctx.db, scope, input);
  }),
  override: os.override.handler(async ({ input, context: { ctx } }) =>
    overrideProgress(ctx, await openCohort(ctx, ctx.db, input.cohort), input),
  ),
});
