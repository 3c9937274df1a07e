import { randomBytes, randomUUID } from "node:crypto";
import type { Actor, Ctx } from "@/lib/core/context";
import { getDb } from "@/lib/db/client";

/**
 * The context of the running program: the real clock, the real CSPRNG, the shared database client.
 * Tests build their own with a frozen clock.
 */
export function systemContext(actor: Actor): Ctx {
  return {
    db: getDb(),
    actor,
    now: () => new Date(),
    newId: () => randomUUID(),
    random: (bytes) => randomBytes(bytes),
  };
}
