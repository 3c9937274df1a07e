import type { SignInRow } from "@/lib/auth/schema";
import type { Db } from "@/lib/db/client";

export interface ScopeCohort {
  id: string;
  slug: string;
  title: string;
  timezone: string;
  weekday: number;
  startsAt: string;
  lengthMinutes: number;
  place: string;
  meetingUrl: string;
  state: "draft" | "open" | "running" | "archived";
  progressVisibility: "self" | "partner" | "counts" | "names";
  doneAtPercent: number;
  demo: boolean;
  version: number;
}

export interface ScopeMember {
  id: string;
  role: "follower" | "learner" | "organizer";
  state: "pending" | "active" | "paused" | "left";
  timezone: string | null;
}

/** A cohort by slug with the person's own seat in it, or null. */
export async function findCohort(
  db: Db,
  slug: string,
  personId: string | null,
): Promise<(ScopeCohort & { member: ScopeMember | null }) | null> {
  // One round trip: this runs before every page and every write.
  const rows = await db.$queryRaw<
    (ScopeCohort & {
      memberId: string | null;
      memberRole: ScopeMember["role"] | null;
      memberState: ScopeMember["state"] | null;
      memberTimezone: string | null;
    })[]
  >`
    SELECT c.id, c.slug, c.title, c.timezone, c.weekday, c.starts_at AS "startsAt",
           c.length_minutes AS "lengthMinutes", c.place, c.meeting_url AS "meetingUrl", c.state::text AS state,
           c.progress_visibility::text AS "progressVisibility",
           c.done_at_percent AS "doneAtPercent", c.demo, c.version,
           m.id AS "memberId", m.role::text AS "memberRole", m.state::text AS "memberState",
           coalesce(m.timezone, p.timezone) AS "memberTimezone"
      FROM cohort c
      LEFT JOIN member m ON m.cohort_id = c.id AND m.person_id = ${personId}::uuid
      LEFT JOIN person p ON p.id = m.person_id
     WHERE c.slug = ${slug} AND c.deleted_at IS NULL`;
  const row = rows[0];
  if (!row) return null;
  const { memberId, memberRole, memberState, memberTimezone, ...cohort } = row;
  const member =
    memberId && memberRole && memberState
      ? { id: memberId, role: memberRole, state: memberState, timezone: memberTimezone }
      : null;
  return { ...cohort, member };
}

/** The person behind a sign-in cookie, by the cookie's hash; null when it has ended. One indexed round trip. */
export async function signInByCookie(
  db: Db,
  tokenHash: string,
  now: Date,
): Promise<{ personId: string; email: string; name: string; mayCreateCohorts: boolean; expiresAt: Date } | null> {
  const rows = await db.$queryRaw<
    { personId: string; email: string; name: string; mayCreateCohorts: boolean; expiresAt: Date }[]
  >`
    SELECT p.id AS "personId", p.email, p.name, p.may_create_cohorts AS "mayCreateCohorts", s.expires_at AS "expiresAt"
      FROM sign_in s JOIN person p ON p.id = s.person_id
     WHERE s.token_hash = ${tokenHash} AND s.expires_at > ${now}`;
  return rows[0] ?? null;
}

/**
 * Where a person is at home: *This week* of the one cohort they learn in, the desk of the one they organize, and the
 * list of cohorts for who has several or none.
 */
export async function homeOf(db: Db, email: string): Promise<string> {
  const seats = await db.member.findMany({
    where: {
      person: { email },
      role: { not: "follower" },
      state: { in: ["active", "paused"] },
      cohort: { deletedAt: null, state: { not: "archived" } },
    },
    select: { role: true, cohort: { select: { slug: true } } },
    take: 2,
  });
  const [seat] = seats;
  if (!seat || seats.length > 1) return "/";
  return `/c/${seat.cohort.slug}/${seat.role === "organizer" ? "admin" : "week"}`;
}

/** The browsers a person is signed in with, the newest first; `currentHash` marks the asking one. */
export async function signInsOf(db: Db, personId: string, now: Date, currentHash: string | null): Promise<SignInRow[]> {
  const rows = await db.signIn.findMany({
    where: { personId, expiresAt: { gt: now } },
    orderBy: { createdAt: "desc" },
  });
  return rows.map((row) => ({
    id: row.id,
    userAgent: row.userAgent,
    createdAt: row.createdAt.toISOString(),
    expiresAt: row.expiresAt.toISOString(),
    current: row.tokenHash === currentHash,
  }));
}
