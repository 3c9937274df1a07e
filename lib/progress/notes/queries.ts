import { type CohortScope, ownMember } from "@/lib/auth/scope";
import { notFound } from "@/lib/core/errors";
import type { Db } from "@/lib/db/client";
import type { Note } from "@/lib/progress/notes/schema";

/** A note as its row is. */
export interface NoteRow extends Omit<Note, "updatedAt"> {
  updatedAt: Date;
}

const COLUMNS = { id: true, resourceId: true, atSeconds: true, body: true, version: true, updatedAt: true } as const;

/**
 * The acting member's notes on a resource, or on the one that it was merged into: those at a point in the order of the
 * points, then those on the whole. Throws `not_found` for a resource that was removed or is in another cohort.
 */
export async function notesOn(db: Db, scope: CohortScope, resourceId: string): Promise<Note[]> {
  const rows = await db.$queryRaw<(NoteRow | { id: null })[]>`
    SELECT n.id, r.id AS "resourceId", n.at_seconds AS "atSeconds", n.body, n.version, n.updated_at AS "updatedAt"
      FROM resource asked
      JOIN resource r ON r.id = coalesce(asked.merged_into_id, asked.id) AND r.deleted_at IS NULL
      LEFT JOIN note n ON n.resource_id = r.id AND n.member_id = ${ownMember(scope).id}::uuid
     WHERE asked.id = ${resourceId}::uuid AND asked.cohort_id = ${scope.cohort.id}::uuid
     ORDER BY n.at_seconds NULLS LAST, n.created_at, n.id`;
  if (rows.length === 0) throw notFound("resource");
  return rows.flatMap((row) => (row.id === null ? [] : [noteOf(row)]));
}

/** One note of the acting member; null when it is not there or is somebody else's, which nobody can tell apart. */
export async function ownNote(db: Db, scope: CohortScope, id: string): Promise<Note | null> {
  const where = { id, memberId: ownMember(scope).id, cohortId: scope.cohort.id };
  const row = await db.note.findFirst({ where, select: COLUMNS });
  return row && noteOf(row);
}

export function noteOf({ updatedAt, ...row }: NoteRow): Note {
  return { ...row, updatedAt: updatedAt.toISOString() };
}
