import { PrismaPg } from "@prisma/adapter-pg";
import { env } from "@/lib/config/env";
import { AppError } from "@/lib/core/errors";
import { Prisma, PrismaClient } from "@/lib/db/generated/client";

/** The client or an open transaction: queries take either. */
export type Db = PrismaClient | Prisma.TransactionClient;
/** An open transaction: what writes take, so that a change, its audit row and its mail stand or fall together. */
export type Tx = Prisma.TransactionClient;

// Next loads pages and route handlers as separate module graphs; one pool a process is what Postgres can bear.
const holder = globalThis as typeof globalThis & { conveneDb?: PrismaClient };

export function createDb(url: string, connections: number): PrismaClient {
  const adapter = new PrismaPg(
    { connectionString: url, max: connections },
    // Postgres parses and plans what has a name once a connection. Only statements that say so are kept: others come in
    // as many texts as there are filters.
    { statementNameGenerator: ({ sql }) => KEPT.exec(sql)?.[1] ?? "" },
  );
  return new PrismaClient({ adapter });
}

/** A statement that begins with `-- kept as NAME` stays prepared under that name, which must be its own. */
const KEPT = /^\s*-- kept as (\w+)\n/;

/** The shared client of this process, opened at first use. */
export function getDb(): PrismaClient {
  holder.conveneDb ??= createDb(env().DATABASE_URL, env().DATABASE_POOL);
  return holder.conveneDb;
}

/**
 * Runs `work` in one transaction (read committed) and turns what the database refuses into an AppError.
 * Inside a transaction already, `work` joins it.
 */
export async function inTransaction<T>(ctx: { db: Db }, work: (tx: Tx) => Promise<T>): Promise<T> {
  try {
    return "$transaction" in ctx.db
      ? await ctx.db.$transaction(work, { timeout: 20_000, maxWait: 10_000 })
      : await work(ctx.db);
  } catch (error) {
    throw translate(error);
  }
}

/** A unique violation becomes `conflict`; everything else stays what it was. */
export function translate(error: unknown): unknown {
  if (error instanceof AppError) return error;
  if (
    error instanceof Prisma.PrismaClientKnownRequestError &&
    (error.code === "P2002" || isUniqueViolation(error.meta))
  ) {
    return new AppError("conflict", "Somebody else has just added the same thing.");
  }
  return error;
}

function isUniqueViolation(meta: unknown): boolean {
  return JSON.stringify(meta ?? {}).includes("23505");
}
