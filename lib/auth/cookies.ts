import { env } from "@/lib/config/env";

/** Marks a browser, so that a sign-in code works only where it was asked for. */
export const BROWSER_COOKIE = "convene-browser";

/** The name next-auth reads the sign-in cookie by; `__Secure-` where the site is on https. */
export function signInCookieName(): string {
  return isSecure() ? "__Secure-next-auth.session-token" : "next-auth.session-token";
}

/** A `Set-Cookie` value for a cookie that scripts cannot read and that other sites cannot send with a write. */
export function setCookie(name: string, value: string, expires: Date): string {
  const parts = [`${name}=${value}`, "Path=/", `Expires=${expires.toUTCString()}`, "HttpOnly", "SameSite=Lax"];
  return [...parts, ...(isSecure() ? ["Secure"] : [])].join("; ");
}

export function readCookie(header: string | null, name: string): string | null {
  for (const part of (header ?? "").split(";")) {
    const [key, ...rest] = part.trim().split("=");
    if (key === name) return rest.join("=");
  }
  return null;
}

function isSecure(): boolean {
  return env().CONVENE_URL.startsWith("https:");
}
