import { createHash } from "node:crypto";
import { recordAudit } from "@/lib/audit/commands";
import { authorise, type CohortScope, openCohort } from "@/lib/auth/scope";
import { cloneSource } from "@/lib/cohorts/clone/queries";
import { type ClonePlan, type CloneSource, planClone } from "@/lib/cohorts/clone/rules";
import { type CloneCohort, type ClonedCohort, cloneCohort as schema } from "@/lib/cohorts/clone/schema";
import { authoriseCreation, createCohort } from "@/lib/cohorts/commands";
import { cohortOf } from "@/lib/cohorts/queries";
import type { Ctx } from "@/lib/core/context";
import { AppError } from "@/lib/core/errors";
import { inTransaction, type Tx } from "@/lib/db/client";
import { sessionName } from "@/lib/schedule/rules";
import { lockSchedule } from "@/lib/schedule/standing/queries";
import { toDateColumn } from "@/lib/time/zones";

/**
 * Makes a new cohort from one that was held, or only says what it would be: a draft of the acting person's, its sessions
 * drafts. Nothing of a member comes along, and the source stays as it is. Throws `forbidden` to somebody who may not
 * create cohorts on this server, and `conflict` for an address that is taken or, with the new preview as what stands now,
 * for a `fingerprint` of a source that has changed.
 */
export async function cloneCohort(
  ctx: Ctx,
  scope: CohortScope,
  input: Parameters<typeof schema.parse>[0],
): Promise<ClonedCohort> {
  authorise(ctx, scope, "cohort.clone");
  authoriseCreation(ctx);
  const asked = schema.parse(input);
  return inTransaction(ctx, async (tx) => {
    // So that all of the source is of one moment.
    await lockSchedule(tx, scope);
    const source = await cloneSource(tx, scope);
    const fingerprint = fingerprintOf(source);
    const plan = planClone(source, asked, ctx.newId);
    const taken = await tx.cohort.count({ where: { slug: asked.slug } });
    const preview = previewOf(plan, { fingerprint, slugTaken: taken > 0 });
    if (asked.dryRun) return preview;
    if (asked.fingerprint !== undefined && asked.fingerprint !== fingerprint) {
      const message = "The cohort has changed since this was shown. Nothing was made; look at it again.";
      throw new AppError("conflict", message, {}, preview);
    }
    const made = await makeCohort({ ...ctx, db: tx }, tx, scope, asked, plan);
    return { ...preview, cohort: cohortOf(made) };
  });
}

/** Of what comes along; that a member joins or ticks something meanwhile is no reason to refuse. */
function fingerprintOf({ stays: _, names: __, ...source }: CloneSource): string {
  return createHash("sha256").update(JSON.stringify(source)).digest("base64url");
}

function previewOf(
  { weekday, sessions, sections, resources, uses, breaks, flags, leftOut }: ClonePlan,
  more: Pick<ClonedCohort, "fingerprint" | "slugTaken">,
): ClonedCohort {
  return {
    cohort: null,
    weekday,
    sessions: sessions.map(({ id, date, was }) => ({
      title: sessionName(was),
      from: was.date,
      to: date,
      uses: uses.filter(({ sessionId }) => sessionId === id).length,
    })),
    sections: sections.map(({ title }) => title),
    resources: resources.length,
    uses: uses.length,
    breaks: breaks.map(({ title, firstDay, lastDay }) => ({ title, firstDay, lastDay })),
    flags,
    leftOut,
    ...more,
  };
}

async function makeCohort(
  ctx: Ctx,
  tx: Tx,
  source: CohortScope,
  { slug, title, take, firstDate, noSessionWeeks }: CloneCohort,
  plan: ClonePlan,
): Promise<CohortScope> {
  const { timezone, startsAt, lengthMinutes, place, meetingUrl } = source.cohort;
  const made = await createCohort(ctx, {
    slug,
    title,
    timezone,
    weekday: plan.weekday,
    startsAt,
    lengthMinutes,
    place: take.settings ? place : "",
    meetingUrl: take.meetingLink ? meetingUrl : "",
    state: "draft",
  });
  const cohortId = made.cohort.id;
  if (take.settings) await copySettings(ctx, tx, source.cohort.id, cohortId);
  await writeRows(ctx, tx, cohortId, take.sections, plan);
  await recordAudit(ctx, tx, {
    cohortId,
    action: "cohort.cloned",
    subjectKind: "cohort",
    subjectId: cohortId,
    after: {
      from: source.cohort.slug,
      fromTitle: source.cohort.title,
      firstDate,
      take,
      noSessionWeeks,
      sessions: plan.sessions.length,
      resources: plan.resources.length,
      uses: plan.uses.length,
      sections: plan.sections.length,
      breaks: plan.breaks.length,
    },
  });
  return openCohort(ctx, tx, slug);
}

/** Whatever a cohort chose besides what `createCohort` asks for. Secrets are not choices: the calendar's key is not copied. */
async function copySettings(ctx: Ctx, tx: Tx, from: string, to: string): Promise<void> {
  const now = ctx.now();
  await tx.$executeRaw`
    UPDATE cohort c SET progress_visibility = s.progress_visibility, done_at_percent = s.done_at_percent,
                        calendar_public = s.calendar_public
      FROM cohort s WHERE c.id = ${to}::uuid AND s.id = ${from}::uuid`;
  await tx.$executeRaw`
    INSERT INTO notice_setting (cohort_id, kind, enabled, lead_days, local_time, opening, updated_at)
    SELECT ${to}::uuid, kind, enabled, lead_days, local_time, opening, ${now} FROM notice_setting
     WHERE cohort_id = ${from}::uuid`;
  await tx.$executeRaw`
    INSERT INTO import_setting (cohort_id, columns, day_first, updated_at)
    SELECT ${to}::uuid, columns, day_first, ${now} FROM import_setting WHERE cohort_id = ${from}::uuid`;
}

async function writeRows(ctx: Ctx, tx: Tx, cohortId: string, withSections: boolean, plan: ClonePlan): Promise<void> {
  const [now, stamps] = [ctx.now(), { createdAt: ctx.now(), updatedAt: ctx.now() }];
  if (withSections) {
    // Those that every cohort starts with were written in this transaction, and nobody has seen them.
    await tx.section.deleteMany({ where: { cohortId } });
    await tx.section.createMany({
      data: plan.sections.map((section, position) => ({
        id: ctx.newId(),
        cohortId,
        ...section,
        position,
        updatedAt: now,
      })),
    });
  }
  await tx.session.createMany({
    data: plan.sessions.map(({ was: _, date, ...session }) => ({
      ...session,
      ...stamps,
      cohortId,
      date: toDateColumn(date),
      state: "draft" as const,
    })),
  });
  await tx.resource.createMany({ data: plan.resources.map((resource) => ({ ...resource, ...stamps, cohortId })) });
  await tx.use.createMany({ data: plan.uses.map((use) => ({ ...use, cohortId, createdAt: now })) });
  await tx.break.createMany({
    data: plan.breaks.map(({ firstDay, lastDay, ...rest }) => ({
      ...rest,
      cohortId,
      firstDay: toDateColumn(firstDay),
      lastDay: toDateColumn(lastDay),
    })),
  });
}
