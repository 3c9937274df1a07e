import { describe, expect, it } from "vitest";
import { auditOf } from "@/lib/audit/queries";
import { openCohort } from "@/lib/auth/scope";
import { AppError } from "@/lib/core/errors";
import { markResource } from "@/lib/progress/commands";
import { overrideProgress } from "@/lib/progress/matrix/commands";
import { override } from "@/lib/progress/matrix/schema";
import { storyOf } from "@/lib/progress/matrix/story/queries";
import { reportMinutes } from "@/lib/progress/minutes/commands";
import type { ProgressState } from "@/lib/progress/schema";
import { testDatabase } from "@/lib/testing/database";
import { frozenCtx, type MailMember, makeCohort, makeMember, makeSession, makeUse } from "@/lib/testing/factories";

const test = testDatabase();

async function world() {
  const cohort = await makeCohort(test.db);
  const ada = await makeMember(test.db, cohort, { name: "Ada" });
  const ana = await makeMember(test.db, cohort, { name: "Ana", role: "organizer" });
  const session = await makeSession(test.db, cohort, "2024-10-22");
  const resourceId = await makeUse(test.db, cohort, session, { title: "Chain rule", minutes: 10 });
  let minute = 0;
  const ctxOf = ({ personId, address }: MailMember) => {
    minute += 1;
    const at = new Date(Date.parse("2024-10-19T14:00:00Z") + minute * 60_000).toISOString();
    return frozenCtx(test.db, at, { kind: "person", personId, email: address, name: "", mayCreateCohorts: false });
  };
  const at = async (who: MailMember) => {
    const ctx = ctxOf(who);
    return { ctx, scope: await openCohort(ctx, test.db, cohort.slug) };
  };
  const mark = async (state: ProgressState) => {
    const { ctx, scope } = await at(ada);
    return markResource(ctx, scope, { cohort: cohort.slug, resourceId, state });
  };
  const story = async (memberId = ada.id, id = resourceId) => {
    const { scope } = await at(ana);
    return storyOf(test.db, scope, { memberId, resourceId: id });
  };
  const set = async (
    state: ProgressState,
    {
      who = ana,
      reason = "Was in the room.",
      ...more
    }: Partial<Parameters<typeof overrideProgress>[2]> & { who?: MailMember } = {},
  ) => {
    const { ctx, scope } = await at(who);
    const { state: stands, updatedAt } = await story();
    const seen = { state: stands, updatedAt };
    const input = { cohort: cohort.slug, memberId: ada.id, resourceId, state, reason, seen, ...more };
    return overrideProgress(ctx, scope, input);
  };
  return { cohort, ada, ana, resourceId, at, mark, story, set };
}

describe("an override", () => {
  it("sets what a member has done, with who did it and why, and is in the audit log with before and after", async () => {
    const { ada, ana, resourceId, mark, set, at } = await world();
    await mark("started");
    const story = await set("done");
    expect(story).toMatchObject({
      state: "done",
      how: "organizer",
      markedBy: "Ana",
      reason: "Was in the room.",
      ownState: "started",
    });
    expect(await test.db.progress.findFirst({ where: { memberId: ada.id, resourceId } })).toMatchObject({
      source: "organizer",
      markedById: ana.personId,
      doneAt: expect.any(Date),
    });
    const { scope, ctx } = await at(ana);
    const { entries } = await auditOf(test.db, scope, { cohort: scope.cohort.slug, limit: 10 }, ctx.now());
    expect(entries).toMatchObject([
      {
        who: "Ana",
        kind: "members",
        what: "marked “Chain rule” as done for Ada",
        details: [
          { what: "state", before: "started", after: "done" },
          { what: "reason", before: null, after: "Was in the room." },
        ],
      },
    ]);
    const ofMembers = await auditOf(
      test.db,
      scope,
      { cohort: scope.cohort.slug, kind: "members", limit: 10 },
      ctx.now(),
    );
    const own = await auditOf(test.db, scope, { cohort: scope.cohort.slug, kind: "own", limit: 10 }, ctx.now());
    expect(ofMembers.entries.map(({ what }) => what)).toEqual(["marked “Chain rule” as done for Ada"]);
    expect(own.entries.map(({ what }) => what)).toEqual(["marked “Chain rule” as started"]);
  });

  it("of something never touched makes its row, and can be set back to what the member said", async () => {
    const { set, mark, story } = await world();
    expect(await set("skipped")).toMatchObject({ state: "skipped", ownState: "todo" });
    expect(await set("todo", { reason: "Set back." })).toMatchObject({
      state: "todo",
      how: "organizer",
      reason: "Set back.",
    });
    await mark("done");
    expect(await story()).toMatchObject({ state: "done", how: "member", reason: "", markedBy: "", ownState: null });
  });

  it("is refused, with the cell as it stands, when it is not as it was seen", async () => {
    const { set, mark, story, ana } = await world();
    await mark("done");
    const seen = { state: "todo" as const, updatedAt: null };
    const refused = await set("skipped", { seen }).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(AppError);
    expect(refused).toMatchObject({ code: "conflict", current: { state: "done", how: "member" } });
    const { updatedAt } = await story();
    await mark("todo");
    await mark("done");
    await expect(set("skipped", { seen: { state: "done", updatedAt } })).rejects.toMatchObject({ code: "conflict" });
    expect(await story()).toMatchObject({ state: "done", how: "member" });
    expect(await set("skipped", { who: ana })).toMatchObject({ state: "skipped" });
  });

  it("by two organizers at once is one of them, whether the cell had a row or not", async () => {
    for (const touched of [false, true]) {
      const { set, mark, story, ada, cohort } = await world();
      if (touched) await mark("started");
      const ben = await makeMember(test.db, cohort, { name: "Ben", role: "organizer" });
      const { state, updatedAt } = await story();
      const seen = { state, updatedAt };
      const both = await Promise.allSettled([
        set("done", { seen, reason: "One" + "." }),
        set("skipped", { who: ben, seen, reason: "Two." }),
      ]);
      expect(both.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
      expect(
        await test.db.audit.count({
          where: { action: "progress.overridden", after: { path: ["member"], equals: ada.id } },
        }),
      ).toBe(1);
    }
  });

  it("said twice changes nothing, and is none when the member only watched on meanwhile", async () => {
    const { ada, resourceId, set, mark, story } = await world();
    await mark("started");
    await test.db.progress.updateMany({ where: { memberId: ada.id, resourceId }, data: { source: "player" } });
    const { updatedAt } = await story();
    await test.db.progress.updateMany({ where: { memberId: ada.id, resourceId }, data: { updatedAt: new Date() } });
    const seen = { state: "started" as const, updatedAt };
    const once = await set("done", { seen });
    expect(await set("done", { seen })).toEqual(once);
    expect(await test.db.audit.count({ where: { action: "progress.overridden", subjectId: resourceId } })).toBe(1);
  });

  it("needs a reason of three to three hundred characters", () => {
    const input = {
      cohort: "c",
      memberId: crypto.randomUUID(),
      resourceId: crypto.randomUUID(),
      state: "done",
      seen: { state: "todo", updatedAt: null },
    };
    for (const reason of ["", "  no  ", "x".repeat(301)])
      expect(override.safeParse({ ...input, reason }).success, reason).toBe(false);
    expect(override.parse({ ...input, reason: "  why  " }).reason).toBe("why");
  });

  it("is for organizers, of members who take part, in this cohort", async () => {
    const [here, there] = [await world(), await world()];
    await expect(here.set("done", { who: here.ada })).rejects.toMatchObject({ code: "forbidden" });
    await expect(here.set("done", { memberId: there.ada.id })).rejects.toMatchObject({ code: "not_found" });
    await expect(here.set("done", { resourceId: there.resourceId })).rejects.toMatchObject({ code: "not_found" });
    await test.db.member.update({ where: { id: here.ada.id }, data: { state: "left" } });
    await expect(here.story()).rejects.toMatchObject({ code: "not_found" });
    const { ctx, scope } = await here.at(here.ana);
    const seen = { state: "todo" as const, updatedAt: null };
    const input = {
      cohort: here.cohort.slug,
      memberId: here.ada.id,
      resourceId: here.resourceId,
      state: "done" as const,
      reason: "Why not",
      seen,
    };
    await expect(overrideProgress(ctx, scope, input)).rejects.toMatchObject({ code: "not_found" });
  });
});

describe("the story of a cell", () => {
  it("has every mark in order, what was watched and how long it took, and no note", async () => {
    const { ada, resourceId, cohort, mark, set, story, at } = await world();
    await mark("started");
    await mark("done");
    const { ctx, scope } = await at(ada);
    await reportMinutes(ctx, scope, { cohort: cohort.slug, resourceId, minutes: 25 });
    await test.db.$executeRaw`UPDATE progress SET watched = '{[0,60),[120,180)}' WHERE member_id = ${ada.id}::uuid`;
    await test.db.note.create({
      data: { id: crypto.randomUUID(), memberId: ada.id, resourceId, cohortId: cohort.id, body: "A private word" },
    });
    await set("started", { reason: "Not the whole of it." });
    const told = await story();
    expect(told).toMatchObject({
      member: { name: "Ada" },
      resource: { title: "Chain rule", minutes: 10 },
      watchedSeconds: 120,
      askedSeconds: 600,
      minutesTaken: 25,
    });
    expect(told.marks.map(({ who, what }) => `${who} ${what}`)).toEqual([
      "Ada marked it as started",
      "Ada marked it as done",
      "Ada said it took 25 min",
      "Ana set it to started",
    ]);
    expect(told.marks.at(-1)).toMatchObject({
      reason: "Not the whole of it.",
      when: expect.stringMatching(/^Sat 19 Oct, 09:/),
    });
    expect(JSON.stringify(told)).not.toContain("private");
  });

  it("has what was done to a duplicate before the merge, and nothing of anybody else", async () => {
    const { ada, cohort, resourceId, mark, story, at } = await world();
    const other = await makeMember(test.db, cohort, { name: "Bea" });
    const { ctx, scope } = await at(other);
    await markResource(ctx, scope, { cohort: cohort.slug, resourceId, state: "done" });
    const session = await makeSession(test.db, cohort, "2024-10-29");
    const gone = await makeUse(test.db, cohort, session, { title: "The same", minutes: 10 });
    const mine = await at(ada);
    await markResource(mine.ctx, mine.scope, { cohort: cohort.slug, resourceId: gone, state: "started" });
    await test.db.resource.update({ where: { id: gone }, data: { deletedAt: new Date(), mergedIntoId: resourceId } });
    await mark("done");
    expect((await story()).marks.map(({ what }) => what)).toEqual(["marked it as started", "marked it as done"]);
    expect(await story(other.id)).toMatchObject({ state: "done", marks: [{ who: "Bea" }] });
  });

  it("of an untouched cell says that nobody said anything", async () => {
    const { story } = await world();
    expect(await story()).toMatchObject({
      state: "todo",
      how: null,
      marks: [],
      updatedAt: null,
      watchedSeconds: 0,
      askedSeconds: 600,
    });
  });
});
