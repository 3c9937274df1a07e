import type { Ctx } from "@/lib/core/context";

/**
 * What every procedure is called with. Each noun implements its own contract on it:
 * `const os = implement(noticesContract).$context<ApiContext>()`.
 */
export interface ApiContext {
  ctx: Ctx;
  /** Where the request came from, for rate limits only: an address, or the /64 of an IPv6 one. */
  origin: string;
  /** The value of the cookie that marks this browser, when it has one; binds a sign-in code to who asked for it. */
  browser: string | null;
  /** The sign-in cookie this request came with, whether or not it is worth anything. */
  signInCookie: string | null;
  userAgent: string;
  /** Headers to add to the answer (cookies). */
  resHeaders: Headers;
}
