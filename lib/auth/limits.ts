import { Pool } from "pg";
import { RateLimiterPostgres, RateLimiterRes } from "rate-limiter-flexible";
import { env } from "@/lib/config/env";
import { AppError } from "@/lib/core/errors";

/** How often one origin may do what costs us mail or lets it guess: `points` in `seconds`. */
const LIMITS = {
  "sign-in": { points: 20, duration: 15 * 60 },
  "sign-up": { points: 20, duration: 15 * 60 },
  code: { points: 30, duration: 15 * 60 },
  link: { points: 60, duration: 15 * 60 },
} as const;

export type Limit = keyof typeof LIMITS;

const holder = globalThis as typeof globalThis & { conveneLimits?: Map<Limit, RateLimiterPostgres> };

/**
 * Counts one try of an origin, in the database, so that all web processes count together. Throws `too_many` with the
 * seconds to wait. `origin` is an IPv4 address or the /64 of an IPv6 one.
 */
export async function countTry(limit: Limit, origin: string): Promise<void> {
  try {
    await limiters().get(limit)?.consume(origin);
  } catch (error) {
    if (!(error instanceof RateLimiterRes)) throw error;
    const seconds = Math.ceil(error.msBeforeNext / 1000);
    throw new AppError("too_many", `Too many tries. Wait ${Math.ceil(seconds / 60)} min and try again.`);
  }
}

function limiters(): Map<Limit, RateLimiterPostgres> {
  if (holder.conveneLimits) return holder.conveneLimits;
  // Two connections are enough: each count is one statement.
  const storeClient = new Pool({ connectionString: env().DATABASE_URL, max: 2 });
  // The pool drops a connection that broke while idle and opens another; unheard, the event would end the process.
  storeClient.on("error", () => undefined);
  const entries = Object.entries(LIMITS) as [Limit, (typeof LIMITS)[Limit]][];
  holder.conveneLimits = new Map(
    entries.map(([name, { points, duration }]) => [
      name,
      new RateLimiterPostgres({
        storeClient,
        storeType: "pool",
        tableName: "rate_limit",
        tableCreated: true,
        keyPrefix: name,
        points,
        duration,
      }),
    ]),
  );
  return holder.conveneLimits;
}
