import type { CohortScope } from "@/lib/auth/scope";
import type { CloneSource } from "@/lib/cohorts/clone/rules";
import { sectionsOf } from "@/lib/cohorts/queries";
import type { Db } from "@/lib/db/client";
import { breaksOf } from "@/lib/schedule/breaks/queries";
import { scheduleOf } from "@/lib/schedule/queries";

const RESOURCE = {
  id: true,
  kind: true,
  title: true,
  url: true,
  matchKey: true,
  minutes: true,
  author: true,
  stopPoints: true,
} as const;

/** A cohort as it can be held again, for an organizer of it. */
export async function cloneSource(db: Db, scope: CohortScope): Promise<CloneSource> {
  const cohortId = scope.cohort.id;
  const { weekday, place, meetingUrl } = scope.cohort;
  const sessions = await scheduleOf(db, scope);
  const resources = await db.resource.findMany({
    where: { cohortId, deletedAt: null },
    orderBy: [{ createdAt: "asc" }, { id: "asc" }],
    select: RESOURCE,
  });
  const openings = await db.noticeSetting.findMany({
    where: { cohortId, opening: { not: "" } },
    orderBy: { kind: "asc" },
    select: { kind: true, opening: true },
  });
  return {
    cohort: { weekday, place, meetingUrl },
    sections: (await sectionsOf(db, scope)).map(({ title, body }) => ({ title, body })),
    sessions,
    resources,
    breaks: await breaksOf(db, scope),
    openings: openings.map(({ kind, opening }) => ({ mail: `the ${kind.replaceAll("_", " ")} mail`, text: opening })),
    names: [...new Set([...(await namesOf(db, cohortId)), ...sessions.flatMap(({ presenters }) => presenters)])],
    stays: await staysOf(db, cohortId),
  };
}

async function namesOf(db: Db, cohortId: string): Promise<string[]> {
  const people = await db.person.findMany({
    where: { members: { some: { cohortId } }, name: { not: "" } },
    orderBy: { name: "asc" },
    select: { name: true },
  });
  return people.map(({ name }) => name);
}

async function staysOf(db: Db, cohortId: string): Promise<CloneSource["stays"]> {
  return db.$queryRaw<CloneSource["stays"]>`
    SELECT what, count::int FROM (VALUES
      (1, 'members', (SELECT count(*) FROM member WHERE cohort_id = ${cohortId}::uuid AND state <> 'left')),
      (2, 'ticks and other progress', (SELECT count(*) FROM progress WHERE cohort_id = ${cohortId}::uuid)),
      (3, 'questions', (SELECT count(*) FROM question WHERE cohort_id = ${cohortId}::uuid AND deleted_at IS NULL)),
      (4, 'talks', (SELECT count(*) FROM talk WHERE cohort_id = ${cohortId}::uuid)),
      (5, 'answers to who comes', (SELECT count(*) FROM attendance WHERE cohort_id = ${cohortId}::uuid)),
      (6, 'pairing rounds', (SELECT count(*) FROM round WHERE cohort_id = ${cohortId}::uuid)),
      (7, 'notices', (SELECT count(*) FROM notice WHERE cohort_id = ${cohortId}::uuid)),
      (8, 'lines of the public log',
          (SELECT count(*) FROM change WHERE cohort_id = ${cohortId}::uuid AND deleted_at IS NULL)),
      (9, 'acts in the audit log', (SELECT count(*) FROM audit WHERE cohort_id = ${cohortId}::uuid))
    ) AS n (place, what, count) ORDER BY place`;
}
