import type { CohortScope } from "@/lib/auth/scope";
import type { Db } from "@/lib/db/client";
import { Prisma } from "@/lib/db/generated/client";
import { columnsSql, MARKS, NAME, ROW_TAG, TAKES_PART } from "@/lib/progress/matrix/cell/queries";
import { codesOf, wordsOf } from "@/lib/progress/matrix/cell/rules";
import type { CsvColumn, CsvMember } from "@/lib/progress/matrix/csv";
import type { Matrix, MatrixInput, MatrixMember } from "@/lib/progress/matrix/schema";
import { nextSessionSql } from "@/lib/progress/next/queries";
import { isEnough, secondsSeen } from "@/lib/progress/parts/queries";

/** A row bears the time at which its transaction began, and may be seen so much later. */
const OVERLAP_MS = 30_000;

/** What the row `m` of member is called, looked up: the other way round the members of other cohorts would be read too. */
const NAMED = Prisma.sql`SELECT ${NAME} AS name FROM person WHERE person.id = m.person_id LIMIT 1`;

/** Whether the row `p` has enough of what `asks` asks for. */
const ENOUGH = isEnough({
  seconds: secondsSeen({ watched: "p.watched", begins: "asks.starts", to: "asks.ends" }).sql,
  begins: "asks.starts",
  ends: "coalesce(asks.ends, p.length_seconds, asks.whole)",
  percent: "asks.percent",
});

/**
 * Everybody who takes part by every resource of the published schedule, in one statement. With `since` and the `shape` of
 * what was there, only the rows that changed; whole all the same when the columns, what is asked of them, or a name are
 * others by now.
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
  const [row] = await db.$queryRaw<[Read]>`
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
    ), lines AS MATERIALIZED (
      SELECT numbered.*, ${ROW_TAG} AS tag FROM (
        SELECT m.id, named.name, m.lab, m.role, m.state,
               row_number() OVER (ORDER BY lower(named.name), m.id)::int - 1 AS no
          FROM member m
         CROSS JOIN LATERAL (${NAMED}) AS named
         WHERE m.cohort_id = ${cohortId}::uuid AND ${TAKES_PART}
               ${since ? changedSince(scope, since, Prisma.sql`m.id`) : Prisma.empty}) AS numbered
    ), seen AS (
      -- What an organizer said is none of the member's, what was watched there is, before and since.
      SELECT p.member_id, max(CASE p.source WHEN 'organizer' THEN p.stopped_moment ELSE p.updated_at END) AS at
        FROM progress p
       WHERE p.cohort_id = ${cohortId}::uuid AND (p.source <> 'organizer' OR p.stopped_moment IS NOT NULL)
             ${since ? changedSince(scope, since, Prisma.sql`p.member_id`) : Prisma.empty}
       GROUP BY p.member_id
    ), asks AS MATERIALIZED (
      SELECT used.resource_id, used.starts, used.ends, cols.minutes * 60 AS whole, cohort.done_at_percent AS percent,
             used.starts > 0 OR used.ends IS NOT NULL AS part
        FROM next
        JOIN used ON used.session_id = next.id AND used.slot = 'before' AND NOT used.optional
        JOIN cols ON cols.id = used.resource_id
        JOIN cohort ON cohort.id = ${cohortId}::uuid
    ), prepared AS (
      SELECT p.member_id, count(*) AS settled
        FROM asks JOIN progress p ON p.resource_id = asks.resource_id
       WHERE (p.state IN ('done', 'skipped') OR p.state = 'started' AND asks.part AND ${ENOUGH})
             ${since ? changedSince(scope, since, Prisma.sql`p.member_id`) : Prisma.empty}
       GROUP BY p.member_id
    ), stamp AS MATERIALIZED (
      -- What is said, and what rows depend on without being named as changed: which parts are asked for, how much of them
      -- is enough, and the names, since a person's row does not say when it changed.
      SELECT md5(concat_ws(' ', said,
               (SELECT string_agg(concat(starts, '-', ends), ' ' ORDER BY place) FROM used),
               (SELECT done_at_percent FROM cohort WHERE id = ${cohortId}::uuid),
               (SELECT bit_xor(hashtextextended(concat(m.id, ' ', named.name), 0))
                  FROM member m CROSS JOIN LATERAL (${NAMED}) AS named
                 WHERE m.cohort_id = ${cohortId}::uuid))) AS shape
        FROM head
    )
    SELECT shape, CASE WHEN shape <> ${shape} THEN said END AS head,
           (SELECT count(*)::int FROM cols) AS width,
           (SELECT coalesce(json_agg(json_build_object(
                     'id', l.id, 'name', l.name, 'lab', l.lab, 'role', l.role, 'state', l.state,
                     'seen', to_char(seen.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
                     'ready', coalesce(prepared.settled, 0) = (SELECT count(*) FROM asks))
                     ORDER BY l.no), '[]')
              FROM lines l
              LEFT JOIN seen ON seen.member_id = l.id
              LEFT JOIN prepared ON prepared.member_id = l.id) AS members,
           (${MARKS} WHERE p.cohort_id = ${cohortId}::uuid AND p.state <> 'todo') AS marks,
           (SELECT count(*)::int FROM member m WHERE m.cohort_id = ${cohortId}::uuid AND ${TAKES_PART}) AS count
      FROM head CROSS JOIN stamp`;
  const nothing = { next: null, sessions: [], resources: [] };
  const { head, width, marks, members: lines, ...rest } = row;
  const cells = codesOf(marks, { rows: lines.length, columns: width });
  const members = lines.map((member, at) => ({ ...member, cells: cells[at] ?? "" }));
  return { asOf: now.toISOString(), whole: since === null, ...rest, members, ...(head ?? nothing) };
}

interface Read {
  shape: string;
  head: Head | null;
  width: number;
  members: Omit<MatrixMember, "cells">[];
  marks: string;
  count: number;
}

type Head = Pick<Matrix, "next" | "sessions" | "resources">;

function changedSince(scope: CohortScope, since: Date, memberId: Prisma.Sql): Prisma.Sql {
  const cohortId = scope.cohort.id;
  return Prisma.sql`AND ${memberId} IN (
    SELECT member_id FROM progress WHERE cohort_id = ${cohortId}::uuid AND updated_at >= ${since}
    UNION SELECT id FROM member WHERE cohort_id = ${cohortId}::uuid AND updated_at >= ${since})`;
}

/** The columns of the file, and whose lines it has in which order. */
export async function csvPlan(db: Db, scope: CohortScope): Promise<{ columns: CsvColumn[]; members: string[] }> {
  const columns = await db.$queryRaw<CsvColumn[]>`
    WITH ${columnsSql(scope)}
    SELECT c.title, to_char(c.date, 'YYYY-MM-DD') AS date FROM cols c ORDER BY c.place`;
  // Names are looked up as in the matrix.
  const members = await db.$queryRaw<{ id: string }[]>`
    SELECT m.id FROM member m
     WHERE m.cohort_id = ${scope.cohort.id}::uuid AND ${TAKES_PART}
     ORDER BY (SELECT lower(${NAME}) FROM person WHERE person.id = m.person_id), m.id`;
  return { columns, members: members.map(({ id }) => id) };
}

/** The lines of some members in the order of their ids; of those who left meanwhile there is none. */
export async function csvLines(db: Db, scope: CohortScope, memberIds: readonly string[]): Promise<CsvMember[]> {
  const cohortId = scope.cohort.id;
  const [row] = await db.$queryRaw<[{ width: number; members: Omit<CsvMember, "cells">[]; marks: string }]>`
    WITH ${columnsSql(scope)},
    lines AS MATERIALIZED (
      SELECT numbered.*, ${ROW_TAG} AS tag FROM (
        SELECT m.id, ${NAME} AS name, m.lab, m.role, m.state, row_number() OVER (ORDER BY wanted.place)::int - 1 AS no
          FROM unnest(${memberIds}::uuid[]) WITH ORDINALITY AS wanted(id, place)
          JOIN member m ON m.id = wanted.id
          JOIN person ON person.id = m.person_id
         WHERE m.cohort_id = ${cohortId}::uuid AND ${TAKES_PART}) AS numbered
    )
    SELECT (SELECT count(*)::int FROM cols) AS width,
           (SELECT coalesce(json_agg(json_build_object('name', name, 'lab', lab, 'role', role, 'state', state) ORDER BY no), '[]')
              FROM lines) AS members,
           (${MARKS} WHERE p.member_id = ANY(${memberIds}::uuid[]) AND p.state <> 'todo') AS marks`;
  const cells = wordsOf(row.marks, { rows: row.members.length, columns: row.width });
  return row.members.map((member, at) => ({ ...member, cells: cells[at] ?? "" }));
}
