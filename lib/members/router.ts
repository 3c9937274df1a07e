import { implement } from "@orpc/server";
import type { ApiContext } from "@/lib/api/procedure";
import { setCookie, signInCookieName } from "@/lib/auth/cookies";
import { countTry } from "@/lib/auth/limits";
import { authorise, openCohort } from "@/lib/auth/scope";
import { changeMember, confirmSignUp, requestSignUp } from "@/lib/members/commands";
import { membersContract } from "@/lib/members/contract";
import { membersOf } from "@/lib/members/queries";

const os = implement(membersContract).$context<ApiContext>();

export const membersRouter = os.router({
  signUp: os.signUp.handler(async ({ input, context: { ctx, origin } }) => {
    await countTry("sign-up", origin);
    await requestSignUp(ctx, await openCohort(ctx, ctx.db, input.cohort), input);
    return { sent: true };
  }),
  confirm: os.confirm.handler(async ({ input, context: { ctx, origin, userAgent, resHeaders } }) => {
    await countTry("link", origin);
    const { slug, role, signIn } = await confirmSignUp(ctx, input.token, userAgent);
    resHeaders.append("set-cookie", setCookie(signInCookieName(), signIn.cookie, signIn.expiresAt));
    return { cohort: slug, role };
  }),
  list: os.list.handler(async ({ input, context: { ctx } }) => {
    const scope = await openCohort(ctx, ctx.db, input.cohort);
    authorise(ctx, scope, "member.list");
    return membersOf(ctx.db, scope);
  }),
  change: os.change.handler(async ({ input, context: { ctx } }) =>
    changeMember(ctx, await openCohort(ctx, ctx.db, input.cohort), input),
  ),
});
