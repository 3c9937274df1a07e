import { createORPCClient, ORPCError } from "@orpc/client";
import type { ContractRouterClient } from "@orpc/contract";
import { OpenAPILink } from "@orpc/openapi-client/fetch";
import { createTanstackQueryUtils } from "@orpc/tanstack-query";
import type { contract } from "@/lib/api/contract";
import routes from "@/lib/api/routes.json" with { type: "json" };
import type { Problem } from "@/lib/core/errors";

// The contract itself would bring every schema to the browser; methods and paths are enough to call it.
const link = new OpenAPILink(routes as unknown as typeof contract, {
  url: () => `${window.location.origin}/api`,
  fetch: readProblems,
  customErrorResponseBodyDecoder: (body, response) =>
    isProblem(body)
      ? new ORPCError(body.code.toUpperCase(), { status: response.status, message: body.detail, data: body })
      : null,
});

/** The API as the browser calls it, typed by the contract. */
export const api: ContractRouterClient<typeof contract> = createORPCClient(link);

/** Query and mutation options for React Query on the same contract. */
export const orpc = createTanstackQueryUtils(api);

/** What the server said went wrong; for anything else (no connection, a proxy's page) a sentence of our own. */
export function problemFrom(error: unknown): Pick<Problem, "detail" | "fields" | "code" | "current"> {
  if (error instanceof ORPCError && isProblem(error.data)) return error.data;
  return { code: "unavailable", detail: "The server cannot be reached. What you entered is still here; try again." };
}

/** The client parses bodies called `application/json` only; a problem is JSON under another name (RFC 9457). */
async function readProblems(request: Request, init: RequestInit): Promise<Response> {
  const response = await fetch(request, init);
  if (!response.headers.get("content-type")?.startsWith("application/problem+json")) return response;
  const headers = new Headers(response.headers);
  headers.set("content-type", "application/json");
  return new Response(response.body, { status: response.status, headers });
}

function isProblem(body: unknown): body is Problem {
  return typeof body === "object" && body !== null && "detail" in body && "code" in body && "status" in body;
}
