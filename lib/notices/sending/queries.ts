import type { Db, Tx } from "@/lib/db/client";
import { DEMO_ADDRESS } from "@/lib/members/demo";
import { linesLeft } from "@/lib/notices/change/queries";
import type { DeliveryToCompose } from "@/lib/notices/compose";
import { DEMO_REASON, startOf } from "@/lib/notices/rules";
import { noticePayload } from "@/lib/notices/schema";
import type { ClaimFacts } from "@/lib/notices/sending/rules";
import { fromDateColumn } from "@/lib/time/zones";

interface ClaimRow {
  id: string;
  personId: string | null;
  address: string;
  messageId: string;
  kind: ClaimFacts["kind"];
  subjectKey: string;
  revision: number;
  expiresAt: Date;
  payload: unknown;
  suppressed: string | null;
  cohortId: string | null;
  cohortSlug: string | null;
  cohortState: "draft" | "open" | "running" | "archived" | null;
  cohortDeleted: boolean;
  timezone: string | null;
  cohortStartsAt: string | null;
  cohortLength: number | null;
  cohortKind: boolean;
  memberState: "pending" | "active" | "paused" | "left" | null;
  memberKind: boolean;
  sessionState: "draft" | "published" | "cancelled" | null;
  sessionDeleted: boolean;
  sessionDate: Date | null;
  sessionStartsAt: string | null;
  tokenExpiresAt: Date | null;
  tokenUsed: boolean;
  accountExists: boolean;
}

export interface ClaimedRow extends DeliveryToCompose {
  id: string;
  messageId: string;
  facts: ClaimFacts;
}

/**
 * Locks the next due delivery that no other worker has locked, with everything that decides whether it may still go.
 * What somebody is waiting for comes before what is merely due. Null when nothing is due or sending is paused.
 */
export async function claimNext(tx: Tx, now: Date): Promise<ClaimedRow | null> {
  const rows = await tx.$queryRaw<ClaimRow[]>`
    WITH next AS (
      SELECT d.id
        FROM delivery d JOIN notice n ON n.id = d.notice_id
       WHERE d.state IN ('queued', 'deferred') AND d.next_attempt_at <= clock_timestamp()
         AND NOT EXISTS (SELECT FROM sending WHERE paused)
       ORDER BY n.kind IN ('confirm', 'sign_in', 'invitation') DESC, d.next_attempt_at, d.id
       LIMIT 1
         FOR UPDATE OF d SKIP LOCKED
    )
    SELECT d.id, d.person_id AS "personId", d.address, d.message_id AS "messageId",
           n.kind::text AS kind, n.subject_key AS "subjectKey", n.revision, n.expires_at AS "expiresAt", n.payload,
           CASE WHEN d.address LIKE ${`%${DEMO_ADDRESS}`} THEN ${DEMO_REASON} ELSE x.reason END AS suppressed,
           c.id AS "cohortId", c.slug AS "cohortSlug", c.state::text AS "cohortState", c.deleted_at IS NOT NULL AS "cohortDeleted",
           c.timezone, c.starts_at AS "cohortStartsAt", c.length_minutes AS "cohortLength", coalesce(g.enabled, true) AS "cohortKind",
           m.state::text AS "memberState", coalesce(u.enabled, true) AS "memberKind",
           s.state::text AS "sessionState", s.deleted_at IS NOT NULL AS "sessionDeleted", s.date AS "sessionDate",
           s.starts_at AS "sessionStartsAt",
           t.expires_at AS "tokenExpiresAt", t.used_at IS NOT NULL AS "tokenUsed",
           EXISTS (SELECT FROM person p WHERE p.email = d.address) AS "accountExists"
      FROM next
      JOIN delivery d ON d.id = next.id
      JOIN notice n ON n.id = d.notice_id
      LEFT JOIN cohort c ON c.id = n.cohort_id
      LEFT JOIN member m ON m.cohort_id = n.cohort_id AND m.person_id = d.person_id
      LEFT JOIN subscription u ON u.member_id = m.id AND u.kind = n.kind
      LEFT JOIN notice_setting g ON g.cohort_id = n.cohort_id AND g.kind = n.kind
      LEFT JOIN session s
             ON s.cohort_id = n.cohort_id AND s.id = CASE WHEN n.kind = 'weekly_prep' THEN n.subject_key::uuid END
      LEFT JOIN token t ON t.id = (n.payload ->> 'tokenId')::uuid
      LEFT JOIN suppression x
             ON x.address_hash = encode(sha256(convert_to('convene:address:' || d.address, 'UTF8')), 'hex')`;
  const row = rows[0];
  if (!row) return null;
  const payload = noticePayload.parse(row.payload);
  const { id, messageId, kind, cohortSlug, personId, address, subjectKey } = row;
  const facts = { ...factsOf(row), ...(await newsOf(tx, row, payload.changeIds ?? [], now)) };
  return { id, messageId, kind, cohortSlug, personId, address, subjectKey, payload, facts };
}

/** What a change mail still has to tell. */
async function newsOf(tx: Tx, row: ClaimRow, ids: readonly string[], now: Date): Promise<Pick<ClaimFacts, "news">> {
  const { kind, cohortId, timezone, cohortStartsAt: startsAt, cohortLength: lengthMinutes } = row;
  if (kind !== "change" || !cohortId || !timezone || !startsAt || !lengthMinutes) return {};
  const { lines, over } = await linesLeft(tx, { id: cohortId, timezone, startsAt, lengthMinutes }, { ids, now });
  return { news: over ? "over" : lines.length > 0 ? "there" : "taken back" };
}

function factsOf(row: ClaimRow): ClaimFacts {
  const date = row.sessionDate && fromDateColumn(row.sessionDate);
  const { timezone, cohortStartsAt } = row;
  return {
    kind: row.kind,
    revision: row.revision,
    expiresAt: row.expiresAt,
    suppressed: row.suppressed,
    cohort: row.cohortState && {
      state: row.cohortState,
      deleted: row.cohortDeleted,
      kindEnabled: row.cohortKind,
    },
    member: row.memberState && { state: row.memberState, kindEnabled: row.memberKind },
    session:
      row.sessionState && date && timezone && cohortStartsAt
        ? {
            state: row.sessionState,
            deleted: row.sessionDeleted,
            date,
            startsAt: startOf({ timezone, startsAt: cohortStartsAt }, { date, startsAt: row.sessionStartsAt }),
          }
        : null,
    token: row.tokenExpiresAt && { used: row.tokenUsed, expiresAt: row.tokenExpiresAt },
    needsToken: noticePayload.parse(row.payload).tokenId !== undefined,
    accountExists: row.accountExists,
  };
}

/** Whether anything is due that a worker could take. */
export async function isMailDue(db: Db): Promise<boolean> {
  const rows = await db.$queryRaw<{ due: boolean }[]>`
    SELECT EXISTS (
      SELECT FROM delivery
       WHERE state IN ('queued', 'deferred') AND next_attempt_at <= clock_timestamp()
         AND NOT EXISTS (SELECT FROM sending WHERE paused)) AS due`;
  return rows[0]?.due ?? false;
}
