import type { Problem } from "@/lib/core/errors";

export type Answer<T> = { ok: true; data: T } | { ok: false; problem: Pick<Problem, "detail" | "fields" | "code"> };

const UNREACHABLE = {
  code: "unavailable",
  detail: "The server cannot be reached. What you entered is still here; try again.",
} as const;

/**
 * Posts to the API from a public page, where the typed client would weigh more than the page. `body` is sent as JSON,
 * or as it is when it is a form. Never throws: no connection is a problem like any other.
 */
export async function post<T>(path: string, body: Record<string, unknown> | URLSearchParams): Promise<Answer<T>> {
  try {
    const form = body instanceof URLSearchParams;
    const response = await fetch(path, {
      method: "POST",
      headers: form ? {} : { "content-type": "application/json" },
      body: form ? body : JSON.stringify(body),
    });
    const data = await response.json();
    return response.ok ? { ok: true, data } : { ok: false, problem: data };
  } catch {
    return { ok: false, problem: UNREACHABLE };
  }
}
