import type { CohortScope } from "@/lib/auth/scope";
import type { Db } from "@/lib/db/client";
import { Prisma } from "@/lib/db/generated/client";
import type {
  AnswerEntry,
  Batch,
  DayEntry,
  NoteEntry,
  ProgressEntry,
  QuestionEntry,
} from "@/lib/progress/history/export/schema";
import { visibilityOf } from "@/lib/progress/peers/queries";
import { readRanges } from "@/lib/progress/ranges/rules";
import { WITHDRAWN } from "@/lib/questions/queries";

/** Rows read at once, so that a long history costs no more memory than a short one. */
const BATCH = 500;
const START = "00000000-0000-0000-0000-000000000000";

/** An instant as a file has it; `to_char` knows no zone of its own. */
const iso = (column: Prisma.Sql) => Prisma.sql`to_char(${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')`;

/**
 * Everything one member did in a cohort, and of nobody else anything: what they did of each resource, the days they
 * watched on, their notes, their questions with those that were taken back, whether they said they come, and whom they let
 * see their progress. Read in batches while a file is written.
 */
export async function* batchesOf(db: Db, scope: CohortScope, memberId: string): AsyncGenerator<Batch> {
  const own = { memberId, cohortId: scope.cohort.id };
  for await (const rows of paged((after) => progressRows(db, own, after)))
    yield {
      kind: "progress",
      rows: rows.map(({ id: _, watched, ...row }) => ({ ...row, watched: readRanges(watched) })),
    };
  yield { kind: "days", rows: await dayRows(db, own) };
  for await (const rows of paged((after) => noteRows(db, own, after)))
    yield { kind: "notes", rows: rows.map(({ id: _, ...row }) => row) };
  for await (const rows of paged((after) => questionRows(db, own, after)))
    yield { kind: "questions", rows: rows.map(({ id: _, ...row }) => row) };
  yield { kind: "answers", rows: await answerRows(db, own) };
  const { visibility, cohortVisibility } = await visibilityOf(db, scope, memberId);
  yield { kind: "visibility", rows: [{ chosen: visibility, cohort: cohortVisibility }] };
}

interface Own {
  memberId: string;
  cohortId: string;
}

/** Ids are UUIDs in no order that means anything, but in one that stays while a file is written. */
async function* paged<Row extends { id: string }>(read: (after: string) => Promise<Row[]>): AsyncGenerator<Row[]> {
  let after = START;
  for (;;) {
    const rows = await read(after);
    if (rows.length > 0) yield rows;
    if (rows.length < BATCH) return;
    after = rows.at(-1)?.id ?? after;
  }
}

type Stored = Omit<ProgressEntry, "watched"> & { id: string; watched: string };

function progressRows(db: Db, { memberId, cohortId }: Own, after: string): Promise<Stored[]> {
  return db.$queryRaw<Stored[]>`
    SELECT p.resource_id AS id, r.title, r.url, p.state::text AS state, p.watched::text AS watched,
           p.stopped_at_seconds AS "stoppedAt", p.length_seconds AS "lengthSeconds", p.minutes_taken AS "minutesTaken",
           p.source::text AS source, coalesce(marker.name, '') AS "markedBy", p.reason,
           ${iso(Prisma.sql`p.done_at`)} AS "doneAt", ${iso(Prisma.sql`p.updated_at`)} AS "updatedAt"
      FROM progress p
      JOIN resource r ON r.id = p.resource_id
      LEFT JOIN person marker ON marker.id = p.marked_by_id
     WHERE p.member_id = ${memberId}::uuid AND p.cohort_id = ${cohortId}::uuid AND p.resource_id > ${after}::uuid
     ORDER BY p.resource_id LIMIT ${BATCH}`;
}

function dayRows(db: Db, { memberId, cohortId }: Own): Promise<DayEntry[]> {
  return db.$queryRaw<DayEntry[]>`
    SELECT to_char(day, 'YYYY-MM-DD') AS day, seconds
      FROM watched_day WHERE member_id = ${memberId}::uuid AND cohort_id = ${cohortId}::uuid ORDER BY watched_day.day`;
}

function noteRows(db: Db, { memberId, cohortId }: Own, after: string): Promise<(NoteEntry & { id: string })[]> {
  return db.$queryRaw<(NoteEntry & { id: string })[]>`
    SELECT n.id, r.title, r.url, n.at_seconds AS at, n.body AS text,
           ${iso(Prisma.sql`n.created_at`)} AS "createdAt", ${iso(Prisma.sql`n.updated_at`)} AS "updatedAt"
      FROM note n JOIN resource r ON r.id = n.resource_id
     WHERE n.member_id = ${memberId}::uuid AND n.cohort_id = ${cohortId}::uuid AND n.id > ${after}::uuid
     ORDER BY n.id LIMIT ${BATCH}`;
}

function questionRows(db: Db, { memberId, cohortId }: Own, after: string): Promise<(QuestionEntry & { id: string })[]> {
  return db.$queryRaw<(QuestionEntry & { id: string })[]>`
    SELECT q.id, to_char(s.date, 'YYYY-MM-DD') AS session, s.title AS "sessionTitle", r.title, r.url,
           q.at_seconds AS at, q.body AS text, ${iso(Prisma.sql`q.created_at`)} AS "createdAt",
           ${iso(Prisma.sql`q.answered_at`)} AS "answeredAt", ${WITHDRAWN} AS withdrawn,
           ${iso(Prisma.sql`q.deleted_at`)} AS "withdrawnAt"
      FROM question q
      JOIN session s ON s.id = q.session_id
      LEFT JOIN resource r ON r.id = q.resource_id
     WHERE q.member_id = ${memberId}::uuid AND q.cohort_id = ${cohortId}::uuid AND q.id > ${after}::uuid
     ORDER BY q.id LIMIT ${BATCH}`;
}

function answerRows(db: Db, { memberId, cohortId }: Own): Promise<AnswerEntry[]> {
  return db.$queryRaw<AnswerEntry[]>`
    SELECT to_char(s.date, 'YYYY-MM-DD') AS session, s.title AS "sessionTitle", a.answer::text AS answer,
           ${iso(Prisma.sql`a.updated_at`)} AS "updatedAt"
      FROM attendance a JOIN session s ON s.id = a.session_id
     WHERE a.member_id = ${memberId}::uuid AND a.cohort_id = ${cohortId}::uuid
     ORDER BY s.date, s.id`;
}
