import type { CohortScope } from "@/lib/auth/scope";
import type { Db } from "@/lib/db/client";
import type { MemberRow } from "@/lib/members/schema";

/** Everybody in a cohort with how far they are; for organizers. One round trip. */
export async function membersOf(db: Db, scope: CohortScope): Promise<MemberRow[]> {
  const rows = await db.$queryRaw<(Omit<MemberRow, "joinedAt"> & { joinedAt: Date })[]>`
    WITH asked AS (
      SELECT DISTINCT u.resource_id
        FROM use u JOIN session s ON s.id = u.session_id
       WHERE u.cohort_id = ${scope.cohort.id}::uuid AND u.slot = 'before'
         AND s.deleted_at IS NULL AND s.state = 'published'
    ), settled AS (
      SELECT p.member_id, count(*)::int AS n
        FROM progress p JOIN asked a ON a.resource_id = p.resource_id
       WHERE p.cohort_id = ${scope.cohort.id}::uuid AND p.state IN ('done', 'skipped')
       GROUP BY p.member_id
    )
    SELECT m.id, p.name, p.email, m.lab, m.role::text AS role, m.state::text AS state,
           coalesce(m.timezone, p.timezone) AS timezone, m.joined_at AS "joinedAt", m.version,
           coalesce(d.n, 0) AS settled, (SELECT count(*)::int FROM asked) AS resources
      FROM member m
      JOIN person p ON p.id = m.person_id
      LEFT JOIN settled d ON d.member_id = m.id
     WHERE m.cohort_id = ${scope.cohort.id}::uuid
     ORDER BY m.role DESC, lower(p.name), m.id`;
  return rows.map((row) => ({ ...row, joinedAt: row.joinedAt.toISOString() }));
}

export async function memberById(db: Db, scope: CohortScope, memberId: string): Promise<MemberRow | null> {
  return (await membersOf(db, scope)).find((member) => member.id === memberId) ?? null;
}
