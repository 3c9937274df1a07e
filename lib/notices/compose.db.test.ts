import { randomBytes, randomUUID } from "node:crypto";
import { beforeEach, describe, expect, it } from "vitest";
import { openCohort } from "@/lib/auth/scope";
import { deriveToken, hashMailedToken } from "@/lib/auth/tokens";
import { env } from "@/lib/config/env";
import { composeMail, type DeliveryToCompose, previewWeeklyPrep } from "@/lib/notices/compose";
import { readerOf } from "@/lib/notices/prep/queries";
import { testDatabase } from "@/lib/testing/database";
import {
  type MailCohort,
  type MailMember,
  makeCohort,
  makeMember,
  makeSession,
  makeUse,
} from "@/lib/testing/factories";

const test = testDatabase();
const NOW = new Date("2024-10-19T14:00:00Z");

let cohort: MailCohort;
let member: MailMember;
let sessionId: string;
beforeEach(async () => {
  cohort = await makeCohort(test.db);
  member = await makeMember(test.db, cohort, { name: "Ada", timezone: "Europe/Berlin" });
  sessionId = await makeSession(test.db, cohort, "2024-10-22");
});

const delivery = (more: Partial<DeliveryToCompose> = {}): DeliveryToCompose => ({
  kind: "weekly_prep",
  cohortSlug: cohort.slug,
  personId: member.personId,
  address: member.address,
  subjectKey: sessionId,
  payload: {},
  ...more,
});

describe("the weekly prep of one member", () => {
  it("counts what this member has done, wherever they did it", async () => {
    await makeUse(test.db, cohort, sessionId, { title: "What is backpropagation really doing?", minutes: 12 });
    const video = await makeUse(test.db, cohort, sessionId, { title: "Backpropagation", minutes: 145 });
    await makeUse(test.db, cohort, sessionId, { title: "Backpropagation calculus", minutes: 10, optional: true });
    await test.db.$executeRaw`
      INSERT INTO progress (member_id, resource_id, cohort_id, state, watched, stopped_at_seconds)
      VALUES (${member.id}::uuid, ${video}::uuid, ${cohort.id}::uuid, 'started', '{[0,7020)}', 7020)`;
    const other = await makeMember(test.db, cohort);
    const mail = await composeMail(test.db, delivery(), NOW);
    expect(mail.subject).toBe("Tue 22 Oct: Backpropagation. 40 of 157 min left");
    expect(mail.text).toContain("Tuesday 22 October, 11:00 Chicago (18:00 for you), room 219a or video link");
    expect(mail.text).toContain("you stopped at 1:57:00");
    expect(mail.text).toContain(`http://convene.test/c/${cohort.slug}/week`);
    const theirs = await composeMail(test.db, delivery({ personId: other.personId, address: other.address }), NOW);
    expect(theirs.subject).toBe("Tue 22 Oct: Backpropagation. 157 of 157 min left");
    expect(theirs.text).toContain("11:00 Chicago, room 219a");
  });

  it("carries its own links to stop it, in the header and at its end", async () => {
    const mail = await composeMail(test.db, delivery(), NOW);
    const token = /http:\/\/convene\.test\/unsubscribe#(\S+)/.exec(mail.text)?.[1];
    expect(mail.unsubscribeUrl).toBe(`http://convene.test/api/unsubscribe?t=${token}`);
    expect(mail.html).toContain(`http://convene.test/unsubscribe#${token}`);
    expect(mail.list).toMatchObject({ id: `${cohort.slug}.convene.test` });
  });

  it("shows titles as they are and never as markup", async () => {
    await makeUse(test.db, cohort, sessionId, { title: `<img src=x onerror=alert(1)>\r\nSecond line`, minutes: 1 });
    const mail = await composeMail(test.db, delivery(), NOW);
    expect(mail.html).not.toContain("<img");
    expect(mail.text).toContain("<img src=x onerror=alert(1)> Second line");
  });

  it("opens with the organizer's own words", async () => {
    await test.db.noticeSetting.create({
      data: { cohortId: cohort.id, kind: "weekly_prep", opening: "Bring a laptop." },
    });
    const mail = await composeMail(test.db, delivery(), NOW);
    expect(mail.text).toContain("\n\nBring a laptop.\n\n");
    expect(mail.html).toContain("Bring a laptop.");
  });

  it("is small and has no picture in it", async () => {
    for (let n = 0; n < 15; n += 1) await makeUse(test.db, cohort, sessionId, { title: `Video ${n}`, minutes: 20 });
    const mail = await composeMail(test.db, delivery(), NOW);
    expect(mail.html.length).toBeLessThan(100_000);
    expect(mail.html).not.toContain("<img");
    expect(mail.html).toContain('name="color-scheme" content="light dark"');
  });

  it("looks the same in the organizer's preview, but for the links that speak for the member", async () => {
    await makeUse(test.db, cohort, sessionId, { title: "Backpropagation", minutes: 145 });
    const scope = await openCohort({ actor: { kind: "cli" } }, test.db, cohort.slug);
    const reader = await readerOf(test.db, scope, { memberId: member.id });
    const preview = await previewWeeklyPrep(test.db, scope, sessionId, reader, { live: false });
    const mail = await composeMail(test.db, delivery(), NOW);
    const withoutTokens = (text: string) => text.replaceAll(/(unsubscribe|mark)#[^\s"<]+/g, "$1");
    expect(mail.html).toContain("/mark#");
    expect(preview).toEqual({ subject: mail.subject, html: withoutTokens(mail.html), text: withoutTokens(mail.text) });
  });

  it("takes the session along for the reader's calendar, the same event as in every feed", async () => {
    await makeUse(test.db, cohort, sessionId, { title: "Backpropagation\r\nATTENDEE:mailto:a@b.org", minutes: 145 });
    const { calendar = "" } = await composeMail(test.db, delivery(), NOW);
    const lines = calendar.replaceAll("\r\n ", "").split("\r\n");
    expect(lines).toContain("METHOD:PUBLISH");
    expect(lines).toContain(`UID:${sessionId}@convene.test`);
    expect(lines).toContain("DTSTART;TZID=America/Chicago:20241022T110000");
    expect(lines.filter((line) => line === "BEGIN:VEVENT")).toHaveLength(1);
    expect(lines.filter((line) => /^(ATTENDEE|ORGANIZER)/.test(line))).toEqual([
      'ORGANIZER;CN="Deep learning, fall 2024":mailto:convene@localhost.localdomain',
    ]);
    expect(calendar).not.toContain(member.address);
    expect((await composeMail(test.db, delivery(), NOW)).calendar).toBe(calendar);
  });

  it("takes nothing along for a week in which nobody meets", async () => {
    const along = async (data: { title: string; format: "no_session" | null }) => {
      await test.db.session.update({ where: { id: sessionId }, data });
      return composeMail(test.db, delivery(), NOW);
    };
    expect(await along({ title: "Thanksgiving", format: "no_session" })).not.toHaveProperty("calendar");
    expect(await along({ title: "", format: null })).not.toHaveProperty("calendar");
  });

  it("is not there for a member or a session of another cohort", async () => {
    const elsewhere = await makeCohort(test.db);
    const scope = await openCohort({ actor: { kind: "cli" } }, test.db, elsewhere.slug);
    await expect(readerOf(test.db, scope, { memberId: member.id })).rejects.toMatchObject({ code: "not_found" });
    const reader = { memberId: member.id, name: "", address: "a@b.org", role: "learner" as const, timezone: null };
    await expect(previewWeeklyPrep(test.db, scope, sessionId, reader, { live: false })).rejects.toMatchObject({
      code: "not_found",
    });
  });
});

describe("the welcome", () => {
  it("says what is next and what it takes", async () => {
    await makeUse(test.db, cohort, sessionId, { title: "Backpropagation", minutes: 145 });
    await makeSession(test.db, cohort, "2024-10-15", { title: "Over" });
    await makeSession(test.db, cohort, "2024-10-20", { title: "Thanksgiving", format: "no_session" });
    await makeSession(test.db, cohort, "2024-10-21", { title: "", format: null });
    const mail = await composeMail(test.db, delivery({ kind: "welcome" }), NOW);
    expect(mail.subject).toBe("Welcome to Deep learning, fall 2024");
    expect(mail.text).toContain("Hello Ada, you are in.");
    expect(mail.text).toContain(
      "The next session is Backpropagation, Tuesday 22 October, 11:00 Chicago (18:00 for you), room 219a or video link. It takes 145 min to prepare.",
    );
  });

  it("says what a calendar subscribes to: one's own, else the cohort's", async () => {
    const text = async () => (await composeMail(test.db, delivery({ kind: "welcome" }), NOW)).text;
    expect(await text()).toContain(`subscribe to http://convene.test/c/${cohort.slug}/calendar.ics\n`);
    await test.db.cohort.update({ where: { id: cohort.id }, data: { calendarPublic: false } });
    expect(await text()).toContain("The sessions in your calendar: http://convene.test/me#calendar\n");
    await test.db.cohort.update({ where: { id: cohort.id }, data: { calendarNonce: "n".repeat(22) } });
    const ofCohort = /http:\/\/convene\.test\/api\/feeds\/\S+\.ics/.exec(await text())?.[0];
    await test.db.person.update({ where: { id: member.personId }, data: { calendarNonce: "n".repeat(22) } });
    const own = /http:\/\/convene\.test\/api\/feeds\/\S+\.ics/.exec(await text())?.[0];
    expect([ofCohort, own]).toEqual([expect.any(String), expect.any(String)]);
    expect(own).not.toBe(ofCohort);
  });

  it("sends a follower to the schedule, since a follower has no week", async () => {
    const follower = await makeMember(test.db, cohort, { role: "follower" });
    const mail = await composeMail(test.db, delivery({ kind: "welcome", personId: follower.personId }), NOW);
    expect(mail.text).not.toContain("/week");
    expect(mail.html).not.toContain("/week");
    expect(mail.text).toContain(`http://convene.test/c/${cohort.slug}\n`);
  });
});

describe("the confirmation", () => {
  it("has one link, with the token in its fragment", async () => {
    const [id, nonce] = [randomUUID(), randomBytes(16).toString("hex")];
    const token = deriveToken(env().AUTH_SECRET, "sign_up", nonce);
    const expiresAt = new Date(NOW.getTime() + 86_400_000);
    await test.db.token.create({
      data: {
        id,
        purpose: "sign_up",
        email: "new@example.org",
        cohortId: cohort.id,
        nonce,
        tokenHash: hashMailedToken(env().AUTH_SECRET, token),
        expiresAt,
      },
    });
    const mail = await composeMail(
      test.db,
      delivery({ kind: "confirm", personId: null, address: "new@example.org", payload: { tokenId: id } }),
      NOW,
    );
    expect(mail.subject).toBe("Confirm your place in Deep learning, fall 2024");
    expect(mail.text.match(/https?:\/\/\S+/g)).toEqual([`http://convene.test/join/confirm#${token}`]);
    expect(mail.text).toContain("The link works once, for 1 day.");
    expect(mail).toMatchObject({ list: null, unsubscribeUrl: null });
  });
});
