import { readFile } from "node:fs/promises";
import { ZodError } from "zod";
import type { Ctx } from "@/lib/core/context";
import { AppError } from "@/lib/core/errors";

/** Something the person at the terminal can put right. */
export class CliError extends Error {
  override name = "CliError";
}

/** Runs one command as the command line, and closes the database behind it however it ended. */
export async function withDatabase(work: (ctx: Ctx) => Promise<void>): Promise<void> {
  const [{ systemContext }, { getDb }] = await Promise.all([import("@/lib/db/context"), import("@/lib/db/client")]);
  const ctx = systemContext({ kind: "cli" });
  try {
    await work(ctx);
  } finally {
    await getDb().$disconnect();
  }
}

/** The bytes of a file that the person named. Throws a CliError that says why it cannot be read. */
export function readNamed(file: string): Promise<Buffer> {
  return readFile(file).catch((error: NodeJS.ErrnoException) => {
    const why = { ENOENT: "there is no such file", EISDIR: "it is a folder", EACCES: "it may not be read" };
    throw new CliError(`${file}: ${why[error.code as keyof typeof why] ?? error.message}.`);
  });
}

/** Prints what went wrong in one line and lets the process end with code 1. */
export function fail(error: unknown): void {
  process.exitCode = 1;
  process.stderr.write(`${reasonOf(error).replace(/\s+/g, " ").trim()}\n`);
}

export function print(text: string): void {
  process.stdout.write(`${text}\n`);
}

function reasonOf(error: unknown): string {
  if (error instanceof ZodError) {
    return error.issues.map(({ path, message }) => [...path, message].join(": ")).join(" ");
  }
  if (error instanceof AppError) {
    const fields = Object.values(error.fields).filter((message) => message !== error.message);
    return [error.message, ...fields].join(" ");
  }
  if (!(error instanceof Error)) return String(error);
  const codes = [error, ...("errors" in error && Array.isArray(error.errors) ? error.errors : [])];
  const refused = codes.some((one) => /ECONNREFUSED|ENOTFOUND|P1001/.test(`${one?.code} ${one?.message}`));
  if (refused) return "The database does not answer. Is it running, and is DATABASE_URL right?";
  // Prisma puts the query above its reason; the reason is the last line.
  return error.message.trim().split("\n").at(-1) ?? error.name;
}
