import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { openCohort } from "@/lib/auth/scope";
import { markResource } from "@/lib/progress/commands";
import { overrideProgress } from "@/lib/progress/matrix/commands";
import type { Range } from "@/lib/progress/ranges/rules";
import { reportWatched } from "@/lib/progress/watching/commands";
import { watchingOf } from "@/lib/progress/watching/queries";
import type { ReportWatched } from "@/lib/progress/watching/schema";
import { progressRows } from "@/lib/resources/merge/queries";
import { testDatabase } from "@/lib/testing/database";
import { frozenCtx, makeCohort, makeMember, makeSession, makeUse } from "@/lib/testing/factories";

const test = testDatabase();
const NOW = "2024-10-19T14:00:00Z";

async function world() {
  const cohort = await makeCohort(test.db);
  const { id: memberId, personId, address } = await makeMember(test.db, cohort);
  const ctx = frozenCtx(test.db, NOW, {
    kind: "person",
    personId,
    email: address,
    name: "Ada",
    mayCreateCohorts: false,
  });
  const sessionId = await makeSession(test.db, cohort, "2024-10-22");
  const resourceId = await makeUse(test.db, cohort, sessionId, { title: "Backpropagation", minutes: 2 });
  const scope = await openCohort(ctx, test.db, cohort.slug);
  const report = (ranges: Range[], fields: Partial<ReportWatched> = {}) =>
    reportWatched(ctx, scope, {
      cohort: cohort.slug,
      resourceId,
      ranges,
      lengthSeconds: 100,
      stoppedAt: ranges.at(-1)?.[1] ?? 0,
      moment: "2024-10-19T13:59:00.000Z",
      ...fields,
    });
  const override = async (state: "todo" | "skipped", reason: string) => {
    const grace = await makeMember(test.db, cohort, { role: "organizer", name: "Grace" });
    const actor = {
      kind: "person",
      personId: grace.personId,
      email: grace.address,
      name: "",
      mayCreateCohorts: false,
    } as const;
    const hers = frozenCtx(test.db, NOW, actor);
    const seen = { state: (await show()).state, updatedAt: (await row())?.updatedAt ?? null };
    const input = { cohort: cohort.slug, memberId, resourceId, state, reason, seen };
    return overrideProgress(hers, await openCohort(hers, test.db, cohort.slug), input);
  };
  const row = async (id = resourceId) => (await progressRows(test.db, scope, [id], [memberId]))[0];
  const show = (id = resourceId) => watchingOf(test.db, scope, memberId, { resourceId: id, secure: true }, ctx.now());
  const days = () => test.db.watchedDay.findMany({ where: { memberId }, orderBy: { day: "asc" } });
  const audits = () => test.db.audit.findMany({ where: { subjectId: resourceId }, orderBy: { at: "asc" } });
  return { cohort, memberId, ctx, sessionId, resourceId, scope, report, override, row, show, days, audits };
}

describe("what a player reports", () => {
  it("is all there when several tabs tell of it for the first time at once", async () => {
    for (let turn = 0; turn < 20; turn += 1) {
      const { report, row } = await world();
      await Promise.all(Array.from({ length: 8 }, (_, tab) => report([[tab * 10, tab * 10 + 5]])));
      expect((await row())?.watched.match(/,/g)).toHaveLength(15);
    }
  }, 60_000);

  it("is never credited to somebody else who has signed in on the same browser since; it waits", async () => {
    const { cohort, memberId, report, row } = await world();
    const other = await makeMember(test.db, cohort);
    await expect(report([[0, 30]], { memberId: other.id })).rejects.toMatchObject({ code: "unauthenticated" });
    expect(await row()).toBeUndefined();
    await report([[0, 30]], { memberId });
    expect(await row()).toMatchObject({ watched: "{[0,30)}" });
  });

  it("is the same row whatever the order of the reports, however often each comes and how many come at once", async () => {
    const range = fc
      .tuple(fc.nat(119), fc.integer({ min: 1, max: 40 }))
      .map(([from, long]): Range => [from, from + long]);
    const said = fc.record({
      ranges: fc.array(range, { minLength: 1, maxLength: 3 }),
      stoppedAt: fc.nat(130),
      moment: fc
        .integer({ min: -9, max: 1 })
        .map((minute) => new Date(Date.parse(NOW) + minute * 60_000).toISOString()),
    });
    await fc.assert(
      fc.asyncProperty(
        fc
          .array(said, { minLength: 1, maxLength: 5 })
          .chain((all) => fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length }))),
        async ([inOrder, shuffled]) => {
          const [one, other] = [await world(), await world()];
          for (const { ranges, ...fields } of inOrder) await one.report(ranges, fields);
          await Promise.all([...shuffled, ...shuffled].map(({ ranges, ...fields }) => other.report(ranges, fields)));
          const [a, b] = [await one.row(), await other.row()];
          const own = { memberId: one.memberId, resourceId: one.resourceId, cohortId: one.cohort.id };
          expect({ ...b, ...own }).toEqual(a);
          expect((await other.days()).map(({ seconds }) => seconds)).toEqual(
            (await one.days()).map(({ seconds }) => seconds),
          );
        },
      ),
      { numRuns: 15, endOnFailure: true },
    );
  }, 180_000);

  it("that says nothing new changes nothing, not even when the row was last changed", async () => {
    const { report, row, ctx, audits, days } = await world();
    await report([[0, 30]]);
    const before = await row();
    ctx.setNow("2024-10-20T14:00:00Z");
    await report([
      [5, 30],
      [0, 5],
    ]);
    expect(await row()).toEqual(before);
    expect(await audits()).toHaveLength(1);
    expect(await days()).toHaveLength(1);
  });

  it("starts it, is done by itself with 90 % of it, and each of the two is in the audit log once", async () => {
    const { report, row, audits, memberId } = await world();
    expect(await report([[0, 2]])).toMatchObject({ state: "started", watched: [[0, 2]], stoppedAt: 2 });
    expect(await report([[98, 100]])).toMatchObject({ state: "started" });
    expect(await report([[2, 89]])).toMatchObject({
      state: "done",
      watched: [
        [0, 89],
        [98, 100],
      ],
    });
    await report([[89, 95]]);
    expect(await row()).toMatchObject({
      state: "done",
      source: "player",
      markedById: null,
      doneAt: NOW.replace("Z", ".000Z"),
    });
    expect((await audits()).map(({ action, after }) => [action, after])).toEqual([
      ["progress.marked", { member: memberId, state: "started", source: "player" }],
      ["progress.marked", { member: memberId, state: "done", source: "player" }],
    ]);
  });

  it("asks for no more than published sessions do, and for what the cohort says is enough", async () => {
    const { report, cohort, sessionId, resourceId } = await world();
    await test.db.use.updateMany({ where: { sessionId }, data: { fromSeconds: 0, toSeconds: 40 } });
    const draft = await makeSession(test.db, cohort, "2024-10-29", { state: "draft" });
    const use = { cohortId: cohort.id, resourceId, slot: "before" as const, position: 0 };
    await test.db.use.create({ data: { ...use, id: crypto.randomUUID(), sessionId: draft } });
    await test.db.cohort.update({ where: { id: cohort.id }, data: { doneAtPercent: 50 } });
    expect(await report([[0, 19]])).toMatchObject({ state: "started" });
    await test.db.session.update({ where: { id: draft }, data: { state: "published" } });
    expect(await report([[19, 20]])).toMatchObject({ state: "started" });
    await test.db.session.update({ where: { id: draft }, data: { state: "cancelled" } });
    expect(await report([[20, 21]])).toMatchObject({ state: "done" });
  });

  it("leaves what was marked by hand, also a tick that was taken back, until something new was seen", async () => {
    const { report, row, ctx, scope, cohort, resourceId } = await world();
    const mark = (state: "todo" | "done" | "skipped") =>
      markResource(ctx, scope, { cohort: cohort.slug, resourceId, state });
    await mark("done");
    await report([[0, 10]]);
    expect(await row()).toMatchObject({ state: "done", source: "member", watched: "{[0,10)}" });
    await mark("skipped");
    await report([[0, 10]], { moment: "2024-10-19T13:59:30.000Z" });
    expect(await row()).toMatchObject({ state: "skipped", source: "member" });
    await report([[10, 95]]);
    expect(await row()).toMatchObject({ state: "done", source: "player" });
    await mark("todo");
    await report([[0, 95]]);
    expect(await row()).toMatchObject({ state: "todo", source: "member" });
    await report([[95, 96]]);
    expect(await row()).toMatchObject({ state: "done", source: "player" });
  });

  it("leaves what an organizer skipped and why, which its member reads, until so much was watched that it is done", async () => {
    const { report, override, row, show, days } = await world();
    await override("skipped", "You gave a talk on it.");
    const word = { state: "skipped", markedBy: "Grace", reason: "You gave a talk on it." };
    expect(await report([[0, 1]])).toMatchObject({ ...word, watched: [[0, 1]], stoppedAt: 1 });
    expect(await show()).toMatchObject(word);
    expect(await row()).toMatchObject({ state: "skipped", source: "organizer", watched: "{[0,1)}" });
    expect(await days()).toMatchObject([{ seconds: 1 }]);
    expect(await report([[1, 90]])).toMatchObject({ state: "done", markedBy: "", reason: "" });
    expect(await row()).toMatchObject({ state: "done", source: "player", markedById: null, reason: "" });
  });

  it("begins what an organizer wants done again, and keeps who asked for it and why until it is done", async () => {
    const { report, override, show } = await world();
    await report([[0, 95]]);
    await override("todo", "Its second half is new.");
    await report([[95, 97]]);
    expect(await show()).toMatchObject({ state: "started", markedBy: "Grace", reason: "Its second half is new." });
  });

  it("counts each new second once, on the day it is for the cohort", async () => {
    const { report, ctx, days } = await world();
    await report([[0, 30]]);
    await report([[20, 40]]);
    // 23:30 in Chicago, where it is not yet the twentieth.
    ctx.setNow("2024-10-20T04:30:00Z");
    await report([[40, 45]]);
    ctx.setNow("2024-10-20T05:00:00Z");
    await report([[0, 50]]);
    expect((await days()).map(({ day, seconds }) => [day.toISOString().slice(0, 10), seconds])).toEqual([
      ["2024-10-19", 45],
      ["2024-10-20", 5],
    ]);
  });

  it("on another cohort's resource is refused, and so is one by a follower", async () => {
    const [here, there] = [await world(), await world()];
    await expect(here.report([[0, 1]], { resourceId: there.resourceId })).rejects.toMatchObject({ code: "not_found" });
    await test.db.member.update({ where: { id: here.memberId }, data: { role: "follower" } });
    const follower = await openCohort(here.ctx, test.db, here.cohort.slug);
    const input = {
      cohort: here.cohort.slug,
      resourceId: here.resourceId,
      ranges: [[0, 1] as Range],
      lengthSeconds: 9,
      stoppedAt: 1,
      moment: NOW,
    };
    await expect(reportWatched(here.ctx, follower, input)).rejects.toMatchObject({ code: "forbidden" });
    expect(await here.row()).toBeUndefined();
  });

  it("on a resource that was merged away is the other one's", async () => {
    const { report, row, show, cohort, sessionId, resourceId } = await world();
    const kept = await makeUse(test.db, cohort, sessionId, { title: "The same", minutes: 2 });
    await test.db.use.deleteMany({ where: { resourceId } });
    await test.db.resource.update({
      where: { id: resourceId },
      data: { deletedAt: new Date(NOW), mergedIntoId: kept },
    });
    await report([[0, 30]]);
    expect(await row(kept)).toMatchObject({ state: "started", watched: "{[0,30)}" });
    expect(await row()).toBeUndefined();
    expect(await show()).toMatchObject({ resourceId: kept, title: "The same", watched: [[0, 30]] });
  });
});

describe("the page to watch on", () => {
  it("has the player, what was seen, the parts that are asked for and the session that comes next", async () => {
    const { show, report, cohort, sessionId, resourceId } = await world();
    expect(await show()).toMatchObject({
      state: "todo",
      watched: [],
      lengthSeconds: null,
      stoppedAt: null,
      player: null,
      stopPoints: [],
    });
    const past = await makeSession(test.db, cohort, "2024-10-15");
    const use = { cohortId: cohort.id, resourceId, slot: "after" as const, position: 0 };
    await test.db.use.create({
      data: { ...use, id: crypto.randomUUID(), sessionId: past, fromSeconds: 5, toSeconds: 40 },
    });
    await test.db.resource.update({
      where: { id: resourceId },
      data: { url: "https://youtu.be/Ilg3gGewQ5U", stopPoints: [38] },
    });
    await report([[0, 30]]);
    expect(await show()).toEqual({
      resourceId,
      title: "Backpropagation",
      url: "https://youtu.be/Ilg3gGewQ5U",
      kind: "video",
      minutes: 2,
      player: { kind: "youtube", source: "Ilg3gGewQ5U", host: "youtube.com", start: 0 },
      state: "started",
      watched: [[0, 30]],
      lengthSeconds: 100,
      stoppedAt: 30,
      markedBy: "",
      reason: "",
      stopPoints: [38],
      parts: [
        { sessionId: past, date: "2024-10-15", title: "Backpropagation", from: 5, to: 40 },
        { sessionId, date: "2024-10-22", title: "Backpropagation", from: 0, to: null },
      ],
      doneAtPercent: 90,
      sessionId,
    });
    await test.db.session.update({ where: { id: sessionId }, data: { state: "draft" } });
    expect(await show()).toMatchObject({ sessionId: null, parts: [{ sessionId: past }] });
  });

  it("is not there for a resource that was removed or is another cohort's", async () => {
    const [here, there] = [await world(), await world()];
    await expect(here.show(there.resourceId)).rejects.toMatchObject({ code: "not_found" });
    await test.db.use.deleteMany({ where: { resourceId: here.resourceId } });
    await test.db.resource.update({ where: { id: here.resourceId }, data: { deletedAt: new Date(NOW) } });
    await expect(here.show()).rejects.toMatchObject({ code: "not_found" });
  });
});
