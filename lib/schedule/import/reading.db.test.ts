import { describe, expect, it } from "vitest";
import type { CohortScope } from "@/lib/auth/scope";
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
