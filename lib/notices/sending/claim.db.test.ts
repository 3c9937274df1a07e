import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { addressHash } from "@/lib/notices/outbox";
import { sweepDeliveries } from "@/lib/notices/sending/commands";
import { testDatabase } from "@/lib/testing/database";
import { frozenCtx, type MailCohort } from "@/lib/testing/factories";
import { type MailSink, openMailSink } from "@/lib/testing/mail-sink";
import { DUE, deliveriesIn, fastSender, onlyDelivery, plannedMails } from "@/lib/testing/outgoing";
import { toDateColumn } from "@/lib/time/zones";

const test = testDatabase();

let sink: MailSink;

beforeEach(async () => {
  sink = await openMailSink();
  await test.db.suppression.deleteMany();
  await test.db.cohort.deleteMany();
});
afterEach(() => sink.close());

const sender = (now = DUE) => fastSender(test.db, { url: sink.url, now });
const planned = (members?: number) => plannedMails(test.db, members);
const states = async () => (await deliveriesIn(test.db)).map((row) => row.state);
const only = () => onlyDelivery(test.db);

describe("between plan and claim", () => {
  const changes: [string, string, (world: { cohort: MailCohort; sessionId: string }) => Promise<unknown>][] = [
    [
      "the member unsubscribed",
      "cancelled",
      async ({ cohort }) => {
        const member = await test.db.member.findFirstOrThrow({ where: { cohortId: cohort.id } });
        return test.db.subscription.create({ data: { memberId: member.id, kind: "weekly_prep", enabled: false } });
      },
    ],
    [
      "the member paused",
      "cancelled",
      ({ cohort }) => test.db.member.updateMany({ where: { cohortId: cohort.id }, data: { state: "paused" } }),
    ],
    [
      "the member left",
      "cancelled",
      ({ cohort }) => test.db.member.updateMany({ where: { cohortId: cohort.id }, data: { state: "left" } }),
    ],
    [
      "the member was removed",
      "cancelled",
      ({ cohort }) => test.db.member.deleteMany({ where: { cohortId: cohort.id } }),
    ],
    ["the account was deleted", "cancelled", () => test.db.person.deleteMany()],
    [
      "the address bounced",
      "suppressed",
      async () =>
        test.db.suppression.create({ data: { addressHash: addressHash((await only()).address), reason: "bounced" } }),
    ],
    [
      "the session was cancelled",
      "cancelled",
      ({ sessionId }) => test.db.session.update({ where: { id: sessionId }, data: { state: "cancelled" } }),
    ],
    [
      "the session was moved",
      "cancelled",
      ({ sessionId }) =>
        test.db.session.update({ where: { id: sessionId }, data: { date: toDateColumn("2024-10-29") } }),
    ],
    [
      "the session was brought forward on its day",
      "accepted",
      ({ sessionId }) => test.db.session.update({ where: { id: sessionId }, data: { startsAt: "09:00" } }),
    ],
    [
      "the session was deleted",
      "cancelled",
      ({ sessionId }) => test.db.session.update({ where: { id: sessionId }, data: { deletedAt: new Date(DUE) } }),
    ],
    [
      "the cohort was archived",
      "cancelled",
      ({ cohort }) => test.db.cohort.update({ where: { id: cohort.id }, data: { state: "archived" } }),
    ],
    [
      "the cohort went back to draft",
      "cancelled",
      ({ cohort }) => test.db.cohort.update({ where: { id: cohort.id }, data: { state: "draft" } }),
    ],
    [
      "the cohort switched the kind off",
      "cancelled",
      ({ cohort }) =>
        test.db.noticeSetting.create({ data: { cohortId: cohort.id, kind: "weekly_prep", enabled: false } }),
    ],
  ];
  it.each(changes)("%s: the delivery ends as %s", async (_what, state, change) => {
    const world = await planned();
    await change(world);
    await sender().run();
    const row = await only();
    expect(row.state).toBe(state);
    expect(sink.mails).toHaveLength(state === "accepted" ? 1 : 0);
    if (state !== "accepted") expect(row.reason).toMatch(/^[A-Z].*\.$/);
  });

  it("the session began: the delivery is expired, by the claim and by the sweep", async () => {
    await planned(2);
    await sender("2024-10-22T16:00:01Z").run();
    expect(await states()).toEqual(["expired", "expired"]);
    await planned();
    await sweepDeliveries(frozenCtx(test.db, "2024-10-22T16:00:01Z"));
    expect(await states()).toEqual(["expired", "expired", "expired"]);
    expect(sink.mails).toEqual([]);
  });
});
