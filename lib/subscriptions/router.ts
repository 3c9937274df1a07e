import { implement } from "@orpc/server";
import type { ApiContext } from "@/lib/api/procedure";
import { authorise, openCohort, ownMember } from "@/lib/auth/scope";
import { changeByToken, setOwnChoices, stopByOneClick } from "@/lib/subscriptions/commands";
import { subscriptionsContract } from "@/lib/subscriptions/contract";
import { choicesOfHolder, openUnsubscribeToken, ownChoices } from "@/lib/subscriptions/queries";

const os = implement(subscriptionsContract).$context<ApiContext>();

export const subscriptionsRouter = os.router({
  oneClick: os.oneClick.handler(async ({ input, context: { ctx } }) => {
    await stopByOneClick(ctx, input.query.t);
    return { stopped: true };
  }),
  show: os.show.handler(({ input, context: { ctx } }) => choicesOfHolder(ctx.db, openUnsubscribeToken(input.token))),
  change: os.change.handler(({ input, context: { ctx } }) => changeByToken(ctx, input)),
  own: os.own.handler(async ({ input, context: { ctx } }) => {
    const scope = await openCohort(ctx, ctx.db, input.cohort);
    authorise(ctx, scope, "subscription.change");
    return ownChoices(ctx.db, scope, ownMember(scope));
  }),
  setOwn: os.setOwn.handler(async ({ input, context: { ctx } }) =>
    setOwnChoices(ctx, await openCohort(ctx, ctx.db, input.cohort), input),
  ),
});
