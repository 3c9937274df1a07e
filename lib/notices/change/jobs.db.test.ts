import { beforeEach, describe, expect, it } from "vitest";
import { undoAct } from "@/lib/audit/undo/commands";
import { openCohort } from "@/lib/auth/scope";
import { removeLine, rewordLine } from "@/lib/changes/commands";
import { logOf } from "@/lib/changes/queries";
import { demoAddress } from "@/lib/members/demo";
import { composeMail } from "@/lib/notices/compose";
import { planDue } from "@/lib/notices/jobs";
import { outgoingNotices, planNotices } from "@/lib/notices/queries";
import { takeTurn } from "@/lib/notices/sending/commands";
import { deleteSession, updateSession } from "@/lib/schedule/commands";
import { setOwnChoices } from "@/lib/subscriptions/commands";
import { testDatabase } from "@/lib/testing/database";
import {
  type FrozenCtx,
  frozenCtx,
  type MailCohort,
  type MailMember,
  makeCohort,
  makeMember,
  makeSession,
} from "@/lib/testing/factories";

const test = testDatabase();

let cohort: MailCohort;
let follower: MailMember;
let learner: MailMember;
let sessionId: string;
let ctx: FrozenCtx;

const at = (time: string) => ctx.setNow(`2024-10-01T${time}:00Z`);
const scope = () => openCohort(ctx, test.db, cohort.slug);
const notices = () =>
  test.db.notice.findMany({ where: { cohortId: cohort.id, kind: "change" }, orderBy: { dueAt: "asc" } });
const deliveries = () =>
  test.db.delivery.findMany({
    where: { notice: { cohortId: cohort.id, kind: "change" } },
    orderBy: { address: "asc" },
  });

async function move(date: string, id = sessionId) {
  const { version } = await test.db.session.findUniqueOrThrow({ where: { id } });
  await updateSession(ctx, await scope(), { cohort: cohort.slug, sessionId: id, version, date });
}

/** The mail of the one change notice as a member gets it. */
async function mailTo(member: MailMember) {
  const [notice] = await notices();
  const payload = notice?.payload as { changeIds: string[] };
  const { personId, address } = member;
  const delivery = {
    kind: "change" as const,
    cohortSlug: cohort.slug,
    personId,
    address,
    subjectKey: notice?.subjectKey ?? "",
    payload,
  };
  return composeMail(test.db, delivery, ctx.now());
}

beforeEach(async () => {
  // The planner and the queue are everybody's: what other tests left must not be in them.
  await test.db.notice.deleteMany();
  await test.db.cohort.updateMany({ data: { state: "archived" } });
  cohort = await makeCohort(test.db);
  [follower, learner] = [
    await makeMember(test.db, cohort, { role: "follower", timezone: "Europe/Berlin" }),
    await makeMember(test.db, cohort),
  ];
  sessionId = await makeSession(test.db, cohort, "2024-10-22");
  ctx = frozenCtx(test.db, "2024-10-01T12:00:00Z", { kind: "cli" });
});

describe("the change mail", () => {
  it("is held for a quarter of an hour, then goes to members and followers, once and about everything", async () => {
    const other = await makeSession(test.db, cohort, "2024-11-05", { title: "Chains" });
    await move("2024-10-29");
    at("12:10");
    await move("2024-11-12", other);
    for (const time of ["12:15", "12:24"]) {
      at(time);
      expect(await planDue(ctx)).toEqual({ notices: 0, deliveries: 0 });
    }
    at("12:25");
    expect(await planDue(ctx)).toEqual({ notices: 1, deliveries: 2 });
    at("12:26");
    expect(await planDue(ctx)).toEqual({ notices: 0, deliveries: 0 });
    expect((await deliveries()).map(({ address, state }) => [address, state])).toEqual(
      [follower.address, learner.address].sort().map((address) => [address, "queued"]),
    );
    const mail = await mailTo(follower);
    expect(mail.subject).toBe("2 changes to the schedule");
    expect(mail.text).toContain(
      "1 Oct:  “Backpropagation” moved from 22 Oct to 29 Oct.\n1 Oct:  “Chains” moved from 5 Nov to 12 Nov.",
    );
    expect(mail.text).toContain(
      "The next session is Backpropagation, Tuesday 29 October, 11:00 Chicago (17:00 for you)",
    );
    expect(mail.text).toContain(`Open the schedule: http://convene.test/c/${cohort.slug}#schedule`);
    expect(mail.text).toContain("You get this because you are a follower in Deep learning, fall 2024.");
    expect(mail.list?.id).toBe(`${cohort.slug}.convene.test`);
    const token = /unsubscribe#(\S+)/.exec(mail.text)?.[1];
    expect(mail.unsubscribeUrl).toBe(`http://convene.test/api/unsubscribe?t=${token}`);
  });

  it("waits for an organizer who goes on, but no longer than an hour", async () => {
    for (const [time, date] of [
      ["12:00", "2024-10-29"],
      ["12:14", "2024-11-05"],
      ["12:28", "2024-11-12"],
      ["12:42", "2024-11-19"],
      ["12:56", "2024-11-26"],
    ] as const) {
      at(time);
      await move(date);
      expect(await planDue(ctx)).toEqual({ notices: 0, deliveries: 0 });
    }
    at("13:00");
    await planDue(ctx);
    expect((await mailTo(learner)).subject).toBe("“Backpropagation” moved from 22 Oct to 26 Nov");
    await move("2024-12-03");
    expect((await logOf(test.db, await scope())).map(({ text }) => text)).toEqual([
      "“Backpropagation” moved from 26 Nov to 3 Dec.",
      "“Backpropagation” moved from 22 Oct to 26 Nov.",
    ]);
    at("13:15");
    await planDue(ctx);
    expect(await notices()).toHaveLength(2);
  });

  it("is planned once when twenty planners run at once", async () => {
    await move("2024-10-29");
    at("12:15");
    const reports = await Promise.all(Array.from({ length: 20 }, () => planDue(ctx)));
    expect(reports.reduce((sum, { deliveries: made }) => sum + made, 0)).toBe(2);
    expect(await notices()).toMatchObject([{ planned: 2, dueAt: new Date("2024-10-01T12:15:00Z") }]);
    expect(await deliveries()).toHaveLength(2);
  });

  it("says nothing when what happened was undone in time", async () => {
    await move("2024-10-29");
    const row = await test.db.audit.findFirstOrThrow({ where: { cohortId: cohort.id, action: "session.changed" } });
    at("12:10");
    await undoAct(ctx, await scope(), row.id);
    for (const time of ["12:15", "12:30", "14:00"]) {
      at(time);
      expect(await planDue(ctx)).toEqual({ notices: 0, deliveries: 0 });
    }
  });

  it("is never about a draft, nor about a session that is over", async () => {
    const draft = await makeSession(test.db, cohort, "2024-11-05", { state: "draft" });
    const past = await makeSession(test.db, cohort, "2024-09-24", { title: "Over" });
    await move("2024-11-12", draft);
    const { version } = await test.db.session.findUniqueOrThrow({ where: { id: past } });
    await updateSession(ctx, await scope(), { cohort: cohort.slug, sessionId: past, version, title: "Long over" });
    await deleteSession(ctx, await scope(), { cohort: cohort.slug, sessionId: past, version: version + 1 });
    expect(await logOf(test.db, await scope())).not.toEqual([]);
    at("12:15");
    expect(await planDue(ctx)).toEqual({ notices: 0, deliveries: 0 });
  });

  it("does not go to who switched it off or left, shows the demo's people as left out, and is off where the cohort says so", async () => {
    await setOwnChoices(ctx, await asMember(learner), { kind: "change", enabled: false });
    await makeMember(test.db, cohort, { state: "paused" });
    const demo = await makeMember(test.db, cohort);
    await test.db.person.update({ where: { id: demo.personId }, data: { email: demoAddress(demo.id) } });
    const quiet = await makeCohort(test.db);
    await test.db.noticeSetting.create({ data: { cohortId: quiet.id, kind: "change", enabled: false } });
    await makeMember(test.db, quiet);
    const line = { at: ctx.now(), updatedAt: ctx.now(), text: "Something changed." };
    for (const { id } of [cohort, quiet])
      await test.db.change.create({ data: { id: crypto.randomUUID(), cohortId: id, ...line } });
    at("12:15");
    expect(await planDue(ctx)).toEqual({ notices: 1, deliveries: 2 });
    expect((await deliveries()).map(({ address, state }) => [address, state])).toEqual(
      [
        [demoAddress(demo.id), "suppressed"],
        [follower.address, "queued"],
      ].sort(),
    );
  });

  async function asMember({ personId, address }: MailMember) {
    const actor = { kind: "person" as const, personId, email: address, name: "", mayCreateCohorts: false };
    return openCohort({ actor }, test.db, cohort.slug);
  }

  it("is for open and running cohorts, and not about what is older than a day", async () => {
    const line = { updatedAt: ctx.now(), text: "Something changed." };
    const old = new Date(ctx.now().getTime() - 25 * 3_600_000);
    for (const state of ["draft", "archived"] as const) {
      const { id } = await makeCohort(test.db, { state });
      await test.db.change.create({ data: { id: crypto.randomUUID(), cohortId: id, at: ctx.now(), ...line } });
    }
    await test.db.change.create({
      data: { id: crypto.randomUUID(), cohortId: cohort.id, ...line, at: old, updatedAt: old },
    });
    at("12:30");
    expect(await planDue(ctx)).toEqual({ notices: 0, deliveries: 0 });
  });
});

describe("a change mail that is on its way", () => {
  beforeEach(async () => {
    await move("2024-10-29");
    at("12:15");
    await planDue(ctx);
  });

  it("says what its lines say by then, and leaves out what was taken off the page", async () => {
    const [line] = await logOf(test.db, await scope());
    if (!line) throw new Error("There is a line.");
    const { id, version } = line;
    await rewordLine(ctx, await scope(), {
      cohort: cohort.slug,
      id,
      version,
      text: "We meet a week later: the lab is away.",
    });
    expect((await mailTo(learner)).subject).toBe("We meet a week later: the lab is away");
    expect((await outgoingNotices(test.db, await scope()))[0]).toMatchObject({
      ...{ kind: "change", sessionId: null, planned: 2, counts: { queued: 2 } },
      title: "We meet a week later: the lab is away",
    });
  });

  it("is called off, with the reason, when nothing of it is left", async () => {
    const [line] = await logOf(test.db, await scope());
    if (!line) throw new Error("There is a line.");
    await removeLine(ctx, await scope(), { cohort: cohort.slug, id: line.id, version: line.version });
    for (const _ of [1, 2]) expect(await takeTurn(ctx)).toMatchObject({ kind: "ended", state: "cancelled" });
    expect((await deliveries()).map(({ state, reason }) => [state, reason])).toEqual([
      ["cancelled", "What it was about was taken back."],
      ["cancelled", "What it was about was taken back."],
    ]);
    await expect(mailTo(learner)).rejects.toThrow("What it was about was taken back.");
  });

  it("is not sent any more when the session it is about is over, nor to who stopped it meanwhile", async () => {
    await test.db.subscription.create({ data: { memberId: learner.id, kind: "change", enabled: false } });
    const turn = async () => (await takeTurn(ctx)).kind;
    const first = await turn();
    expect([first, await turn()].sort()).toEqual(["ended", "send"]);
    await test.db.delivery.updateMany({
      where: { state: "leased" },
      data: { state: "queued", lease: null, leaseUntil: null },
    });
    await test.db.notice.updateMany({ data: { expiresAt: new Date("2024-12-01T00:00:00Z") } });
    ctx.setNow("2024-10-29T17:00:00Z");
    expect(await takeTurn(ctx)).toMatchObject({ kind: "ended", state: "expired" });
    expect((await deliveries()).find(({ state }) => state === "expired")?.reason).toBe("What it was about is over.");
  });
});

describe("what will go out", () => {
  it("has the change mail that is being held, with when it goes and to how many", async () => {
    await move("2024-10-29");
    const planned = async (from: string, now?: Date) => planNotices(test.db, await scope(), from, "2024-10-20", now);
    expect(await planned("2024-10-01", ctx.now())).toEqual([
      {
        ...{ kind: "change", sessionId: null, session: null, title: "“Backpropagation” moved from 22 Oct to 29 Oct" },
        ...{ dueAt: "2024-10-01T12:15:00.000Z", recipients: 2 },
      },
    ]);
    expect(await planned("2024-10-02", ctx.now())).toEqual([]);
    expect(await planned("2024-10-01")).toEqual([]);
  });
});
