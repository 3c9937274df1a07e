import { createHash } from "node:crypto";
import { env } from "@/lib/config/env";
import type { Ctx } from "@/lib/core/context";
import { isEmailAddress } from "@/lib/core/email";
import { AppError } from "@/lib/core/errors";
import type { Tx } from "@/lib/db/client";
import { noMail, type Planned } from "@/lib/notices/rules";
import { isAskedFor, type NoticeKind, type NoticePayload } from "@/lib/notices/schema";

/** Mails one address may ask for in an hour by signing up and signing in. */
const ASKED_FOR_PER_HOUR = 3;
const HOUR = 3_600_000;
/** How long a notice is worth sending when nothing says otherwise. */
const LATE = 36 * HOUR;

const TOO_LATE = "It was due too long ago to be of use.";

/** The channel on which a worker hears that there is mail. */
export const MAIL_CHANNEL = "convene_mail";

export interface Recipient {
  /** Null for somebody who has no account, or when it must not matter whether they have one. */
  personId: string | null;
  address: string;
}

export interface NoticeToSend {
  kind: NoticeKind;
  cohortId: string | null;
  /** What it is about. The same kind, cohort and key is the same notice and reaches a person once. */
  subjectKey: string;
  payload: NoticePayload;
  to: readonly Recipient[];
  /** When to send; now if left out. */
  dueAt?: Date;
  /** From when it is not worth sending; the token's own end, else 36 hours after it is due. */
  expiresAt?: Date;
}

/**
 * Puts a notice into the outbox inside the caller's transaction; a worker sends it when that commits. Called again
 * with the same kind, cohort and subject key it adds only recipients who are not in it yet. A fourth mail in an hour that
 * somebody asks for at one address is kept as suppressed, and the caller cannot tell.
 * Throws `invalid` when an address is not exactly one mailbox.
 */
export async function enqueueNotice(ctx: Ctx, tx: Tx, notice: NoticeToSend): Promise<void> {
  for (const { address } of notice.to) {
    if (!isEmailAddress(address)) throw new AppError("invalid", "Enter one e-mail address, like ada@example.org.");
  }
  const now = ctx.now();
  const dueAt = notice.dueAt ?? now;
  const end = notice.expiresAt ?? (await endOfToken(tx, notice.payload)) ?? new Date(dueAt.getTime() + LATE);
  const expiresAt = new Date(Math.max(end.getTime(), dueAt.getTime()));
  const noticeId = await insertNotice(ctx, tx, notice, dueAt, expiresAt);
  for (const recipient of notice.to) {
    const allowed = !isAskedFor(notice.kind) || (await underRate(tx, recipient.address, now));
    const added = await tx.$executeRaw`
      INSERT INTO delivery (id, notice_id, person_id, address, message_id, state, reason, next_attempt_at, created_at, updated_at)
      VALUES (${ctx.newId()}::uuid, ${noticeId}::uuid, ${recipient.personId}::uuid, ${recipient.address.toLowerCase()},
              ${newMessageId(ctx)}, ${allowed ? "queued" : "suppressed"}::"DeliveryState", ${allowed ? "" : "rate"},
              coalesce(${notice.dueAt ?? null}::timestamptz, now()), ${now}, ${now})
      ON CONFLICT DO NOTHING`;
    if (added > 0) await tx.$executeRaw`UPDATE notice SET planned = planned + ${added} WHERE id = ${noticeId}::uuid`;
  }
  await wakeWorkers(tx);
}

/**
 * What is kept of an address that must get no mail: SHA-256, hex, of the lower-case address under a label of our own.
 * `addressHashSql` in the planner computes the same in the database.
 */
export function addressHash(address: string): string {
  return createHash("sha256").update(`convene:address:${address.toLowerCase()}`).digest("hex");
}

/** Tells every listening worker, once the transaction commits, that there is mail. */
export async function wakeWorkers(tx: Tx): Promise<void> {
  await tx.$executeRaw`SELECT pg_notify(${MAIL_CHANNEL}, '')`;
}

/** A Message-ID (RFC 5322, 3.6.4) of this server; made once for a delivery so that a repeat can be told from a new mail. */
export function newMessageId(ctx: Pick<Ctx, "newId">): string {
  return `<${ctx.newId()}@${new URL(env().CONVENE_URL).hostname}>`;
}

async function insertNotice(ctx: Ctx, tx: Tx, notice: NoticeToSend, dueAt: Date, expiresAt: Date): Promise<string> {
  const now = ctx.now();
  const inserted = await tx.$queryRaw<{ id: string }[]>`
    INSERT INTO notice (id, cohort_id, kind, subject_key, revision, due_at, expires_at, payload, planned_at, created_at)
    VALUES (${ctx.newId()}::uuid, ${notice.cohortId}::uuid, ${notice.kind}::"NoticeKind", ${notice.subjectKey}, 1,
            ${dueAt}, ${expiresAt}, ${JSON.stringify(notice.payload)}::jsonb, ${now}, ${now})
    ON CONFLICT DO NOTHING
    RETURNING id`;
  if (inserted[0]) return inserted[0].id;
  const existing = await tx.$queryRaw<{ id: string }[]>`
    SELECT id FROM notice
     WHERE cohort_id IS NOT DISTINCT FROM ${notice.cohortId}::uuid AND kind = ${notice.kind}::"NoticeKind"
       AND subject_key = ${notice.subjectKey} AND revision = 1`;
  if (!existing[0]) throw new Error("A notice was refused by the database without being there.");
  return existing[0].id;
}

async function endOfToken(tx: Tx, payload: NoticePayload): Promise<Date | null> {
  if (!payload.tokenId) return null;
  const token = await tx.token.findUnique({ where: { id: payload.tokenId }, select: { expiresAt: true } });
  return token?.expiresAt ?? null;
}

// The lock makes requests for one address wait for each other, so that ten at once are counted as ten.
async function underRate(tx: Tx, address: string, now: Date): Promise<boolean> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`mail:${addressHash(address)}`}, 0))`;
  const rows = await tx.$queryRaw<{ sent: number }[]>`
    SELECT count(*)::int AS sent
      FROM delivery d JOIN notice n ON n.id = d.notice_id
     WHERE d.address = ${address.toLowerCase()} AND d.state <> 'suppressed'
       AND n.kind IN ('confirm', 'sign_in', 'invitation') AND d.created_at > ${new Date(now.getTime() - HOUR)}`;
  return (rows[0]?.sent ?? 0) < ASKED_FOR_PER_HOUR;
}

export interface PlannedToInsert {
  cohortId: string;
  planned: Planned;
  recipients: readonly { personId: string; address: string; suppressed: string | null }[];
  /** Too late to send: the deliveries are kept as expired. */
  late: boolean;
}

export interface Added {
  deliveries: number;
  /** Those of them that a worker will try to send. */
  queued: number;
}

/**
 * Puts a planned notice into the outbox with a delivery for each recipient, and answers how many; null when the same revision of it is there already, whoever put it there, and then nothing changes.
 */
export async function insertPlanned(ctx: Ctx, tx: Tx, input: PlannedToInsert): Promise<Added | null> {
  const { planned } = input;
  const now = ctx.now();
  const inserted = await tx.$queryRaw<{ id: string }[]>`
    INSERT INTO notice (id, cohort_id, kind, subject_key, revision, local_date, local_time, timezone, due_at, expires_at,
                        tzdata, planned_at, created_at)
    VALUES (${ctx.newId()}::uuid, ${input.cohortId}::uuid, ${planned.kind}::"NoticeKind", ${planned.subjectKey},
            ${planned.revision}, ${planned.localDate}::date, ${planned.localTime}, ${planned.timezone}, ${planned.dueAt},
            ${planned.expiresAt}, ${process.versions.tz ?? ""}, ${now}, ${now})
    ON CONFLICT DO NOTHING
    RETURNING id`;
  const id = inserted[0]?.id;
  return id ? addDeliveries(ctx, tx, id, input) : null;
}

/**
 * Adds a delivery for each recipient who has none of this notice yet, and answers how many. Those whose address gets no
 * mail are added as suppressed.
 */
export async function addDeliveries(
  ctx: Ctx,
  tx: Tx,
  noticeId: string,
  { recipients, late }: Pick<PlannedToInsert, "recipients" | "late">,
): Promise<Added> {
  const now = ctx.now();
  const states = recipients.map((one) => (late ? "expired" : one.suppressed ? "suppressed" : "queued"));
  const reasons = recipients.map((one) => (late ? TOO_LATE : one.suppressed ? noMail(one.suppressed) : ""));
  const rows = await tx.$queryRaw<{ state: string }[]>`
    INSERT INTO delivery (id, notice_id, person_id, address, message_id, state, reason, created_at, updated_at)
    SELECT id, ${noticeId}::uuid, person_id, lower(address), message_id, state::"DeliveryState", reason, ${now}, ${now}
      FROM unnest(${recipients.map(() => ctx.newId())}::uuid[], ${recipients.map((one) => one.personId)}::uuid[],
                  ${recipients.map((one) => one.address)}::text[], ${recipients.map(() => newMessageId(ctx))}::text[],
                  ${states}::text[], ${reasons}::text[]) AS r (id, person_id, address, message_id, state, reason)
    ON CONFLICT DO NOTHING
    RETURNING state::text`;
  await tx.$executeRaw`UPDATE notice SET planned = planned + ${rows.length} WHERE id = ${noticeId}::uuid`;
  await wakeWorkers(tx);
  return { deliveries: rows.length, queued: rows.filter(({ state }) => state === "queued").length };
}
