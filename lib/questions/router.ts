import { implement } from "@orpc/server";
import type { ApiContext } from "@/lib/api/procedure";
import { authorise, openCohort } from "@/lib/auth/scope";
import {
  answerQuestion,
  askQuestion,
  changeQuestion,
  restoreQuestion,
  withdrawQuestion,
} from "@/lib/questions/commands";
import { questionsContract } from "@/lib/questions/contract";
import { questionsOf } from "@/lib/questions/queries";

const os = implement(questionsContract).$context<ApiContext>();

function open({ ctx }: ApiContext, input: { cohort: string }) {
  return openCohort(ctx, ctx.db, input.cohort);
}

export const questionsRouter = os.router({
  list: os.list.handler(async ({ input, context }) => {
    const { ctx } = context;
    const scope = await open(context, input);
    authorise(ctx, scope, "question.read");
    return questionsOf(ctx.db, scope, input.sessionId, ctx.now());
  }),
  ask: os.ask.handler(async ({ input, context }) => askQuestion(context.ctx, await open(context, input), input)),
  change: os.change.handler(async ({ input, context }) =>
    changeQuestion(context.ctx, await open(context, input), input),
  ),
  withdraw: os.withdraw.handler(async ({ input, context }) =>
    withdrawQuestion(context.ctx, await open(context, input), input),
  ),
  restore: os.restore.handler(async ({ input, context }) =>
    restoreQuestion(context.ctx, await open(context, input), input),
  ),
  answer: os.answer.handler(async ({ input, context }) =>
    answerQuestion(context.ctx, await open(context, input), input),
  ),
});
