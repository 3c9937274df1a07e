import type { Actor, Ctx } from "@/lib/core/context";
import type { Tx } from "@/lib/db/client";
import type { Prisma } from "@/lib/db/generated/client";

export interface AuditEntry {
  cohortId: string | null;
  /** What was done, `noun.verb` in the past: `session.changed`. */
  action: string;
  subjectKind: string;
  subjectId: string;
  before?: unknown;
  after?: unknown;
}

/** The context of an act that takes another one back: whatever is recorded in it says so. */
export interface UndoCtx extends Ctx {
  /** The audit row that is undone. */
  readonly undoes: string;
}

/**
 * Adds one row to the audit log inside the transaction of the change itself; answers its id. Values must hold no secrets.
 * In the context of an undo the row is `audit.undone` and its `after` names what it undoes.
 */
export async function recordAudit(ctx: Ctx | UndoCtx, tx: Tx, said: AuditEntry): Promise<string> {
  const { kind, id } = auditActor(ctx.actor);
  const entry = "undoes" in ctx ? asUndo(said, ctx.undoes) : said;
  const row = await tx.audit.create({
    select: { id: true },
    data: {
      id: ctx.newId(),
      cohortId: entry.cohortId,
      actorKind: kind,
      actorId: id,
      action: entry.action,
      subjectKind: entry.subjectKind,
      subjectId: entry.subjectId,
      ...(entry.before === undefined ? {} : { before: entry.before as Prisma.InputJsonValue }),
      ...(entry.after === undefined ? {} : { after: entry.after as Prisma.InputJsonValue }),
      at: ctx.now(),
    },
  });
  return row.id;
}

function asUndo(entry: AuditEntry, undoes: string): AuditEntry {
  const after = typeof entry.after === "object" ? entry.after : {};
  return { ...entry, action: "audit.undone", after: { ...after, undoes } };
}

/** Who did it, as the audit log names them. */
export function auditActor(actor: Actor): { kind: "person" | "job" | "token" | "cli"; id: string } {
  switch (actor.kind) {
    case "person":
      return { kind: "person", id: actor.personId };
    case "token":
      return { kind: "token", id: actor.personId };
    case "job":
      return { kind: "job", id: actor.name };
    case "cli":
      return { kind: "cli", id: "cli" };
    case "anonymous":
      return { kind: "token", id: "anonymous" };
  }
}
