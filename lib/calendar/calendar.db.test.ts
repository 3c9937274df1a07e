import { randomUUID } from "node:crypto";
import { beforeEach, describe, expect, it } from "vitest";
import { openCohort } from "@/lib/auth/scope";
import { sealSubject } from "@/lib/auth/tokens";
import { renewOwnCalendar, updateCalendar } from "@/lib/calendar/commands";
import { calendarOf, calendarsOf, publicFeed, secretFeed } from "@/lib/calendar/queries";
import { env } from "@/lib/config/env";
import { cancelSession, deleteSession, restoreSession, updateSession } from "@/lib/schedule/commands";
import { readWithIcalJs } from "@/lib/testing/calendars";
import { testDatabase } from "@/lib/testing/database";
import {
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

let cohort: MailCohort;
let ada: MailMember;
let sessionId: string;
beforeEach(async () => {
  cohort = await makeCohort(test.db);
  ada = await makeMember(test.db, cohort, { timezone: "Asia/Tokyo" });
  sessionId = await makeSession(test.db, cohort, "2024-10-22");
});

const as = ({ personId, address }: MailMember, now = NOW) =>
  frozenCtx(test.db, now, { kind: "person", personId, email: address, name: "", mayCreateCohorts: false });
const ctx = (now = NOW) => frozenCtx(test.db, now, { kind: "anonymous" });
const cli = (now = NOW) => frozenCtx(test.db, now, { kind: "cli" });
const scopeOf = (of: MailCohort = cohort) => openCohort(cli(), test.db, of.slug);
const tokenIn = (url: string | null) => /\/api\/feeds\/(\S+)\.ics$/.exec(url ?? "")?.[1] ?? "";

const publicly = async (query = {}, now = NOW) => readWithIcalJs((await publicFeed(ctx(now), cohort.slug, query)).body);
async function personally(member = ada, now = NOW) {
  const { url } = await renewOwnCalendar(as(member), { replaces: null });
  return (await secretFeed(ctx(now), tokenIn(url), {})).body;
}
async function secretly(of = cohort) {
  const scope = await scopeOf(of);
  const { version } = await calendarOf(test.db, scope);
  const { secretUrl } = await updateCalendar(cli(), scope, { cohort: of.slug, version, public: false });
  return secretUrl;
}
const gone = { code: "not_found", message: "There is no such calendar." };

describe("the public calendar of a cohort", () => {
  it("has what is published and what was cancelled, and never a draft", async () => {
    await makeUse(test.db, cohort, sessionId, { title: "A video", minutes: 12 });
    await makeSession(test.db, cohort, "2024-10-29", { title: "Draft", state: "draft" });
    await makeSession(test.db, cohort, "2024-11-05", { title: "Given up", state: "cancelled" });
    await makeSession(test.db, cohort, "2024-11-26", { title: "Thanksgiving", format: "no_session" });
    await makeSession(test.db, cohort, "2024-12-03", { title: "", format: null });
    expect((await publicly()).map(({ summary, status }) => [status, summary])).toEqual([
      ["CONFIRMED", "Deep learning · Backpropagation"],
      ["CANCELLED", "Cancelled: Deep learning · Given up"],
      ["CONFIRMED", "Deep learning · No session (Thanksgiving)"],
      ["CONFIRMED", "Deep learning · open date"],
    ]);
    expect((await publicly())[0]?.description).toContain("- A video (12 min)");
  });

  it("holds no address, no meeting link and nothing of the clock", async () => {
    await makeMember(test.db, cohort, { role: "organizer" });
    const { body, filename } = await publicFeed(ctx(), cohort.slug, {});
    expect(filename).toBe(`${cohort.slug}.ics`);
    expect(body.replaceAll(`${sessionId}@convene.test`, "")).not.toMatch(/@|meet\.example/);
    expect((await publicFeed(ctx("2024-10-20T09:00:00Z"), cohort.slug, {})).body).toBe(body);
  });

  it("is not there for a draft cohort, one that is secret, and one that never was", async () => {
    const draft = await makeCohort(test.db, { state: "draft" });
    await expect(publicFeed(ctx(), draft.slug, {})).rejects.toMatchObject({ code: "not_found" });
    await expect(publicFeed(ctx(), "nothing", {})).rejects.toMatchObject({ code: "not_found" });
    await secretly();
    await expect(publicFeed(ctx(), cohort.slug, {})).rejects.toMatchObject(gone);
    await expect(publicFeed(ctx(), cohort.slug, { session: sessionId })).rejects.toMatchObject(gone);
  });

  it("gives one session alone, of this cohort, that is not a draft", async () => {
    const other = await makeCohort(test.db);
    const foreign = await makeSession(test.db, other, "2024-10-22");
    const draft = await makeSession(test.db, cohort, "2024-10-29", { state: "draft" });
    await makeSession(test.db, cohort, "2024-11-05");
    expect((await publicly({ session: sessionId })).map(({ uid }) => uid)).toEqual([`${sessionId}@convene.test`]);
    for (const session of [foreign, draft, randomUUID()]) {
      await expect(publicFeed(ctx(), cohort.slug, { session })).rejects.toMatchObject({ code: "not_found" });
    }
  });
});

describe("a session that changes", () => {
  it("moves in the calendar and is there once", async () => {
    const [before] = await publicly();
    await updateSession(cli(), await scopeOf(), { cohort: cohort.slug, sessionId, version: 1, date: "2024-11-05" });
    const after = await publicly();
    expect(after).toHaveLength(1);
    expect(after[0]).toMatchObject({ uid: before?.uid, begins: "2024-11-05T17:00:00.000Z" });
    expect(after[0]?.sequence).toBeGreaterThan(before?.sequence ?? Number.POSITIVE_INFINITY);
  });

  it("says when it last did, also when only what it uses did", async () => {
    const stamp = async () => (await publicly())[0]?.component.getFirstPropertyValue("last-modified")?.toString();
    const resource = await makeUse(test.db, cohort, sessionId, { title: "A video", minutes: 12 });
    const at = (iso: string) => ({ updatedAt: new Date(iso) });
    await test.db.cohort.update({ where: { id: cohort.id }, data: at("2024-09-01T00:00:00Z") });
    await test.db.resource.update({ where: { id: resource }, data: at("2024-09-02T00:00:00Z") });
    await test.db.session.update({ where: { id: sessionId }, data: at("2024-09-03T00:00:00Z") });
    expect(await stamp()).toBe("2024-09-03T00:00:00Z");
    await test.db.resource.update({ where: { id: resource }, data: at("2024-09-04T00:00:00Z") });
    expect(await stamp()).toBe("2024-09-04T00:00:00Z");
    await test.db.cohort.update({ where: { id: cohort.id }, data: at("2024-09-05T00:00:00Z") });
    expect(await stamp()).toBe("2024-09-05T00:00:00Z");
  });

  it("is shown as cancelled for 30 days after it was taken off, and then not at all", async () => {
    const draft = await makeSession(test.db, cohort, "2024-10-29", { state: "draft" });
    for (const id of [sessionId, draft])
      await deleteSession(cli(), await scopeOf(), { cohort: cohort.slug, sessionId: id, version: 1 });
    expect(await publicly()).toMatchObject([{ uid: `${sessionId}@convene.test`, status: "CANCELLED" }]);
    expect(await publicly({}, "2024-11-18T13:00:00Z")).toHaveLength(1);
    expect(await publicly({}, "2024-11-18T15:00:00Z")).toEqual([]);
  });

  it("comes back with a higher number when it is brought back, and a cancelled one keeps its place", async () => {
    const scope = await scopeOf();
    await cancelSession(cli(), scope, { cohort: cohort.slug, sessionId, version: 1 });
    const [cancelled] = await publicly();
    expect(cancelled).toMatchObject({ status: "CANCELLED", begins: "2024-10-22T16:00:00.000Z" });
    await deleteSession(cli(), scope, { cohort: cohort.slug, sessionId, version: 2 });
    await restoreSession(cli(), scope, sessionId);
    const [restored] = await publicly();
    expect(restored?.uid).toBe(cancelled?.uid);
    expect(restored?.sequence).toBeGreaterThan(cancelled?.sequence ?? Number.POSITIVE_INFINITY);
  });
});

describe("a person's own calendar", () => {
  it("has every cohort they are in, in its own zone, with their links", async () => {
    const vienna = await makeCohort(test.db, { title: "Statistics", timezone: "Europe/Vienna", state: "archived" });
    const seat = async (of: MailCohort, state: "active" | "paused" | "left" | "pending") =>
      test.db.member.create({
        data: { id: randomUUID(), cohortId: of.id, personId: ada.personId, role: "follower", state },
      });
    await seat(vienna, "paused");
    await makeSession(test.db, vienna, "2024-10-22", { title: "Coins" });
    for (const state of ["left", "pending"] as const) {
      const other = await makeCohort(test.db, { title: "Not theirs" });
      await seat(other, state);
      await makeSession(test.db, other, "2024-10-22");
    }
    await makeSession(test.db, cohort, "2024-10-29", { state: "draft" });
    const body = await personally();
    expect(readWithIcalJs(body)).toMatchObject([
      { summary: "Deep learning · Backpropagation", begins: "2024-10-22T16:00:00.000Z" },
      { summary: "Statistics · Coins", begins: "2024-10-22T09:00:00.000Z" },
    ]);
    expect(body).toContain("DTSTART;TZID=America/Chicago:20241022T110000");
    expect(body).toContain("DTSTART;TZID=Europe/Vienna:20241022T110000");
    const [learner, follower] = readWithIcalJs(body).map(({ description }) => description);
    expect(learner).toContain(`My week: http://convene.test/c/${cohort.slug}/week`);
    expect(learner).toContain("By video: https://meet.example.org/fall");
    expect(follower).not.toContain("My week");
  });

  it("leaves out drafts also for an organizer, and a draft cohort for everybody else", async () => {
    const draft = await makeCohort(test.db, { state: "draft" });
    await makeSession(test.db, draft, "2024-10-22", { title: "Soon" });
    const grace = await makeMember(test.db, draft, { role: "organizer" });
    await test.db.member.create({
      data: { id: randomUUID(), cohortId: draft.id, personId: ada.personId, role: "learner", state: "active" },
    });
    await makeSession(test.db, draft, "2024-10-29", { state: "draft" });
    expect(readWithIcalJs(await personally(grace))).toHaveLength(1);
    expect(await personally()).not.toContain("Soon");
  });

  it("stands beside those of single cohorts, each where its members can read it", async () => {
    const draft = await makeCohort(test.db, { state: "draft" });
    await test.db.member.create({
      data: { id: randomUUID(), cohortId: draft.id, personId: ada.personId, role: "learner", state: "active" },
    });
    const url = `http://convene.test/c/${cohort.slug}/calendar.ics`;
    const title = "Deep learning, fall 2024";
    expect(await calendarsOf(test.db, ada.personId)).toEqual([{ slug: cohort.slug, title, url, secret: false }]);
    const secret = await secretly();
    expect(await calendarsOf(test.db, ada.personId)).toEqual([{ slug: cohort.slug, title, url: secret, secret: true }]);
    await test.db.member.update({ where: { id: ada.id }, data: { state: "left" } });
    expect(await calendarsOf(test.db, ada.personId)).toEqual([]);
  });

  it("shows nothing more of a cohort that somebody left", async () => {
    const { url } = await renewOwnCalendar(as(ada), { replaces: null });
    await test.db.member.update({ where: { id: ada.id }, data: { state: "left" } });
    expect(readWithIcalJs((await secretFeed(ctx(), tokenIn(url), {})).body)).toEqual([]);
  });
});

describe("a secret address", () => {
  it("opens the calendar of a cohort also while that is not public, with the meeting link and without drafts", async () => {
    await makeSession(test.db, cohort, "2024-10-29", { state: "draft" });
    const { body } = await secretFeed(ctx(), tokenIn(await secretly()), { alarm: 60 });
    expect(readWithIcalJs(body)).toHaveLength(1);
    expect(body).toContain("By video: https://meet.example.org/fall");
    expect(body).toContain("TRIGGER:-PT60M");
  });

  it("that is unknown, replaced, made up, or of somebody who is gone leads nowhere, and says the same", async () => {
    const [ofCohort, own] = [await secretly(), (await renewOwnCalendar(as(ada), { replaces: null })).url];
    const sealed = (subject: string, purpose = "calendar") => sealSubject(env().AUTH_SECRET, purpose, subject);
    const dead = [
      ...["", "x", "a.b", `${tokenIn(own)}x`, tokenIn(own).slice(1)],
      ...[sealed(""), sealed(`person:${ada.personId}:`), sealed(`cohort:${cohort.id}:other`)],
      ...[sealed(`person:${randomUUID()}:x`), sealed(`cohort:${randomUUID()}:x`), sealed(`person:${ada.personId}:x:y`)],
    ];
    const { calendarNonce } = await test.db.person.findUniqueOrThrow({ where: { id: ada.personId } });
    const subject = `person:${ada.personId}:${calendarNonce}`;
    dead.push(
      sealed(subject, "unsubscribe"),
      sealed(`${subject}:y`),
      sealed(`cohort:${ada.personId}:${calendarNonce}`),
    );
    for (const token of dead) await expect(secretFeed(ctx(), token, {}), token).rejects.toMatchObject(gone);
    await expect(secretFeed(ctx(), sealed(subject), {})).resolves.toBeDefined();
    await renewOwnCalendar(as(ada), { replaces: own });
    await expect(secretFeed(ctx(), tokenIn(own), {})).rejects.toMatchObject(gone);
    await test.db.cohort.update({ where: { id: cohort.id }, data: { deletedAt: new Date(NOW) } });
    await expect(secretFeed(ctx(), tokenIn(ofCohort), {})).rejects.toMatchObject(gone);
    const { url } = await renewOwnCalendar(as(ada), { replaces: null });
    await test.db.person.delete({ where: { id: ada.personId } });
    await expect(secretFeed(ctx(), tokenIn(url), {})).rejects.toMatchObject(gone);
  });
});
