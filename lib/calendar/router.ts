import { implement } from "@orpc/server";
import type { ApiContext } from "@/lib/api/procedure";
import { authorise, openCohort } from "@/lib/auth/scope";
import { renewOwnCalendar, replaceLink, updateCalendar } from "@/lib/calendar/commands";
import { calendarContract } from "@/lib/calendar/contract";
import { calendarOf, ownCalendarOf } from "@/lib/calendar/queries";
import { AppError } from "@/lib/core/errors";

const os = implement(calendarContract).$context<ApiContext>();

export const calendarRouter = os.router({
  show: os.show.handler(async ({ input, context: { ctx } }) => {
    const scope = await openCohort(ctx, ctx.db, input.cohort);
    authorise(ctx, scope, "calendar.own");
    return calendarOf(ctx.db, scope);
  }),
  update: os.update.handler(async ({ input, context: { ctx } }) =>
    updateCalendar(ctx, await openCohort(ctx, ctx.db, input.cohort), input),
  ),
  replaceLink: os.replaceLink.handler(async ({ input, context: { ctx } }) =>
    replaceLink(ctx, await openCohort(ctx, ctx.db, input.cohort), input),
  ),
  own: os.own.handler(({ context: { ctx } }) => {
    if (ctx.actor.kind !== "person") throw new AppError("unauthenticated", "Sign in first.");
    return ownCalendarOf(ctx.db, ctx.actor.personId);
  }),
  renewOwn: os.renewOwn.handler(({ input, context: { ctx } }) => renewOwnCalendar(ctx, input)),
});
