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

function isProblem(body: unknown): body is Problem {
  return typeof body === "object" && body !== null && "detail" in body && "code" in body && "status" in body;
}
