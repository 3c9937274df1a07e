import { recordAudit } from "@/lib/audit/commands";
import { createCohort } from "@/lib/cohorts/commands";
import type { Ctx } from "@/lib/core/context";
import { inTransaction, type Tx } from "@/lib/db/client";
import { demoAddress } from "@/lib/members/demo";
import { importSchedule } from "@/lib/schedule/import/commands";
import { scheduleOf } from "@/lib/schedule/queries";
import { addDays, dateIn, instantOf, type LocalDate, weekdayOf } from "@/lib/time/zones";
import {
  DEMO_CHANGES,
  DEMO_SECTIONS,
  DEMO_SESSIONS,
  DEMO_TITLE,
  DEMO_ZONE,
  NEXT,
  OPTIONAL,
  STOP_POINTS,
} from "@/prisma/seed/demo-cohort";
import { addLife, type Demo } from "@/prisma/seed/demo-life";
import { DEMO_PEOPLE } from "@/prisma/seed/demo-people";

export const DEMO_SLUG = "demo";

/**
 * Adds a cohort in the middle of its term: the schedule through the importer, then its people and what they did, all in
 * one transaction. The same day gives the same progress. Returns null and changes nothing when the demo is there already;
 * with `ifEmpty` also when there is any other cohort, or when the demo was removed on purpose.
 */
export async function loadDemo(
  ctx: Ctx,
  options: { ifEmpty?: boolean } = {},
): Promise<{ sessions: number; members: number } | null> {
  return inTransaction(ctx, async (tx) => {
    // Two starts at once would both find nothing; the second waits here and finds the demo.
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtext('convene demo'))`;
    if (await isUnwanted(tx, options)) return null;
    const today = dateIn(ctx.now(), DEMO_ZONE);
    const next = nextDate(today);
    const dates = DEMO_SESSIONS.map((_, index) => addDays(next, (index - NEXT) * 7));
    const first = dates[0] ?? next;
    // The schedule came out three weeks before the term, and so the public log and the audit say.
    const published = instantOf(addDays(first, -21), "09:00", DEMO_ZONE);
    const early: Ctx = { ...ctx, db: tx, now: () => published };
    const scope = await createCohort(early, {
      slug: DEMO_SLUG,
      title: DEMO_TITLE,
      timezone: DEMO_ZONE,
      weekday: weekdayOf(next),
      startsAt: "11:00",
      lengthMinutes: 60,
      place: "Room 219a",
      meetingUrl: "https://meet.example.org/deep-learning",
      state: "running",
    });
    const { id } = scope.cohort;
    await tx.cohort.updateMany({ where: { id }, data: { demo: true } });
    await writeSections(early, tx, id);
    await importSchedule(early, scope, {
      // Who presents is written once there are people, and what was posted afterwards with it.
      rows: DEMO_SESSIONS.map(({ title, format, resources }, index) => {
        return { title, format, resources, date: dates[index] ?? next };
      }),
      publish: true,
    });
    const members = await addPeople(early, tx, id);
    const demo: Demo = { scope, dates, members, sessions: await scheduleOf(tx, scope) };
    await dress(ctx, tx, demo, next);
    await addLife(ctx, tx, demo);
    await recordAudit({ ...ctx, db: tx }, tx, {
      cohortId: id,
      action: "demo.loaded",
      subjectKind: "cohort",
      subjectId: id,
    });
    return { sessions: demo.sessions.length, members: members.size };
  });
}

async function isUnwanted(tx: Tx, { ifEmpty }: { ifEmpty?: boolean }): Promise<boolean> {
  if (await tx.cohort.findUnique({ where: { slug: DEMO_SLUG }, select: { id: true } })) return true;
  if (!ifEmpty) return false;
  const removed = await tx.audit.findFirst({ where: { action: "demo.removed" }, select: { id: true } });
  return removed !== null || (await tx.cohort.count({ where: { deletedAt: null } })) > 0;
}

async function writeSections(ctx: Ctx, tx: Tx, cohortId: string): Promise<void> {
  await tx.section.deleteMany({ where: { cohortId } });
  await tx.section.createMany({
    data: DEMO_SECTIONS.map((section, position) => {
      return { id: ctx.newId(), cohortId, ...section, position, updatedAt: ctx.now() };
    }),
  });
}

/** Gives every invented person a seat, and answers the seats by name. */
async function addPeople(ctx: Ctx, tx: Tx, cohortId: string): Promise<Map<string, string>> {
  const now = ctx.now();
  await tx.person.createMany({
    data: DEMO_PEOPLE.map(({ name, timezone }) => {
      return { id: ctx.newId(), email: demoAddress(name), name, timezone, emailVerifiedAt: now, createdAt: now };
    }),
    skipDuplicates: true,
  });
  const people = await tx.person.findMany({
    where: { email: { in: DEMO_PEOPLE.map(({ name }) => demoAddress(name)) } },
    select: { id: true, email: true },
  });
  const idOf = new Map(people.map(({ id, email }) => [email, id]));
  const members = DEMO_PEOPLE.map(({ name, lab, role, timezone, purpose, state }) => ({
    name,
    row: {
      id: ctx.newId(),
      cohortId,
      personId: idOf.get(demoAddress(name)) ?? "",
      role,
      state: state ?? ("active" as const),
      lab,
      timezone,
      purpose,
      wantsPartner: role !== "follower",
      sharesAddress: false,
      joinedAt: now,
      updatedAt: now,
    },
  }));
  await tx.member.createMany({ data: members.map(({ row }) => row) });
  return new Map(members.map(({ name, row }) => [name, row.id]));
}

/** What an organizer adds by hand: presenters, notes after a session, optional readings, stop points, the log. */
async function dress(ctx: Ctx, tx: Tx, { scope, dates, members, sessions }: Demo, next: LocalDate): Promise<void> {
  const cohortId = scope.cohort.id;
  for (const [index, session] of sessions.entries()) {
    const { notes = "", materials = "", presenters = [] } = DEMO_SESSIONS[index] ?? {};
    if (notes || materials)
      await tx.session.updateMany({ where: { id: session.id, cohortId }, data: { notes, materials } });
    await tx.presenter.createMany({
      data: presenters.map((name, position) => {
        return {
          id: ctx.newId(),
          cohortId,
          sessionId: session.id,
          memberId: members.get(name) ?? null,
          name,
          position,
        };
      }),
    });
    const optional = session.uses.filter(({ title }) => OPTIONAL.has(title)).map(({ id }) => id);
    await tx.use.updateMany({ where: { id: { in: optional }, cohortId }, data: { optional: true } });
  }
  await tx.resource.updateMany({
    where: { cohortId, matchKey: STOP_POINTS.key },
    data: { stopPoints: STOP_POINTS.seconds },
  });
  await tx.change.createMany({
    data: DEMO_CHANGES.map(({ daysBefore, session, text }) => ({
      id: ctx.newId(),
      cohortId,
      sessionId: session === null ? null : (sessions.find(({ date }) => date === dates[session])?.id ?? null),
      text,
      // Two days before the next session may be tomorrow; nothing in the log lies ahead.
      at: earlier(instantOf(addDays(next, -daysBefore), "16:20", DEMO_ZONE), new Date(ctx.now().getTime() - 3_600_000)),
    })),
  });
}

/** Three days from today, or two where that spares people a weekend. */
export function nextDate(today: LocalDate): LocalDate {
  const [soon, later] = [addDays(today, 2), addDays(today, 3)];
  return weekdayOf(later) === 6 && weekdayOf(soon) === 5 ? soon : later;
}

function earlier(a: Date, b: Date): Date {
  return a.getTime() < b.getTime() ? a : b;
}
