import { describe, expect, it } from "vitest";
import { type CohortScope, openCohort } from "@/lib/auth/scope";
import { type ImportSchedule, importSchedule } from "@/lib/schedule/import/commands";
import { everythingOf, newCohort, testCtx } from "@/lib/schedule/testing/world";
import { testDatabase } from "@/lib/testing/database";

const test = testDatabase();

function bring(scope: CohortScope, text: string, more: Partial<ImportSchedule> = {}) {
  return importSchedule(testCtx(test.db), scope, { text, publish: true, ...more });
}

function look(scope: CohortScope, text: string, more: Partial<ImportSchedule> = {}) {
  return bring(scope, text, { ...more, dryRun: true });
}

describe("how a cohort's files are read", () => {
  const text = "Date,Topic,Blurb\n03/04/2026,Maps,Read it\n04/05/2026,Globes,Draw it";

  it("is kept when it is imported so, with an audit row, and holds for the next file", async () => {
    const scope = await newCohort(test.db);
    expect((await look(scope, text)).questions).toMatchObject([{ kind: "day_first" }]);
    const answers = { dayFirst: true, columns: { Blurb: "before" as const } };
    expect((await look(scope, text, answers)).sessions).toHaveLength(2);
    expect(await test.db.importSetting.count({ where: { cohortId: scope.cohort.id } }), "a look keeps nothing").toBe(0);
    await bring(scope, text, answers);
    const next = await look(scope, text.replaceAll("Blurb", "BLURB:").replace("04/05", "11/05"));
    expect(next).toMatchObject({ questions: [], sessions: [{ date: "2026-04-03" }, { date: "2026-05-11" }] });
    expect(next.columns[2]).toMatchObject({ role: "before", because: "choice" });
    const where = { cohortId: scope.cohort.id, action: "schedule.import_choices_changed" };
    const audit = await test.db.audit.findMany({ where });
    expect(audit).toMatchObject([
      { before: { dayFirst: null }, after: { dayFirst: true, columns: { blurb: "before" } } },
    ]);
    await bring(scope, text, answers);
    expect(await test.db.audit.count({ where })).toBe(1);
  });

  it("is asked again where nothing was saved", async () => {
    const scope = await newCohort(test.db);
    const before = await everythingOf(test.db, scope);
    expect(await bring(scope, text)).toMatchObject({ saved: false, changes: [], questions: [{ kind: "day_first" }] });
    expect(await everythingOf(test.db, scope)).toEqual(before);
  });
});

describe("a file of numbered weeks", () => {
  const weeks = "Week,Topic\n1,Maps\n2,Globes";

  it("asks once on which date week 1 is, and says at the next which one it took", async () => {
    const scope = await newCohort(test.db);
    expect(await look(scope, weeks)).toMatchObject({ questions: [{ kind: "first_date" }], firstDate: null });
    await bring(scope, weeks, { firstDate: "2026-12-03" });
    const next = await look(scope, `${weeks}\n3,Rings`);
    expect(next).toMatchObject({ questions: [], firstDate: "2026-12-03" });
    expect(next.sessions.at(-1)).toMatchObject({ date: "2026-12-17", title: "Rings" });
    const other = await look(scope, weeks, { firstDate: "2027-01-07" });
    expect(other).toMatchObject({ firstDate: "2027-01-07", sessions: [{ date: "2027-01-07" }, {}] });
    expect((await bring(scope, "Date,Topic,Blurb\n2026-12-03,Maps,Read", { columns: { Blurb: "before" } })).saved).toBe(
      true,
    );
    const kept = await look(scope, weeks);
    expect(kept).toMatchObject({ questions: [], firstDate: "2026-12-03" });
  });

  it("asks again in a cohort that was cloned, whose week 1 is another", async () => {
    const [scope, clone] = [await newCohort(test.db), await newCohort(test.db)];
    await bring(scope, weeks, { firstDate: "2026-12-03", columns: { Topic: "session" } });
    const { columns } = await test.db.importSetting.findUniqueOrThrow({ where: { cohortId: scope.cohort.id } });
    await test.db.importSetting.create({ data: { cohortId: clone.cohort.id, columns: columns ?? {} } });
    const asked = await look(clone, weeks);
    expect(asked).toMatchObject({ questions: [{ kind: "first_date" }], firstDate: null });
    expect(asked.columns[1]).toMatchObject({ role: "session", because: "choice" });
  });
});

it("asks for the year where an empty cohort does not meet on the weekday of the dates that name none", async () => {
  const scope = await newCohort(test.db);
  const text = "Month,Day,Session\nSept.,17,Maps\nSept.,24,Globes\nOct.,1,Rings";
  await test.db.cohort.update({ where: { id: scope.cohort.id }, data: { weekday: 2 } });
  const tuesdays = await openCohort(testCtx(test.db), test.db, scope.cohort.slug);
  expect((await look(tuesdays, text)).questions).toMatchObject([{ kind: "year", options: [2024, 2026] }]);
  await bring(tuesdays, text, { year: 2024 });
  const next = await look(tuesdays, text.replace("Rings", "Fields"));
  expect(next).toMatchObject({ questions: [], changes: [{ date: "2024-10-01", kind: "retitled" }] });
});
