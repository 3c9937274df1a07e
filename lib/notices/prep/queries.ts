import type { CohortScope } from "@/lib/auth/scope";
import { notFound } from "@/lib/core/errors";
import type { Db } from "@/lib/db/client";
import { type PrepData, weeklyPrepOf } from "@/lib/notices/prep/rules";
import { startOf } from "@/lib/notices/rules";
import { usesOfSessions } from "@/lib/progress/queries";
import { dateIn, fromDateColumn, type LocalDate, toDateColumn } from "@/lib/time/zones";

/** A member as a reader of mail. */
export interface Reader {
  memberId: string;
  name: string;
  address: string;
  role: "follower" | "learner" | "organizer";
  timezone: string | null;
}

/** A member of the cohort as a reader. Throws `not_found` for a member of another cohort. */
export async function readerOf(db: Db, scope: CohortScope, where: { memberId: string } | { personId: string }) {
  const row = await db.member.findFirst({
    where: {
      cohortId: scope.cohort.id,
      ...("memberId" in where ? { id: where.memberId } : { personId: where.personId }),
    },
    select: {
      id: true,
      role: true,
      timezone: true,
      person: { select: { name: true, email: true, timezone: true } },
    },
  });
  if (!row) throw notFound("member");
  const reader: Reader = {
    memberId: row.id,
    name: row.person.name,
    address: row.person.email,
    role: row.role,
    timezone: row.timezone ?? row.person.timezone,
  };
  return reader;
}

/** The weekly prep of one session for one reader. Throws `not_found` for a session of another cohort. */
export async function weeklyPrepFor(
  db: Db,
  scope: CohortScope,
  sessionId: string,
  reader: Reader,
  links: { weekUrl: string; chooseUrl: string; markUrl: (resourceId: string, startsAt: Date) => string | null },
) {
  const { cohort } = scope;
  const session = await db.session.findFirst({
    where: { id: sessionId, cohortId: cohort.id, deletedAt: null },
    select: { date: true, startsAt: true, title: true, format: true },
  });
  if (!session) throw notFound("session");
  const setting = await db.noticeSetting.findUnique({
    where: { cohortId_kind: { cohortId: cohort.id, kind: "weekly_prep" } },
    select: { opening: true },
  });
  const date = fromDateColumn(session.date);
  const startsAt = startOf(cohort, { date, startsAt: session.startsAt });
  const data: PrepData = {
    cohort,
    session: { ...session, date, startsAt },
    uses: await usesOfSessions(db, scope, [sessionId], reader.memberId),
    readerZone: reader.timezone,
    role: reader.role,
    opening: setting?.opening ?? "",
    ...links,
    markUrl: (resourceId) => links.markUrl(resourceId, startsAt),
  };
  return weeklyPrepOf(data);
}

export interface NextSession {
  id: string;
  date: LocalDate;
  startsAt: Date;
  title: string;
  format: "presentation" | "discussion" | "journal_club" | "workshop" | "project" | "social" | "no_session" | null;
}

/** The first published session that is still ahead at `now` and really meets, or null. */
export async function nextSession(db: Db, scope: CohortScope, now: Date): Promise<NextSession | null> {
  const rows = await db.session.findMany({
    where: {
      cohortId: scope.cohort.id,
      deletedAt: null,
      state: "published",
      date: { gte: toDateColumn(dateIn(now, scope.cohort.timezone)) },
      OR: [{ format: null }, { format: { not: "no_session" } }],
    },
    select: { id: true, date: true, startsAt: true, title: true, format: true },
    orderBy: [{ date: "asc" }, { startsAt: "asc" }],
    take: 10,
  });
  const sessions = rows.map((row) => {
    const date = fromDateColumn(row.date);
    return { ...row, date, startsAt: startOf(scope.cohort, { date, startsAt: row.startsAt }) };
  });
  return (
    sessions.find((session) => session.startsAt > now && (session.title !== "" || session.format !== null)) ?? null
  );
}
