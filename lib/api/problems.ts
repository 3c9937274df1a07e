import { ORPCError } from "@orpc/client";
import { ValidationError } from "@orpc/contract";
import { AppError, type Problem, toProblem } from "@/lib/core/errors";

/**
 * Whatever a procedure threw, as the one kind of error the transport knows, its `data` a problem (RFC 9457). What was
 * not thrown on purpose says nothing about itself to the outside.
 */
export function toTransport(error: unknown): ORPCError<string, Problem> {
  const problem = problemOf(error);
  return new ORPCError(problem.code.toUpperCase(), { status: problem.status, message: problem.detail, data: problem });
}

export function problemOf(error: unknown): Problem {
  if (error instanceof AppError) return toProblem(error);
  if (error instanceof ORPCError) {
    if (isProblem(error.data)) return error.data;
    if (error.cause instanceof ValidationError && error.status < 500) return toProblem(invalidInput(error.cause));
    if (error.status === 404) return toProblem(new AppError("not_found", "There is nothing here."));
    if (error.status < 500) return toProblem(new AppError("malformed", "The request could not be read."));
  }
  return {
    type: "urn:convene:problem:internal",
    title: "internal",
    status: 500,
    detail: "Something went wrong on the server. Nothing was saved; try again.",
    code: "internal",
  };
}

function invalidInput(error: ValidationError): AppError {
  const fields: Record<string, string> = {};
  for (const issue of error.issues) {
    const path = (issue.path ?? []).map((part) => String(typeof part === "object" ? part.key : part)).join(".");
    fields[path] ??= issue.message;
  }
  const first = Object.values(fields)[0] ?? "Check what you entered.";
  return new AppError("invalid", first, fields);
}

function isProblem(data: unknown): data is Problem {
  return typeof data === "object" && data !== null && "type" in data && "detail" in data && "code" in data;
}
