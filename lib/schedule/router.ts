import { implement } from "@orpc/server";
import type { ApiContext } from "@/lib/api/procedure";
import { authorise, type CohortScope, openCohort } from "@/lib/auth/scope";
import { previewPublish } from "@/lib/notices/change/preview/queries";
import { removeBreak, saveBreak } from "@/lib/schedule/breaks/commands";
import { breaksOf } from "@/lib/schedule/breaks/queries";
import {
  cancelSession,
  createSession,
  deleteSession,
  publishSessions,
  restoreSession,
  updateSession,
} from "@/lib/schedule/commands";
import { scheduleContract } from "@/lib/schedule/contract";
import { editSchedule } from "@/lib/schedule/edit/commands";
import { importSchedule } from "@/lib/schedule/import/commands";
import { scheduleOf } from "@/lib/schedule/queries";
import { shapeSchedule } from "@/lib/schedule/shape/commands";
import { generateTerm } from "@/lib/schedule/shape/term/commands";
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
  publishPreview: os.publishPreview.handler(async ({ input, context }) => {
    const scope = await open(context, input);
    authorise(context.ctx, scope, "session.publish");
    return previewPublish(context.ctx.db, scope, input, context.ctx.now());
  }),
  update: os.update.handler(async ({ input, context }) =>
    updateSession(context.ctx, await open(context, input), input),
  ),
  edit: os.edit.handler(async ({ input, context }) => editSchedule(context.ctx, await open(context, input), input)),
  shape: os.shape.handler(async ({ input, context }) => shapeSchedule(context.ctx, await open(context, input), input)),
  generate: os.generate.handler(async ({ input, context }) =>
    generateTerm(context.ctx, await open(context, input), input),
  ),
  breaks: os.breaks.handler(async ({ input, context }) => {
    const scope = await open(context, input);
    authorise(context.ctx, scope, "session.edit");
    return { breaks: await breaksOf(context.ctx.db, scope) };
  }),
  saveBreak: os.saveBreak.handler(async ({ input, context }) =>
    saveBreak(context.ctx, await open(context, input), input),
  ),
  removeBreak: os.removeBreak.handler(async ({ input, context }) => {
    await removeBreak(context.ctx, await open(context, input), input);
    return { removed: true };
  }),
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
    importSchedule(context.ctx, await open(context, input), { ...input, dryRun: true }),
  ),
  importApply: os.importApply.handler(async ({ input: { fingerprint, ...input }, context }) =>
    importSchedule(context.ctx, await open(context, input), { ...input, expected: fingerprint }),
  ),
});
