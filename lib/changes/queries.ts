import type { CohortScope } from "@/lib/auth/scope";
import { areHeld, type HeldLine, HOLD, LONGEST_HOLD } from "@/lib/changes/rules";
import type { LogLine } from "@/lib/changes/schema";
import type { Db, Tx } from "@/lib/db/client";
import { Prisma } from "@/lib/db/generated/client";
import { shortMoment } from "@/lib/time/words";

/** Lines that the organizer's page shows; a long term has some hundreds. */
const SHOWN = 1000;

/** Whether members were mailed about the line `c`, or are about to be. */
export const IS_TOLD = Prisma.sql`EXISTS (
  SELECT FROM notice n
   WHERE n.cohort_id = c.cohort_id AND n.kind = 'change' AND jsonb_exists(n.payload -> 'changeIds', c.id::text))`;

/** A line of the log as the audit log keeps it. */
export interface LineRow {
  id: string;
  sessionId: string | null;
  text: string;
  at: string;
  version: number;
  removed: boolean;
}

/** The log of a cohort, the newest line first, with what was taken off the page. */
export async function logOf(db: Db, scope: CohortScope): Promise<LogLine[]> {
  return lineRows(db, scope, Prisma.sql`ORDER BY c.at DESC, c.id DESC LIMIT ${SHOWN}`);
}

/** One line of the log; null when it is another cohort's. */
export async function lineOf(db: Db, scope: CohortScope, id: string): Promise<LogLine | null> {
  return (await lineRows(db, scope, Prisma.sql`AND c.id = ${id}::uuid`))[0] ?? null;
}

async function lineRows(db: Db, scope: CohortScope, rest: Prisma.Sql): Promise<LogLine[]> {
  const rows = await db.$queryRaw<(Omit<LogLine, "at" | "when"> & { at: Date })[]>`
    SELECT c.id, c.text, c.session_id AS "sessionId", c.at, c.version, c.deleted_at IS NOT NULL AS removed,
           ${IS_TOLD} AS told
      FROM change c WHERE c.cohort_id = ${scope.cohort.id}::uuid ${rest}`;
  return rows.map((row) => ({
    ...row,
    at: row.at.toISOString(),
    when: shortMoment(row.at, scope.cohort.timezone),
  }));
}

/** These lines as rows, by id; those of another cohort are left out. */
export async function rowsOf(db: Db, scope: CohortScope, ids: readonly string[]): Promise<Map<string, LineRow>> {
  const rows = await db.change.findMany({
    where: { cohortId: scope.cohort.id, id: { in: [...ids] } },
    select: { id: true, sessionId: true, text: true, at: true, version: true, deletedAt: true },
  });
  return new Map(
    rows.map(({ deletedAt, at, ...row }) => [row.id, { ...row, at: at.toISOString(), removed: deletedAt !== null }]),
  );
}

/**
 * The lines that are still held at `now`, the oldest first: nobody was mailed about them, and they are news in the making.
 * The caller holds the lock of the schedule, under which lines are written and mails about them are planned.
 */
export async function heldLines(tx: Tx, scope: CohortScope, now: Date): Promise<HeldLine[]> {
  const rows = await tx.$queryRaw<(HeldLine & { at: Date; updatedAt: Date })[]>`
    SELECT c.id, c.session_id AS "sessionId", c.text, c.at, c.updated_at AS "updatedAt", r.text AS wrote
      FROM change c
      LEFT JOIN LATERAL (
        SELECT l ->> 'text' AS text
          FROM audit a CROSS JOIN jsonb_array_elements(a.before -> 'lines') AS l
         WHERE a.cohort_id = c.cohort_id AND a.subject_kind = 'change' AND a.at >= c.at AND l ->> 'id' = c.id::text
         ORDER BY a.at LIMIT 1
      ) r ON true
     WHERE c.cohort_id = ${scope.cohort.id}::uuid AND c.deleted_at IS NULL
       AND c.at > ${new Date(now.getTime() - LONGEST_HOLD)} AND NOT ${IS_TOLD}
     ORDER BY c.at, c.id`;
  return areHeld(rows, now) ? rows.map(({ at: _, updatedAt: __, ...line }) => line) : [];
}

/**
 * What undoing an act does to the lines that are held: what it wrote goes, what it took away comes back. Null when there are
 * none, or when another act has a part in them as well. Every row of the database says which transaction wrote it last,
 * and an act is one transaction. The caller holds the lock of the schedule.
 */
export async function linesOfAct(
  tx: Tx,
  scope: CohortScope,
  auditId: string,
  now: Date,
): Promise<{ remove: string[]; restore: string[] } | null> {
  const rows = await tx.$queryRaw<{ id: string; removed: boolean; version: number; late: boolean; alone: boolean }[]>`
    SELECT c.id, c.deleted_at IS NOT NULL AS removed, c.version,
           c.updated_at <= ${new Date(now.getTime() - HOLD)} AS late,
           NOT EXISTS (
             SELECT FROM audit b
              WHERE b.cohort_id = a.cohort_id AND b.xmin = a.xmin AND b.id <> a.id
                AND b.subject_kind IN ('schedule', 'session')
                AND b.at BETWEEN a.at - interval '1 minute' AND a.at + interval '1 minute') AS alone
      FROM audit a JOIN change c ON c.cohort_id = a.cohort_id AND c.xmin = a.xmin
     WHERE a.id = ${auditId}::uuid AND a.cohort_id = ${scope.cohort.id}::uuid AND NOT ${IS_TOLD}`;
  const held = new Set((await heldLines(tx, scope, now)).map(({ id }) => id));
  const whole = rows.every(({ id, removed, version, late, alone }) =>
    removed ? alone && !late : alone && version === 1 && held.has(id),
  );
  if (rows.length === 0 || !whole) return null;
  return {
    remove: rows.filter(({ removed }) => !removed).map(({ id }) => id),
    restore: rows.filter(({ removed }) => removed).map(({ id }) => id),
  };
}
