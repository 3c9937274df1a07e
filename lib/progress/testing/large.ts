import { randomUUID } from "node:crypto";
import type { PrismaClient } from "@/lib/db/generated/client";

/** A cohort of ten thousand beside others with five times as many members, for asking Postgres how it would read. */
export interface Large {
  slug: string;
  cohortId: string;
  memberId: string;
  personId: string;
  organizer: { personId: string };
  sessionIds: string[];
  resourceId: string;
  /** A question of the member, and the session it is on. */
  questionId: string;
  askedIn: string;
}

const MEMBERS = 10_000;
const RESOURCES = 100;
/** Rows of progress for each member: a hundred thousand in the cohort. */
const EACH = 10;
const NEIGHBOURS = 60;

/** Fills the database and has Postgres count it. Foreign keys and triggers are left out while it does. */
export async function makeLarge(db: PrismaClient): Promise<Large> {
  const [cohortId, slug] = [randomUUID(), "large"];
  await db.$transaction(
    async (tx) => {
      await tx.$executeRaw`SET LOCAL session_replication_role = replica`;
      await tx.$executeRaw`
        CREATE TEMP TABLE c ON COMMIT DROP AS
        SELECT CASE WHEN n = 0 THEN ${cohortId}::uuid ELSE gen_random_uuid() END AS id, n,
               CASE WHEN n = 0 THEN ${MEMBERS}::int ELSE 800 END AS members FROM generate_series(0, ${NEIGHBOURS}::int) AS n`;
      await tx.$executeRaw`
        INSERT INTO cohort (id, slug, title, timezone, weekday, starts_at, state)
        SELECT id, CASE WHEN n = 0 THEN ${slug} ELSE 'neighbour-' || n END, 'A cohort', 'America/Chicago', 2, '11:00', 'running' FROM c`;
      await tx.$executeRaw`
        INSERT INTO session (id, cohort_id, date, title, format, state)
        SELECT gen_random_uuid(), c.id, date '2024-09-03' + 7 * w, 'Week ' || w, 'discussion', 'published'
          FROM c, generate_series(0, 19) AS w`;
      await tx.$executeRaw`
        INSERT INTO resource (id, cohort_id, kind, title, url, match_key, minutes)
        SELECT gen_random_uuid(), c.id, 'video', 'Video ' || r, 'https://v.example.org/' || r, 'v' || lpad(r::text, 4, '0'), 5 + r % 60
          FROM c, generate_series(1, ${RESOURCES}::int) AS r`;
      await tx.$executeRaw`
        CREATE TEMP TABLE r ON COMMIT DROP AS
        SELECT id, cohort_id, row_number() OVER (PARTITION BY cohort_id ORDER BY match_key) AS n FROM resource`;
      await tx.$executeRaw`
        INSERT INTO use (id, cohort_id, session_id, resource_id, slot, position)
        SELECT gen_random_uuid(), s.cohort_id, s.id, r.id, 'before', r.n
          FROM r JOIN (SELECT id, cohort_id, row_number() OVER (PARTITION BY cohort_id ORDER BY date) AS n FROM session) AS s
            ON s.cohort_id = r.cohort_id AND s.n = 1 + r.n % 20`;
      await tx.$executeRaw`
        CREATE TEMP TABLE m ON COMMIT DROP AS
        SELECT gen_random_uuid() AS id, gen_random_uuid() AS person_id, c.id AS cohort_id, i AS n FROM c, generate_series(1, c.members) AS i`;
      await tx.$executeRaw`ANALYZE m, r`;
      await tx.$executeRaw`
        INSERT INTO person (id, email, name) SELECT person_id, person_id || '@example.org', 'Person ' || n FROM m`;
      await tx.$executeRaw`
        INSERT INTO member (id, cohort_id, person_id, role, state, updated_at)
        SELECT id, cohort_id, person_id, CASE WHEN n = 1 THEN 'organizer' ELSE 'learner' END::"Role", 'active', '2024-09-01' FROM m`;
      await tx.$executeRaw`
        INSERT INTO progress (member_id, resource_id, cohort_id, state, watched, source, done_at, updated_at)
        SELECT m.id, r.id, m.cohort_id, CASE WHEN r.n % 3 = 0 THEN 'started' ELSE 'done' END::"ProgressState",
               '{[0,90),[120,180)}', 'player', timestamp '2024-09-05', timestamp '2024-09-05' + make_interval(mins => m.n)
          FROM m JOIN r ON r.cohort_id = m.cohort_id AND (m.n <= 200 OR m.cohort_id = ${cohortId}::uuid)
                AND (r.n + m.n) % ${RESOURCES / EACH}::int = 0`;
      await tx.$executeRaw`
        INSERT INTO audit (id, cohort_id, actor_kind, actor_id, action, subject_kind, subject_id, after, at)
        SELECT gen_random_uuid(), p.cohort_id, 'person', m.person_id::text, 'progress.marked', 'resource', p.resource_id::text,
               jsonb_build_object('member', p.member_id, 'state', p.state), p.updated_at
          FROM progress p JOIN m ON m.id = p.member_id WHERE m.n % 3 = 1`;
      await tx.$executeRaw`
        INSERT INTO watched_day (member_id, cohort_id, day, seconds)
        SELECT m.id, m.cohort_id, date '2024-09-03' + d, 600 FROM m, generate_series(0, 2) AS d`;
      await tx.$executeRaw`
        INSERT INTO note (id, member_id, resource_id, cohort_id, body)
        SELECT gen_random_uuid(), m.id, r.id, m.cohort_id, 'A word' FROM m JOIN r ON r.cohort_id = m.cohort_id AND r.n = 1 + m.n % 100`;
      await tx.$executeRaw`
        INSERT INTO question (id, cohort_id, session_id, member_id, resource_id, body)
        SELECT gen_random_uuid(), m.cohort_id, u.session_id, m.id, u.resource_id, 'Why?'
          FROM m JOIN r ON r.cohort_id = m.cohort_id AND r.n = 1 + m.n % 100 JOIN use u ON u.resource_id = r.id`;
    },
    { timeout: 120_000 },
  );
  await db.$executeRaw`VACUUM ANALYZE`;
  const member = await db.member.findFirstOrThrow({ where: { cohortId, role: "learner" } });
  const organizer = await db.member.findFirstOrThrow({ where: { cohortId, role: "organizer" } });
  const sessions = await db.session.findMany({ where: { cohortId }, orderBy: { date: "asc" } });
  const question = await db.question.findFirstOrThrow({ where: { memberId: member.id } });
  const progress = await db.progress.findFirstOrThrow({ where: { memberId: member.id } });
  return {
    slug,
    cohortId,
    memberId: member.id,
    personId: member.personId,
    organizer: { personId: organizer.personId },
    sessionIds: sessions.map(({ id }) => id),
    resourceId: progress.resourceId,
    questionId: question.id,
    askedIn: question.sessionId,
  };
}
