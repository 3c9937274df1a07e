import { implement } from "@orpc/server";
import type { ApiContext } from "@/lib/api/procedure";
import { authorise, openCohort, ownMember } from "@/lib/auth/scope";
import { historyContract } from "@/lib/progress/history/contract";
import { historyFor } from "@/lib/progress/history/queries";

const os = implement(historyContract).$context<ApiContext>();

export const historyRouter = os.router({
  history: os.history.handler(async ({ input, context: { ctx } }) => {
    const scope = await openCohort(ctx, ctx.db, input.cohort);
    authorise(ctx, scope, "progress.readOwn");
    return historyFor(ctx.db, scope, ownMember(scope).id, ctx.now());
  }),
});
