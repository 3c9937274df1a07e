import type { Ctx } from "@/lib/core/context";
import type { Tx } from "@/lib/db/client";
import type { SessionRow, UseRow } from "@/lib/schedule/changes";
import type { ScheduleSession } from "@/lib/schedule/schema";

/**
 * The statements that write a schedule: one for each kind of change, whatever the number of rows, which travel as one JSON
 * value.
 */

type Row = SessionRow & { uses?: unknown };

interface Changed {
  before: Row;
  after: Row;
}

/**
 * Removes sessions, and lifts those that move off their dates: a date takes one session, checked row by row, so that
 * sessions which swap dates must both have left before either arrives.
 */
export async function leaveDates(
  tx: Tx,
  cohortId: string,
  { removed, changed, now }: { removed: readonly string[]; changed: readonly Changed[]; now: Date },
): Promise<void> {
  // Cancelled sessions stand in nobody's way, so that a change of state is a move too.
  const moved = changed
    .filter(({ before, after }) => (["date", "startsAt", "state"] as const).some((one) => before[one] !== after[one]))
    .map(({ after }) => after.id);
  if (removed.length + moved.length === 0) return;
  await tx.$executeRaw`
    UPDATE session
       SET deleted_at = ${now}, updated_at = ${now},
           version = version + CASE WHEN id = ANY(${removed}::uuid[]) THEN 1 ELSE 0 END
     WHERE id = ANY(${[...removed, ...moved]}::uuid[]) AND cohort_id = ${cohortId}::uuid`;
}

/** Writes the fields of sessions that are there; one that was deleted comes back. */
export async function updateSessions(tx: Tx, cohortId: string, sessions: readonly Row[], now: Date): Promise<void> {
  if (sessions.length === 0) return;
  await tx.$executeRaw`
    UPDATE session s
       SET date = n.date, starts_at = n."startsAt", length_minutes = n."lengthMinutes", title = n.title,
           format = n.format::"SessionFormat", state = n.state::"SessionState", notes = n.notes,
           materials = n.materials, recording_url = n."recordingUrl", pinned = n.pinned,
           deleted_at = NULL, updated_at = ${now}, version = s.version + 1
      FROM jsonb_to_recordset(${rowsOf(sessions)}::jsonb)
             AS n (id uuid, date date, "startsAt" text, "lengthMinutes" int, title text, format text, state text,
                   notes text, materials text, "recordingUrl" text, pinned bool)
     WHERE s.id = n.id AND s.cohort_id = ${cohortId}::uuid`;
}

/** Adds sessions. One with the id of a deleted session of the cohort brings that one back. */
export async function addSessions(tx: Tx, cohortId: string, sessions: readonly Row[], now: Date): Promise<void> {
  if (sessions.length === 0) return;
  const known = await tx.$queryRaw<{ id: string }[]>`
    SELECT id FROM session WHERE id = ANY(${sessions.map(({ id }) => id)}::uuid[]) AND cohort_id = ${cohortId}::uuid`;
  const deleted = new Set(known.map(({ id }) => id));
  await updateSessions(
    tx,
    cohortId,
    sessions.filter(({ id }) => deleted.has(id)),
    now,
  );
  await insertSessions(
    tx,
    cohortId,
    sessions.filter(({ id }) => !deleted.has(id)),
    now,
  );
}

/** Adds sessions with ids that nothing has had. */
export async function insertSessions(tx: Tx, cohortId: string, sessions: readonly Row[], now: Date): Promise<void> {
  if (sessions.length === 0) return;
  await tx.$executeRaw`
    INSERT INTO session (id, cohort_id, date, starts_at, length_minutes, title, format, state, notes, materials,
                         recording_url, pinned, created_at, updated_at)
    SELECT id, ${cohortId}::uuid, date, "startsAt", "lengthMinutes", title, format::"SessionFormat",
           state::"SessionState", notes, materials, "recordingUrl", pinned, ${now}, ${now}
      FROM jsonb_to_recordset(${rowsOf(sessions)}::jsonb)
             AS n (id uuid, date date, "startsAt" text, "lengthMinutes" int, title text, format text, state text,
                   notes text, materials text, "recordingUrl" text, pinned bool)`;
}

function rowsOf(sessions: readonly Row[]): string {
  return JSON.stringify(sessions.map(({ uses: _, presenters: __, ...row }) => row));
}

/** Takes the uses of these sessions away and answers since when each has been there. */
export async function takeUses(
  tx: Tx,
  cohortId: string,
  sessions: readonly ScheduleSession[],
): Promise<ReadonlyMap<string, Date>> {
  const [sessionIds, useIds] = [sessions.map(({ id }) => id), sessions.flatMap(({ uses }) => uses.map(({ id }) => id))];
  const rows = await tx.$queryRaw<{ id: string; created_at: Date }[]>`
    DELETE FROM use
     WHERE (session_id = ANY(${sessionIds}::uuid[]) OR id = ANY(${useIds}::uuid[])) AND cohort_id = ${cohortId}::uuid
    RETURNING id, created_at`;
  return new Map(rows.map((row) => [row.id, row.created_at]));
}

/** Gives sessions their uses, in their order slot by slot. */
export async function insertUses(
  tx: Tx,
  cohortId: string,
  sessions: readonly ScheduleSession[],
  since: ReadonlyMap<string, Date>,
  now: Date,
): Promise<void> {
  const rows = sessions.flatMap(({ id: sessionId, uses }) =>
    uses.map((use, index) => {
      const position = uses.slice(0, index).filter(({ slot }) => slot === use.slot).length;
      return { ...use, sessionId, position, createdAt: since.get(use.id) ?? now };
    }),
  );
  await insertUseRows(tx, cohortId, rows);
}

/** Adds uses as they are, each with its position. */
export async function insertUseRows(
  tx: Tx,
  cohortId: string,
  rows: readonly (UseRow & { createdAt: Date })[],
): Promise<void> {
  if (rows.length === 0) return;
  await tx.$executeRaw`
    INSERT INTO use (id, cohort_id, session_id, resource_id, slot, position, label, optional, from_seconds, to_seconds,
                     created_at)
    SELECT id, ${cohortId}::uuid, "sessionId", "resourceId", slot::"Slot", position, label, optional, "fromSeconds",
           "toSeconds", "createdAt"
      FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
             AS n (id uuid, "sessionId" uuid, "resourceId" uuid, slot text, position int, label text, optional bool,
                   "fromSeconds" int, "toSeconds" int, "createdAt" timestamptz)`;
}

/** Writes who presents; a name that one member of the cohort bears is that member. */
export async function replacePresenters(
  ctx: Pick<Ctx, "newId">,
  tx: Tx,
  cohortId: string,
  sessions: readonly Pick<SessionRow, "id" | "presenters">[],
): Promise<void> {
  if (sessions.length === 0) return;
  await tx.$executeRaw`
    DELETE FROM presenter WHERE session_id = ANY(${sessions.map(({ id }) => id)}::uuid[]) AND cohort_id = ${cohortId}::uuid`;
  const rows = sessions.flatMap(({ id: sessionId, presenters }) =>
    presenters.map((name, position) => ({ id: ctx.newId(), sessionId, name, position })),
  );
  if (rows.length === 0) return;
  await tx.$executeRaw`
    WITH known AS (
      SELECT lower(p.name) AS name, min(m.id::text)::uuid AS member_id
        FROM member m JOIN person p ON p.id = m.person_id
       WHERE m.cohort_id = ${cohortId}::uuid AND m.state IN ('active', 'paused') GROUP BY 1 HAVING count(*) = 1)
    INSERT INTO presenter (id, cohort_id, session_id, member_id, name, position)
    SELECT n.id, ${cohortId}::uuid, n."sessionId", k.member_id, n.name, n.position
      FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS n (id uuid, "sessionId" uuid, name text, position int)
      LEFT JOIN known k ON k.name = lower(n.name)`;
}
