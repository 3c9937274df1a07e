import { randomUUID } from "node:crypto";
import { beforeEach, describe, expect, it } from "vitest";
import { type CohortScope, openCohort } from "@/lib/auth/scope";
import { cloneCohort } from "@/lib/cohorts/clone/commands";
import { saveSection, updateCohort } from "@/lib/cohorts/commands";
import { sectionsOf } from "@/lib/cohorts/queries";
import type { Ctx } from "@/lib/core/context";
import { saveBreak } from "@/lib/schedule/breaks/commands";
import { publishSessions } from "@/lib/schedule/commands";
import { editSchedule } from "@/lib/schedule/edit/commands";
import { scheduleOf } from "@/lib/schedule/queries";
import { newCohort, seat, testCtx } from "@/lib/schedule/testing/world";
import { testDatabase } from "@/lib/testing/database";

const test = testDatabase();

let scope: CohortScope;
/** The organizer, as they see the cohort. */
let mine: CohortScope;
let ctx: Ctx;
let slug: string;

const cloneAs = (as: Ctx, from: CohortScope, more: object = {}) =>
  cloneCohort(as, from, { cohort: from.cohort.slug, slug, title: "Once more", firstDate: "2027-11-04", ...more });
const clone = (more: object = {}) => cloneAs(ctx, mine, more);

/** How many rows of every table that knows its cohort are this cohort's. */
async function rowsOf(cohortId: string): Promise<Record<string, number>> {
  const tables = await test.db.$queryRaw<{ name: string }[]>`
    SELECT table_name AS name FROM information_schema.columns
     WHERE column_name = 'cohort_id' AND table_schema = 'public' ORDER BY table_name`;
  const counts: Record<string, number> = {};
  for (const { name } of tables) {
    const rows = await test.db.$queryRawUnsafe<{ count: number }[]>(
      `SELECT count(*)::int AS count FROM "${name}" WHERE cohort_id = $1::uuid`,
      cohortId,
    );
    counts[name] = rows[0]?.count ?? 0;
  }
  return counts;
}

beforeEach(async () => {
  scope = await newCohort(test.db);
  slug = `again-${randomUUID().slice(0, 8)}`;
  const cohort = scope.cohort.slug;
  const cli = testCtx(test.db);
  await updateCohort(cli, scope, { cohort, version: 1, place: "room 219a", meetingUrl: "https://meet.example.org/x" });
  await saveSection(cli, scope, { cohort, title: "Fall 2026", body: "Write to Ada." });
  await saveBreak(cli, scope, { cohort, title: "Thanksgiving", firstDay: "2026-11-26", lastDay: "2026-11-26" });
  const link = (title: string) => ({ title, url: `https://e.org/${title}`, minutes: 10 });
  await editSchedule(cli, scope, {
    cohort,
    create: [
      { date: "2026-11-05", title: "Chance", presenters: ["Ada"], slots: { before: [link("Coins"), link("Dice")] } },
      { date: "2026-11-12", title: "Chains", notes: "Slides", recordingUrl: "https://e.org/rec", pinned: true },
      { date: "2026-11-19", title: "Kernels", startsAt: "15:00", slots: { after: [link("Coins")] } },
    ],
  });
  await publishSessions(cli, scope, { cohort });
  const organizer = await seat(test.db, scope, "organizer");
  ctx = { ...organizer.ctx, actor: { ...organizer.ctx.actor, mayCreateCohorts: true } as Ctx["actor"] };
  mine = organizer.scope;
});

/** A learner who has done everything that a member can do. */
async function busyLearner() {
  const { memberId } = await seat(test.db, scope, "learner");
  const [session] = await scheduleOf(test.db, scope);
  const of = { memberId, cohortId: scope.cohort.id };
  const [sessionId, resourceId] = [session?.id ?? "", session?.uses[0]?.resourceId ?? ""];
  await test.db.progress.create({ data: { ...of, resourceId, state: "done" } });
  await test.db.attendance.create({ data: { ...of, sessionId, answer: "yes" } });
  await test.db.question.create({ data: { ...of, id: randomUUID(), sessionId, resourceId, body: "Why?" } });
}

describe("holding a cohort again", () => {
  it("shows all of it before anything is made, then makes a draft of the acting person's", async () => {
    const before = await test.db.cohort.count();
    const preview = await clone({ dryRun: true });
    expect(preview).toMatchObject({ cohort: null, slugTaken: false, resources: 2, uses: 3 });
    expect(await test.db.cohort.count()).toBe(before);
    const done = await clone({ fingerprint: preview.fingerprint });
    expect(done).toEqual({ ...preview, cohort: expect.objectContaining({ slug, state: "draft", version: 1 }) });
    const made = await openCohort(ctx, test.db, slug);
    expect(made.standing).toBe("organizer");
    expect(made.cohort).toMatchObject({ weekday: 4, place: "room 219a", meetingUrl: "", timezone: "America/Chicago" });
    const sessions = await scheduleOf(test.db, made);
    expect(
      sessions.map(({ date, title, startsAt, state, version }) => [date, title, startsAt, state, version]),
    ).toEqual([
      ["2027-11-04", "Chance", null, "draft", 1],
      ["2027-11-11", "Chains", null, "draft", 1],
      ["2027-11-18", "Kernels", "15:00", "draft", 1],
    ]);
    expect(sessions.map(({ presenters, recordingUrl, pinned }) => [presenters, recordingUrl, pinned])).toEqual(
      sessions.map(() => [[], "", false]),
    );
    expect(sessions.map(({ uses }) => uses.map(({ title, slot }) => `${slot} ${title}`))).toEqual([
      ["before Coins", "before Dice"],
      [],
      ["after Coins"],
    ]);
    expect(sessions[0]?.uses[0]?.resourceId).toBe(sessions[2]?.uses[0]?.resourceId);
    expect((await sectionsOf(test.db, made)).map(({ title }) => title)).toEqual(
      (await sectionsOf(test.db, scope)).map(({ title }) => title),
    );
  });

  it("takes nothing of its members along: no other row knows the new cohort", async () => {
    await busyLearner();
    const { leftOut } = await clone();
    const { cohort } = await openCohort(ctx, test.db, slug);
    const rows = Object.entries(await rowsOf(cohort.id)).filter(([, count]) => count > 0);
    expect(Object.fromEntries(rows)).toEqual({ audit: 2, member: 1, resource: 2, section: 5, session: 3, use: 3 });
    expect(Object.fromEntries(leftOut.map(({ what, count }) => [what, count]))).toMatchObject({
      members: 2,
      "ticks and other progress": 1,
      questions: 1,
      "answers to who comes": 1,
      presenters: 1,
      recordings: 1,
      breaks: 1,
      "the meeting link": null,
    });
  });

  it("leaves the source as it is, to the last row", async () => {
    await busyLearner();
    const [sessions, rows] = [await scheduleOf(test.db, scope), await rowsOf(scope.cohort.id)];
    await clone({ take: { breaks: true, meetingLink: true } });
    expect(await scheduleOf(test.db, scope)).toEqual(sessions);
    expect(await rowsOf(scope.cohort.id)).toEqual(rows);
  });

  it("says in the new cohort's audit log from which it came", async () => {
    await clone();
    const { cohort } = await openCohort(ctx, test.db, slug);
    const rows = await test.db.audit.findMany({ where: { cohortId: cohort.id }, orderBy: { id: "asc" } });
    expect(rows.map(({ action }) => action).sort()).toEqual(["cohort.cloned", "cohort.created"]);
    expect(rows.find(({ action }) => action === "cohort.cloned")?.after).toMatchObject({
      from: scope.cohort.slug,
      sessions: 3,
    });
  });

  it("copies what the cohort chose about mails and progress, when settings are taken", async () => {
    const { id } = scope.cohort;
    await test.db.cohort.update({
      where: { id },
      data: { progressVisibility: "names", doneAtPercent: 75, calendarPublic: false, calendarNonce: "secret" },
    });
    await test.db.noticeSetting.create({
      data: { cohortId: id, kind: "weekly_prep", leadDays: 5, opening: "By 10/1" },
    });
    await test.db.importSetting.create({ data: { cohortId: id, columns: { Week: "date" }, dayFirst: true } });
    const { flags } = await clone();
    expect(flags).toContainEqual(expect.objectContaining({ text: "10/1" }));
    const made = await test.db.cohort.findUniqueOrThrow({
      where: { slug },
      include: { noticeSettings: true, importSetting: true },
    });
    expect(made).toMatchObject({
      progressVisibility: "names",
      doneAtPercent: 75,
      calendarPublic: false,
      calendarNonce: "",
      noticeSettings: [{ leadDays: 5, opening: "By 10/1" }],
      importSetting: { dayFirst: true },
    });
    slug = `${slug}-2`;
    await clone({ take: { settings: false, sections: false } });
    const bare = await test.db.cohort.findUniqueOrThrow({ where: { slug }, include: { noticeSettings: true } });
    expect(bare).toMatchObject({ progressVisibility: "counts", place: "", noticeSettings: [] });
    expect((await sectionsOf(test.db, await openCohort(ctx, test.db, slug))).map(({ title }) => title)).toContain(
      "Welcome",
    );
  });

  it("is refused when the source has changed since it was shown, and not when a member ticked something", async () => {
    const { fingerprint } = await clone({ dryRun: true });
    await busyLearner();
    const cohort = scope.cohort.slug;
    await editSchedule(testCtx(test.db), scope, { cohort, create: [{ date: "2026-12-03", title: "Trees" }] });
    await expect(clone({ fingerprint })).rejects.toMatchObject({
      code: "conflict",
      current: { sessions: expect.arrayContaining([expect.objectContaining({ title: "Trees" })]) },
    });
    const seen = await clone({ dryRun: true });
    await busyLearner();
    expect((await clone({ fingerprint: seen.fingerprint })).cohort).toMatchObject({ slug });
  });

  it("needs an address that is free, and a preview says so", async () => {
    await clone();
    expect(await clone({ dryRun: true })).toMatchObject({ slugTaken: true });
    await expect(clone()).rejects.toMatchObject({ code: "conflict", fields: { slug: "This address is taken." } });
  });

  it("is for organizers who may create cohorts on the server, also to look at", async () => {
    const [learner, organizer] = [await seat(test.db, scope, "learner"), await seat(test.db, scope, "organizer")];
    for (const dryRun of [true, false]) {
      const asLearner = { ...learner.ctx, actor: { ...learner.ctx.actor, mayCreateCohorts: true } as Ctx["actor"] };
      await expect(cloneAs(asLearner, learner.scope, { dryRun })).rejects.toMatchObject({ code: "forbidden" });
      await expect(cloneAs(organizer.ctx, organizer.scope, { dryRun })).rejects.toMatchObject({ code: "forbidden" });
    }
    expect(await test.db.cohort.count({ where: { slug } })).toBe(0);
  });
});
