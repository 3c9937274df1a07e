import { type Act, type Field, type Recorded, readAct, sameField } from "@/lib/audit/acts/rules";
import { type UndoRow, undoneBy } from "@/lib/audit/undo/rules";
import type { CohortScope } from "@/lib/auth/scope";
import type { Ctx } from "@/lib/core/context";
import { AppError } from "@/lib/core/errors";
import type { Db, Tx } from "@/lib/db/client";
import { Prisma } from "@/lib/db/generated/client";
import { dayAndMonth } from "@/lib/time/words";
import { dateIn } from "@/lib/time/zones";

/** A row of the audit log with who did it. */
export interface AuditRow extends Recorded {
  id: string;
  at: Date;
  actorId: string;
  /** The person's name, or their address while they are in the cohort; else what it was that acted. */
  who: string;
}

/**
 * Who did something: an organizer may see the address of a member of the cohort, and of nobody else. To be used where the audit
 * row is `a`.
 */
export const WHO = Prisma.sql`
  CASE a.actor_kind
    WHEN 'cli' THEN 'The command line'
    WHEN 'job' THEN 'Convene'
    ELSE coalesce(
      (SELECT coalesce(nullif(p.name, ''), CASE WHEN m.id IS NOT NULL THEN p.email END)
         FROM person p LEFT JOIN member m ON m.person_id = p.id AND m.cohort_id = a.cohort_id
        WHERE p.id = CASE WHEN a.actor_id ~ '^[0-9a-f-]{36}$' THEN a.actor_id::uuid END), 'Somebody who is gone') END`;

/** The columns of an `AuditRow`, of the audit row `a`. */
export const AUDIT_COLUMNS = Prisma.sql`
  a.id, a.at, a.action, a.subject_kind AS "subjectKind", a.subject_id AS "subjectId", a.before, a.after,
  a.actor_id AS "actorId", ${WHO} AS who`;

/** One row of the cohort's audit log, or null. */
export async function auditRow(db: Db, scope: CohortScope, id: string): Promise<AuditRow | null> {
  const rows = await db.$queryRaw<AuditRow[]>`
    SELECT ${AUDIT_COLUMNS} FROM audit a WHERE a.id = ${id}::uuid AND a.cohort_id = ${scope.cohort.id}::uuid`;
  return rows[0] ?? null;
}

export interface Undo extends UndoRow {
  at: Date;
  who: string;
}

/** What is undone of all that was done since `since`, each act with the undo that holds. */
export async function undosSince(db: Db, scope: CohortScope, since: Date): Promise<Map<string, Undo>> {
  const rows = await db.$queryRaw<Undo[]>`
    SELECT a.id, a.at, a.after ->> 'undoes' AS undoes, ${WHO} AS who
      FROM audit a
     WHERE a.cohort_id = ${scope.cohort.id}::uuid AND a.at >= ${since} AND a.action = 'audit.undone'`;
  return undoneBy(rows);
}

/** What a later act may have changed: a session, a resource, or another thing by the kind of its audit rows. */
export interface Subject {
  kind: "session" | "resource" | "section" | "change" | "break" | "cohort";
  id: string;
}

/**
 * The newest act after `row` that changed a field of a thing, or the thing as a whole where no field is named; null when it
 * is not on record.
 */
async function laterAct(
  tx: Tx,
  scope: CohortScope,
  row: AuditRow,
  subject: Subject,
  field?: Field,
): Promise<AuditRow | null> {
  const rows = await tx.$queryRaw<AuditRow[]>`
    SELECT ${AUDIT_COLUMNS} FROM audit a
     WHERE a.cohort_id = ${scope.cohort.id}::uuid AND a.at >= ${row.at} AND a.id <> ${row.id}::uuid
       AND ${about(subject)}
     ORDER BY a.at DESC LIMIT 200`;
  return rows.find((later) => changes(readAct(later), subject.id, field)) ?? rows[0] ?? null;
}

function about({ kind, id }: Subject): Prisma.Sql {
  const listed = Prisma.sql`jsonb_build_array(jsonb_build_object('id', ${id}::text))`;
  switch (kind) {
    case "session":
      return Prisma.sql`((a.subject_kind = 'session' AND a.subject_id = ${id})
        OR (a.subject_kind = 'schedule' AND (a.after -> 'sessions' @> ${listed} OR a.before -> 'sessions' @> ${listed})))`;
    case "resource":
      return Prisma.sql`((a.subject_kind = 'resource'
          AND (a.subject_id = ${id} OR a.before -> 'gone' ->> 'id' = ${id} OR a.before -> 'kept' ->> 'id' = ${id}))
        OR (a.subject_kind = 'schedule' AND (a.after -> 'resources' @> ${listed} OR a.before -> 'resources' @> ${listed})))`;
    case "change":
      return Prisma.sql`(a.subject_kind = 'change'
        AND (a.after -> 'lines' @> ${listed} OR a.before -> 'lines' @> ${listed}))`;
    default:
      return Prisma.sql`(a.subject_kind = ${kind} AND a.subject_id = ${id})`;
  }
}

function changes(act: Act | null, id: string, field: Field | undefined): boolean {
  if (act?.kind !== "schedule" || field === undefined) return true;
  const pair = act.sessions.find((one) => one.id === id);
  if (!pair) return false;
  return !pair.before || !pair.after || !sameField(pair.before, pair.after, field);
}

/** What an undo cannot do without undoing something later as well, in words: `Ana changed the title of “Chance” on 3 Oct`. */
export async function refusal(
  ctx: Pick<Ctx, "actor">,
  tx: Tx,
  scope: CohortScope,
  row: AuditRow,
  { subject, field, did, else: otherwise }: { subject: Subject; field?: Field; did: string; else: string },
): Promise<AppError> {
  const later = await laterAct(tx, scope, row, subject, field);
  if (!later) return new AppError("conflict", `${otherwise} Nothing was undone.`, {}, { who: "", id: null });
  const own = ctx.actor.kind === "person" && ctx.actor.personId === later.actorId;
  const day = dayAndMonth(dateIn(later.at, scope.cohort.timezone));
  const message = `${own ? "You" : later.who} ${did} on ${day}; undo that first.`;
  return new AppError("conflict", message, {}, { who: later.who, id: later.id });
}

/** Every undo of an act that there was, also those that were undone themselves. */
export async function undosOf(tx: Tx, scope: CohortScope, undoes: string): Promise<string[]> {
  const rows = await tx.$queryRaw<{ id: string }[]>`
    SELECT id FROM audit
     WHERE cohort_id = ${scope.cohort.id}::uuid AND action = 'audit.undone' AND after ->> 'undoes' = ${undoes}`;
  return rows.map(({ id }) => id);
}
