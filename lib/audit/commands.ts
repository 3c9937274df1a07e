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

/** Adds one row to the audit log inside the transaction of the change itself. Values must hold no secrets. */
export async function recordAudit(ctx: Ctx, tx: Tx, entry: AuditEntry): Promise<void> {
  const { kind, id } = auditActor(ctx.actor);
  await tx.audit.create({
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
}

function auditActor(actor: Actor): { kind: "person" | "job" | "token" | "cli"; id: string } {
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
