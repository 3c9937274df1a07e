import { implement } from "@orpc/server";
import type { ApiContext } from "@/lib/api/procedure";
import { authorise, openCohort, ownMember } from "@/lib/auth/scope";
import { setVisibility } from "@/lib/progress/peers/commands";
import { peersContract } from "@/lib/progress/peers/contract";
import { peersOf } from "@/lib/progress/peers/queries";

const os = implement(peersContract).$context<ApiContext>();

export const peersRouter = os.router({
  peers: os.peers.handler(async ({ input, context: { ctx } }) => {
    const scope = await openCohort(ctx, ctx.db, input.cohort);
    authorise(ctx, scope, "progress.readPeers");
    return peersOf(ctx.db, scope, ownMember(scope).id, ctx.now());
  }),
  setVisibility: os.setVisibility.handler(async ({ input, context: { ctx } }) =>
    setVisibility(ctx, await openCohort(ctx, ctx.db, input.cohort), input),
  ),
});
