import type { Db } from "@/lib/db/client";

/** What the doctor asks the database, in one round trip. */
export interface Vitals {
  version: string;
  migrations: string[];
  organizers: number;
  cohorts: number;
  sendingPaused: string | null;
  /** Notices whose planned number is not the number of their deliveries: something was lost. */
  unaccounted: number;
  /** Deliveries that a person has to decide about. */
  unknown: number;
  /** Deliveries that should have gone more than ten minutes ago. */
  overdue: number;
}

/** Everything the doctor looks at. Throws what the driver throws when the database does not answer. */
export async function vitalsOf(db: Db, now: Date): Promise<Vitals> {
  const late = new Date(now.getTime() - 10 * 60_000);
  const rows = await db.$queryRaw<Vitals[]>`
    SELECT current_setting('server_version') AS version,
           ARRAY(SELECT migration_name FROM _prisma_migrations WHERE finished_at IS NOT NULL ORDER BY 1)::text[] AS migrations,
           (SELECT count(*)::int FROM person WHERE may_create_cohorts) AS organizers,
           (SELECT count(*)::int FROM cohort WHERE deleted_at IS NULL) AS cohorts,
           (SELECT CASE WHEN reason = '' THEN 'no reason given' ELSE reason END FROM sending WHERE paused) AS "sendingPaused",
           (SELECT count(*)::int FROM notice n WHERE n.planned_at IS NOT NULL
               AND n.planned <> (SELECT count(*) FROM delivery d WHERE d.notice_id = n.id)) AS unaccounted,
           (SELECT count(*)::int FROM delivery WHERE state = 'unknown') AS unknown,
           (SELECT count(*)::int FROM delivery WHERE state IN ('queued', 'deferred') AND next_attempt_at < ${late}) AS overdue`;
  const vitals = rows[0];
  if (!vitals) throw new Error("The database answered nothing.");
  return vitals;
}
