import { OpenAPIHandler } from "@orpc/openapi/fetch";
import { beforeEach, describe, expect, it } from "vitest";
import { toTransport } from "@/lib/api/problems";
import type { ApiContext } from "@/lib/api/procedure";
import { openCohort } from "@/lib/auth/scope";
import { sealSubject } from "@/lib/auth/tokens";
import { setOwnChoices } from "@/lib/subscriptions/commands";
import { unsubscribeToken } from "@/lib/subscriptions/queries";
import { subscriptionsRouter } from "@/lib/subscriptions/router";
import { testDatabase } from "@/lib/testing/database";
import { frozenCtx, type MailCohort, type MailMember, makeCohort, makeMember } from "@/lib/testing/factories";

const test = testDatabase();
const NOW = "2024-10-19T14:00:00Z";
const handler = new OpenAPIHandler(subscriptionsRouter, {
  clientInterceptors: [({ next }) => next().catch((error: unknown) => Promise.reject(toTransport(error)))],
});

let cohort: MailCohort;
let member: MailMember;
let token: string;
beforeEach(async () => {
  cohort = await makeCohort(test.db);
  member = await makeMember(test.db, cohort);
  token = unsubscribeToken(member.id, "weekly_prep");
});

async function ask(path: string, init: RequestInit = { method: "POST" }) {
  const context: ApiContext = {
    ctx: frozenCtx(test.db, NOW, { kind: "anonymous" }),
    origin: "",
    browser: null,
    signInCookie: null,
    userAgent: "",
    resHeaders: new Headers(),
  };
  const { response } = await handler.handle(new Request(`http://convene.test/api${path}`, init), {
    prefix: "/api",
    context,
  });
  return response;
}
const json = (body: unknown): RequestInit => ({
  method: "POST",
  headers: { "content-type": "application/json" },
  body: JSON.stringify(body),
});
const subscriptions = () => test.db.subscription.findMany({ where: { memberId: member.id }, orderBy: { kind: "asc" } });

describe("one-click unsubscribe", () => {
  const bodies: [string, RequestInit][] = [
    [
      "a form, as RFC 8058 says",
      {
        method: "POST",
        headers: { "content-type": "application/x-www-form-urlencoded" },
        body: "List-Unsubscribe=One-Click",
      },
    ],
    ["a multipart form, as it also says", { method: "POST", body: formData() }],
    ["no body", { method: "POST" }],
  ];
  it.each(bodies)("takes %s, without a cookie, and changes nothing the second time", async (_what, init) => {
    for (let n = 0; n < 2; n += 1) expect((await ask(`/unsubscribe?t=${token}`, init))?.status).toBe(200);
    expect(await subscriptions()).toMatchObject([{ kind: "weekly_prep", enabled: false }]);
    expect(await test.db.audit.count({ where: { subjectId: member.id } })).toBe(1);
  });

  it("does nothing on GET or HEAD, which is what mail scanners send", async () => {
    for (const method of ["GET", "HEAD"]) expect(await ask(`/unsubscribe?t=${token}`, { method })).toBeUndefined();
    expect(await subscriptions()).toEqual([]);
  });

  it("takes no token that this server did not seal for this", async () => {
    for (const wrong of [
      `${token}x`,
      token.slice(1),
      "a.b",
      sealSubject("another key, of thirty-two characters", "unsubscribe", `${member.id}:weekly_prep`),
    ]) {
      expect((await ask(`/unsubscribe?t=${wrong}`))?.status).toBe(422);
    }
    expect((await ask("/unsubscribe"))?.status).toBe(422);
    expect(await subscriptions()).toEqual([]);
  });

  it("stops one kind in one cohort", async () => {
    await ask(`/unsubscribe?t=${token}`);
    const elsewhere = await makeCohort(test.db);
    const there = await test.db.member.create({
      data: {
        id: crypto.randomUUID(),
        cohortId: elsewhere.id,
        personId: member.personId,
        role: "learner",
        state: "active",
      },
    });
    expect((await subscriptions()).map((row) => row.kind)).toEqual(["weekly_prep"]);
    expect(await test.db.subscription.count({ where: { memberId: there.id } })).toBe(0);
  });

  it("works for who has left, in a draft, and is nothing to complain about for who is gone", async () => {
    await test.db.member.update({ where: { id: member.id }, data: { state: "left" } });
    await test.db.cohort.update({ where: { id: cohort.id }, data: { state: "draft" } });
    expect((await ask(`/unsubscribe?t=${token}`))?.status).toBe(200);
    expect(await subscriptions()).toHaveLength(1);
    await test.db.member.delete({ where: { id: member.id } });
    expect((await ask(`/unsubscribe?t=${token}`))?.status).toBe(200);
  });
});

describe("the page behind a mail's link", () => {
  it("shows what there is to choose and not whose it is", async () => {
    const shown = await (await ask("/unsubscribe/show", json({ token })))?.json();
    expect(shown).toMatchObject({ cohort: "Deep learning, fall 2024", kind: "weekly_prep", who: "m…@example.org" });
    expect(shown.choices).toContainEqual({
      kind: "weekly_prep",
      name: "Before each session: what is left for you",
      enabled: true,
    });
    expect(JSON.stringify(shown)).not.toContain(member.address);
    expect(await subscriptions()).toEqual([]);
  });

  it("stops one, resumes it, and stops all, also the kinds to come", async () => {
    const change = async (kind: string, enabled: boolean) =>
      (await ask("/unsubscribe/change", json({ token, kind, enabled })))?.json();
    expect((await change("weekly_prep", false)).choices[0]).toMatchObject({ kind: "weekly_prep", enabled: false });
    expect((await change("weekly_prep", true)).choices[0]).toMatchObject({ enabled: true });
    await change("all", false);
    expect((await subscriptions()).map((row) => [row.kind, row.enabled])).toEqual(
      expect.arrayContaining([
        ["weekly_prep", false],
        ["announcement", false],
        ["recap", false],
      ]),
    );
  });

  it("cannot switch off the mails that a person asks for", async () => {
    expect((await ask("/unsubscribe/change", json({ token, kind: "sign_in", enabled: false })))?.status).toBe(422);
    expect(await subscriptions()).toEqual([]);
  });
});

describe("a signed-in member", () => {
  it("chooses for themselves alone", async () => {
    const ctx = frozenCtx(test.db, NOW, {
      kind: "person",
      personId: member.personId,
      email: member.address,
      name: "",
      mayCreateCohorts: false,
    });
    const scope = await openCohort(ctx, test.db, cohort.slug);
    const after = await setOwnChoices(ctx, scope, { kind: "weekly_prep", enabled: false });
    expect(after.choices.find((one) => one.kind === "weekly_prep")?.enabled).toBe(false);
    expect(await test.db.subscription.count({ where: { member: { cohortId: cohort.id } } })).toBe(1);
    await expect(setOwnChoices(ctx, scope, { kind: "confirm", enabled: false })).rejects.toMatchObject({
      code: "invalid",
    });
    const stranger = frozenCtx(test.db, NOW, { kind: "anonymous" });
    const outside = await openCohort(stranger, test.db, cohort.slug);
    await expect(setOwnChoices(stranger, outside, { kind: "all", enabled: false })).rejects.toMatchObject({
      code: "unauthenticated",
    });
  });
});

function formData(): FormData {
  const form = new FormData();
  form.set("List-Unsubscribe", "One-Click");
  return form;
}
