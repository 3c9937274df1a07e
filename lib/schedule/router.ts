import { implement } from "@orpc/server";
import type { ApiContext } from "@/lib/api/procedure";
import { type CohortScope, openCohort } from "@/lib/auth/scope";
import {
  cancelSession,
  createSession,
  deleteSession,
  publishSessions,
  restoreSession,
  updateSession,
} from "@/lib/schedule/commands";
import { scheduleContract } from "@/lib/schedule/contract";
import { importSchedule } from "@/lib/schedule/import/commands";
import { scheduleOf } from "@/lib/schedule/queries";
import { setUses } from "@/lib/schedule/uses/commands";

const os = implement(scheduleContract).$context<ApiContext>();

function open({ ctx }: ApiContext, input: { cohort: string }): Promise<CohortScope> {
  return openCohort(ctx, ctx.db, input.cohort);
}

export const scheduleRouter = os.router({
  list: os.list.handler(async ({ input, context }) => ({
    sessions: await scheduleOf(context.ctx.db, await open(context, input)),
  })),
  create: os.create.handler(async ({ input, context }) =>
    createSession(context.ctx, await open(context, input), input),
  ),
  publish: os.publish.handler(async ({ input, context }) => ({
    sessions: await publishSessions(context.ctx, await open(context, input), input),
  })),
  update: os.update.handler(async ({ input, context }) =>
    updateSession(context.ctx, await open(context, input), input),
  ),
  setUses: os.setUses.handler(async ({ input, context }) => setUses(context.ctx, await open(context, input), input)),
  cancel: os.cancel.handler(async ({ input, context }) =>
    cancelSession(context.ctx, await open(context, input), input),
  ),
  remove: os.remove.handler(async ({ input, context }) => {
    await deleteSession(context.ctx, await open(context, input), input);
    return { removed: true };
  }),
  restore: os.restore.handler(async ({ input, context }) =>
    restoreSession(context.ctx, await open(context, input), input.sessionId),
  ),
  importPreview: os.importPreview.handler(async ({ input, context }) =>
    importSchedule(context.ctx, await open(context, input), {
      text: input.text,
      ...(input.year ? { year: input.year } : {}),
      publish: input.publish,
      dryRun: true,
    }),
  ),
  importApply: os.importApply.handler(async ({ input, context }) =>
    importSchedule(context.ctx, await open(context, input), {
      text: input.text,
      year: input.year,
      publish: input.publish,
      ...(input.fingerprint ? { expected: input.fingerprint } : {}),
    }),
  ),
});
