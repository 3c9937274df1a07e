import { readAct } from "@/lib/audit/acts/rules";
import type { AuditEntry, AuditInput, AuditPage } from "@/lib/audit/schema";
import { AUDIT_COLUMNS, type AuditRow, type Undo, undosSince, WHO } from "@/lib/audit/undo/queries";
import { daysLeft } from "@/lib/audit/undo/rules";
import { OVERRIDDEN } from "@/lib/audit/words/progress/rules";
import { KIND_NOUNS, kindOf, type Names, tell } from "@/lib/audit/words/rules";
import type { CohortScope } from "@/lib/auth/scope";
import type { Db } from "@/lib/db/client";
import { Prisma } from "@/lib/db/generated/client";
import { shortMoment } from "@/lib/time/words";

/** Differences that one entry shows; an import of a term has hundreds. */
const DETAILS_SHOWN = 60;

/**
 * What was done in a cohort, the newest first, in words, with what can still be undone at `now`. Ticks and mail choices of
 * members are there only when asked for.
 */
export async function auditOf(db: Db, scope: CohortScope, input: AuditInput, now: Date): Promise<AuditPage> {
  const rows = await auditRows(db, scope, input);
  const page = rows.slice(0, input.limit);
  const last = rows.length > input.limit ? page.at(-1) : undefined;
  const origins = await originsOf(db, scope, page);
  const names = await namesOf(db, scope, [...page, ...[...origins.values()].map(({ row }) => row)]);
  const undos = await undosSince(db, scope, page.at(-1)?.at ?? now);
  const people = await peopleOf(db, scope);
  return {
    entries: page.map((row) => {
      const origin = origins.get(row.id);
      return entryOf(row, { scope, now, origin, names: names.get(origin?.row.id ?? row.id), undo: undos.get(row.id) });
    }),
    cursor: last ? `${last.at.toISOString()}_${last.id}` : null,
    people,
  };
}

interface Around {
  scope: CohortScope;
  now: Date;
  origin: Origin | undefined;
  names: Names | undefined;
  undo: Undo | undefined;
}

function entryOf(row: AuditRow, { scope, now, origin, names, undo }: Around): AuditEntry {
  const when = (at: Date) => shortMoment(at, scope.cohort.timezone);
  const known = names ?? { subject: "", date: null };
  const told = tell(row, known);
  const days = daysLeft(row.at, now);
  const undoable = undo === undefined && days > 0 && scope.may("audit.undo") && readAct(row) !== null;
  return {
    id: row.id,
    at: row.at.toISOString(),
    when: when(row.at),
    who: row.who,
    kind: kindOf(row),
    what: origin ? `${origin.again ? "did again" : "undid"}: ${tell(origin.row, known).what}` : told.what,
    details: told.details.slice(0, DETAILS_SHOWN),
    undo: undoable ? { daysLeft: days, redo: origin?.again === false } : null,
    undone: undo ? { who: undo.who, when: when(undo.at) } : null,
  };
}

async function auditRows(db: Db, scope: CohortScope, { person, kind, cursor, limit }: AuditInput): Promise<AuditRow[]> {
  const noun = Prisma.sql`CASE WHEN a.action = 'audit.undone' THEN a.subject_kind
    WHEN a.action = ${OVERRIDDEN} THEN 'member' ELSE split_part(a.action, '.', 1) END`;
  const nouns = (of: readonly string[]) => Prisma.sql`${noun} = ANY(${[...of]}::text[])`;
  const [at, id] = cursor?.split("_") ?? [];
  return db.$queryRaw<AuditRow[]>`
    SELECT ${AUDIT_COLUMNS}
      FROM audit a
     WHERE a.cohort_id = ${scope.cohort.id}::uuid
       AND ${kind ? nouns(KIND_NOUNS[kind]) : Prisma.sql`NOT ${nouns(KIND_NOUNS.own)}`}
       ${person ? Prisma.sql`AND a.actor_id = ${person}` : Prisma.empty}
       ${at && id ? Prisma.sql`AND (a.at, a.id) < (${at}::timestamptz, ${id}::uuid)` : Prisma.empty}
     ORDER BY a.at DESC, a.id DESC
     LIMIT ${limit + 1}`;
}

interface Origin {
  /** The act that was undone, or done again. */
  row: AuditRow;
  again: boolean;
}

/** What each undo is about in the end: an undo of an undo does the first act again. */
async function originsOf(db: Db, scope: CohortScope, page: readonly AuditRow[]): Promise<Map<string, Origin>> {
  const undos = page.filter(({ action }) => action === "audit.undone").map(({ id }) => id);
  if (undos.length === 0) return new Map();
  const rows = await db.$queryRaw<(AuditRow & { undo: string; depth: number })[]>`
    WITH RECURSIVE chain AS (
      SELECT id AS undo, (after ->> 'undoes')::uuid AS origin, 1 AS depth
        FROM audit WHERE id = ANY(${undos}::uuid[]) AND cohort_id = ${scope.cohort.id}::uuid
      UNION ALL
      SELECT chain.undo, (a.after ->> 'undoes')::uuid, depth + 1
        FROM chain JOIN audit a ON a.id = chain.origin AND a.action = 'audit.undone'
    )
    SELECT chain.undo, chain.depth, ${AUDIT_COLUMNS}
      FROM chain JOIN audit a ON a.id = chain.origin AND a.action <> 'audit.undone'`;
  return new Map(rows.map(({ undo, depth, ...row }) => [undo, { row, again: depth % 2 === 0 }]));
}

/** What the things are called that acts name by id only, by the id of the act. */
async function namesOf(db: Db, scope: CohortScope, acts: readonly AuditRow[]): Promise<Map<string, Names>> {
  const rows = await db.$queryRaw<(Names & { id: string })[]>`
    SELECT a.id, coalesce(nullif(p.name, ''), p.email, r.title, s.title, '') AS subject,
           to_char(s.date, 'YYYY-MM-DD') AS date, coalesce(nullif(po.name, ''), po.email, '') AS member
      FROM audit a
      LEFT JOIN member m ON a.subject_kind = 'member' AND m.id::text = a.subject_id AND m.cohort_id = a.cohort_id
      LEFT JOIN person p ON p.id = m.person_id
      LEFT JOIN member mo ON a.action = ${OVERRIDDEN} AND mo.id::text = a.after ->> 'member' AND mo.cohort_id = a.cohort_id
      LEFT JOIN person po ON po.id = mo.person_id
      LEFT JOIN resource r ON a.subject_kind = 'resource' AND r.id::text = a.subject_id AND r.cohort_id = a.cohort_id
      LEFT JOIN session s ON a.subject_kind = 'session' AND s.id::text = a.subject_id AND s.cohort_id = a.cohort_id
     WHERE a.cohort_id = ${scope.cohort.id}::uuid
       AND a.id = ANY(${acts.map(({ id }) => id)}::uuid[])`;
  return new Map(rows.map(({ id, ...names }) => [id, names]));
}

async function peopleOf(db: Db, scope: CohortScope): Promise<AuditPage["people"]> {
  return db.$queryRaw<AuditPage["people"]>`
    SELECT DISTINCT ON (lower(name), id) id, name
      FROM (SELECT p.id, ${WHO} AS name
              FROM (SELECT DISTINCT actor_id, actor_kind, cohort_id FROM audit
                     WHERE cohort_id = ${scope.cohort.id}::uuid AND actor_kind IN ('person', 'token')) a
              JOIN person p ON p.id::text = a.actor_id) AS acting
     ORDER BY lower(name), id`;
}
