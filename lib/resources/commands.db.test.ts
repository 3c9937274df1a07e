import { randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import { markResource } from "@/lib/progress/commands";
import { removeResource, updateResource } from "@/lib/resources/commands";
import { libraryOf, resourceOf } from "@/lib/resources/queries";
import type { UpdateResource } from "@/lib/resources/schema";
import { testDatabase } from "@/lib/testing/database";
import { makeMember, makeSession } from "@/lib/testing/factories";
import { libraryWorld, makeResource, NOW, putIn } from "@/lib/testing/library";

const test = testDatabase();

async function world() {
  const at = await libraryWorld(test.db);
  const { cohort, ctx, scope } = at;
  const update = (resourceId: string, fields: Omit<UpdateResource, "cohort" | "resourceId">) =>
    updateResource(ctx, scope, { cohort: cohort.slug, resourceId, ...fields });
  const remove = (resourceId: string, version = 1) =>
    removeResource(ctx, scope, { cohort: cohort.slug, resourceId, version });
  const audit = (subjectId: string) => test.db.audit.findMany({ where: { subjectId }, orderBy: { at: "asc" } });
  return { ...at, update, remove, audit };
}

describe("the library", () => {
  it("has every resource once, with where it is used, who finished it and how long they say it took", async () => {
    const { cohort, scope, as } = await world();
    const [first, second, gone] = [
      await makeSession(test.db, cohort, "2024-10-22", { title: "Backpropagation" }),
      await makeSession(test.db, cohort, "2024-10-29", { title: "", state: "draft" }),
      await makeSession(test.db, cohort, "2024-11-05"),
    ];
    await test.db.session.update({ where: { id: gone }, data: { deletedAt: new Date(NOW) } });
    const id = await makeResource(test.db, cohort, { title: "Chain rule", minutes: 30, stopPoints: [600] });
    await makeResource(test.db, cohort, { title: "another", url: null });
    for (const session of [second, first, gone]) await putIn(test.db, cohort, session, id);
    await putIn(test.db, cohort, first, id, { slot: "deep_dive" });
    const takes = [20, 31, 60, 90];
    for (const [index, minutesTaken] of takes.entries()) {
      const member = await makeMember(test.db, cohort);
      const said = { state: index === 3 ? ("started" as const) : ("done" as const), minutesTaken };
      await test.db.progress.create({ data: { memberId: member.id, resourceId: id, cohortId: cohort.id, ...said } });
      if (index === 2) await test.db.member.update({ where: { id: member.id }, data: { state: "left" } });
    }
    const { scope: learners } = await as(await makeMember(test.db, cohort));
    const library = await libraryOf(test.db, learners);
    expect(library.learners).toBe(4);
    expect(library.resources.map(({ title }) => title)).toEqual(["another", "Chain rule"]);
    expect(await resourceOf(test.db, scope, id)).toEqual({
      id,
      title: "Chain rule",
      url: `https://videos.example.org/${library.resources[1]?.url?.split("/").at(-1)}`,
      kind: "video",
      author: "",
      minutes: 30,
      stopPoints: [600],
      version: 1,
      uses: [
        { sessionId: first, date: "2024-10-22", title: "Backpropagation", state: "published", slot: "before" },
        { sessionId: first, date: "2024-10-22", title: "Backpropagation", state: "published", slot: "deep_dive" },
        { sessionId: second, date: "2024-10-29", title: "", state: "draft", slot: "before" },
      ],
      done: 2,
      reported: { minutes: 31, count: 3 },
      link: { state: "waiting", problem: "", askedOn: null },
    });
    expect(library.resources[0]).toMatchObject({ uses: [], stopPoints: [], done: 0, reported: null, link: null });
  });

  it("counts a link as broken after two failures, and forgets what was said of an older link", async () => {
    const { cohort, scope } = await world();
    const id = await makeResource(test.db, cohort, { url: "https://e.org/a" });
    const said = { resourceId: id, cohortId: cohort.id, url: "https://e.org/a", checkedAt: new Date(NOW) };
    const link = async (row: {
      state: "ok" | "broken" | "refused";
      problem?: string;
      failures?: number;
      url?: string;
    }) => {
      const data = { problem: "", failures: 0, ...said, ...row };
      await test.db.linkCheck.upsert({ where: { resourceId: id }, create: data, update: data });
      return (await resourceOf(test.db, scope, id))?.link;
    };
    expect(await link({ state: "ok" })).toEqual({ state: "ok", problem: "", askedOn: "2024-10-19" });
    expect(await link({ state: "broken", problem: "404 Not Found", failures: 1 })).toMatchObject({ state: "unsure" });
    expect(await link({ state: "ok", problem: "503 Service Unavailable" })).toMatchObject({ state: "unsure" });
    expect(await link({ state: "broken", problem: "404 Not Found", failures: 2 })).toMatchObject({ state: "broken" });
    expect(await link({ state: "refused", problem: "leads into a private network" })).toMatchObject({
      state: "refused",
    });
    expect(await link({ state: "broken", problem: "404", failures: 2, url: "https://e.org/old" })).toEqual({
      state: "waiting",
      problem: "",
      askedOn: null,
    });
  });
});

describe("a changed resource", () => {
  it("keeps everyone's progress under a new link, and a schedule finds it by that", async () => {
    const { cohort, as, update, audit } = await world();
    const id = await makeResource(test.db, cohort, { url: "https://e.org/old" });
    const learner = await as(await makeMember(test.db, cohort));
    await markResource(learner.ctx, learner.scope, { cohort: cohort.slug, resourceId: id, state: "done" });
    const said = { resourceId: id, cohortId: cohort.id, url: "https://e.org/old", checkedAt: new Date(NOW) };
    await test.db.linkCheck.create({ data: { ...said, state: "broken", problem: "404 Not Found", failures: 2 } });
    const saved = await update(id, { version: 1, url: "https://arxiv.org/abs/1706.03762" });
    expect(saved).toMatchObject({ done: 1, version: 2, kind: "paper", link: { state: "waiting" } });
    expect(await test.db.resource.findUnique({ where: { id } })).toMatchObject({
      matchKey: "https://arxiv.org/abs/1706.03762",
    });
    expect((await audit(id)).filter(({ action }) => action === "resource.changed")).toMatchObject([
      { before: { url: "https://e.org/old", version: 1 }, after: { version: 2, kind: "paper" } },
    ]);
  });

  it("is a change of the sessions that show it, for whoever has one of them open", async () => {
    const { cohort, update } = await world();
    const session = await makeSession(test.db, cohort, "2024-10-22");
    const id = await makeResource(test.db, cohort, { minutes: 62 });
    await putIn(test.db, cohort, session, id);
    const version = async () => (await test.db.session.findUniqueOrThrow({ where: { id: session } })).version;
    await update(id, { version: 1, title: "Better words" });
    expect(await version()).toBe(2);
    await update(id, { version: 2, stopPoints: [2280, 3660], author: "Grace" });
    expect(await version(), "the schedule does not show these").toBe(2);
  });

  it("that says nothing new changes nothing", async () => {
    const { cohort, update, audit } = await world();
    const id = await makeResource(test.db, cohort, { title: "Sets", minutes: 10, stopPoints: [60] });
    expect(await update(id, { version: 1, title: "Sets", minutes: 10, stopPoints: [60] })).toMatchObject({
      version: 1,
    });
    expect(await audit(id)).toEqual([]);
  });

  it("shows the second of two organizers what stands now, and overwrites nothing", async () => {
    const { cohort, update } = await world();
    const id = await makeResource(test.db, cohort, { title: "Sets" });
    const both = await Promise.allSettled([
      update(id, { version: 1, title: "Sets, slowly" }),
      update(id, { version: 1, title: "Sets, quickly" }),
    ]);
    expect(both.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    const refused = both.find((result) => result.status === "rejected");
    const standing = await test.db.resource.findUniqueOrThrow({ where: { id } });
    expect(refused?.reason).toMatchObject({ code: "conflict", current: { id, title: standing.title, version: 2 } });
  });

  it("cannot take the link of another one, which is named so that the two can be merged", async () => {
    const { cohort, update } = await world();
    const [a, b] = [
      await makeResource(test.db, cohort, { title: "Sets", url: "https://e.org/sets" }),
      await makeResource(test.db, cohort, { title: "Other sets" }),
    ];
    await expect(update(b, { version: 1, url: "http://www.e.org/sets/" })).rejects.toMatchObject({
      code: "conflict",
      current: { id: a },
      fields: { url: expect.stringContaining("“Sets”") },
    });
  });

  it("takes the link of one that was removed", async () => {
    const { cohort, update, remove } = await world();
    const [a, b] = [
      await makeResource(test.db, cohort, { url: "https://e.org/sets" }),
      await makeResource(test.db, cohort, {}),
    ];
    await remove(a);
    expect(await update(b, { version: 1, url: "https://e.org/sets" })).toMatchObject({ url: "https://e.org/sets" });
  });

  it("has no place to stop behind its end", async () => {
    const { cohort, update } = await world();
    const id = await makeResource(test.db, cohort, { minutes: 61 });
    await expect(update(id, { version: 1, stopPoints: [3660] })).rejects.toMatchObject({
      fields: { stopPoints: "1:01:00 is not before the end: it is 61 min long." },
    });
    await update(id, { version: 1, stopPoints: [3659] });
    await expect(update(id, { version: 2, minutes: 30 })).rejects.toMatchObject({ code: "invalid" });
  });
});

describe("a removed resource", () => {
  it("was not used and not begun; the audit log has all of it", async () => {
    const { cohort, scope, remove, audit } = await world();
    const id = await makeResource(test.db, cohort, { title: "Sets", author: "Grace" });
    await expect(remove(id, 7)).rejects.toMatchObject({ code: "conflict", current: { id } });
    await remove(id);
    expect(await resourceOf(test.db, scope, id)).toBeNull();
    expect(await audit(id)).toMatchObject([
      {
        action: "resource.removed",
        before: { title: "Sets", author: "Grace", deletedAt: null },
        after: { deletedAt: expect.any(String) },
      },
    ]);
    await expect(remove(id)).rejects.toMatchObject({ code: "not_found" });
  });

  it("is refused, with the reason, while anything hangs on it", async () => {
    const { cohort, remove } = await world();
    const member = await makeMember(test.db, cohort);
    const session = await makeSession(test.db, cohort, "2024-10-22");
    const deleted = await makeSession(test.db, cohort, "2024-10-29");
    await test.db.session.update({ where: { id: deleted }, data: { deletedAt: new Date(NOW) } });
    const ids = await Promise.all([1, 2, 3, 4].map(() => makeResource(test.db, cohort)));
    const [used = "", begun = "", asked = "", lately = ""] = ids;
    await putIn(test.db, cohort, session, used);
    await putIn(test.db, cohort, deleted, lately);
    await test.db.progress.create({
      data: { memberId: member.id, resourceId: begun, cohortId: cohort.id, state: "started" },
    });
    await test.db.question.create({
      data: {
        id: randomUUID(),
        cohortId: cohort.id,
        sessionId: session,
        memberId: member.id,
        resourceId: asked,
        body: "?",
      },
    });
    const reasons = await Promise.all(ids.map((id) => remove(id).catch(({ message }) => message)));
    expect(reasons).toEqual([
      "The schedule uses it once. Take it out there first.",
      "One member has progress on it, which would be lost. If there are two of it, merge them.",
      "A question is about it.",
      "A session that was removed lately uses it and can still be brought back.",
    ]);
    await test.db.session.update({ where: { id: deleted }, data: { deletedAt: new Date("2024-09-01T00:00:00Z") } });
    await remove(lately);
  });

  it("and a tick that arrives at the same time: one of the two is refused, and no tick hangs on nothing", async () => {
    const { cohort, as, remove } = await world();
    for (let round = 0; round < 5; round += 1) {
      const id = await makeResource(test.db, cohort);
      const learner = await as(await makeMember(test.db, cohort));
      const mark = () =>
        markResource(learner.ctx, learner.scope, { cohort: cohort.slug, resourceId: id, state: "done" });
      const [removed, marked] = await Promise.allSettled(
        round % 2 ? [remove(id), mark()] : [remove(id), mark()].reverse(),
      );
      expect([removed?.status, marked?.status].sort()).toEqual(["fulfilled", "rejected"]);
      const { deletedAt } = await test.db.resource.findUniqueOrThrow({ where: { id } });
      expect(await test.db.progress.count({ where: { resourceId: id } })).toBe(deletedAt ? 0 : 1);
    }
  });
});
