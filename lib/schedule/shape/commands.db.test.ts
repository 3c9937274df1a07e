import { beforeEach, describe, expect, it } from "vitest";
import type { CohortScope } from "@/lib/auth/scope";
import type { AppError } from "@/lib/core/errors";
import { saveBreak } from "@/lib/schedule/breaks/commands";
import { publishSessions, updateSession } from "@/lib/schedule/commands";
import { editSchedule } from "@/lib/schedule/edit/commands";
import { scheduleOf } from "@/lib/schedule/queries";
import type { ScheduleSession } from "@/lib/schedule/schema";
import { shapeSchedule } from "@/lib/schedule/shape/commands";
import type { ShapeAnswer, shapeOperation } from "@/lib/schedule/shape/schema";
import { everythingOf, newCohort, seat, sessionNamed, testCtx } from "@/lib/schedule/testing/world";
import { testDatabase } from "@/lib/testing/database";

const test = testDatabase();

let scope: CohortScope;
let cohort: string;

type Operation = Parameters<typeof shapeOperation.parse>[0];

const ctx = () => testCtx(test.db);
const schedule = () => scheduleOf(test.db, scope);
const dates = async () => (await schedule()).map(({ date, title }) => `${date} ${title}`.trim());

const named = (title: string) => sessionNamed(test.db, scope, title);

function shape(operation: Operation, more: { dryRun?: boolean; fingerprint?: string } = {}) {
  return shapeSchedule(ctx(), scope, { cohort, operation, ...more });
}

const link = (title: string) => ({ title, url: `https://e.org/${title}`, minutes: 10 });

beforeEach(async () => {
  scope = await newCohort(test.db);
  cohort = scope.cohort.slug;
  await editSchedule(ctx(), scope, {
    cohort,
    create: [
      { date: "2026-11-19", title: "Chance", slots: { before: [link("Coins"), link("Dice")] } },
      { date: "2026-11-26", title: "Chains", slots: { before: [link("Walks")] } },
      { date: "2026-12-03", title: "Kernels", pinned: true },
      { date: "2026-12-10" },
      { date: "2026-12-17", title: "Trees", startsAt: "15:00" },
    ],
  });
  await publishSessions(ctx(), scope, { cohort });
});

describe("shaping the term", () => {
  it("shows what would happen and writes nothing, then does just that", async () => {
    const stands = await everythingOf(test.db, scope);
    const operation = { kind: "push_back", from: (await named("Chance")).id };
    const preview = await shape(operation, { dryRun: true });
    expect(preview.edited).toBeNull();
    expect(await everythingOf(test.db, scope)).toEqual(stands);
    const done = await shape(operation, { fingerprint: preview.fingerprint });
    expect(done.rows).toEqual(preview.rows);
    expect(await dates()).toEqual([
      "2026-11-26 Chance",
      "2026-12-03 Kernels",
      "2026-12-10 Chains",
      "2026-12-17",
      "2026-12-24 Trees",
    ]);
    expect(done.edited).toMatchObject({ removed: [], lines: preview.lines, undo: expect.any(String) });
    expect(done.fingerprint).toBe((await shape(operation, { dryRun: true })).fingerprint);
  });

  it("leaves one row in the audit log, and in the public log what was shown", async () => {
    const { edited } = await shape({ kind: "push_back", from: (await named("Chance")).id });
    const rows = await test.db.audit.findMany({ where: { id: edited?.undo ?? "" } });
    expect(rows).toMatchObject([{ action: "schedule.pushed_back", subjectKind: "schedule" }]);
    const lines = await test.db.change.findMany({ where: { cohortId: scope.cohort.id }, orderBy: { id: "asc" } });
    expect(lines.map(({ text }) => text)).toContain(
      "Everything from “Chance” on moves back: 19 Nov to 26 Nov … 17 Dec to 24 Dec. “Kernels” stays on 3 Dec.",
    );
    expect(lines, "one line, and the one of the opening").toHaveLength(2);
  });

  it("is refused, with what it would do now, when the schedule or a break has changed since it was shown", async () => {
    const operation = { kind: "push_back", from: (await named("Chains")).id } as const;
    const seen = await shape(operation, { dryRun: true });
    await saveBreak(ctx(), scope, { cohort, title: "Fair", firstDay: "2026-12-10", lastDay: "2026-12-10" });
    const stands = await everythingOf(test.db, scope);
    const refused: AppError = await shape(operation, { fingerprint: seen.fingerprint }).then(
      () => Promise.reject(new Error("It was done.")),
      (error) => error,
    );
    expect(refused.code).toBe("conflict");
    const now = refused.current as ShapeAnswer;
    expect(now.notes).toContain("Fair (10 Dec) is skipped.");
    expect(await everythingOf(test.db, scope)).toEqual(stands);
    const { id, version } = await named("Trees");
    await updateSession(ctx(), scope, { cohort, sessionId: id, version, title: "Forests" });
    await expect(shape(operation, { fingerprint: now.fingerprint })).rejects.toMatchObject({ code: "conflict" });
  });

  it("is done once when two organizers apply what both have seen", async () => {
    const operation = { kind: "push_back", from: (await named("Chance")).id } as const;
    const { fingerprint } = await shape(operation, { dryRun: true });
    const answers = await Promise.allSettled([shape(operation, { fingerprint }), shape(operation, { fingerprint })]);
    expect(answers.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    expect((await named("Chance")).date).toBe("2026-11-26");
  });

  it("says only that the schedule has changed when what was asked for makes no sense any more", async () => {
    const operation = { kind: "push_back", from: (await named("Chains")).id } as const;
    const { fingerprint } = await shape(operation, { dryRun: true });
    await shape({ kind: "cancel", sessionId: operation.from });
    await expect(shape(operation, { fingerprint })).rejects.toMatchObject({ code: "conflict", current: undefined });
  });

  it("finds its fingerprint outdated when a member has put something on an open date", async () => {
    const operation = { kind: "push_back", from: (await named("Chains")).id, by: "next_free" } as const;
    const { fingerprint, rows } = await shape(operation, { dryRun: true });
    expect(rows.find(({ from }) => from === "2026-12-10")).toMatchObject({ to: "2026-11-26", effect: "moves" });
    const { memberId } = await seat(test.db, scope, "learner");
    const open = (await schedule()).find(({ title }) => title === "");
    await test.db.attendance.create({
      data: { sessionId: open?.id ?? "", memberId, cohortId: scope.cohort.id, answer: "yes" },
    });
    await expect(shape(operation, { fingerprint })).rejects.toMatchObject({
      code: "conflict",
      current: { rows: expect.arrayContaining([expect.objectContaining({ from: "2026-12-10", to: "2026-12-17" })]) },
    });
  });

  it("is for organizers", async () => {
    const learner = await seat(test.db, scope, "learner");
    const operation = { kind: "push_back" as const, from: (await named("Chance")).id };
    const attempt = shapeSchedule(learner.ctx, learner.scope, { cohort, operation, dryRun: true });
    await expect(attempt).rejects.toMatchObject({ code: "forbidden" });
  });

  it("does not find a session of another cohort", async () => {
    const foreign = await named("Chance");
    const other = await newCohort(test.db);
    const operation = { kind: "push_back" as const, from: foreign.id };
    await expect(shapeSchedule(ctx(), other, { cohort: other.cohort.slug, operation })).rejects.toMatchObject({
      code: "not_found",
    });
  });
});

describe("what members have done", () => {
  /** A learner who has ticked, asked, answered and offered to present. */
  async function learner(session: ScheduleSession) {
    const { memberId } = await seat(test.db, scope, "learner");
    const of = { memberId, cohortId: scope.cohort.id };
    const [use] = session.uses;
    const resourceId = use?.resourceId ?? "";
    await test.db.progress.create({ data: { ...of, resourceId, state: "done" } });
    await test.db.attendance.create({ data: { ...of, sessionId: session.id, answer: "video" } });
    await test.db.question.create({
      data: { ...of, id: crypto.randomUUID(), sessionId: session.id, resourceId, body: "Why?" },
    });
    return async () => ({
      progress: await test.db.progress.findMany({ where: of }),
      attendance: await test.db.attendance.findMany({ where: of }),
      questions: await test.db.question.findMany({ where: of }),
    });
  }

  it("stays with their session and resource through every operation", async () => {
    const chance = await named("Chance");
    const theirs = await learner(chance);
    const before = await theirs();
    const [first, second] = chance.uses;
    const operations: Operation[] = [
      { kind: "push_back", from: chance.id, by: { weeks: 2 }, insertNoSession: true, title: "Fair" },
      { kind: "swap", a: chance.id, b: (await named("Chains")).id },
      { kind: "split", sessionId: chance.id, useIds: [second?.id ?? ""] },
      { kind: "continue", sessionId: chance.id, useId: first?.id ?? "", fromSeconds: 300 },
      { kind: "no_session", date: "2027-02-04", title: "Holiday" },
      { kind: "cancel", sessionId: chance.id, pushBack: true },
      { kind: "cancel", sessionId: chance.id },
    ];
    for (const operation of operations) {
      expect((await shape(operation)).edited?.undo, JSON.stringify(operation)).toBeTruthy();
      expect(await theirs(), JSON.stringify(operation)).toEqual(before);
    }
    expect(await test.db.resource.count({ where: { cohortId: scope.cohort.id } }), "no resource was doubled").toBe(3);
  });

  it("is one progress when a resource goes on in the next session, from where it stopped", async () => {
    const chance = await named("Chance");
    await shape({ kind: "continue", sessionId: chance.id, useId: chance.uses[0]?.id ?? "", fromSeconds: 300 });
    const chains = await named("Chains");
    expect(chains.uses).toMatchObject([
      { title: "Coins cont.", resourceId: chance.uses[0]?.resourceId, fromSeconds: 300, slot: "before" },
      { title: "Walks" },
    ]);
    const again = await shape({ kind: "continue", sessionId: chance.id, useId: chance.uses[0]?.id ?? "" });
    expect(again.edited).toMatchObject({ sessions: [], undo: null });
  });

  it("goes along with the uses that a second part takes", async () => {
    const chance = await named("Chance");
    const second = chance.uses[1];
    await shape({ kind: "split", sessionId: chance.id, useIds: [second?.id ?? ""], titleOfSecond: "Chance, again" });
    expect((await named("Chance")).uses.map(({ title }) => title)).toEqual(["Coins"]);
    const part = await named("Chance, again");
    expect(part).toMatchObject({ date: "2026-11-26", state: "published" });
    expect(part.uses).toMatchObject([{ id: second?.id, title: "Dice" }]);
    expect((await dates()).slice(0, 4)).toEqual([
      "2026-11-19 Chance",
      "2026-11-26 Chance, again",
      "2026-12-03 Kernels",
      "2026-12-10 Chains",
    ]);
  });
});
