import { describe, expect, it } from "vitest";
import { openCohort } from "@/lib/auth/scope";
import { sendNow } from "@/lib/notices/commands";
import { planDue } from "@/lib/notices/jobs";
import { addressHash } from "@/lib/notices/outbox";
import { planNotices } from "@/lib/notices/queries";
import { testDatabase } from "@/lib/testing/database";
import { frozenCtx, makeCohort, makeMember, makeSession } from "@/lib/testing/factories";
import { toDateColumn } from "@/lib/time/zones";

const test = testDatabase();
/** A session on Tuesday 22 October has its mail due on Saturday 19 October at 09:00 in Chicago. */
const DUE = "2024-10-19T14:00:00Z";

const deliveriesOf = (sessionId: string) =>
  test.db.delivery.findMany({ where: { notice: { subjectKey: sessionId } }, orderBy: { createdAt: "asc" } });

async function world() {
  const cohort = await makeCohort(test.db);
  const member = await makeMember(test.db, cohort);
  const sessionId = await makeSession(test.db, cohort, "2024-10-22");
  return { cohort, member, sessionId };
}

describe("the planner", () => {
  it("plans nothing a minute before it is due and everything at the minute", async () => {
    const { sessionId } = await world();
    await planDue(frozenCtx(test.db, "2024-10-19T13:59:59Z"));
    expect(await deliveriesOf(sessionId)).toEqual([]);
    await planDue(frozenCtx(test.db, DUE));
    expect((await deliveriesOf(sessionId)).map((one) => one.state)).toEqual(["queued"]);
  });

  it("plans once when twenty planners run in the same minute, and again later", async () => {
    const { sessionId } = await world();
    await Promise.all(Array.from({ length: 20 }, () => planDue(frozenCtx(test.db, DUE))));
    await planDue(frozenCtx(test.db, "2024-10-20T14:00:00Z"));
    expect(await deliveriesOf(sessionId)).toHaveLength(1);
    const notices = await test.db.notice.findMany({ where: { subjectKey: sessionId } });
    expect(notices.map((one) => one.planned)).toEqual([1]);
  });

  it("sends what is three hours late and keeps what is forty hours late as expired", async () => {
    const { cohort, sessionId } = await world();
    const other = await makeSession(test.db, cohort, "2024-10-21");
    // The worker was down: the 21st was due on the 18th, forty hours ago and more.
    await planDue(frozenCtx(test.db, "2024-10-19T17:00:00Z"));
    expect((await deliveriesOf(sessionId)).map((one) => one.state)).toEqual(["queued"]);
    expect((await deliveriesOf(other)).map((one) => one.state)).toEqual(["queued"]);
    const third = await makeSession(test.db, cohort, "2024-10-20");
    await planDue(frozenCtx(test.db, "2024-10-19T06:00:00Z"));
    expect((await deliveriesOf(third)).map((one) => one.state)).toEqual(["expired"]);
    expect((await deliveriesOf(third))[0]?.reason).toBe("It was due too long ago to be of use.");
  });

  it("reaches at the regular time who joined after an organizer had sent it ahead, and nobody twice", async () => {
    const { cohort, sessionId } = await world();
    const early = frozenCtx(test.db, "2024-10-17T14:00:00Z", { kind: "cli" });
    await sendNow(early, await openCohort(early, test.db, cohort.slug), { cohort: cohort.slug, sessionId });
    expect(await deliveriesOf(sessionId)).toHaveLength(1);
    await makeMember(test.db, cohort);
    await planDue(frozenCtx(test.db, "2024-10-18T14:00:00Z"));
    expect(await deliveriesOf(sessionId), "not before it is due").toHaveLength(1);
    for (const iso of [DUE, "2024-10-19T14:01:00Z"]) await planDue(frozenCtx(test.db, iso));
    expect((await deliveriesOf(sessionId)).map((one) => one.state)).toEqual(["queued", "queued"]);
    const notice = await test.db.notice.findFirstOrThrow({ where: { subjectKey: sessionId } });
    expect(notice.planned).toBe(2);
    expect(notice.expiresAt > new Date(DUE)).toBe(true);
  });

  it("sends after all what was called off with a session that is on again", async () => {
    const { sessionId } = await world();
    await planDue(frozenCtx(test.db, DUE));
    await test.db.delivery.updateMany({
      where: { notice: { subjectKey: sessionId } },
      data: { state: "cancelled", reason: "The session was cancelled." },
    });
    await planDue(frozenCtx(test.db, "2024-10-19T14:05:00Z"));
    expect((await deliveriesOf(sessionId)).map((one) => one.state)).toEqual(["queued"]);
    await test.db.delivery.updateMany({
      where: { notice: { subjectKey: sessionId } },
      data: { state: "cancelled", reason: "The member has left." },
    });
    await planDue(frozenCtx(test.db, "2024-10-19T14:06:00Z"));
    expect((await deliveriesOf(sessionId)).map((one) => one.state)).toEqual(["cancelled"]);
  });

  it("does not call the past of a term missed that was imported later", async () => {
    const { cohort } = await world();
    const past = await makeSession(test.db, cohort, "2024-10-15", { createdAt: "2024-10-18T00:00:00Z" });
    await planDue(frozenCtx(test.db, DUE));
    expect(await deliveriesOf(past)).toEqual([]);
  });

  it("leaves out followers, those who paused or left, and those who switched it off; and shows whom it cannot reach", async () => {
    const { cohort, member, sessionId } = await world();
    for (const state of ["pending", "paused", "left"] as const) await makeMember(test.db, cohort, { state });
    await makeMember(test.db, cohort, { role: "follower" });
    const organizer = await makeMember(test.db, cohort, { role: "organizer" });
    const silent = await makeMember(test.db, cohort);
    await test.db.subscription.create({ data: { memberId: silent.id, kind: "weekly_prep", enabled: false } });
    const bounced = await makeMember(test.db, cohort);
    await test.db.suppression.create({ data: { addressHash: addressHash(bounced.address), reason: "bounced" } });
    await planDue(frozenCtx(test.db, DUE));
    const states = Object.fromEntries((await deliveriesOf(sessionId)).map((one) => [one.address, one.state]));
    expect(states).toEqual({
      [member.address]: "queued",
      [organizer.address]: "queued",
      [bounced.address]: "suppressed",
    });
  });

  it("gives a moved session a notice of its own and one that moved back none", async () => {
    const { sessionId } = await world();
    await planDue(frozenCtx(test.db, DUE));
    await test.db.session.update({ where: { id: sessionId }, data: { date: toDateColumn("2024-10-29") } });
    await planDue(frozenCtx(test.db, "2024-10-26T14:00:00Z"));
    expect(await deliveriesOf(sessionId)).toHaveLength(2);
    await test.db.session.update({ where: { id: sessionId }, data: { date: toDateColumn("2024-10-22") } });
    await planDue(frozenCtx(test.db, "2024-10-20T15:00:00Z"));
    expect(await deliveriesOf(sessionId)).toHaveLength(2);
  });

  it("is not moved by a change of the cohort's zone once it is planned, and follows it before", async () => {
    const { cohort, sessionId } = await world();
    await test.db.cohort.update({ where: { id: cohort.id }, data: { timezone: "Europe/Berlin" } });
    await planDue(frozenCtx(test.db, "2024-10-19T07:00:00Z"));
    expect(await deliveriesOf(sessionId)).toHaveLength(1);
    await test.db.cohort.update({ where: { id: cohort.id }, data: { timezone: "America/Chicago" } });
    await planDue(frozenCtx(test.db, DUE));
    expect(await deliveriesOf(sessionId)).toHaveLength(1);
  });

  it("leaves drafts, archived and deleted cohorts alone", async () => {
    for (const state of ["draft", "archived"] as const) {
      const cohort = await makeCohort(test.db, { state });
      await makeMember(test.db, cohort);
      const sessionId = await makeSession(test.db, cohort, "2024-10-22");
      await planDue(frozenCtx(test.db, DUE));
      expect(await deliveriesOf(sessionId)).toEqual([]);
    }
  });
});

describe("the plan an organizer sees", () => {
  it("says for any range what is due when and to how many, also for the past", async () => {
    const { cohort, sessionId } = await world();
    const open = await makeSession(test.db, cohort, "2024-10-29", { title: "", format: null });
    await makeSession(test.db, cohort, "2024-11-05", { state: "cancelled" });
    const scope = await openCohort({ actor: { kind: "cli" } }, test.db, cohort.slug);
    expect(await planNotices(test.db, scope, "2024-10-01", "2024-11-30")).toEqual([
      {
        kind: "weekly_prep",
        sessionId,
        session: "2024-10-22",
        title: "Backpropagation",
        dueAt: "2024-10-19T14:00:00.000Z",
        recipients: 1,
      },
      {
        kind: "weekly_prep",
        sessionId: open,
        session: "2024-10-29",
        title: "Open date",
        dueAt: "2024-10-26T14:00:00.000Z",
        recipients: 1,
      },
    ]);
    expect(await planNotices(test.db, scope, "2024-10-20", "2024-10-25")).toEqual([]);
  });

  it("uses the days and the time that the cohort chose", async () => {
    const { cohort } = await world();
    await test.db.noticeSetting.create({
      data: { cohortId: cohort.id, kind: "weekly_prep", leadDays: 1, localTime: "18:30" },
    });
    const scope = await openCohort({ actor: { kind: "cli" } }, test.db, cohort.slug);
    const [planned] = await planNotices(test.db, scope, "2024-10-01", "2024-11-30");
    expect(planned?.dueAt).toBe("2024-10-21T23:30:00.000Z");
  });
});
