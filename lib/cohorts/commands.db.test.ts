import { describe, expect, it } from "vitest";
import { openCohort } from "@/lib/auth/scope";
import { createCohort, removeSection, saveSection, updateCohort } from "@/lib/cohorts/commands";
import { cohortsFor, sectionsOf } from "@/lib/cohorts/queries";
import { createCohort as createSchema } from "@/lib/cohorts/schema";
import type { Actor } from "@/lib/core/context";
import { testDatabase } from "@/lib/testing/database";
import { frozenCtx, makeCohort, makeMember } from "@/lib/testing/factories";

const test = testDatabase();
const NOW = "2024-10-19T14:00:00Z";
let counter = 0;

async function organizer(mayCreateCohorts = true) {
  const { personId, address } = await makeMember(test.db, await makeCohort(test.db), { role: "organizer" });
  const actor: Actor = { kind: "person", personId, email: address, name: "Grace", mayCreateCohorts };
  return frozenCtx(test.db, NOW, actor);
}

const input = (fields: Record<string, unknown> = {}) =>
  createSchema.parse({
    slug: `fall-${++counter}`,
    title: "Deep Learning",
    timezone: "America/Chicago",
    weekday: 2,
    ...fields,
  });

describe("a new cohort", () => {
  it("is a draft of its maker, with sections to start from, and hidden from everyone else", async () => {
    const ctx = await organizer();
    const scope = await createCohort(ctx, input());
    expect(scope.standing).toBe("organizer");
    expect((await sectionsOf(test.db, scope)).map(({ title }) => title)).toContain("Welcome");
    const anonymous = frozenCtx(test.db, NOW, { kind: "anonymous" });
    await expect(openCohort(anonymous, test.db, scope.cohort.slug)).rejects.toMatchObject({ code: "not_found" });
    expect((await cohortsFor(test.db, anonymous.actor)).map(({ slug }) => slug)).not.toContain(scope.cohort.slug);
    expect((await cohortsFor(test.db, ctx.actor)).map(({ slug }) => slug)).toContain(scope.cohort.slug);
  });

  it("needs an account that may, and an address that is free", async () => {
    await expect(createCohort(await organizer(false), input())).rejects.toMatchObject({ code: "forbidden" });
    await expect(createCohort(frozenCtx(test.db, NOW, { kind: "anonymous" }), input())).rejects.toMatchObject({
      code: "unauthenticated",
    });
    const ctx = await organizer();
    const { cohort } = await createCohort(ctx, input());
    await expect(createCohort(ctx, input({ slug: cohort.slug }))).rejects.toMatchObject({
      code: "conflict",
      fields: { slug: "This address is taken." },
    });
  });

  it("is refused with a word at the field that is wrong", () => {
    const wrong = createSchema.safeParse({
      slug: "Fall 2024",
      title: " ",
      timezone: "Mars/Olympus",
      weekday: 9,
      meetingUrl: "javascript:1",
    });
    expect(wrong.error?.issues.map(({ path }) => path.join("."))).toEqual([
      "slug",
      "title",
      "timezone",
      "weekday",
      "meetingUrl",
    ]);
  });
});

describe("two organizers at one thing", () => {
  it("the second is told what stands now, and nothing is overwritten", async () => {
    const ctx = await organizer();
    const scope = await createCohort(ctx, input());
    const { slug } = scope.cohort;
    const save = (title: string) => updateCohort(ctx, scope, { cohort: slug, version: 1, title });
    const answers = await Promise.allSettled([save("One"), save("Two")]);
    const won = answers.find((answer) => answer.status === "fulfilled");
    const lost = answers.find((answer) => answer.status === "rejected");
    expect(lost?.reason).toMatchObject({ code: "conflict", current: { title: won?.value.title, version: 2 } });
    expect((await openCohort(ctx, test.db, slug)).cohort.title).toBe(won?.value.title);
  });

  it("holds for sections too, and the audit log has before and after", async () => {
    const ctx = await organizer();
    const scope = await createCohort(ctx, input());
    const cohort = scope.cohort.slug;
    const first = await saveSection(ctx, scope, { cohort, title: "Tools", body: "Python" });
    const write = { cohort, id: first.id, version: first.version, title: "Tools" };
    await saveSection(ctx, scope, { ...write, body: "Python and a notebook" });
    await expect(saveSection(ctx, scope, { ...write, body: "R" })).rejects.toMatchObject({
      code: "conflict",
      current: { body: "Python and a notebook" },
    });
    const audit = await test.db.audit.findMany({ where: { subjectId: first.id, action: "section.changed" } });
    expect(audit).toMatchObject([{ before: { body: "Python" }, after: { body: "Python and a notebook" } }]);
    const remove = (version: number) => removeSection(ctx, scope, { cohort, id: first.id, version });
    await expect(remove(first.version)).rejects.toMatchObject({
      code: "conflict",
      current: { body: "Python and a notebook" },
    });
    await remove(first.version + 1);
    await expect(remove(first.version + 1)).rejects.toMatchObject({ code: "not_found" });
  });
});

describe("the audit log", () => {
  it("cannot be changed afterwards", async () => {
    const ctx = await organizer();
    const scope = await createCohort(ctx, input());
    const row = await test.db.audit.findFirstOrThrow({ where: { cohortId: scope.cohort.id } });
    await expect(test.db.audit.update({ where: { id: row.id }, data: { action: "nothing.happened" } })).rejects.toThrow(
      /append-only/,
    );
  });
});
