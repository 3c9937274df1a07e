import { authorise, type CohortScope, ownMember } from "@/lib/auth/scope";
import type { Ctx } from "@/lib/core/context";
import { AppError, notFound } from "@/lib/core/errors";
import { inTransaction, type Tx } from "@/lib/db/client";
import { type NoteRow, noteOf, ownNote } from "@/lib/progress/notes/queries";
import { type AddNote, type ChangeNote, NOTES_ON_ONE, type Note, type RemoveNote } from "@/lib/progress/notes/schema";
import { liveResource } from "@/lib/resources/merge/queries";

// Notes are private: of all writes, these alone leave nothing in the audit log, which organizers read.

const CHANGED_MEANWHILE = "This note has changed since you opened it. Nothing of what you wrote now was saved yet.";

/**
 * Adds a note of the acting member; on a resource that was merged into another it is on that one. A second call with the
 * same id changes nothing and answers the note as it stands. Throws `not_found` for a resource of another cohort.
 */
export async function addNote(ctx: Ctx, scope: CohortScope, input: AddNote): Promise<Note> {
  authorise(ctx, scope, "progress.mark");
  const memberId = ownMember(scope).id;
  const { id, atSeconds, body } = input;
  return inTransaction(ctx, async (tx) => {
    const resourceId = await liveResource(tx, scope, input.resourceId);
    const now = ctx.now();
    const added = await tx.$executeRaw`
      INSERT INTO note (id, member_id, resource_id, cohort_id, at_seconds, body, created_at, updated_at)
      SELECT ${id}::uuid, ${memberId}::uuid, ${resourceId}::uuid, ${scope.cohort.id}::uuid, ${atSeconds}::int, ${body}, ${now}, ${now}
       WHERE (SELECT count(*) FROM note WHERE member_id = ${memberId}::uuid AND resource_id = ${resourceId}::uuid) < ${NOTES_ON_ONE}
      ON CONFLICT (id) DO NOTHING`;
    const note = await ownNote(tx, scope, id);
    if (note) return note;
    if (added > 0 || (await tx.note.count({ where: { id } })) > 0) throw notFound("note");
    throw new AppError("invalid", `You have ${NOTES_ON_ONE} notes on this. Remove one first.`);
  });
}

/**
 * Changes the words of a note and the point they are at. Throws `conflict` with the note as it stands when `version` is out
 * of date, `not_found` for a note of anybody else. The same words change nothing, so that a second call succeeds too.
 */
export async function changeNote(ctx: Ctx, scope: CohortScope, input: ChangeNote): Promise<Note> {
  authorise(ctx, scope, "progress.mark");
  const memberId = ownMember(scope).id;
  const { id, version, atSeconds, body } = input;
  return inTransaction(ctx, async (tx) => {
    const [changed] = await tx.$queryRaw<NoteRow[]>`
      UPDATE note SET at_seconds = ${atSeconds}::int, body = ${body}, version = version + 1, updated_at = ${ctx.now()}
       WHERE id = ${id}::uuid AND member_id = ${memberId}::uuid AND cohort_id = ${scope.cohort.id}::uuid
         AND version = ${version} AND (at_seconds, body) IS DISTINCT FROM (${atSeconds}::int, ${body}::text)
      RETURNING id, resource_id AS "resourceId", at_seconds AS "atSeconds", body, version, updated_at AS "updatedAt"`;
    if (changed) return noteOf(changed);
    const stands = await standing(tx, scope, id);
    if (stands.body === body && stands.atSeconds === atSeconds) return stands;
    throw new AppError("conflict", CHANGED_MEANWHILE, {}, stands);
  });
}

/**
 * Removes a note and answers what it was; adding it again under its id brings it back. Throws `conflict` with the note as it
 * stands when it has changed meanwhile, `not_found` on a second call and for a note of anybody else.
 */
export async function removeNote(ctx: Ctx, scope: CohortScope, { id, version }: RemoveNote): Promise<Note> {
  authorise(ctx, scope, "progress.mark");
  const memberId = ownMember(scope).id;
  return inTransaction(ctx, async (tx) => {
    const [removed] = await tx.$queryRaw<NoteRow[]>`
      DELETE FROM note
       WHERE id = ${id}::uuid AND member_id = ${memberId}::uuid AND cohort_id = ${scope.cohort.id}::uuid AND version = ${version}
      RETURNING id, resource_id AS "resourceId", at_seconds AS "atSeconds", body, version, updated_at AS "updatedAt"`;
    if (removed) return noteOf(removed);
    throw new AppError("conflict", CHANGED_MEANWHILE, {}, await standing(tx, scope, id));
  });
}

async function standing(tx: Tx, scope: CohortScope, id: string): Promise<Note> {
  const note = await ownNote(tx, scope, id);
  if (!note) throw notFound("note");
  return note;
}
