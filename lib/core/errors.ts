/** Every way a request can fail, and the HTTP status that says so. */
export const STATUS = {
  invalid: 422,
  malformed: 400,
  unauthenticated: 401,
  forbidden: 403,
  not_found: 404,
  conflict: 409,
  gone: 410,
  too_large: 413,
  too_many: 429,
  unavailable: 503,
} as const;

export type ErrorCode = keyof typeof STATUS;

/** Messages by the path of the input field they are about, e.g. `{ email: "Enter one address." }`. */
export type FieldMessages = Readonly<Record<string, string>>;

/**
 * The one error that commands and queries throw on purpose. Its message and fields are written for the person who
 * made the request and never hold secrets or addresses of others.
 */
export class AppError extends Error {
  readonly code: ErrorCode;
  readonly fields: FieldMessages;
  /** What stands now, when the caller's version of it is out of date (conflict). */
  readonly current: unknown;

  constructor(code: ErrorCode, message: string, fields: FieldMessages = {}, current?: unknown) {
    super(message);
    this.name = "AppError";
    this.code = code;
    this.fields = fields;
    this.current = current;
  }

  get status(): number {
    return STATUS[this.code];
  }
}

export function notFound(what: string): AppError {
  return new AppError("not_found", `There is no such ${what}.`);
}

/** RFC 9457 problem details for an AppError. */
export interface Problem {
  type: string;
  title: string;
  status: number;
  detail: string;
  code: ErrorCode | "internal";
  fields?: FieldMessages;
  current?: unknown;
}

export function toProblem(error: AppError): Problem {
  return {
    type: `urn:convene:problem:${error.code}`,
    title: error.code.replaceAll("_", " "),
    status: error.status,
    detail: error.message,
    code: error.code,
    ...(Object.keys(error.fields).length > 0 ? { fields: error.fields } : {}),
    ...(error.current === undefined ? {} : { current: error.current }),
  };
}
