import { describe, expect, it } from "vitest";
import { openCohort } from "@/lib/auth/scope";
import { demoLoad, demoRemove } from "@/lib/cli/commands/demo";
import { removeDemo } from "@/lib/cohorts/commands";
import { isDemoAddress } from "@/lib/members/demo";
import { scheduleOf } from "@/lib/schedule/queries";
import { nextSession } from "@/lib/schedule/rules";
import { newCohort, testCtx } from "@/lib/schedule/testing/world";
import { testDatabase } from "@/lib/testing/database";
import { addDays, daysBetween, weekdayOf } from "@/lib/time/zones";
import { DEMO_SLUG, loadDemo, nextDate } from "@/prisma/seed/demo";

const test = testDatabase();

async function counts() {
  const { db } = test;
  const tables = [
    db.cohort,
    db.section,
    db.session,
    db.resource,
    db.use,
    db.person,
    db.member,
    db.progress,
    db.attendance,
    db.question,
    db.talk,
    db.round,
    db.group,
    db.groupMember,
    db.change,
    db.presenter,
  ] as const;
  return Promise.all(tables.map((table) => (table.count as () => Promise<number>)()));
}

// One story in order: every test begins where the one before it ended.
describe("the demo", { shuffle: false }, () => {
  const quiet = () => testCtx(test.db, { kind: "cli" }, new Date("2026-11-24T18:00:00Z"));

  it("is a cohort in the middle of its term, with the next session in three days", async () => {
    expect(await loadDemo(quiet(), { ifEmpty: true })).toEqual({ sessions: 14, members: 24 });
    const scope = await openCohort(quiet(), test.db, DEMO_SLUG);
    expect(scope.cohort).toMatchObject({ demo: true, state: "running", weekday: 5 });
    const sessions = await scheduleOf(test.db, scope);
    const dates = sessions.map(({ date }) => date);
    expect(dates.map(weekdayOf)).toEqual(Array(14).fill(scope.cohort.weekday));
    expect(daysBetween(dates[0] ?? "", dates[13] ?? "")).toBe(13 * 7);
    const next = nextSession(sessions, quiet().now(), scope.cohort);
    expect(daysBetween("2026-11-24", next?.date ?? "")).toBe(3);
    expect(next?.uses.filter(({ slot }) => slot === "before").length).toBeGreaterThanOrEqual(3);
    expect(sessions.filter(({ date }) => date < (next?.date ?? "")).length).toBe(7);
  });

  it("has people who are ahead, behind and in the middle of a video", async () => {
    const { id } = (await openCohort(quiet(), test.db, DEMO_SLUG)).cohort;
    const roles = await test.db.member.groupBy({ by: ["role"], where: { cohortId: id }, _count: true });
    expect(Object.fromEntries(roles.map(({ role, _count }) => [role, _count]))).toEqual({
      follower: 2,
      learner: 21,
      organizer: 1,
    });
    const started = await test.db.$queryRaw<{ open: number; within: boolean }[]>`
      SELECT count(*)::int AS open, bool_and(stopped_at_seconds = upper(range_merge(watched))) AS within
        FROM progress WHERE state = 'started' AND watched <> '{}'`;
    expect(started[0]?.open).toBeGreaterThan(5);
    expect(started[0]?.within).toBe(true);
    const next = { title: "Bigram Language Model", cohortId: id };
    for (const state of ["started", "done"] as const) {
      expect(await test.db.progress.count({ where: { state, resource: next } })).toBeGreaterThanOrEqual(4);
    }
    const done = await test.db.progress.groupBy({ by: ["memberId"], where: { state: "done" }, _count: true });
    const numbers = done.map(({ _count }) => _count).sort((a, b) => a - b);
    expect(numbers.at(-1)).toBeGreaterThan(2 * (numbers[0] ?? 0));
    const groups = await test.db.group.findMany({ include: { members: true } });
    expect(groups.every(({ members }) => members.length === 2 || members.length === 3)).toBe(true);
    const people = await test.db.person.findMany();
    expect(people.every(({ email }) => isDemoAddress(email))).toBe(true);
    const future = await test.db.change.count({ where: { at: { gt: quiet().now() } } });
    expect(future).toBe(0);
  });

  it("loaded twice, and five times at once, is loaded once", async () => {
    const before = await counts();
    expect(await loadDemo(quiet())).toBeNull();
    await Promise.all(Array.from({ length: 5 }, () => loadDemo(quiet())));
    expect(await counts()).toEqual(before);
  });

  it("takes all of itself along when it is removed, but nobody who is real", async () => {
    const { id } = (await openCohort(quiet(), test.db, DEMO_SLUG)).cohort;
    const personId = crypto.randomUUID();
    await test.db.person.create({ data: { id: personId, email: "real@example.org", name: "Real" } });
    await test.db.member.create({
      data: { id: crypto.randomUUID(), cohortId: id, personId, role: "learner", state: "active" },
    });
    await removeDemo(quiet(), await openCohort(quiet(), test.db, DEMO_SLUG));
    expect(await counts()).toEqual([0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
    expect(await test.db.person.findFirst()).toMatchObject({ email: "real@example.org" });
  });

  it("does not come back by itself once it was removed, nor beside a cohort, but on demand it does", async () => {
    expect(await loadDemo(quiet(), { ifEmpty: true })).toBeNull();
    await newCohort(test.db);
    expect(await loadDemo(quiet(), { ifEmpty: true })).toBeNull();
    expect(await loadDemo(quiet())).toEqual({ sessions: 14, members: 24 });
  });

  it("is loaded and removed by the command line, which says in a line what happened", async () => {
    const lines: string[] = [];
    const write = process.stdout.write;
    process.stdout.write = (text: string | Uint8Array) => lines.push(String(text)) > 0;
    try {
      await demoLoad(quiet(), {});
      await demoRemove(quiet());
      await demoRemove(quiet());
      await demoLoad(quiet(), { ifEmpty: true });
    } finally {
      process.stdout.write = write;
    }
    expect(lines).toEqual([
      "The demo cohort was there already.\n",
      "The demo cohort and its invented people are gone.\n",
      "There is no demo cohort.\n",
    ]);
  });
});

it("lays its next session two or three days ahead, off the weekend where that can be", () => {
  const days = Array.from({ length: 7 }, (_, index) => addDays("2026-11-23", index));
  expect(days.map((today) => daysBetween(today, nextDate(today)))).toEqual([3, 3, 2, 3, 3, 3, 3]);
});
