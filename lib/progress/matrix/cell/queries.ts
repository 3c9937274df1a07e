import type { CohortScope } from "@/lib/auth/scope";
import { Prisma } from "@/lib/db/generated/client";

/** What the columns of the matrix and its cells are, as parts of statements: the matrix, its file and a cell's story agree. */

/** Who has a row, of the table `m`: everybody who takes part. */
export const TAKES_PART = Prisma.sql`m.role IN ('learner', 'organizer') AND m.state IN ('active', 'paused')`;

/** What a member is called, of the table `person`. */
export const NAME = Prisma.sql`coalesce(nullif(person.name, ''), person.email)`;

/**
 * Common table expressions: `used`, each use by a published session with its `place` in the schedule, and `cols`, each
 * resource once, at its first use, with the `tag` of its number in `MARKS`. `part` is what the sessions ask for, null where one of them asks for the whole or the
 * part lies behind the end; `seconds` is how long that is by the library.
 */
export function columnsSql(scope: CohortScope, resourceId?: string): Prisma.Sql {
  return Prisma.sql`
    used AS MATERIALIZED (
      SELECT u.resource_id, u.session_id, s.date, u.slot, u.optional, coalesce(u.from_seconds, 0) AS starts, u.to_seconds AS ends,
             row_number() OVER (ORDER BY s.date, s.starts_at NULLS FIRST, s.id, u.slot, u.position, u.id) AS place
        FROM use u
        JOIN session s ON s.id = u.session_id AND s.cohort_id = u.cohort_id AND s.state = 'published' AND s.deleted_at IS NULL
       WHERE u.cohort_id = ${scope.cohort.id}::uuid
             ${resourceId === undefined ? Prisma.empty : Prisma.sql`AND u.resource_id = ${resourceId}::uuid`}
    ), asked AS (
      SELECT r.id, r.title, r.kind, r.minutes, min(used.place) AS place, min(used.date) AS date,
             CASE WHEN NOT bool_or(starts = 0 AND ends IS NULL)
                  THEN nullif(range_agg(int4range(starts, greatest(starts, coalesce(ends, r.minutes * 60)))), '{}') END AS part
        FROM used
        JOIN resource r ON r.id = used.resource_id AND r.deleted_at IS NULL
       GROUP BY r.id
    ), cols AS MATERIALIZED (
      SELECT asked.*, chr(255 + row_number() OVER (ORDER BY place)::int) AS tag,
             CASE WHEN part IS NULL THEN minutes * 60
                           WHEN NOT upper_inf(part) THEN (SELECT sum(upper(p) - lower(p)) FROM unnest(part) AS p)::int
                      END AS seconds
        FROM asked
    )`;
}

/** The ranges of what is asked for in the column `c` that the row `p` of progress has. */
const RANGES = Prisma.sql`(CASE WHEN c.part IS NULL THEN p.watched ELSE p.watched * c.part END)`;

/** Their length in seconds. Most people watch in one piece, which needs no list of pieces. */
export const WATCHED_SECONDS = Prisma.sql`
  (CASE WHEN ${RANGES} = '{}' THEN 0
        WHEN range_merge(${RANGES})::int4multirange = ${RANGES} THEN upper(${RANGES}) - lower(${RANGES})
        ELSE (SELECT sum(upper(w) - lower(w)) FROM unnest(${RANGES}) AS w)::int END)`;

/** How many seconds are asked for: by the member's player where the whole is meant, else by the library; null when unknown. */
export const ASKED_SECONDS = Prisma.sql`
  nullif(coalesce(CASE WHEN c.part IS NULL THEN p.length_seconds END, c.seconds, p.length_seconds), 0)`;

/** The tag in `MARKS` of a row whose number from 0 is `no`. */
export const ROW_TAG = Prisma.sql`chr(256 + no / 1000) || chr(256 + no % 1000)`;

/**
 * Every cell of the rows `lines` (with an `id` and a `tag`) that is not to do, in one text and in no order, four characters
 * each as `codesOf` and `wordsOf` read them: thousands and rest of the row's number, the column's, and what it says. Numbers
 * and percents are counted from the character 256 on. Grouped or in order it would take Postgres many times as long, and
 * longer for each row the more rows there are.
 */
export const MARKS = Prisma.sql`
  SELECT coalesce(string_agg(lines.tag || c.tag
           || CASE p.state WHEN 'done' THEN 'd' WHEN 'skipped' THEN 's'
                ELSE chr(256 + least(99, coalesce(${WATCHED_SECONDS} * 100 / ${ASKED_SECONDS}, 0))) END, ''), '')
    FROM lines
    JOIN progress p ON p.member_id = lines.id
    JOIN cols c ON c.id = p.resource_id`;
