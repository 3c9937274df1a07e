import type { Ctx } from "@/lib/core/context";

const DAY = 86_400_000;
/** How long a used or expired token is kept, so that its page can still say what became of it. */
const TOKENS_KEPT = 30 * DAY;

export interface TidyReport {
  tokens: number;
  signIns: number;
  limits: number;
}

/**
 * Removes what has ended: tokens thirty days after they were used or expired, sign-ins whose time is over, and counters
 * of rate limits that no longer count. A second call finds nothing to do.
 */
export async function tidy(ctx: Ctx): Promise<TidyReport> {
  const now = ctx.now();
  const tokens = await ctx.db.token.deleteMany({ where: { expiresAt: { lt: new Date(now.getTime() - TOKENS_KEPT) } } });
  const signIns = await ctx.db.signIn.deleteMany({ where: { expiresAt: { lt: now } } });
  const limits = await ctx.db.rateLimit.deleteMany({ where: { expire: { lt: now.getTime() } } });
  return { tokens: tokens.count, signIns: signIns.count, limits: limits.count };
}
