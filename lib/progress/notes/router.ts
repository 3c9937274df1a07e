import { implement } from "@orpc/server";
import type { ApiContext } from "@/lib/api/procedure";
import { authorise, openCohort } from "@/lib/auth/scope";
import { addNote, changeNote, removeNote } from "@/lib/progress/notes/commands";
import { notesContract } from "@/lib/progress/notes/contract";
import { notesOn } from "@/lib/progress/notes/queries";

const os = implement(notesContract).$context<ApiContext>();

function open({ ctx }: ApiContext, input: { cohort: string }) {
  return openCohort(ctx, ctx.db, input.cohort);
}

export const notesRouter = os.router({
  list: os.list.handler(async ({ input, context }) => {
    const scope = await open(context, input);
    authorise(context.ctx, scope, "progress.readOwn");
    return { notes: await notesOn(context.ctx.db, scope, input.resourceId) };
  }),
  add: os.add.handler(async ({ input, context }) => addNote(context.ctx, await open(context, input), input)),
  change: os.change.handler(async ({ input, context }) => changeNote(context.ctx, await open(context, input), input)),
  remove: os.remove.handler(async ({ input, context }) => removeNote(context.ctx, await open(context, input), input)),
});
