import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import type { CohortScope } from "@/lib/auth/scope";
import type { AppError } from "@/lib/core/errors";
import { matchKeyOf } from "@/lib/resources/rules";
import { createSession, updateSession } from "@/lib/schedule/commands";
import { importSchedule } from "@/lib/schedule/import/commands";
import { scheduleOf } from "@/lib/schedule/queries";
import { asStranger, everythingOf, newCohort, seat, testCtx, tickEverything } from "@/lib/schedule/testing/world";
import { testDatabase } from "@/lib/testing/database";
import { CONTINUED, DRAFT, SPLIT, TERM, TERM_YEAR } from "@/lib/transfer/testing/term";

const test = testDatabase();

function bring(
  scope: CohortScope,
  text: string,
  more: { year?: number; publish?: boolean; dryRun?: boolean; expected?: string } = {},
) {
  return importSchedule(testCtx(test.db), scope, { text, year: TERM_YEAR, publish: true, ...more });
}

async function shown(scope: CohortScope) {
  const sessions = await scheduleOf(test.db, scope);
  return sessions.map(({ date, title, format, state, uses }) => ({
    date,
    title,
    format,
    state,
    uses: uses.map((use) => [use.slot, use.title, matchKeyOf({ title: use.resourceTitle, url: use.url }), use.minutes]),
  }));
}

const real = path.resolve(import.meta.dirname, "../../../../shared/data");
const terms: [string, string[], number][] = [["the invented term", [...TERM], TERM_YEAR]];
if (existsSync(real)) {
  const files = [1, 2, 3, 4, 5].map((state) => readFileSync(path.join(real, `2024Fall-${state}.csv`), "utf8"));
  terms.push(["a real term", files, 2024]);
}

describe("an organizer who imports their file again and again", () => {
  it.each(terms)("ends with the last state of %s, and no member has lost a tick on the way", async (_, files, year) => {
    const scope = await newCohort(test.db);
    const { memberId } = await seat(test.db, scope, "learner");
    for (const text of files) {
      const report = await bring(scope, text, { year });
      expect(report).toMatchObject({ problems: [], saved: true });
      await tickEverything(test.db, scope, memberId);
    }
    const fresh = await newCohort(test.db);
    await bring(fresh, files.at(-1) ?? "", { year });
    expect(await shown(scope)).toEqual(await shown(fresh));

    const ticks = await test.db.progress.findMany({ where: { memberId } });
    const resources = await test.db.resource.findMany({ where: { cohortId: scope.cohort.id } });
    expect(ticks).toHaveLength(resources.length);
    expect(new Set(resources.map(({ title }) => title)).size).toBe(resources.length);
    const used = (await scheduleOf(test.db, scope)).flatMap(({ uses }) => uses);
    expect(used.every(({ resourceId }) => ticks.some((tick) => tick.resourceId === resourceId))).toBe(true);
    expect(await test.db.session.count({ where: { cohortId: scope.cohort.id } })).toBe(used.length > 10 ? 14 : 6);
  });

  it("changes nothing at all with the same file: no row, no version, no log, no audit", async () => {
    const scope = await newCohort(test.db);
    for (const text of TERM) {
      await bring(scope, text);
      const before = await everythingOf(test.db, scope);
      const again = await importSchedule(testCtx(test.db, { kind: "cli" }, new Date("2027-01-01")), scope, {
        text,
        publish: true,
      });
      expect(again).toMatchObject({ changes: [], saved: false });
      expect(await everythingOf(test.db, scope)).toEqual(before);
    }
  });

  it("keeps their questions and notes with the session they are about when it moves", async () => {
    const scope = await newCohort(test.db);
    const { memberId } = await seat(test.db, scope, "learner");
    await bring(scope, SPLIT);
    const sampling = (await scheduleOf(test.db, scope)).find(({ date }) => date === "2026-11-26");
    const sessionId = sampling?.id ?? "";
    await test.db.session.update({ where: { id: sessionId }, data: { notes: "Bring dice." } });
    await test.db.question.create({
      data: { id: crypto.randomUUID(), cohortId: scope.cohort.id, sessionId, memberId, body: "Why dice?" },
    });
    await bring(scope, CONTINUED);
    const moved = (await scheduleOf(test.db, scope)).find(({ id }) => id === sessionId);
    expect(moved).toMatchObject({ date: "2026-11-19", notes: "Bring dice." });
    expect(await test.db.question.count({ where: { sessionId } })).toBe(1);
  });

  it("keeps who is coming with the session when it moves", async () => {
    const scope = await newCohort(test.db);
    const { memberId } = await seat(test.db, scope, "learner");
    const cohortId = scope.cohort.id;
    await bring(scope, SPLIT);
    const before = await scheduleOf(test.db, scope);
    for (const { id: sessionId } of before) {
      const answer = sessionId === before[0]?.id ? ("no" as const) : ("yes" as const);
      await test.db.attendance.create({ data: { sessionId, memberId, cohortId, answer } });
    }
    const answers = () => test.db.attendance.findMany({ where: { cohortId }, orderBy: { sessionId: "asc" } });
    const said = await answers();
    await bring(scope, CONTINUED);
    const moved = (await scheduleOf(test.db, scope)).find(({ id }) => id === before[4]?.id);
    expect([before[4]?.date, moved?.date]).toEqual(["2026-11-26", "2026-11-19"]);
    const kept = new Set((await scheduleOf(test.db, scope)).map(({ id }) => id));
    expect(kept.has(before[0]?.id ?? "") && kept.has(before[4]?.id ?? "")).toBe(true);
    expect((await answers()).filter(({ sessionId }) => kept.has(sessionId))).toEqual(
      said.filter(({ sessionId }) => kept.has(sessionId)),
    );
  });

  it("can have sessions swap their dates", async () => {
    const scope = await newCohort(test.db);
    const header = "Month,Day,Before,Session,After,Deep Dive";
    await bring(scope, `${header}\nOct,1,,Optics,,\nOct,8,,Sound,,`);
    const before = await scheduleOf(test.db, scope);
    await bring(scope, `${header}\nOct,1,,Sound,,\nOct,8,,Optics,,`);
    const after = await scheduleOf(test.db, scope);
    expect(after.map(({ title }) => title)).toEqual(["Sound", "Optics"]);
    expect(after.map(({ id }) => id)).toEqual(before.map(({ id }) => id).reverse());
  });

  it("deletes what the file no longer has so that it can be brought back, and publishes what is new in the log", async () => {
    const scope = await newCohort(test.db);
    await bring(scope, DRAFT);
    const report = await bring(scope, DRAFT.replace("Jan.,7,,,,\r\n", ""));
    expect(report.changes).toMatchObject([{ kind: "removed", date: "2027-01-07", title: "", from: null, to: null }]);
    const deleted = await test.db.session.findMany({ where: { cohortId: scope.cohort.id, NOT: { deletedAt: null } } });
    expect(deleted).toHaveLength(1);
    const lines = await test.db.change.findMany({ where: { cohortId: scope.cohort.id }, orderBy: { at: "asc" } });
    expect(lines.map(({ text }) => text).sort()).toEqual([
      "The schedule is published: 6 dates from 29 Oct to 7 Jan.",
      "Took the open date 7 Jan out.",
    ]);
  });

  it("brings a resource that was deleted from the library back into use", async () => {
    const scope = await newCohort(test.db);
    await bring(scope, DRAFT);
    const { cohort } = scope;
    await test.db.use.deleteMany({ where: { cohortId: cohort.id, resource: { title: "Bring a coin" } } });
    await test.db.resource.updateMany({
      where: { cohortId: cohort.id, title: "Bring a coin" },
      data: { deletedAt: new Date(0) },
    });
    await bring(scope, DRAFT);
    const found = await test.db.resource.findMany({ where: { cohortId: cohort.id, title: "Bring a coin" } });
    expect(found.map(({ deletedAt }) => deletedAt)).toEqual([null]);
  });
});

describe("an import that cannot be saved", () => {
  it.each([
    ["an impossible date", `${DRAFT}Feb.,30,,,,`],
    ["a link that is none", DRAFT.replace("https://youtu.be/AAAAAAAAAA1", "javascript:alert(1)")],
    ["an unclosed quote", `${DRAFT}Feb.,3,"open,,,`],
    ["half a row", `${DRAFT}Feb.,3`],
    ["nothing", ""],
  ])("leaves the database as it is: %s", async (_, text) => {
    const scope = await newCohort(test.db);
    await bring(scope, SPLIT);
    const before = await everythingOf(test.db, scope);
    const report = await bring(scope, text);
    expect(report.problems).not.toEqual([]);
    expect(report).toMatchObject({ changes: [], saved: false });
    expect(await everythingOf(test.db, scope)).toEqual(before);
  });

  it("writes nothing when it is only a preview", async () => {
    const scope = await newCohort(test.db);
    await bring(scope, DRAFT);
    const before = await everythingOf(test.db, scope);
    const preview = await bring(scope, SPLIT, { dryRun: true });
    expect(preview.changes).not.toEqual([]);
    expect(await everythingOf(test.db, scope)).toEqual(before);
    expect((await bring(scope, SPLIT, { expected: preview.fingerprint })).changes).toEqual(preview.changes);
  });

  it("is refused with a new report when the schedule changed after the preview", async () => {
    const scope = await newCohort(test.db);
    await bring(scope, DRAFT);
    const preview = await bring(scope, SPLIT, { dryRun: true });
    const [session] = await scheduleOf(test.db, scope);
    const slug = scope.cohort.slug;
    await updateSession(testCtx(test.db), scope, {
      cohort: slug,
      sessionId: session?.id ?? "",
      version: 1,
      title: "Welcome",
    });
    const refused = await bring(scope, SPLIT, { expected: preview.fingerprint }).catch((error: AppError) => error);
    expect(refused).toMatchObject({ code: "conflict", current: { saved: false, problems: [] } });
    expect((await scheduleOf(test.db, scope))[0]?.title).toBe("Welcome");
  });

  it("is for organizers only", async () => {
    const scope = await newCohort(test.db);
    const learner = await seat(test.db, scope, "learner");
    await expect(
      importSchedule(learner.ctx, learner.scope, { text: DRAFT, year: TERM_YEAR, publish: true }),
    ).rejects.toMatchObject({ code: "forbidden" });
    await expect(
      importSchedule({ ...testCtx(test.db), actor: { kind: "anonymous" } }, await asStranger(test.db, scope), {
        text: DRAFT,
        publish: true,
      }),
    ).rejects.toMatchObject({ code: "unauthenticated" });
  });
});

describe("two imports at once", () => {
  it("of the same file are one", async () => {
    const scope = await newCohort(test.db);
    const reports = await Promise.all(Array.from({ length: 5 }, () => bring(scope, DRAFT)));
    expect(reports.filter(({ saved }) => saved)).toHaveLength(1);
    const { sessions, resources, uses, audit } = await everythingOf(test.db, scope);
    expect([sessions.length, resources.length, uses.length]).toEqual([6, 7, 7]);
    expect(audit.filter(({ action }) => action === "schedule.imported")).toHaveLength(1);
  });

  it("of different files give one of them whole", async () => {
    const scope = await newCohort(test.db);
    await Promise.all([bring(scope, DRAFT), bring(scope, CONTINUED), bring(scope, SPLIT)]);
    const result = JSON.stringify(await shown(scope));
    const whole = await Promise.all(
      [DRAFT, CONTINUED, SPLIT].map(async (text) => {
        const fresh = await newCohort(test.db);
        await bring(fresh, text);
        return JSON.stringify(await shown(fresh));
      }),
    );
    expect(whole).toContain(result);
  });
});

it("leaves drafts to organizers: the public sees none of an unpublished import", async () => {
  const scope = await newCohort(test.db);
  await bring(scope, DRAFT, { publish: false });
  expect(await scheduleOf(test.db, scope)).toHaveLength(6);
  expect(await scheduleOf(test.db, await asStranger(test.db, scope))).toEqual([]);
  expect(await test.db.change.count({ where: { cohortId: scope.cohort.id } })).toBe(0);
  await bring(scope, DRAFT, { publish: true });
  expect(await scheduleOf(test.db, await asStranger(test.db, scope))).toHaveLength(6);
});

it("takes a schedule of ten thousand rows in one go, and looks at the next one in no more time than that takes", async () => {
  const scope = await newCohort(test.db);
  const start = Date.UTC(2026, 0, 1);
  const rows = Array.from({ length: 10_000 }, (_, index) => {
    const day = new Date(start + index * 86_400_000);
    return `${day.getUTCMonth() + 1},${day.getUTCDate()},[Thing ${index} 0h10](https://e.org/${index}),Discussion,,`;
  });
  const text = `Month,Day,Before,Session,After,Deep Dive\n${rows.join("\n")}`;
  expect((await bring(scope, text)).saved).toBe(true);
  expect(await test.db.session.count({ where: { cohortId: scope.cohort.id } })).toBe(10_000);
  // The processor's time and not the clock's, since other tests run beside this one; comparing each with each takes minutes.
  const before = process.cpuUsage();
  const { changes } = await bring(scope, text.replaceAll("Discussion", "Talk"), { dryRun: true });
  const { user, system } = process.cpuUsage(before);
  expect(changes).toHaveLength(10_000);
  expect((user + system) / 1000, "milliseconds").toBeLessThan(4000);
  expect((await bring(scope, text)).saved).toBe(false);
  await createSession(testCtx(test.db), scope, { cohort: scope.cohort.slug, date: "2025-12-31" });
}, 120_000);
