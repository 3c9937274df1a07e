import { implement } from "@orpc/server";
import type { ApiContext } from "@/lib/api/procedure";
import { authorise, openCohort } from "@/lib/auth/scope";
import { sendNow } from "@/lib/notices/commands";
import { previewWeeklyPrep } from "@/lib/notices/compose";
import { noticesContract } from "@/lib/notices/contract";
import { readerOf } from "@/lib/notices/prep/queries";
import { outgoingNotices, planNotices } from "@/lib/notices/queries";

const os = implement(noticesContract).$context<ApiContext>();

export const noticesRouter = os.router({
  plan: os.plan.handler(async ({ input, context: { ctx } }) => {
    const scope = await openCohort(ctx, ctx.db, input.cohort);
    authorise(ctx, scope, "notice.list");
    return planNotices(ctx.db, scope, input.from, input.to, ctx.now());
  }),
  outgoing: os.outgoing.handler(async ({ input, context: { ctx } }) => {
    const scope = await openCohort(ctx, ctx.db, input.cohort);
    authorise(ctx, scope, "notice.list");
    return outgoingNotices(ctx.db, scope);
  }),
  preview: os.preview.handler(async ({ input, context: { ctx } }) => {
    const scope = await openCohort(ctx, ctx.db, input.cohort);
    authorise(ctx, scope, "notice.preview");
    const reader = await readerOf(ctx.db, scope, { memberId: input.memberId });
    return previewWeeklyPrep(ctx.db, scope, input.sessionId, reader, { live: false });
  }),
  sendNow: os.sendNow.handler(async ({ input, context: { ctx } }) =>
    sendNow(ctx, await openCohort(ctx, ctx.db, input.cohort), input),
  ),
});
