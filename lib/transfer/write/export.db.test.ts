import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { type CohortScope, openCohort } from "@/lib/auth/scope";
import { importSchedule } from "@/lib/schedule/import/commands";
import { asStranger, everythingOf, newCohort, seat, testCtx } from "@/lib/schedule/testing/world";
import { testDatabase } from "@/lib/testing/database";
import { TERM, TERM_YEAR } from "@/lib/transfer/testing/term";
import { type FileFormat, writeSchedule } from "@/lib/transfer/write/files";
import { scheduleToWrite } from "@/lib/transfer/write/queries";
import { DEMO_SLUG, loadDemo } from "@/prisma/seed/demo";

const test = testDatabase();

const real = path.resolve(import.meta.dirname, "../../../../shared/data");
const terms: [string, string[], number][] = [["an invented term", [...TERM], TERM_YEAR]];
if (existsSync(real)) {
  const files = [1, 2, 3, 4, 5].map((state) => readFileSync(path.join(real, `2024Fall-${state}.csv`), "utf8"));
  terms.push(["a real term", files, 2024]);
}

async function written(scope: CohortScope, format: FileFormat, drafts = true): Promise<string> {
  return writeSchedule(format, await scheduleToWrite(test.db, scope, { drafts }));
}

/** What an import of the cohort's own export would change; it must be understood whole, and is saved to see that nothing is. */
async function difference(scope: CohortScope, format: FileFormat, publish = true) {
  const before = await everythingOf(test.db, scope);
  const text = await written(scope, format);
  const report = await importSchedule(testCtx(test.db), scope, { text, publish });
  expect(report).toMatchObject({ problems: [], leftOut: [], questions: [], format, saved: false });
  expect(await everythingOf(test.db, scope)).toEqual(before);
  return report.changes;
}

const FORMATS = ["csv", "json"] as const;

describe("what is exported and imported again", () => {
  it.each(terms)("changes nothing after any of the states of %s", async (_, files, year) => {
    const scope = await newCohort(test.db);
    for (const text of files) {
      await importSchedule(testCtx(test.db), scope, { text, year, publish: true });
      for (const format of FORMATS) expect(await difference(scope, format)).toEqual([]);
    }
  });

  it.each(terms)("makes the same schedule of %s in another cohort", async (_, files, year) => {
    const scope = await newCohort(test.db);
    for (const text of files) await importSchedule(testCtx(test.db), scope, { text, year, publish: true });
    for (const format of FORMATS) {
      const copy = await newCohort(test.db);
      const text = await written(scope, format);
      await importSchedule(testCtx(test.db), copy, { text, publish: true });
      expect(await written(copy, format)).toBe(text);
    }
  });

  it("changes nothing in the demo, with its presenters, notes, optional readings and places to stop", async () => {
    await loadDemo(testCtx(test.db));
    const scope = await openCohort({ actor: { kind: "cli" } }, test.db, DEMO_SLUG);
    for (const format of FORMATS) expect(await difference(scope, format)).toEqual([]);
    expect(await written(scope, "csv")).toContain("(stops 38:00, 1:01:00)");
  });
});

describe("who gets what", () => {
  let scope: CohortScope;
  beforeAll(async () => {
    scope = await newCohort(test.db);
    await importSchedule(testCtx(test.db), scope, { text: TERM[4], year: TERM_YEAR, publish: true });
    const [first, second] = await test.db.session.findMany({
      where: { cohortId: scope.cohort.id },
      orderBy: { date: "asc" },
    });
    await test.db.session.update({ where: { id: first?.id ?? "" }, data: { state: "draft" } });
    await test.db.session.update({ where: { id: second?.id ?? "" }, data: { state: "cancelled" } });
  });

  const dates = async (by: CohortScope, drafts: boolean) =>
    (await scheduleToWrite(test.db, by, { drafts })).sessions.map(({ date }) => date);

  it("drafts are in a file only when an organizer asks for them", async () => {
    const organizer = (await seat(test.db, scope, "organizer")).scope;
    const learner = (await seat(test.db, scope, "learner")).scope;
    expect(await dates(organizer, true)).toHaveLength(6);
    for (const by of [organizer, learner, await asStranger(test.db, scope)]) {
      expect(await dates(by, false)).toHaveLength(5);
    }
    expect(await dates(learner, true)).toHaveLength(5);
  });

  it("what is a draft or cancelled stays so when it is imported again", async () => {
    for (const format of FORMATS) expect(await difference(scope, format, false)).toEqual([]);
    expect(await written(scope, "csv")).toMatch(/^2026-10-29,[^\n]*draft/m);
    expect(await written(scope, "md", false)).toContain("~~Probability: Rules~~ cancelled");
  });

  it("the log in a file is the public one, by the cohort's clock", async () => {
    const { changes } = await scheduleToWrite(test.db, scope, { drafts: false });
    expect(changes).toEqual([{ date: "2026-11-16", text: "The schedule is published: 6 dates from 29 Oct to 7 Jan." }]);
  });
});
