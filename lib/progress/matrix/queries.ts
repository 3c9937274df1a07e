import type { CohortScope } from "@/lib/auth/scope";
import type { Db } from "@/lib/db/client";
import { Prisma } from "@/lib/db/generated/client";
import { CODE, columnsSql, NAME, TAKES_PART, WORDS } from "@/lib/progress/matrix/cell/queries";
import type { CsvColumn, CsvMember } from "@/lib/progress/matrix/csv";
import type { Matrix, MatrixInput } from "@/lib/progress/matrix/schema";
import { nextSessionSql } from "@/lib/progress/next/queries";

/** A row bears the time at which its transaction began, and may be seen so much later. */
const OVERLAP_MS = 30_000;

/**
 * Everybody who takes part by every resource of the published schedule, in one statement. With `since` and the `shape` of
 * what was there, only the rows that changed; whole all the same when the columns are others by now.
 */
export async function matrixOf(
  db: Db,
  scope: CohortScope,
  { since, shape }: Pick<MatrixInput, "since" | "shape">,
  now: Date,
): Promise<Matrix> {
  if (since !== undefined && shape !== undefined) {
    const changed = await readMatrix(db, scope, now, { since: new Date(Date.parse(since) - OVERLAP_MS), shape });
    if (changed.shape === shape) return changed;
  }
  return readMatrix(db, scope, now, { since: null });
}

async function readMatrix(
  db: Db,
  scope: CohortScope,
  now: Date,
  { since, shape = "" }: { since: Date | null; shape?: string },
): Promise<Matrix> {
  const cohortId = scope.cohort.id;
  const [row] = await db.$queryRaw<[{ shape: string; head: Head | null; members: Matrix["members"]; count: number }]>`
    WITH ${columnsSql(scope)},
    next AS (${nextSessionSql(scope, now)}),
    head AS MATERIALIZED (
      SELECT json_build_object(
        'next', (SELECT id FROM next),
        'sessions', coalesce((
          SELECT json_agg(json_build_object('id', s.id, 'date', s.date, 'title', s.title)
                          ORDER BY s.date, s.starts_at NULLS FIRST, s.id)
            FROM session s
           WHERE s.cohort_id = ${cohortId}::uuid AND s.state = 'published' AND s.deleted_at IS NULL), '[]'),
        'resources', coalesce((
          SELECT json_agg(json_build_object('id', c.id, 'title', c.title, 'kind', c.kind, 'minutes', c.minutes, 'uses', (
                   SELECT json_agg(json_build_object('session', session_id, 'slot', slot, 'optional', optional)
                                   ORDER BY used.place)
                     FROM used WHERE used.resource_id = c.id)) ORDER BY c.place)
            FROM cols c), '[]')) AS said
    ), lines AS (
      SELECT m.id, ${NAME} AS name, m.lab, m.role, m.state, line.cells,
             to_char(line.seen AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS seen
        FROM member m
        JOIN person ON person.id = m.person_id
       CROSS JOIN LATERAL (
         SELECT coalesce(string_agg(${CODE}, '' ORDER BY c.place), '') AS cells,
                max(p.updated_at) FILTER (WHERE p.source <> 'organizer') AS seen
           FROM cols c
           LEFT JOIN progress p ON p.resource_id = c.id AND p.member_id = m.id) AS line
       WHERE m.cohort_id = ${cohortId}::uuid AND ${TAKES_PART} ${since ? changedSince(scope, since) : Prisma.empty}
    )
    SELECT md5(said::text) AS shape, CASE WHEN md5(said::text) <> ${shape} THEN said END AS head,
           (SELECT coalesce(json_agg(to_json(lines) ORDER BY lower(name), id), '[]') FROM lines) AS members,
           (SELECT count(*)::int FROM member m WHERE m.cohort_id = ${cohortId}::uuid AND ${TAKES_PART}) AS count
      FROM head`;
  const nothing = { next: null, sessions: [], resources: [] };
  const { head, ...rest } = row;
  return { asOf: now.toISOString(), whole: since === null, ...rest, ...(head ?? nothing) };
}

type Head = Pick<Matrix, "next" | "sessions" | "resources">;

function changedSince(scope: CohortScope, since: Date): Prisma.Sql {
  const cohortId = scope.cohort.id;
  return Prisma.sql`AND m.id IN (
    SELECT member_id FROM progress WHERE cohort_id = ${cohortId}::uuid AND updated_at >= ${since}
    UNION SELECT id FROM member WHERE cohort_id = ${cohortId}::uuid AND updated_at >= ${since})`;
}

/** The columns of the file, and whose lines it has in which order. */
export async function csvPlan(db: Db, scope: CohortScope): Promise<{ columns: CsvColumn[]; members: string[] }> {
  const columns = await db.$queryRaw<CsvColumn[]>`
    WITH ${columnsSql(scope)}
    SELECT c.title, to_char(c.date, 'YYYY-MM-DD') AS date FROM cols c ORDER BY c.place`;
  // A name is looked up for each member: the other way round the cohorts of others would be read too.
  const members = await db.$queryRaw<{ id: string }[]>`
    SELECT m.id FROM member m
     WHERE m.cohort_id = ${scope.cohort.id}::uuid AND ${TAKES_PART}
     ORDER BY (SELECT lower(${NAME}) FROM person WHERE person.id = m.person_id), m.id`;
  return { columns, members: members.map(({ id }) => id) };
}

/** The lines of some members in the order of their ids; of those who left meanwhile there is none. */
export async function csvLines(db: Db, scope: CohortScope, memberIds: readonly string[]): Promise<CsvMember[]> {
  return db.$queryRaw<CsvMember[]>`
    WITH ${columnsSql(scope)}
    SELECT ${NAME} AS name, m.lab, m.role::text AS role, m.state::text AS state, line.cells
      FROM unnest(${memberIds}::uuid[]) WITH ORDINALITY AS wanted(id, place)
      JOIN member m ON m.id = wanted.id
      JOIN person ON person.id = m.person_id
     CROSS JOIN LATERAL (
       SELECT coalesce(string_agg(${WORDS}, ',' ORDER BY c.place), '') AS cells
         FROM cols c
         LEFT JOIN progress p ON p.resource_id = c.id AND p.member_id = m.id) AS line
     WHERE m.cohort_id = ${scope.cohort.id}::uuid AND ${TAKES_PART}
     ORDER BY wanted.place`;
}
