import { implement } from "@orpc/server";
import type { ApiContext } from "@/lib/api/procedure";
import { revokeSignIns, useSetupLink } from "@/lib/auth/commands";
import { authContract } from "@/lib/auth/contract";
import { setCookie, signInCookieName } from "@/lib/auth/cookies";
import { countTry } from "@/lib/auth/limits";
import { signInsOf } from "@/lib/auth/queries";
import { hashToken } from "@/lib/auth/tokens";
import { AppError } from "@/lib/core/errors";

const os = implement(authContract).$context<ApiContext>();

export const authRouter = os.router({
  useSetup: os.useSetup.handler(async ({ input, context: { ctx, origin, userAgent, resHeaders } }) => {
    await countTry("link", origin);
    const { signIn } = await useSetupLink(ctx, input, userAgent);
    resHeaders.append("set-cookie", setCookie(signInCookieName(), signIn.cookie, signIn.expiresAt));
    return { path: "/" };
  }),
  signIns: os.signIns.handler(async ({ context: { ctx, signInCookie } }) => {
    if (ctx.actor.kind !== "person") throw new AppError("unauthenticated", "Sign in first.");
    return signInsOf(ctx.db, ctx.actor.personId, ctx.now(), signInCookie && hashToken(signInCookie));
  }),
  endSignIn: os.endSignIn.handler(({ input, context: { ctx } }) => revokeSignIns(ctx, { id: input.id })),
  endOtherSignIns: os.endOtherSignIns.handler(({ context: { ctx, signInCookie } }) =>
    revokeSignIns(ctx, signInCookie ? { keepHash: hashToken(signInCookie) } : {}),
  ),
});
