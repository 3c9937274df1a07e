import type { CohortScope } from "@/lib/auth/scope";
import type { Db } from "@/lib/db/client";
import { DEMO_ADDRESS } from "@/lib/members/demo";
import { changeTitles, untoldLines } from "@/lib/notices/change/queries";
import { changeDueAt, changeTitle } from "@/lib/notices/change/rules";
import {
  DEMO_REASON,
  type Planned,
  type PlanSession,
  type PlanSettings,
  plainName,
  planOf,
  WEEKLY_PREP_DEFAULTS,
} from "@/lib/notices/rules";
import {
  type NoticeKind,
  noticePayload,
  type OutgoingNotice,
  type PlannedNotice,
  type StateCounts,
} from "@/lib/notices/schema";
import { rolesFor } from "@/lib/subscriptions/rules";
import { addDays, dateIn, fromDateColumn, type LocalDate, toDateColumn } from "@/lib/time/zones";

/** The longest lead a cohort can choose, in days. */
const MAX_LEAD_DAYS = 31;

/** Who a notice goes to. `suppressed` is why an address gets no mail at all, or null. */
export interface PlanRecipient {
  personId: string;
  address: string;
  suppressed: string | null;
}

export interface SessionToPlan extends PlanSession {
  title: string;
  format: string | null;
  createdAt: Date;
}

/**
 * What is due between two dates of the cohort's calendar (both included) and how many deliveries it makes as things stand
 * now, those to addresses that get no mail among them. Reads the schedule only, so a past range says what was due then;
 * given `now`, the change mail that is being held is there as well.
 */
export async function planNotices(
  db: Db,
  scope: CohortScope,
  from: LocalDate,
  to: LocalDate,
  now?: Date,
): Promise<PlannedNotice[]> {
  const sessions = await sessionsToPlan(db, scope, from, to);
  const planned = planOf(scope.cohort, sessions, await settingsOf(db, scope, "weekly_prep"), from, to);
  const change = now ? await plannedChange(db, scope, now) : null;
  const day = change && dateIn(new Date(change.dueAt), scope.cohort.timezone);
  const first = change && day && from <= day && day <= to ? [change] : [];
  if (planned.length === 0) return first;
  const recipients = await recipientsOf(db, scope, "weekly_prep");
  return [...first, ...planned.map((notice) => asPlanned(notice, sessions, recipients.length))];
}

/** The change mail that is being held or about to go; null when there is none. */
async function plannedChange(db: Db, scope: CohortScope, now: Date): Promise<PlannedNotice | null> {
  if (scope.cohort.state !== "open" && scope.cohort.state !== "running") return null;
  const lines = await untoldLines(db, scope, now);
  const dueAt = changeDueAt(lines);
  if (!dueAt || !(await settingsOf(db, scope, "change")).enabled) return null;
  const recipients = await recipientsOf(db, scope, "change");
  const title = changeTitle(lines.map(({ text }) => text));
  const about = { sessionId: null, session: null, title };
  return { kind: "change", ...about, dueAt: dueAt.toISOString(), recipients: recipients.length };
}

/** A planned notice in the words of a list. Throws when its session is not among those that were asked about. */
export function asPlanned(
  notice: Planned,
  sessions: readonly Pick<SessionToPlan, "id" | "date" | "title" | "format">[],
  recipients: number,
): PlannedNotice {
  const session = sessions.find(({ id }) => id === notice.subjectKey);
  if (!session) throw new Error("A planned notice is about a session that was not asked for.");
  return {
    kind: notice.kind,
    sessionId: session.id,
    session: session.date,
    title: plainName(session),
    dueAt: notice.dueAt.toISOString(),
    recipients,
  };
}

/** The sessions whose weekly prep can be due between two dates. */
export async function sessionsToPlan(
  db: Db,
  scope: CohortScope,
  from: LocalDate,
  to: LocalDate,
): Promise<SessionToPlan[]> {
  const rows = await db.session.findMany({
    where: {
      cohortId: scope.cohort.id,
      deletedAt: null,
      date: { gte: toDateColumn(from), lte: toDateColumn(addDays(to, MAX_LEAD_DAYS)) },
    },
    select: { id: true, date: true, startsAt: true, state: true, title: true, format: true, createdAt: true },
    orderBy: [{ date: "asc" }, { id: "asc" }],
  });
  return rows.map((row) => ({ ...row, date: fromDateColumn(row.date) }));
}

/** What the cohort chose for a kind, with the defaults of the weekly prep for what it did not. */
export async function settingsOf(db: Db, scope: CohortScope, kind: NoticeKind): Promise<PlanSettings> {
  const row = await db.noticeSetting.findUnique({ where: { cohortId_kind: { cohortId: scope.cohort.id, kind } } });
  return {
    enabled: row?.enabled ?? WEEKLY_PREP_DEFAULTS.enabled,
    leadDays: row?.leadDays ?? WEEKLY_PREP_DEFAULTS.leadDays,
    localTime: row?.localTime ?? WEEKLY_PREP_DEFAULTS.localTime,
  };
}

/**
 * The active members whom a kind is for and who have not switched it off, in the order they joined. Those whose address
 * gets no mail are in it, so that an organizer sees who was left out and why.
 */
export async function recipientsOf(db: Db, scope: CohortScope, kind: NoticeKind): Promise<PlanRecipient[]> {
  return db.$queryRaw<PlanRecipient[]>`
    SELECT p.id AS "personId", p.email AS address,
           CASE WHEN p.email LIKE ${`%${DEMO_ADDRESS}`} THEN ${DEMO_REASON} ELSE x.reason END AS suppressed
      FROM member m
      JOIN person p ON p.id = m.person_id
      LEFT JOIN subscription u ON u.member_id = m.id AND u.kind = ${kind}::"NoticeKind"
      LEFT JOIN suppression x
             ON x.address_hash = encode(sha256(convert_to('convene:address:' || lower(p.email), 'UTF8')), 'hex')
     WHERE m.cohort_id = ${scope.cohort.id}::uuid AND m.state = 'active'
       AND m.role::text = ANY(${[...rolesFor(kind)]}::text[])
       AND coalesce(u.enabled, true)
     ORDER BY m.joined_at, m.id`;
}

/** The newest notices of a cohort with every delivery and its state, for its organizers. Addresses are whole. */
export async function outgoingNotices(db: Db, scope: CohortScope, limit = 50): Promise<OutgoingNotice[]> {
  const rows = await db.notice.findMany({
    where: { cohortId: scope.cohort.id },
    orderBy: [{ dueAt: "desc" }, { id: "desc" }],
    take: limit,
    include: { deliveries: { orderBy: { createdAt: "asc" }, include: { person: { select: { name: true } } } } },
  });
  const sessions = await db.session.findMany({
    where: {
      cohortId: scope.cohort.id,
      id: { in: rows.filter(({ kind }) => kind === "weekly_prep").map(({ subjectKey }) => subjectKey) },
    },
    select: { id: true, date: true, title: true, format: true },
  });
  const changes = rows.filter(({ kind }) => kind === "change");
  const titles = await changeTitles(
    db,
    scope,
    changes.map(({ id, payload }) => ({ id, changeIds: noticePayload.parse(payload).changeIds ?? [] })),
  );
  return rows.map((row) => {
    const session = sessions.find(({ id }) => id === row.subjectKey);
    const counts: StateCounts = {};
    for (const { state } of row.deliveries) counts[state] = (counts[state] ?? 0) + 1;
    return {
      id: row.id,
      kind: row.kind,
      sessionId: session?.id ?? null,
      session: session ? fromDateColumn(session.date) : null,
      title: session ? plainName(session) : (titles.get(row.id) ?? ""),
      dueAt: row.dueAt.toISOString(),
      planned: row.planned,
      counts,
      deliveries: row.deliveries.map((delivery) => ({
        id: delivery.id,
        name: delivery.person?.name ?? "",
        address: delivery.address,
        state: delivery.state,
        reason: delivery.reason,
        attempts: delivery.attempts,
        lastReply: delivery.lastReply,
        at: (delivery.acceptedAt ?? (isOpen(delivery.state) ? delivery.nextAttemptAt : null))?.toISOString() ?? null,
      })),
    };
  });
}

function isOpen(state: string): boolean {
  return state === "queued" || state === "deferred" || state === "leased";
}
