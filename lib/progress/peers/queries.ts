import type { CohortScope } from "@/lib/auth/scope";
import type { Db } from "@/lib/db/client";
import { Prisma } from "@/lib/db/generated/client";
import { nextSessionSql } from "@/lib/progress/next/queries";
import { isEnough, secondsSeen } from "@/lib/progress/parts/queries";
import { LEAST_COUNTED } from "@/lib/progress/peers/rules";
import type { OwnVisibility, Peers } from "@/lib/progress/peers/schema";

/** Names in a list; more than this is not read by anybody. */
const MOST_NAMES = 30;

/** The level that holds for a member `m` of a cohort `c`; the levels are in the order of what they show. */
const LEVEL = Prisma.sql`least(c.progress_visibility, coalesce(m.progress_visibility, c.progress_visibility))`;

/** Whether the row `p` says that what `a` asks for is done: all of the resource, or as much of the part as is enough. */
const DONE = Prisma.sql`
  (p.state = 'done' OR p.state = 'started' AND a.part AND ${isEnough({
    seconds: secondsSeen({ watched: "p.watched", begins: "a.begins", to: "a.to_seconds" }).sql,
    begins: "a.begins",
    ends: "coalesce(a.to_seconds, p.length_seconds, a.whole)",
    percent: "a.percent",
  })}) IS TRUE`;

/**
 * What the member may see of the others' progress for the next session, in one round trip. What may not be seen is not
 * selected: no row of progress is read of a member who does not show it, nor counted where a count would tell of fewer
 * than `LEAST_COUNTED` who are only counted. The rule is `toldOf`.
 */
export async function peersOf(db: Db, scope: CohortScope, memberId: string, now: Date): Promise<Peers> {
  const [row] = await db.$queryRaw<{ peers: Peers }[]>(peersSql(scope, memberId, now));
  return row?.peers ?? { partners: [], counted: null, resources: [] };
}

/** The statement behind `peersOf`. */
export function peersSql(scope: CohortScope, memberId: string, now: Date): Prisma.Sql {
  const cohortId = scope.cohort.id;
  return Prisma.sql`
    WITH next AS (${nextSessionSql(scope, now)}),
    -- Each resource of the session once, as it is first asked for.
    asked AS (
      SELECT DISTINCT ON (u.resource_id) u.resource_id, u.slot, u.optional, u.position,
             coalesce(nullif(u.label, ''), r.title) AS title, coalesce(u.from_seconds, 0) AS begins, u.to_seconds,
             u.from_seconds > 0 OR u.to_seconds IS NOT NULL AS part, r.minutes * 60 AS whole, c.done_at_percent AS percent
        FROM use u JOIN next ON next.id = u.session_id
        JOIN cohort c ON c.id = u.cohort_id
        JOIN resource r ON r.id = u.resource_id AND r.deleted_at IS NULL
       ORDER BY u.resource_id, u.slot, u.optional, u.position
    ),
    partner AS (
      SELECT DISTINCT ON (m.id) m.id, other.place, person.name
        FROM pair_group_member mine
        JOIN round ON round.id = mine.round_id AND round.state = 'published'
        JOIN pair_group_member other ON other.group_id = mine.group_id AND other.member_id <> mine.member_id AND other.left_at IS NULL
        JOIN member m ON m.id = other.member_id AND m.state IN ('active', 'paused') AND m.role <> 'follower'
        JOIN cohort c ON c.id = m.cohort_id
        JOIN person ON person.id = m.person_id
       WHERE mine.member_id = ${memberId}::uuid AND mine.left_at IS NULL AND mine.cohort_id = ${cohortId}::uuid AND ${LEVEL} >= 'partner'
       ORDER BY m.id, other.place
    ),
    counted AS MATERIALIZED (
      SELECT m.id, m.person_id, ${LEVEL} AS level,
             ${LEVEL} = 'counts' AND m.id NOT IN (SELECT id FROM partner) AS only_counted
        FROM member m JOIN cohort c ON c.id = m.cohort_id
       WHERE m.cohort_id = ${cohortId}::uuid AND m.role = 'learner' AND m.state = 'active'
         AND m.id <> ${memberId}::uuid AND ${LEVEL} >= 'counts'
    ),
    size AS (
      SELECT count(*)::int AS people,
             count(*) > 0 AND count(*) FILTER (WHERE only_counted) NOT BETWEEN 1 AND ${LEAST_COUNTED - 1} AS given
        FROM counted
    ),
    finished AS (
      SELECT a.resource_id, count(*)::int AS people, count(*) FILTER (WHERE counted.level = 'names')::int AS named
        FROM asked a JOIN progress p ON p.resource_id = a.resource_id AND p.state IN ('done', 'started')
        JOIN counted ON counted.id = p.member_id
       WHERE ${DONE}
         AND (counted.level = 'names' OR (SELECT given FROM size))
       GROUP BY a.resource_id
    )
    SELECT json_build_object(
      'partners', coalesce((
        SELECT json_agg(json_build_object(
                 'name', partner.name,
                 'uses', coalesce((
                   SELECT json_agg(json_build_object('resourceId', a.resource_id, 'state', CASE WHEN ${DONE} THEN 'done' ELSE coalesce(p.state, 'todo') END)
                                   ORDER BY a.slot, a.optional, a.position, a.resource_id)
                     FROM asked a
                     LEFT JOIN progress p ON p.member_id = partner.id AND p.resource_id = a.resource_id), '[]'::json),
                 'at', (SELECT json_build_object('resourceId', p.resource_id, 'seconds', p.stopped_at_seconds)
                          FROM progress p JOIN asked a ON a.resource_id = p.resource_id
                         WHERE p.member_id = partner.id AND p.state = 'started' AND p.stopped_at_seconds > 0
                           AND NOT ${DONE}
                         ORDER BY coalesce(p.stopped_moment, p.updated_at) DESC, p.resource_id LIMIT 1))
               ORDER BY partner.place, partner.id)
          FROM partner), '[]'::json),
      'counted', (SELECT people FROM size WHERE given),
      'resources', coalesce((
        SELECT json_agg(json_build_object(
                 'resourceId', a.resource_id, 'slot', a.slot, 'title', a.title, 'optional', a.optional,
                 'done', (SELECT coalesce(f.people, 0) FROM size WHERE given),
                 'named', coalesce(f.named, 0),
                 'names', ARRAY(
                   SELECT person.name
                     FROM progress p JOIN counted ON counted.id = p.member_id AND counted.level = 'names'
                     JOIN person ON person.id = counted.person_id
                    WHERE p.resource_id = a.resource_id AND p.state IN ('done', 'started') AND ${DONE}
                    ORDER BY lower(person.name), person.name, counted.id LIMIT ${MOST_NAMES}))
               ORDER BY a.slot, a.optional, a.position, a.resource_id)
          FROM asked a LEFT JOIN finished f ON f.resource_id = a.resource_id), '[]'::json)) AS peers`;
}

/** What a person chose in each cohort in which they learn, and what the cohort chose. */
export async function visibilitiesOf(db: Db, personId: string): Promise<OwnVisibility[]> {
  const rows = await db.member.findMany({
    where: {
      personId,
      state: { in: ["active", "paused"] },
      role: { not: "follower" },
      cohort: { deletedAt: null },
    },
    orderBy: [{ joinedAt: "desc" }, { id: "asc" }],
    select: {
      role: true,
      progressVisibility: true,
      cohort: { select: { slug: true, title: true, state: true, progressVisibility: true } },
    },
  });
  return rows
    .filter(({ role, cohort }) => cohort.state !== "draft" || role === "organizer")
    .map(({ cohort, progressVisibility }) => ({
      cohort: cohort.slug,
      title: cohort.title,
      cohortVisibility: cohort.progressVisibility,
      visibility: progressVisibility,
    }));
}

/** What one member chose, and what their cohort chose. */
export async function visibilityOf(db: Db, scope: CohortScope, memberId: string): Promise<OwnVisibility> {
  const { id: cohortId, slug, title, progressVisibility } = scope.cohort;
  const row = await db.member.findUniqueOrThrow({
    where: { id: memberId, cohortId },
    select: { progressVisibility: true },
  });
  return { cohort: slug, title, cohortVisibility: progressVisibility, visibility: row.progressVisibility };
}
