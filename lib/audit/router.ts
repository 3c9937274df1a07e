import { implement } from "@orpc/server";
import type { ApiContext } from "@/lib/api/procedure";
import { auditContract } from "@/lib/audit/contract";
import { auditOf } from "@/lib/audit/queries";
import { undoAct } from "@/lib/audit/undo/commands";
import { authorise, openCohort } from "@/lib/auth/scope";

const os = implement(auditContract).$context<ApiContext>();

export const auditRouter = os.router({
  list: os.list.handler(async ({ input, context: { ctx } }) => {
    const scope = await openCohort(ctx, ctx.db, input.cohort);
    authorise(ctx, scope, "audit.read");
    return auditOf(ctx.db, scope, input, ctx.now());
  }),
  undo: os.undo.handler(async ({ input, context: { ctx } }) =>
    undoAct(ctx, await openCohort(ctx, ctx.db, input.cohort), input.id),
  ),
});
