import { randomUUID } from "node:crypto";
import { beforeEach, describe, expect, it } from "vitest";
import { sealSubject } from "@/lib/auth/tokens";
import { env } from "@/lib/config/env";
import { composeMail } from "@/lib/notices/compose";
import { markMailed, showMailed } from "@/lib/progress/from-mail/commands";
import { markUrl } from "@/lib/progress/from-mail/queries";
import { subjectOf } from "@/lib/progress/from-mail/rules";
import { testDatabase } from "@/lib/testing/database";
import {
  type FrozenCtx,
  frozenCtx,
  type MailCohort,
  type MailMember,
  makeCohort,
  makeMember,
  makeSession,
  makeUse,
} from "@/lib/testing/factories";

const test = testDatabase();
const NOW = "2024-10-19T14:00:00Z";
const EXPIRES = new Date("2024-11-02T14:00:00Z");

let cohort: MailCohort;
let member: MailMember;
let sessionId: string;
let resourceId: string;
let ctx: FrozenCtx;
let origin: string;
beforeEach(async () => {
  cohort = await makeCohort(test.db);
  member = await makeMember(test.db, cohort);
  sessionId = await makeSession(test.db, cohort, "2024-10-22");
  resourceId = await makeUse(test.db, cohort, sessionId, { title: "Backpropagation calculus", minutes: 10 });
  ctx = frozenCtx(test.db, NOW, { kind: "anonymous" });
  origin = randomUUID();
});

const tokenFor = (more: Partial<Parameters<typeof markUrl>[0]> = {}) =>
  new URL(markUrl({ memberId: member.id, resourceId, expiresAt: EXPIRES, ...more })).hash.slice(1);
const show = (token: string) => showMailed(ctx, origin, token);
const mark = (token: string, state: "done" | "todo" = "done") => markMailed(ctx, origin, { token, state });
const progress = () => test.db.progress.findMany({ where: { cohortId: cohort.id } });

describe("a link from the weekly prep", () => {
  it("is in the mail of each member for each open thing, and marks exactly that", async () => {
    const delivery = { kind: "weekly_prep" as const, cohortSlug: cohort.slug, subjectKey: sessionId, payload: {} };
    const mail = await composeMail(
      test.db,
      { ...delivery, personId: member.personId, address: member.address },
      new Date(NOW),
    );
    const token = /Mark as done: http:\/\/convene\.test\/mark#(\S+)/.exec(mail.text)?.[1] ?? "";
    expect(mail.html).toContain(`/mark#${token}"`);
    await mark(token);
    expect(await progress()).toMatchObject([{ memberId: member.id, resourceId, state: "done", source: "mail" }]);
    expect(mail.html + mail.text, "the link is the only secret").not.toContain(member.id);
  });

  it("shows what it is about and changes nothing by that, however often it is looked at", async () => {
    for (let n = 0; n < 3; n += 1) {
      expect(await show(tokenFor())).toEqual({
        title: "Backpropagation calculus",
        cohort: "Deep learning, fall 2024",
        who: "m…@example.org",
        state: "todo",
        weekPath: `/c/${cohort.slug}/week`,
      });
    }
    expect(await progress()).toEqual([]);
    expect(await test.db.audit.count({ where: { cohortId: cohort.id } })).toBe(0);
  });

  it("marks once however often it is clicked, says so the second time, and can be taken back", async () => {
    const all = await Promise.all(Array.from({ length: 5 }, () => mark(tokenFor())));
    expect(all.map(({ state }) => state)).toEqual(Array(5).fill("done"));
    expect((await show(tokenFor())).state).toBe("done");
    const rows = await test.db.audit.findMany({ where: { cohortId: cohort.id } });
    expect(rows).toMatchObject([{ action: "progress.marked", actorKind: "token", actorId: member.personId }]);
    expect((await mark(tokenFor(), "todo")).state).toBe("todo");
    expect(await progress()).toMatchObject([{ state: "todo", source: "mail", doneAt: null }]);
  });

  it("follows a resource that was made one with another", async () => {
    const kept = await makeUse(test.db, cohort, sessionId, { title: "The one that is left", minutes: 10 });
    await test.db.use.deleteMany({ where: { resourceId } });
    await test.db.resource.update({
      where: { id: resourceId },
      data: { deletedAt: new Date(NOW), mergedIntoId: kept },
    });
    expect((await show(tokenFor())).title).toBe("The one that is left");
    expect((await mark(tokenFor())).state).toBe("done");
    expect(await progress()).toMatchObject([{ resourceId: kept, state: "done" }]);
  });
});

describe("a link that does not work", () => {
  const dead = async (token: string) => {
    const answers = await Promise.allSettled([show(token), mark(token)]);
    const said = answers.map((answer) => (answer.status === "rejected" ? answer.reason : answer));
    for (const one of said) {
      expect(one).toMatchObject({ code: "gone", message: "This link does not work any more.", fields: {} });
    }
    expect(await progress()).toEqual([]);
  };

  it("is one that is over, and it works until then", async () => {
    ctx.setNow("2024-11-02T13:59:59Z");
    expect((await show(tokenFor())).state).toBe("todo");
    ctx.setNow("2024-11-02T14:00:00Z");
    await dead(tokenFor());
  });

  it("is one that this server did not seal for this, or that was changed to be another member's", async () => {
    const other = await makeMember(test.db, cohort);
    const subject = subjectOf({ memberId: other.id, resourceId, expiresAt: EXPIRES });
    const [, seal] = tokenFor().split(".");
    await dead(`${Buffer.from(subject).toString("base64url")}.${seal}`);
    await dead(`${tokenFor()}x`);
    await dead("a.b");
    await dead(sealSubject("another key, of thirty-two characters", "mark", subject));
    await dead(sealSubject(env().AUTH_SECRET, "unsubscribe", subject));
    await dead(sealSubject(env().AUTH_SECRET, "mark", `${member.id}:weekly_prep`));
  });

  it("is one of a member who left, follows only, or is gone", async () => {
    await test.db.member.update({ where: { id: member.id }, data: { state: "left" } });
    await dead(tokenFor());
    await test.db.member.update({ where: { id: member.id }, data: { state: "active", role: "follower" } });
    await dead(tokenFor());
    await test.db.member.delete({ where: { id: member.id } });
    await dead(tokenFor());
  });

  it("is one on a resource that was removed or is another cohort's, and in a cohort that is a draft again", async () => {
    const elsewhere = await makeCohort(test.db);
    const there = await makeSession(test.db, elsewhere, "2024-10-22");
    await dead(tokenFor({ resourceId: await makeUse(test.db, elsewhere, there, { title: "x", minutes: 1 }) }));
    await dead(tokenFor({ resourceId: randomUUID() }));
    await test.db.cohort.update({ where: { id: cohort.id }, data: { state: "draft" } });
    await dead(tokenFor());
    await test.db.cohort.update({ where: { id: cohort.id }, data: { state: "running" } });
    await test.db.resource.update({ where: { id: resourceId }, data: { deletedAt: new Date(NOW) } });
    await dead(tokenFor());
  });

  it("cannot be guessed at for long, while links that are ours are never counted", async () => {
    const guess = () => show("x.y").catch(({ code }: { code: string }) => code);
    const said = new Set<unknown>();
    for (let n = 0; n < 61; n += 1) said.add(await guess());
    expect(said).toEqual(new Set(["gone", "too_many"]));
    expect((await show(tokenFor())).state).toBe("todo");
  });
});
