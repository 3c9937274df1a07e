import { recordAudit } from "@/lib/audit/commands";
import { authorise, type CohortScope, openCohort } from "@/lib/auth/scope";
import { cohortOf } from "@/lib/cohorts/queries";
import { firstSections } from "@/lib/cohorts/rules";
import type { Cohort, CreateCohort, RemoveSection, SaveSection, Section, UpdateCohort } from "@/lib/cohorts/schema";
import { tellUsual } from "@/lib/cohorts/usual/commands";
import type { Ctx } from "@/lib/core/context";
import { AppError, notFound } from "@/lib/core/errors";
import { inTransaction, type Tx } from "@/lib/db/client";
import { DEMO_ADDRESS } from "@/lib/members/demo";
import { lockSchedule } from "@/lib/schedule/standing/queries";

const SECTION = { id: true, title: true, body: true, position: true, version: true } as const;
const CHANGED_MEANWHILE = "Somebody else has changed this since you opened it. Nothing of yours was saved yet.";

/**
 * Creates a cohort with its first sections; a person who creates one organizes it. Throws `forbidden` to somebody who
 * may not create cohorts, `conflict` for a slug that is taken.
 */
export async function createCohort(ctx: Ctx, input: CreateCohort): Promise<CohortScope> {
  authoriseCreation(ctx);
  return inTransaction(ctx, async (tx) => {
    const id = ctx.newId();
    const now = ctx.now();
    if (await tx.cohort.findUnique({ where: { slug: input.slug }, select: { id: true } })) {
      throw new AppError("conflict", "A cohort with this address exists.", { slug: "This address is taken." });
    }
    await tx.cohort.create({ data: { id, ...input, createdAt: now, updatedAt: now } });
    await tx.section.createMany({
      data: firstSections(input.title).map((section, position) => ({
        id: ctx.newId(),
        cohortId: id,
        ...section,
        position,
        updatedAt: now,
      })),
    });
    if (ctx.actor.kind === "person") {
      const { personId } = ctx.actor;
      await tx.member.create({
        data: { id: ctx.newId(), cohortId: id, personId, role: "organizer", state: "active", joinedAt: now },
      });
    } else {
      await seatOperators(ctx, tx, id);
    }
    await recordAudit(ctx, tx, {
      cohortId: id,
      action: "cohort.created",
      subjectKind: "cohort",
      subjectId: id,
      after: input,
    });
    return openCohort(ctx, tx, input.slug);
  });
}

/**
 * Changes a cohort's settings, and tells in the public log what that means for the sessions to come. Throws `conflict` with
 * what stands now when `version` is out of date.
 */
export async function updateCohort(ctx: Ctx, scope: CohortScope, input: UpdateCohort): Promise<Cohort> {
  authorise(ctx, scope, "cohort.edit");
  const { cohort: slug, version, ...data } = input;
  return inTransaction(ctx, async (tx) => {
    await lockSchedule(tx, scope);
    const before = cohortOf(await openCohort(ctx, tx, slug));
    const { count } = await tx.cohort.updateMany({
      where: { id: scope.cohort.id, version, deletedAt: null },
      data: { ...data, version: { increment: 1 }, updatedAt: ctx.now() },
    });
    const after = cohortOf(await openCohort(ctx, tx, slug));
    if (count === 0) throw new AppError("conflict", CHANGED_MEANWHILE, {}, after);
    await tellUsual(ctx, tx, scope, { before, after });
    await recordAudit(ctx, tx, {
      cohortId: scope.cohort.id,
      action: "cohort.changed",
      subjectKind: "cohort",
      subjectId: scope.cohort.id,
      before,
      after,
    });
    return after;
  });
}

/** Adds a section, or changes one. Throws `conflict` with what stands now when `version` is out of date. */
export async function saveSection(ctx: Ctx, scope: CohortScope, input: SaveSection): Promise<Section> {
  authorise(ctx, scope, "section.edit");
  const cohortId = scope.cohort.id;
  return inTransaction(ctx, async (tx) => {
    const { title, body } = input;
    let before: Section | null = null;
    let id = input.id;
    if (id) {
      before = await tx.section.findFirst({ where: { id, cohortId, deletedAt: null }, select: SECTION });
      if (!before) throw notFound("section");
      const { count } = await tx.section.updateMany({
        where: { id, cohortId, version: input.version ?? 0, deletedAt: null },
        data: { title, body, version: { increment: 1 }, updatedAt: ctx.now() },
      });
      if (count === 0) throw await sectionConflict(tx, id);
    } else {
      id = ctx.newId();
      const position = await tx.section.count({ where: { cohortId } });
      await tx.section.create({ data: { id, cohortId, title, body, position, updatedAt: ctx.now() } });
    }
    const after = await tx.section.findUniqueOrThrow({ where: { id }, select: SECTION });
    await recordAudit(ctx, tx, {
      cohortId,
      action: before ? "section.changed" : "section.added",
      subjectKind: "section",
      subjectId: id,
      ...(before ? { before } : {}),
      after,
    });
    return after;
  });
}

/**
 * Takes a section off the page; the audit log keeps what it said. Throws `conflict` with what stands now when `version` is
 * out of date, `not_found` on a second call.
 */
export async function removeSection(ctx: Ctx, scope: CohortScope, { id, version }: RemoveSection): Promise<void> {
  authorise(ctx, scope, "section.edit");
  await inTransaction(ctx, async (tx) => {
    const there = { id, cohortId: scope.cohort.id, deletedAt: null };
    const rows = await tx.section.updateManyAndReturn({ where: { ...there, version }, data: { deletedAt: ctx.now() } });
    const before = rows[0];
    if (!before)
      throw (await tx.section.count({ where: there })) > 0 ? await sectionConflict(tx, id) : notFound("section");
    await recordAudit(ctx, tx, {
      cohortId: scope.cohort.id,
      action: "section.removed",
      subjectKind: "section",
      subjectId: id,
      before: { title: before.title, body: before.body, position: before.position },
    });
  });
}

/** What stands now is read after the other's change was committed, or it would be what the caller already has. */
async function sectionConflict(tx: Tx, id: string): Promise<AppError> {
  const current = await tx.section.findUnique({ where: { id }, select: SECTION });
  return new AppError("conflict", CHANGED_MEANWHILE, {}, current);
}

/** Removes the demo cohort and its invented people for good; people who really joined it keep their account. */
export async function removeDemo(ctx: Ctx, scope: CohortScope): Promise<void> {
  authorise(ctx, scope, "demo.remove");
  await inTransaction(ctx, async (tx) => {
    const { count } = await tx.cohort.deleteMany({ where: { id: scope.cohort.id, demo: true } });
    if (count === 0) throw new AppError("invalid", "Only a demo cohort can be removed for good.");
    await tx.person.deleteMany({ where: { email: { endsWith: DEMO_ADDRESS } } });
    await recordAudit(ctx, tx, {
      cohortId: null,
      action: "demo.removed",
      subjectKind: "cohort",
      subjectId: scope.cohort.id,
    });
  });
}

/** The right to create cohorts on this server, which is no role in a cohort. */
export function authoriseCreation(ctx: Ctx): void {
  const { actor } = ctx;
  if (actor.kind === "cli" || actor.kind === "job") return;
  if (actor.kind === "anonymous") throw new AppError("unauthenticated", "Sign in first.");
  if (actor.kind !== "person" || !actor.mayCreateCohorts) {
    throw new AppError("forbidden", "Your account may not create cohorts on this server.");
  }
}

// A cohort made at the command line belongs to the people who run this server; without them nobody could open it.
async function seatOperators(ctx: Ctx, tx: Tx, cohortId: string): Promise<void> {
  const operators = await tx.person.findMany({ where: { mayCreateCohorts: true }, select: { id: true } });
  await tx.member.createMany({
    data: operators.map(({ id }) => ({
      id: ctx.newId(),
      cohortId,
      personId: id,
      role: "organizer" as const,
      state: "active" as const,
      joinedAt: ctx.now(),
    })),
  });
}
