import { implement } from "@orpc/server";
import type { ApiContext } from "@/lib/api/procedure";
import { authorise, openCohort, ownMember } from "@/lib/auth/scope";
import { catchUpRouter } from "@/lib/progress/catch-up/router";
import { markResource } from "@/lib/progress/commands";
import { progressContract } from "@/lib/progress/contract";
import { fromMailRouter } from "@/lib/progress/from-mail/router";
import { historyRouter } from "@/lib/progress/history/router";
import { matrixRouter } from "@/lib/progress/matrix/router";
import { reportMinutes } from "@/lib/progress/minutes/commands";
import { notesRouter } from "@/lib/progress/notes/router";
import { peersRouter } from "@/lib/progress/peers/router";
import { weekOf } from "@/lib/progress/queries";
import { quietRouter } from "@/lib/progress/quiet/router";
import { readinessRouter } from "@/lib/progress/readiness/router";
import { retentionRouter } from "@/lib/progress/retention/router";
import { watchingRouter } from "@/lib/progress/watching/router";

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
  fromMail: fromMailRouter,
  notes: notesRouter,
  watching: watchingRouter,
  ...catchUpRouter,
  ...historyRouter,
  ...matrixRouter,
  ...peersRouter,
  ...quietRouter,
  ...readinessRouter,
  ...retentionRouter,
});
