import { OpenAPIHandler } from "@orpc/openapi/fetch";
import { getServerSession } from "next-auth";
import { boundRequest } from "@/lib/api/guard";
import { problemOf, toTransport } from "@/lib/api/problems";
import type { ApiContext } from "@/lib/api/procedure";
import { router } from "@/lib/api/router";
import { BROWSER_COOKIE, readCookie, signInCookieName } from "@/lib/auth/cookies";
import { authOptions } from "@/lib/auth/options";
import { clientAddress, isOwnOrigin, rateOrigin } from "@/lib/auth/rules";
import { env } from "@/lib/config/env";
import type { Actor } from "@/lib/core/context";
import { AppError, type Problem } from "@/lib/core/errors";
import { systemContext } from "@/lib/db/context";

/** The header in which our own server says which socket a request came from; it overwrites what a client sends. */
export const CLIENT_HEADER = "x-convene-client";

/** Writes that carry their own proof and come from mail programs, which send no Origin. */
const TOKEN_BEARING = new Set(["/api/unsubscribe"]);

const handler = new OpenAPIHandler(router, {
  customErrorResponseBodyEncoder: (error) => problemOf(error),
  clientInterceptors: [
    async ({ next, path }) => {
      try {
        return await next();
      } catch (error) {
        const transport = toTransport(error);
        if (transport.status >= 500) console.error(`api ${path.join(".")} failed:`, whatHappened(error));
        throw transport;
      }
    },
  ],
});

/** Answers a request to `/api`; a failure is problem+json whoever found it. */
export async function answer(request: Request): Promise<Response> {
  try {
    if (!isSafe(request.method)) assertOwnOrigin(request);
    const bounded = await boundRequest(request);
    const context = await contextOf(bounded);
    const { matched, response } = await handler.handle(bounded, { prefix: "/api", context });
    if (!matched) return problemResponse(problemOf(new AppError("not_found", "There is nothing here.")));
    return finish(response, context.resHeaders);
  } catch (error) {
    const problem = problemOf(error);
    if (problem.status >= 500) console.error("api failed:", whatHappened(error));
    return problemResponse(problem);
  }
}

/** Refuses a write that no page of this site made. */
export function assertOwnOrigin(request: Request): void {
  if (TOKEN_BEARING.has(new URL(request.url).pathname)) return;
  if (!isOwnOrigin(request.headers.get("origin"), env().CONVENE_URL)) {
    throw new AppError("forbidden", "This request did not come from a page of this site.");
  }
}

/** Where a request came from, for rate limits. */
export function originOf(headers: Headers): string {
  const address = clientAddress(
    headers.get("x-forwarded-for"),
    headers.get(CLIENT_HEADER) ?? "",
    env().CONVENE_PROXIES,
  );
  return rateOrigin(address);
}

export function problemResponse(problem: Problem): Response {
  return Response.json(problem, {
    status: problem.status,
    headers: { "content-type": "application/problem+json", "cache-control": "no-store" },
  });
}

async function contextOf(request: Request): Promise<ApiContext> {
  const session = await getServerSession(authOptions());
  const actor: Actor = session ? { kind: "person", ...session.person } : { kind: "anonymous" };
  const cookies = request.headers.get("cookie");
  return {
    ctx: systemContext(actor),
    origin: originOf(request.headers),
    browser: readCookie(cookies, BROWSER_COOKIE),
    signInCookie: readCookie(cookies, signInCookieName()),
    userAgent: request.headers.get("user-agent") ?? "",
    resHeaders: new Headers(),
  };
}

function finish(response: Response, extra: Headers): Response {
  const headers = new Headers(response.headers);
  for (const [name, value] of extra) headers.append(name, value);
  if (!headers.has("cache-control")) headers.set("cache-control", "no-store");
  if (response.status >= 400) headers.set("content-type", "application/problem+json");
  return new Response(response.body, { status: response.status, headers });
}

function isSafe(method: string): boolean {
  return method === "GET" || method === "HEAD" || method === "OPTIONS";
}

/** An error for the log: its name, where it was thrown and a database code, but no message, which may hold input. */
function whatHappened(error: unknown): string {
  if (!(error instanceof Error)) return typeof error;
  const code = "code" in error ? ` ${String(error.code)}` : "";
  const frame =
    error.stack
      ?.split("\n")
      .find((row) => row.trimStart().startsWith("at "))
      ?.trim() ?? "";
  return `${error.name}${code} ${frame}`;
}
