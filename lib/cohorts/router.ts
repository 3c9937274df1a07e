import { implement } from "@orpc/server";
import type { ApiContext } from "@/lib/api/procedure";
import { openCohort } from "@/lib/auth/scope";
import { cloneCohort } from "@/lib/cohorts/clone/commands";
import { createCohort, removeDemo, removeSection, saveSection, updateCohort } from "@/lib/cohorts/commands";
import { cohortsContract } from "@/lib/cohorts/contract";
import { cohortOf, sectionsOf } from "@/lib/cohorts/queries";

const os = implement(cohortsContract).$context<ApiContext>();

export const cohortsRouter = os.router({
  create: os.create.handler(async ({ input, context: { ctx } }) => cohortOf(await createCohort(ctx, input))),
  clone: os.clone.handler(async ({ input, context: { ctx } }) =>
    cloneCohort(ctx, await openCohort(ctx, ctx.db, input.cohort), input),
  ),
  get: os.get.handler(async ({ input, context: { ctx } }) => cohortOf(await openCohort(ctx, ctx.db, input.cohort))),
  update: os.update.handler(async ({ input, context: { ctx } }) =>
    updateCohort(ctx, await openCohort(ctx, ctx.db, input.cohort), input),
  ),
  sections: os.sections.handler(async ({ input, context: { ctx } }) =>
    sectionsOf(ctx.db, await openCohort(ctx, ctx.db, input.cohort)),
  ),
  saveSection: os.saveSection.handler(async ({ input, context: { ctx } }) =>
    saveSection(ctx, await openCohort(ctx, ctx.db, input.cohort), input),
  ),
  removeSection: os.removeSection.handler(async ({ input, context: { ctx } }) => {
    await removeSection(ctx, await openCohort(ctx, ctx.db, input.cohort), input);
    return { removed: true };
  }),
  removeDemo: os.removeDemo.handler(async ({ input, context: { ctx } }) => {
    await removeDemo(ctx, await openCohort(ctx, ctx.db, input.cohort));
    return { removed: true };
  }),
});
