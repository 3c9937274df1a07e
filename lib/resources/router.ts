import { implement } from "@orpc/server";
import type { ApiContext } from "@/lib/api/procedure";
import { authorise, type CohortScope, openCohort } from "@/lib/auth/scope";
import { removeResource, updateResource } from "@/lib/resources/commands";
import { resourcesContract } from "@/lib/resources/contract";
import { markLinksDue } from "@/lib/resources/links/commands";
import { mergeResources } from "@/lib/resources/merge/commands";
import { libraryOf } from "@/lib/resources/queries";

const os = implement(resourcesContract).$context<ApiContext>();

function open({ ctx }: ApiContext, input: { cohort: string }): Promise<CohortScope> {
  return openCohort(ctx, ctx.db, input.cohort);
}

export const resourcesRouter = os.router({
  list: os.list.handler(async ({ input, context }) => {
    const scope = await open(context, input);
    authorise(context.ctx, scope, "resource.list");
    return libraryOf(context.ctx.db, scope);
  }),
  update: os.update.handler(async ({ input, context }) =>
    updateResource(context.ctx, await open(context, input), input),
  ),
  merge: os.merge.handler(async ({ input, context }) => mergeResources(context.ctx, await open(context, input), input)),
  remove: os.remove.handler(async ({ input, context }) => {
    await removeResource(context.ctx, await open(context, input), input);
    return { removed: true };
  }),
  checkLinks: os.checkLinks.handler(async ({ input, context }) => ({
    due: await markLinksDue(context.ctx, await open(context, input), input),
  })),
});
