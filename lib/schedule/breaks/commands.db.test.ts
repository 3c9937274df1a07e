import { beforeEach, describe, expect, it } from "vitest";
import type { CohortScope } from "@/lib/auth/scope";
import { removeBreak, saveBreak } from "@/lib/schedule/breaks/commands";
import { breaksOf } from "@/lib/schedule/breaks/queries";
import { saveBreak as schema } from "@/lib/schedule/breaks/schema";
import { newCohort, seat, testCtx } from "@/lib/schedule/testing/world";
import { testDatabase } from "@/lib/testing/database";

const test = testDatabase();

let scope: CohortScope;

const ctx = () => testCtx(test.db);
const breaks = () => breaksOf(test.db, scope);
const audit = () =>
  test.db.audit.findMany({ where: { cohortId: scope.cohort.id, subjectKind: "break" }, orderBy: { at: "asc" } });
const FAIR = { title: "Fair", firstDay: "2026-11-09", lastDay: "2026-11-13" };

function save(input: Record<string, unknown>) {
  return saveBreak(ctx(), scope, schema.parse({ cohort: scope.cohort.slug, ...input }));
}

beforeEach(async () => {
  scope = await newCohort(test.db);
});

describe("breaks", () => {
  it("are added, changed and taken away, each with its full row in the audit log", async () => {
    const { id } = await save(FAIR);
    await save({ title: "Thanksgiving", firstDay: "2026-11-26", lastDay: "2026-11-26" });
    expect((await breaks()).map(({ title }) => title)).toEqual(["Fair", "Thanksgiving"]);
    const longer = { ...FAIR, lastDay: "2026-11-14" };
    await save({ id, ...longer, seen: FAIR });
    await removeBreak(ctx(), scope, { cohort: scope.cohort.slug, id, seen: longer });
    expect((await breaks()).map(({ title }) => title)).toEqual(["Thanksgiving"]);
    const rows = (await audit()).filter(({ subjectId }) => subjectId === id);
    expect(Object.fromEntries(rows.map(({ action, before, after }) => [action, { before, after }]))).toEqual({
      "break.added": { before: null, after: { id, ...FAIR } },
      "break.changed": { before: { id, ...FAIR }, after: { id, ...longer } },
      "break.removed": { before: { id, ...longer }, after: null },
    });
  });

  it("may overlap, but the same one is added once", async () => {
    const first = await save(FAIR);
    expect(await save(FAIR)).toEqual(first);
    await save({ ...FAIR, title: "Strike" });
    expect(await breaks()).toHaveLength(2);
    expect(await audit()).toHaveLength(2);
  });

  it("are not overwritten when somebody else changed them, and saying what stands changes nothing", async () => {
    const { id } = await save(FAIR);
    const theirs = { ...FAIR, title: "Book fair" };
    await save({ id, ...theirs, seen: FAIR });
    await expect(save({ id, ...FAIR, title: "Fairs", seen: FAIR })).rejects.toMatchObject({
      code: "conflict",
      current: { id, ...theirs },
    });
    await expect(removeBreak(ctx(), scope, { cohort: "", id, seen: FAIR })).rejects.toMatchObject({ code: "conflict" });
    expect(await save({ id, ...theirs, seen: FAIR })).toEqual({ id, ...theirs });
    expect(await audit()).toHaveLength(2);
  });

  it("of another cohort are not found, and a second removal finds nothing", async () => {
    const { id } = await save(FAIR);
    const other = await newCohort(test.db);
    const input = { cohort: other.cohort.slug, id, seen: FAIR };
    await expect(removeBreak(ctx(), other, input)).rejects.toMatchObject({ code: "not_found" });
    await expect(saveBreak(ctx(), other, { ...input, ...FAIR, title: "Mine" })).rejects.toMatchObject({
      code: "not_found",
    });
    await removeBreak(ctx(), scope, input);
    await expect(removeBreak(ctx(), scope, input)).rejects.toMatchObject({ code: "not_found" });
  });

  it("are for organizers to change", async () => {
    const learner = await seat(test.db, scope, "learner");
    const input = schema.parse({ cohort: scope.cohort.slug, ...FAIR });
    await expect(saveBreak(learner.ctx, learner.scope, input)).rejects.toMatchObject({ code: "forbidden" });
    const { id } = await save(FAIR);
    const removal = removeBreak(learner.ctx, learner.scope, { cohort: scope.cohort.slug, id, seen: FAIR });
    await expect(removal).rejects.toMatchObject({ code: "forbidden" });
    expect(await breaks()).toHaveLength(1);
  });

  it("are refused with a word at the field that is wrong", () => {
    const wrong = (input: object) =>
      schema
        .safeParse({ cohort: "fall", ...FAIR, ...input })
        .error?.issues.map(({ path, message }) => `${path.join(".")}: ${message}`);
    expect(wrong({ title: " " })).toEqual(["title: Say what the break is, like Thanksgiving."]);
    expect(wrong({ lastDay: "2026-11-08" })).toEqual(["lastDay: The last day is before the first one."]);
    expect(wrong({ lastDay: "2027-11-10" })).toEqual(["lastDay: At most a year."]);
    expect(wrong({ firstDay: "2026-02-30" })).toEqual(["firstDay: Enter a date as YYYY-MM-DD."]);
    expect(wrong({ id: crypto.randomUUID() })).toEqual(["seen: Say what was changed."]);
  });
});
