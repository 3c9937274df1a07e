import { AsyncLocalStorage } from "node:async_hooks";
import type { NextAuthOptions } from "next-auth";
import { createAdapter } from "@/lib/auth/adapter";
import { newNonce, requestSignIn } from "@/lib/auth/commands";
import { safePath } from "@/lib/auth/rules";
import { SIGN_IN_LINK_SECONDS, SIGN_IN_SECONDS } from "@/lib/auth/schema";
import { deriveToken } from "@/lib/auth/tokens";
import { env } from "@/lib/config/env";
import type { Ctx } from "@/lib/core/context";
import { emailAddress } from "@/lib/core/email";
import { systemContext } from "@/lib/db/context";

/** What next-auth's callbacks must know of the request they run for. */
export interface AuthRequest {
  browser: string;
  userAgent: string;
  nonce: string;
}

export const authRequest = new AsyncLocalStorage<AuthRequest>();

declare module "next-auth" {
  interface Session {
    person: { personId: string; email: string; name: string; mayCreateCohorts: boolean };
  }
}

const job = (): Ctx => systemContext({ kind: "job", name: "sign-in" });

/** next-auth as Convene uses it: one e-mail provider, sign-ins in the database, every page our own. */
export function authOptions(): NextAuthOptions {
  const { AUTH_SECRET, CONVENE_URL } = env();
  return {
    secret: AUTH_SECRET,
    useSecureCookies: CONVENE_URL.startsWith("https:"),
    adapter: createAdapter(job, () => authRequest.getStore()?.userAgent ?? ""),
    // `updateAge` as long as the sign-in: looking at a page never writes.
    session: { strategy: "database", maxAge: SIGN_IN_SECONDS, updateAge: SIGN_IN_SECONDS },
    pages: { signIn: "/sign-in", verifyRequest: "/sign-in", error: "/sign-in" },
    providers: [
      {
        id: "email",
        type: "email",
        name: "Email",
        server: "",
        from: "",
        options: {},
        maxAge: SIGN_IN_LINK_SECONDS,
        normalizeIdentifier: (identifier) => emailAddress.parse(identifier),
        generateVerificationToken: () => deriveToken(AUTH_SECRET, "sign_in", requestOf().nonce),
        sendVerificationRequest: async ({ identifier }) => {
          const { browser, nonce } = requestOf();
          await requestSignIn(job(), { email: identifier, browser, nonce });
        },
      },
    ],
    callbacks: {
      redirect: ({ url, baseUrl }) => {
        const path = url.startsWith(`${baseUrl}/`) ? url.slice(baseUrl.length) : url;
        return `${baseUrl}${safePath(path)}`;
      },
      session: ({ session, user }) => ({
        ...session,
        person: {
          personId: user.id,
          email: user.email,
          name: user.name ?? "",
          mayCreateCohorts: "mayCreateCohorts" in user && user.mayCreateCohorts === true,
        },
      }),
    },
    logger: {
      // Its messages can hold addresses; what happened and where is enough.
      error: (code, metadata) => console.error(`next-auth ${code} ${errorName(metadata)}`),
      warn: () => undefined,
      debug: () => undefined,
    },
  };
}

/** A new request for a sign-in, for the route that hands it to next-auth. */
export function newAuthRequest(browser: string, userAgent: string): AuthRequest {
  return { browser, userAgent, nonce: newNonce(job()) };
}

function requestOf(): AuthRequest {
  const store = authRequest.getStore();
  if (!store) throw new Error("Sign-in outside of its route.");
  return store;
}

function errorName(metadata: unknown): string {
  if (metadata instanceof Error) return metadata.name;
  const error = metadata && typeof metadata === "object" && "error" in metadata ? metadata.error : null;
  return error instanceof Error ? error.name : "";
}
