import { randomBytes, randomUUID } from "node:crypto";
import { type CohortScope, openCohort } from "@/lib/auth/scope";
import { createCohort } from "@/lib/cohorts/commands";
import type { Actor, Ctx } from "@/lib/core/context";
import type { PrismaClient } from "@/lib/db/generated/client";
import { scheduleOf } from "@/lib/schedule/queries";
import type { ScheduleSession } from "@/lib/schedule/schema";

/** The instant at which these tests happen: a Monday in the middle of the invented term. */
export const NOW = new Date("2026-11-16T15:00:00Z");

/** A context with a clock that stands still. */
export function testCtx(db: PrismaClient, actor: Actor = { kind: "cli" }, now: Date = NOW): Ctx {
  return { db, actor, now: () => now, newId: () => randomUUID(), random: (bytes) => randomBytes(bytes) };
}

/** A cohort of its own for one test, opened by the command line. */
export async function newCohort(db: PrismaClient): Promise<CohortScope> {
  return createCohort(testCtx(db), {
    slug: `term-${randomBytes(6).toString("hex")}`,
    title: "Statistics, from coins to kernels",
    timezone: "America/Chicago",
    weekday: 4,
    startsAt: "11:00",
    lengthMinutes: 60,
    place: "",
    meetingUrl: "",
    state: "open",
  });
}

/** A person with a seat in the cohort, and the cohort as they see it. */
export async function seat(
  db: PrismaClient,
  scope: CohortScope,
  role: "follower" | "learner" | "organizer",
): Promise<{ ctx: Ctx; scope: CohortScope; memberId: string }> {
  const [personId, memberId] = [randomUUID(), randomUUID()];
  const email = `${personId}@example.org`;
  await db.person.create({ data: { id: personId, email, name: "Ada" } });
  await db.member.create({ data: { id: memberId, cohortId: scope.cohort.id, personId, role, state: "active" } });
  const ctx = testCtx(db, { kind: "person", personId, email, name: "Ada", mayCreateCohorts: false });
  return { ctx, scope: await openCohort(ctx, db, scope.cohort.slug), memberId };
}

/** The session of this title, as the scope sees it. */
export async function sessionNamed(db: PrismaClient, scope: CohortScope, title: string): Promise<ScheduleSession> {
  const session = (await scheduleOf(db, scope)).find((one) => one.title === title);
  if (!session) throw new Error(`There is no ${title}.`);
  return session;
}

/** A member has finished everything in the library. */
export async function tickEverything(db: PrismaClient, scope: CohortScope, memberId: string): Promise<void> {
  const cohortId = scope.cohort.id;
  const resources = await db.resource.findMany({ where: { cohortId } });
  await db.progress.createMany({
    data: resources.map(({ id }) => ({ memberId, resourceId: id, cohortId, state: "done" })),
    skipDuplicates: true,
  });
}

/** The cohort as somebody sees it who is not signed in. */
export function asStranger(db: PrismaClient, scope: CohortScope): Promise<CohortScope> {
  return openCohort({ actor: { kind: "anonymous" } }, db, scope.cohort.slug);
}

/** What a cohort's schedule holds, row by row with versions and times, to see that nothing at all was written. */
export async function everythingOf(db: PrismaClient, scope: CohortScope) {
  const where = { cohortId: scope.cohort.id };
  const orderBy = { id: "asc" as const };
  return {
    sessions: await db.session.findMany({ where, orderBy }),
    resources: await db.resource.findMany({ where, orderBy }),
    uses: await db.use.findMany({ where, orderBy }),
    changes: await db.change.findMany({ where, orderBy }),
    audit: await db.audit.findMany({ where, orderBy }),
  };
}
