import { beforeEach, describe, expect, it } from "vitest";
import type { CohortScope } from "@/lib/auth/scope";
import { saveBreak } from "@/lib/schedule/breaks/commands";
import { createSession } from "@/lib/schedule/commands";
import { scheduleOf } from "@/lib/schedule/queries";
import { generateTerm } from "@/lib/schedule/shape/term/commands";
import { everythingOf, newCohort, seat, testCtx } from "@/lib/schedule/testing/world";
import { testDatabase } from "@/lib/testing/database";

const test = testDatabase();

let scope: CohortScope;

const ctx = () => testCtx(test.db);
const generate = (more: object = {}) =>
  generateTerm(ctx(), scope, { cohort: scope.cohort.slug, firstDate: "2026-11-12", count: 3, ...more });

beforeEach(async () => {
  scope = await newCohort(test.db);
  await saveBreak(ctx(), scope, {
    cohort: scope.cohort.slug,
    title: "Thanksgiving",
    firstDay: "2026-11-26",
    lastDay: "2026-11-26",
  });
});

describe("generating a term", () => {
  it("adds open dates as drafts outside of the breaks, and the second time nothing", async () => {
    const preview = await generate({ dryRun: true });
    expect(preview).toMatchObject({ added: 3, taken: 0, edited: null });
    expect(await scheduleOf(test.db, scope)).toEqual([]);
    const { edited } = await generate();
    expect(
      (await scheduleOf(test.db, scope)).map(({ date, title, state, startsAt }) => [date, title, state, startsAt]),
    ).toEqual([
      ["2026-11-12", "", "draft", null],
      ["2026-11-19", "", "draft", null],
      ["2026-12-03", "", "draft", null],
    ]);
    expect(await test.db.audit.findFirst({ where: { id: edited?.undo ?? "" } })).toMatchObject({
      action: "schedule.generated",
    });
    const stands = await everythingOf(test.db, scope);
    expect(await generate()).toMatchObject({ added: 0, taken: 3, edited: { undo: null } });
    expect(await everythingOf(test.db, scope)).toEqual(stands);
  });

  it("gives the dates a time of their own only when it is not the cohort's", async () => {
    await generate({ startsAt: "11:00", count: 1 });
    await generate({ startsAt: "17:30", count: 2 });
    expect((await scheduleOf(test.db, scope)).map(({ date, startsAt }) => [date, startsAt])).toEqual([
      ["2026-11-12", null],
      ["2026-11-19", "17:30"],
    ]);
  });

  it("leaves what is on a date already as it is", async () => {
    await createSession(ctx(), scope, { cohort: scope.cohort.slug, date: "2026-11-19", title: "Chance" });
    const { dates } = await generate();
    expect(dates.find(({ date }) => date === "2026-11-19")).toMatchObject({ does: "taken", because: "Chance" });
    expect((await scheduleOf(test.db, scope)).map(({ title }) => title)).toEqual(["", "Chance", ""]);
  });

  it("is for organizers", async () => {
    const learner = await seat(test.db, scope, "learner");
    const input = { cohort: scope.cohort.slug, firstDate: "2026-11-12", count: 3 };
    await expect(generateTerm(learner.ctx, learner.scope, input)).rejects.toMatchObject({ code: "forbidden" });
  });
});
