import { NextRequest } from "next/server";
import NextAuth from "next-auth";
import { boundRequest } from "@/lib/api/guard";
import { problemOf } from "@/lib/api/problems";
import { assertOwnOrigin, originOf, problemResponse } from "@/lib/api/server";
import { exchangeCode } from "@/lib/auth/commands";
import { BROWSER_COOKIE, readCookie, setCookie } from "@/lib/auth/cookies";
import { countTry } from "@/lib/auth/limits";
import { authOptions, authRequest, newAuthRequest } from "@/lib/auth/options";
import { homeOf } from "@/lib/auth/queries";
import { safePath } from "@/lib/auth/rules";
import { SIGN_IN_SECONDS, signInProof } from "@/lib/auth/schema";
import { AppError } from "@/lib/core/errors";
import { systemContext } from "@/lib/db/context";

interface Params {
  params: Promise<{ nextauth: string[] }>;
}

/** Reading is safe: who am I, a CSRF token. A mailed link never comes here, and no GET signs anybody in or out. */
export async function GET(request: NextRequest, context: Params): Promise<Response> {
  const { nextauth } = await context.params;
  const path = nextauth.join("/");
  if (path !== "session" && path !== "csrf")
    return problemResponse(problemOf(new AppError("not_found", "There is nothing here.")));
  return NextAuth(request, context, authOptions());
}

export async function POST(request: NextRequest, context: Params): Promise<Response> {
  try {
    assertOwnOrigin(request);
    const path = (await context.params).nextauth.join("/");
    const bounded = new NextRequest(await boundRequest(request, 64 * 1024));
    if (path === "signin/email") return await askForSignIn(bounded, context);
    if (path === "callback/email") return await signIn(bounded);
    if (path === "signout") return await NextAuth(bounded, context, authOptions());
    throw new AppError("not_found", "There is nothing here.");
  } catch (error) {
    return problemResponse(problemOf(error));
  }
}

async function askForSignIn(request: NextRequest, context: Params): Promise<Response> {
  await countTry("sign-in", originOf(request.headers));
  const known = readCookie(request.headers.get("cookie"), BROWSER_COOKIE);
  const attempt = newAuthRequest(known ?? "", request.headers.get("user-agent") ?? "");
  // The nonce of this attempt serves as the mark of a browser that has none yet.
  const browser = known || newAuthRequest("", "").nonce;
  const response = await authRequest.run({ ...attempt, browser }, () => NextAuth(request, context, authOptions()));
  const answer = new Response(response.body, response);
  const ctx = systemContext({ kind: "anonymous" });
  answer.headers.append(
    "set-cookie",
    setCookie(BROWSER_COOKIE, browser, new Date(ctx.now().getTime() + SIGN_IN_SECONDS * 1000)),
  );
  return answer;
}

/**
 * Signs in with what the page posted after a click: the token from the link's fragment, or the code. next-auth's own
 * callback is a GET, so that is what it gets, from here and only from here.
 */
async function signIn(request: NextRequest): Promise<Response> {
  const origin = originOf(request.headers);
  const form = await readForm(request);
  const target = safePath(form.callbackUrl);
  const proof = signInProof.safeParse(form);
  if (!proof.success)
    throw new AppError("invalid", proof.error.issues[0]?.message ?? "Check what you entered.", {
      code: "The code has six digits.",
    });
  await countTry("token" in proof.data ? "link" : "code", origin);
  const { email } = proof.data;
  const token =
    "token" in proof.data
      ? proof.data.token
      : await exchangeCode(systemContext({ kind: "anonymous" }), {
          email,
          code: proof.data.code,
          browser: readCookie(request.headers.get("cookie"), BROWSER_COOKIE) ?? "",
        });
  const url = new URL("/api/auth/callback/email", request.url);
  url.search = new URLSearchParams({ email, token, callbackUrl: target }).toString();
  const asked = new NextRequest(url, { headers: request.headers });
  const params = Promise.resolve({ nextauth: ["callback", "email"] });
  const attempt = newAuthRequest("", request.headers.get("user-agent") ?? "");
  const response = await authRequest.run(attempt, () => NextAuth(asked, { params }, authOptions()));
  const location = response.headers.get("location") ?? "";
  if (location.includes("error=")) throw new AppError("gone", "This link does not work any more. Ask for a new one.");
  const headers = new Headers({ "cache-control": "no-store" });
  for (const cookie of response.headers.getSetCookie()) headers.append("set-cookie", cookie);
  const path = target === "/" ? await homeOf(systemContext({ kind: "anonymous" }).db, email) : target;
  return Response.json({ path }, { headers });
}

async function readForm(request: NextRequest): Promise<Record<string, string>> {
  const entries: [string, string][] = [];
  for (const [key, value] of await request.formData()) if (typeof value === "string") entries.push([key, value]);
  return Object.fromEntries(entries);
}
