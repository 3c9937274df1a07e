import type { Ctx } from "@/lib/core/context";
import { type Db, inTransaction } from "@/lib/db/client";
import type { DeliveryToCompose } from "@/lib/notices/compose";
import { addressHash } from "@/lib/notices/outbox";
import { claimNext } from "@/lib/notices/sending/queries";
import { keptReply, RESENDS, type Settlement, verdict } from "@/lib/notices/sending/rules";

/** How long a claim holds without a word from its worker, in milliseconds. */
export const LEASE = 60_000;
/** What a lease must last beyond the time a server may take to answer, in milliseconds. */
const LEASE_MARGIN = 10_000;

export interface Claim extends DeliveryToCompose {
  id: string;
  lease: string;
  messageId: string;
  /** How many attempts there were, this one included. */
  attempts: number;
}

/** A claim as far as its end is concerned. */
export type Held = Pick<Claim, "id" | "lease" | "address" | "attempts">;

/** What became of a turn at the queue: a mail to send, one that may not go any more, or nothing due. */
export type Turn = { kind: "send"; claim: Claim } | { kind: "ended"; id: string; state: string } | { kind: "idle" };

/**
 * Takes the next due delivery, if there is one that no other worker has, and asks in the same transaction whether it
 * may still go. One that may not is ended with the reason. The lease runs by the database's clock.
 */
export async function takeTurn(ctx: Ctx, leaseMs: number = LEASE): Promise<Turn> {
  return inTransaction(ctx, async (tx): Promise<Turn> => {
    const next = await claimNext(tx, ctx.now());
    if (!next) return { kind: "idle" };
    const decision = verdict(next.facts, ctx.now());
    if (!decision.send) {
      await tx.$executeRaw`
        UPDATE delivery
           SET state = ${decision.state}::"DeliveryState", reason = ${decision.reason}, updated_at = clock_timestamp()
         WHERE id = ${next.id}::uuid`;
      return { kind: "ended", id: next.id, state: decision.state };
    }
    const lease = ctx.newId();
    const leased = await tx.$queryRaw<{ attempts: number }[]>`
      UPDATE delivery
         SET state = 'leased', lease = ${lease}::uuid, attempts = attempts + 1, data_started_at = NULL,
             lease_until = clock_timestamp() + ${leaseMs} * interval '1 millisecond', updated_at = clock_timestamp()
       WHERE id = ${next.id}::uuid
      RETURNING attempts`;
    const { facts: _facts, ...delivery } = next;
    return { kind: "send", claim: { ...delivery, lease, attempts: leased[0]?.attempts ?? 1 } };
  });
}

/**
 * The fence: commits that the first byte is about to leave, and answers whether the claim still holds. The lease is
 * stretched over the time the server may take to answer, so that nobody else takes the delivery meanwhile.
 */
export async function openFence(
  db: Db,
  claim: Pick<Claim, "id" | "lease">,
  sent: { mimeHash: string; dataMs: number },
): Promise<boolean> {
  const rows = await db.$executeRaw`
    UPDATE delivery
       SET data_started_at = clock_timestamp(), mime_hash = ${sent.mimeHash},
           lease_until = clock_timestamp() + ${sent.dataMs + LEASE_MARGIN} * interval '1 millisecond',
           updated_at = clock_timestamp()
     WHERE id = ${claim.id}::uuid AND lease = ${claim.lease}::uuid AND state = 'leased'
       AND data_started_at IS NULL AND lease_until > clock_timestamp()`;
  return rows === 1;
}

/**
 * Writes down how an attempt ended, and suppresses the address when the server refused it for good. Answers false, and
 * changes nothing, when the claim is no longer this worker's; a delivery that was given up as unknown while its worker
 * stood still is corrected by that worker, which knows better.
 */
export async function recordSettlement(ctx: Ctx, claim: Held, settlement: Settlement): Promise<boolean> {
  const { state, reason, delay, suppress } = settlement;
  const reply = keptReply(settlement.reply);
  return inTransaction(ctx, async (tx) => {
    const rows = await tx.$executeRaw`
      UPDATE delivery
         SET state = ${state}::"DeliveryState", reason = ${reason}, last_reply = ${reply},
             lease = NULL, lease_until = NULL,
             data_started_at = CASE WHEN ${state} = 'deferred' THEN NULL ELSE data_started_at END,
             accepted_at = CASE WHEN ${state} = 'accepted' THEN clock_timestamp() END,
             next_attempt_at = clock_timestamp() + ${delay} * interval '1 millisecond', updated_at = clock_timestamp()
       WHERE id = ${claim.id}::uuid
         AND (lease = ${claim.lease}::uuid OR (state = 'unknown' AND attempts = ${claim.attempts}))`;
    if (rows === 1 && suppress) {
      await tx.$executeRaw`
        INSERT INTO suppression (address_hash, reason, evidence, since)
        VALUES (${addressHash(claim.address)}, 'its mail server refused it', ${reply}, clock_timestamp())
        ON CONFLICT DO NOTHING`;
    }
    return rows === 1;
  });
}

/** Gives up a claim for a reason of our own, before anything was sent; `failed` for good, else it is tried again. */
export async function giveBack(
  ctx: Ctx,
  claim: Held,
  input: { failed: boolean; reason: string; delay: number },
): Promise<boolean> {
  const state = input.failed ? "failed" : "deferred";
  return recordSettlement(ctx, claim, { state, reason: input.reason, reply: "", delay: input.delay, suppress: false });
}

export interface SweepReport {
  requeued: number;
  unknown: number;
  expired: number;
}

/**
 * Ends what was left behind. A claim whose lease ran out goes back into the queue if no byte had left, or if somebody
 * waits for the mail; otherwise nobody knows, and it stays `unknown` until a person decides. What is not worth sending
 * any more is expired, also while sending is paused.
 */
export async function sweepDeliveries(ctx: Ctx): Promise<SweepReport> {
  const requeued = await ctx.db.$executeRaw`
    UPDATE delivery d
       SET state = 'queued', lease = NULL, lease_until = NULL, data_started_at = NULL,
           next_attempt_at = clock_timestamp(), updated_at = clock_timestamp()
      FROM notice n
     WHERE n.id = d.notice_id AND d.state = 'leased' AND d.lease_until < clock_timestamp()
       AND (d.data_started_at IS NULL
            OR (n.kind IN ('confirm', 'sign_in', 'invitation') AND d.attempts < ${RESENDS}))`;
  const unknown = await ctx.db.$executeRaw`
    UPDATE delivery
       SET state = 'unknown', reason = 'The worker stopped before the mail server answered.',
           lease = NULL, lease_until = NULL, updated_at = clock_timestamp()
     WHERE state = 'leased' AND lease_until < clock_timestamp() AND data_started_at IS NOT NULL`;
  const expired = await ctx.db.$executeRaw`
    UPDATE delivery d
       SET state = 'expired', reason = 'It was due too long ago to be of use.', updated_at = clock_timestamp()
      FROM notice n
     WHERE n.id = d.notice_id AND d.state IN ('queued', 'deferred') AND n.expires_at <= ${ctx.now()}`;
  return { requeued, unknown, expired };
}
