import { beforeEach, describe, expect, it } from "vitest";
import { openCohort } from "@/lib/auth/scope";
import { renewOwnCalendar, replaceLink, updateCalendar } from "@/lib/calendar/commands";
import { calendarOf } from "@/lib/calendar/queries";
import { testDatabase } from "@/lib/testing/database";
import { frozenCtx, type MailCohort, type MailMember, makeCohort, makeMember } from "@/lib/testing/factories";

const test = testDatabase();
const NOW = "2024-10-19T14:00:00Z";

let cohort: MailCohort;
let grace: MailMember;
beforeEach(async () => {
  cohort = await makeCohort(test.db);
  grace = await makeMember(test.db, cohort, { role: "organizer" });
});

const as = ({ personId, address }: MailMember) =>
  frozenCtx(test.db, NOW, { kind: "person", personId, email: address, name: "", mayCreateCohorts: false });
const scopeFor = (member: MailMember) => openCohort(as(member), test.db, cohort.slug);
const actions = async () =>
  (await test.db.audit.findMany({ where: { cohortId: cohort.id }, orderBy: { at: "asc" } })).map(
    ({ action }) => action,
  );

async function update(input: { version: number; public: boolean }, member = grace) {
  return updateCalendar(as(member), await scopeFor(member), { cohort: cohort.slug, ...input });
}
async function replace(version: number, member = grace) {
  return replaceLink(as(member), await scopeFor(member), { cohort: cohort.slug, version });
}

describe("a cohort's calendar", () => {
  it("is public at first, becomes secret with an address, and says whether anything changed", async () => {
    const before = await calendarOf(test.db, await scopeFor(grace));
    expect(before).toEqual({
      public: true,
      publicUrl: `http://convene.test/c/${cohort.slug}/calendar.ics`,
      secretUrl: null,
      version: 1,
    });
    const secret = await update({ version: 1, public: false });
    expect(secret).toMatchObject({ public: false, publicUrl: null, version: 2, changed: true });
    expect(secret.secretUrl).toMatch(/^http:\/\/convene\.test\/api\/feeds\/[\w-]+\.[\w-]{43}\.ics$/);
    expect(await update({ version: 1, public: false }), "the same again").toEqual({ ...secret, changed: false });
    expect(await update({ version: 2, public: true })).toMatchObject({ publicUrl: before.publicUrl, changed: true });
    expect((await update({ version: 3, public: false })).secretUrl, "whoever subscribed stays").toBe(secret.secretUrl);
    expect(await actions()).toEqual(["calendar.made_secret", "calendar.made_public", "calendar.made_secret"]);
  });

  it("gets another address once, however often the button is pressed", async () => {
    const first = await update({ version: 1, public: false });
    const second = await replace(2);
    expect(second).toMatchObject({ changed: true, version: 3 });
    expect(second.secretUrl).not.toBe(first.secretUrl);
    await expect(replace(2)).rejects.toMatchObject({ code: "conflict", current: { secretUrl: second.secretUrl } });
    expect(await actions()).toEqual(["calendar.made_secret", "calendar.link_replaced"]);
  });

  it("of two organizers who change it at once only one does", async () => {
    const results = await Promise.allSettled([replace(1), replace(1), replace(1)]);
    expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  });

  it("is not changed by what is out of date: the second organizer is told what stands", async () => {
    await test.db.cohort.update({ where: { id: cohort.id }, data: { version: 7 } });
    await expect(update({ version: 1, public: false })).rejects.toMatchObject({
      code: "conflict",
      current: { public: true, version: 7 },
    });
    expect(await actions()).toEqual([]);
  });

  it("that is secret without an address gets one, as a cohort that was copied may", async () => {
    await test.db.cohort.update({ where: { id: cohort.id }, data: { calendarPublic: false } });
    expect(await update({ version: 1, public: false })).toMatchObject({ changed: true, secretUrl: expect.any(String) });
  });

  it("of a draft has no public address yet", async () => {
    await test.db.cohort.update({ where: { id: cohort.id }, data: { state: "draft" } });
    expect(await calendarOf(test.db, await scopeFor(grace))).toMatchObject({ public: true, publicUrl: null });
  });

  it("keeps its secret address from whoever is no member, and its nonce out of the log", async () => {
    await update({ version: 1, public: false });
    const stranger = await openCohort({ actor: { kind: "anonymous" } }, test.db, cohort.slug);
    expect((await calendarOf(test.db, stranger)).secretUrl).toBeNull();
    const { calendarNonce } = await test.db.cohort.findUniqueOrThrow({ where: { id: cohort.id } });
    expect(calendarNonce).toHaveLength(22);
    expect(JSON.stringify(await test.db.audit.findMany({ where: { cohortId: cohort.id } }))).not.toContain(
      calendarNonce,
    );
  });

  it("is changed by organizers only", async () => {
    const learner = await makeMember(test.db, cohort);
    await expect(update({ version: 1, public: false }, learner)).rejects.toMatchObject({ code: "forbidden" });
    await expect(replace(1, learner)).rejects.toMatchObject({ code: "forbidden" });
  });
});

describe("a person's own calendar", () => {
  it("gets its first address once and another once, and the log says so without it", async () => {
    const ctx = as(grace);
    const first = await renewOwnCalendar(ctx, { replaces: null });
    expect(first).toEqual({ url: expect.stringContaining("/api/feeds/"), changed: true });
    expect(await renewOwnCalendar(ctx, { replaces: null })).toEqual({ ...first, changed: false });
    const second = await renewOwnCalendar(ctx, { replaces: first.url });
    expect(second.changed).toBe(true);
    expect(second.url).not.toBe(first.url);
    expect(await renewOwnCalendar(ctx, { replaces: first.url })).toEqual({ ...second, changed: false });
    const audit = await test.db.audit.findMany({ where: { subjectId: grace.personId }, orderBy: { at: "asc" } });
    expect(audit.map(({ action }) => action)).toEqual(["calendar.link_made", "calendar.link_replaced"]);
    expect(JSON.stringify(audit)).not.toContain("feeds");
  });

  it("is made at once by eight tabs, and all show the same address", async () => {
    const made = await Promise.all(Array.from({ length: 8 }, () => renewOwnCalendar(as(grace), { replaces: null })));
    expect(new Set(made.map(({ url }) => url)).size).toBe(1);
    expect(made.filter(({ changed }) => changed)).toHaveLength(1);
  });

  it("is for people who are signed in", async () => {
    const anonymous = frozenCtx(test.db, NOW, { kind: "anonymous" });
    await expect(renewOwnCalendar(anonymous, { replaces: null })).rejects.toMatchObject({ code: "unauthenticated" });
  });
});
