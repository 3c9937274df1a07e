import type { Db } from "@/lib/db/client";
import { type DeliveryState, deliveryState } from "@/lib/notices/schema";

/** How the outgoing mail of this server is doing. Counts only: no names, no addresses. */
export interface MailHealth {
  /** Whether every notice has exactly as many deliveries as were planned. */
  balanced: boolean;
  /** Notices for which that does not hold, at most twenty, by id. */
  unbalanced: { noticeId: string; planned: number; deliveries: number }[];
  planned: number;
  counts: Record<DeliveryState, number>;
  /** Deliveries that are due now and wait for a worker. */
  waiting: number;
  /** How long the first of them has waited, in seconds; 0 when none does. */
  oldestSeconds: number;
  /** Why all sending is stopped, or null. */
  paused: string | null;
}

/**
 * Checks what must always hold: planned is the sum over the states of its deliveries (each delivery has one state). Runs
 * in one statement, so that a planner at work meanwhile cannot make it look wrong.
 */
export async function mailHealth(db: Db): Promise<MailHealth> {
  const unbalanced = await db.$queryRaw<MailHealth["unbalanced"]>`
    SELECT n.id AS "noticeId", n.planned, count(d.id)::int AS deliveries
      FROM notice n LEFT JOIN delivery d ON d.notice_id = n.id
     GROUP BY n.id HAVING n.planned <> count(d.id)
     LIMIT 20`;
  const states = await db.$queryRaw<{ state: DeliveryState; count: number }[]>`
    SELECT state::text AS state, count(*)::int AS count FROM delivery GROUP BY state`;
  const [queue] = await db.$queryRaw<{ planned: number; waiting: number; oldest: number; paused: string | null }[]>`
    SELECT (SELECT coalesce(sum(planned), 0)::int FROM notice) AS planned,
           count(*)::int AS waiting,
           coalesce(extract(epoch FROM clock_timestamp() - min(next_attempt_at)), 0)::int AS oldest,
           (SELECT coalesce(nullif(reason, ''), 'no reason given') FROM sending WHERE paused) AS paused
      FROM delivery
     WHERE state IN ('queued', 'deferred') AND next_attempt_at <= clock_timestamp()`;
  const counts = Object.fromEntries(deliveryState.options.map((state) => [state, 0])) as Record<DeliveryState, number>;
  for (const { state, count } of states) counts[state] = count;
  return {
    balanced: unbalanced.length === 0,
    unbalanced,
    planned: queue?.planned ?? 0,
    counts,
    waiting: queue?.waiting ?? 0,
    oldestSeconds: queue?.oldest ?? 0,
    paused: queue?.paused ?? null,
  };
}

/** The same in lines for a terminal; the first says whether anything is wrong. */
export function mailHealthInWords(health: MailHealth): string[] {
  const counts = deliveryState.options.filter((state) => health.counts[state] > 0);
  const states = counts.map((state) => `${health.counts[state]} ${state}`).join(", ") || "none yet";
  return [
    health.balanced
      ? `Every planned mail is accounted for: ${health.planned} planned (${states}).`
      : `${health.unbalanced.length} notices do not add up: ${health.unbalanced.map((one) => `${one.noticeId} planned ${one.planned}, has ${one.deliveries}`).join("; ")}.`,
    health.waiting > 0
      ? `${health.waiting} wait to be sent, the oldest for ${health.oldestSeconds} seconds.`
      : "Nothing waits to be sent.",
    ...(health.paused === null ? [] : [`Sending is paused: ${health.paused}.`]),
    ...(health.counts.unknown > 0
      ? [`${health.counts.unknown} may or may not have arrived; an organizer can send them again.`]
      : []),
  ];
}
