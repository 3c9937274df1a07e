import { randomUUID } from "node:crypto";
import { openCohort } from "@/lib/auth/scope";
import type { Actor } from "@/lib/core/context";
import type { PrismaClient } from "@/lib/db/generated/client";
import { matchKeyOf } from "@/lib/resources/rules";
import { frozenCtx, type MailCohort, makeCohort, makeMember } from "@/lib/testing/factories";

export const NOW = "2024-10-19T14:00:00Z";

/** A cohort with one organizer, whose library tests fill. */
export async function libraryWorld(db: PrismaClient, options: Parameters<typeof makeCohort>[1] = {}) {
  const cohort = await makeCohort(db, options);
  const organizer = await makeMember(db, cohort, { role: "organizer", name: "Grace" });
  const as = async ({ personId, address }: { personId: string; address: string }) => {
    const actor: Actor = { kind: "person", personId, email: address, name: "", mayCreateCohorts: false };
    const ctx = frozenCtx(db, NOW, actor);
    return { ctx, scope: await openCohort(ctx, db, cohort.slug) };
  };
  return { cohort, as, ...(await as(organizer)) };
}

/** Adds a resource that nothing uses, with the key that a schedule would give it. */
export async function makeResource(
  db: PrismaClient,
  cohort: MailCohort,
  fields: { title?: string; url?: string | null; minutes?: number | null; author?: string; stopPoints?: number[] } = {},
): Promise<string> {
  const id = randomUUID();
  const { title = "A video", url = `https://videos.example.org/${id}`, ...rest } = fields;
  const matchKey = matchKeyOf({ title, url });
  await db.resource.create({ data: { id, cohortId: cohort.id, kind: "video", title, url, matchKey, ...rest } });
  return id;
}

/** Lets a session use a resource that is there. */
export async function putIn(
  db: PrismaClient,
  cohort: MailCohort,
  sessionId: string,
  resourceId: string,
  fields: { slot?: "before" | "session" | "after" | "deep_dive"; optional?: boolean; label?: string } = {},
): Promise<string> {
  const id = randomUUID();
  const position = await db.use.count({ where: { sessionId } });
  await db.use.create({
    data: { id, cohortId: cohort.id, sessionId, resourceId, slot: "before", position, ...fields },
  });
  return id;
}
