import { implement } from "@orpc/server";
import type { ApiContext } from "@/lib/api/procedure";
import { authorise, openCohort } from "@/lib/auth/scope";
import { mergeLines, removeLine, restoreLine, rewordLine } from "@/lib/changes/commands";
import { changesContract } from "@/lib/changes/contract";
import { logOf } from "@/lib/changes/queries";

const os = implement(changesContract).$context<ApiContext>();

function open({ ctx }: ApiContext, input: { cohort: string }) {
  return openCohort(ctx, ctx.db, input.cohort);
}

export const changesRouter = os.router({
  list: os.list.handler(async ({ input, context }) => {
    const scope = await open(context, input);
    authorise(context.ctx, scope, "change.edit");
    return { lines: await logOf(context.ctx.db, scope) };
  }),
  reword: os.reword.handler(async ({ input, context }) => rewordLine(context.ctx, await open(context, input), input)),
  merge: os.merge.handler(async ({ input, context }) => mergeLines(context.ctx, await open(context, input), input)),
  remove: os.remove.handler(async ({ input, context }) => removeLine(context.ctx, await open(context, input), input)),
  restore: os.restore.handler(async ({ input, context }) =>
    restoreLine(context.ctx, await open(context, input), input),
  ),
});
