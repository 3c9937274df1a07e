import { describe, expect, it } from "vitest";
import {
  consumeToken,
  exchangeCode,
  makeSetupLink,
  openSignIn,
  requestSignIn,
  revokeSignIns,
  useSetupLink,
} from "@/lib/auth/commands";
import { homeOf, signInByCookie } from "@/lib/auth/queries";
import { deriveCode, deriveToken, hashMailedToken, hashToken } from "@/lib/auth/tokens";
import { env } from "@/lib/config/env";
import { inTransaction } from "@/lib/db/client";
import { testDatabase } from "@/lib/testing/database";
import { frozenCtx, makeCohort, makeMember } from "@/lib/testing/factories";

const test = testDatabase();
const NOW = "2024-10-19T14:00:00Z";
const TEN_MINUTES_LATER = "2024-10-19T14:10:00Z";
const at = (iso: string) => frozenCtx(test.db, iso, { kind: "anonymous" });

let counter = 0;
async function asked(address = `ada-${++counter}@example.org`) {
  const nonce = `nonce-${++counter}`;
  await requestSignIn(at(NOW), { email: address, browser: "this browser", nonce });
  const { AUTH_SECRET } = env();
  const token = deriveToken(AUTH_SECRET, "sign_in", nonce);
  return { address, token, hash: hashMailedToken(AUTH_SECRET, token), code: deriveCode(AUTH_SECRET, nonce) };
}

const consume = (hash: string, iso = NOW) => inTransaction(at(iso), (tx) => consumeToken(at(iso), tx, "sign_in", hash));

describe("a mailed sign-in link", () => {
  it("signs in exactly one of twenty tabs that use it at once", async () => {
    const { hash } = await asked();
    const answers = await Promise.all(Array.from({ length: 20 }, () => consume(hash)));
    expect(answers.filter(Boolean)).toHaveLength(1);
  });

  it("is dead after ten minutes, after its use, and after another one was used", async () => {
    const first = await asked();
    const second = await asked(first.address);
    expect(await consume(second.hash, TEN_MINUTES_LATER)).toBeNull();
    expect(await consume(second.hash)).not.toBeNull();
    expect(await consume(second.hash)).toBeNull();
    expect(await consume(first.hash)).toBeNull();
  });

  it("leaves nothing in the database that opens a door", async () => {
    const { token, code } = await asked();
    const [rows, notices] = [await test.db.token.findMany(), await test.db.notice.findMany()];
    const stored = JSON.stringify([rows, notices]);
    expect(stored).not.toContain(token);
    expect(stored).not.toContain(`"${code}"`);
  });

  it("costs the same work for an address with an account and for one without", async () => {
    const cohort = await makeCohort(test.db);
    const { address } = await makeMember(test.db, cohort);
    for (const email of [address, "nobody@example.org"]) {
      await asked(email);
      expect(await test.db.delivery.count({ where: { address: email, state: "queued" } })).toBe(1);
    }
  });
});

describe("a code", () => {
  it("stands for the link in the browser that asked, and in no other", async () => {
    const { address, code, token } = await asked();
    await expect(exchangeCode(at(NOW), { email: address, code, browser: "another" })).rejects.toMatchObject({
      code: "gone",
    });
    expect(await exchangeCode(at(NOW), { email: address, code, browser: "this browser" })).toBe(token);
  });

  it("survives four wrong tries and not five, also when they come at once", async () => {
    const { address, code } = await asked();
    const wrong = code === "000000" ? "111111" : "000000";
    const guess = (value: string) => exchangeCode(at(NOW), { email: address, code: value, browser: "this browser" });
    const tries = await Promise.allSettled(Array.from({ length: 12 }, () => guess(wrong)));
    const refusals = tries.map((result) => (result.status === "rejected" ? result.reason.code : "let in"));
    expect(refusals.filter((reason) => reason === "invalid")).toHaveLength(5);
    expect(refusals.filter((reason) => reason === "gone")).toHaveLength(7);
    await expect(guess(code)).rejects.toMatchObject({ code: "gone" });
  });
});

describe("codes that nobody was mailed", () => {
  it("cannot be guessed, however often a sign-in is asked for", async () => {
    const { address, code } = await asked();
    for (let i = 0; i < 2; i += 1) await asked(address);
    const unmailed = await asked(address);
    expect(await test.db.delivery.count({ where: { address, state: "suppressed" } })).toBe(1);
    const guess = (value: string) => exchangeCode(at(NOW), { email: address, code: value, browser: "this browser" });
    await expect(guess(unmailed.code)).rejects.toMatchObject({ code: "invalid" });
    let guesses = 1;
    for (const more of Array.from({ length: 20 }, () => "000000")) {
      const refusal = await guess(more).catch((error) => error.code);
      if (refusal === "invalid") guesses += 1;
    }
    expect(guesses, "only the newest mailed code can be tried, five times").toBe(5);
    expect(code).toMatch(/^\d{6}$/);
  });
});

describe("sign-ins", () => {
  it("end on the server when they are revoked, all but the asking one", async () => {
    const cohort = await makeCohort(test.db);
    const { personId, address } = await makeMember(test.db, cohort);
    const ctx = frozenCtx(test.db, NOW, {
      kind: "person",
      personId,
      email: address,
      name: "Ada",
      mayCreateCohorts: false,
    });
    const open = () => inTransaction(ctx, (tx) => openSignIn(ctx, tx, personId, "a browser"));
    const [here, there] = [await open(), await open()];
    const who = (cookie: string) => signInByCookie(test.db, hashToken(cookie), ctx.now());
    expect((await who(here.cookie))?.personId).toBe(personId);
    expect(await revokeSignIns(ctx, { keepHash: hashToken(here.cookie) })).toEqual({ ended: 1 });
    expect(await who(there.cookie)).toBeNull();
    expect(await who(here.cookie)).not.toBeNull();
    expect(await revokeSignIns(ctx, { keepHash: hashToken(here.cookie) })).toEqual({ ended: 0 });
  });

  it("of somebody else cannot be ended", async () => {
    const cohort = await makeCohort(test.db);
    const [ada, eve] = [await makeMember(test.db, cohort), await makeMember(test.db, cohort)];
    const ctx = frozenCtx(test.db, NOW, {
      kind: "person",
      personId: eve.personId,
      email: "",
      name: "",
      mayCreateCohorts: false,
    });
    const { cookie } = await inTransaction(ctx, (tx) => openSignIn(ctx, tx, ada.personId, ""));
    const row = await test.db.signIn.findUniqueOrThrow({ where: { tokenHash: hashToken(cookie) } });
    expect(await revokeSignIns(ctx, { id: row.id })).toEqual({ ended: 0 });
  });
});

describe("the first organizer's link", () => {
  it("makes one organizer of every cohort, once, and is not offered again", async () => {
    const cohort = await makeCohort(test.db);
    const ctx = frozenCtx(test.db, NOW, { kind: "cli" });
    const replaced = (await makeSetupLink(ctx))?.split("#")[1] ?? "";
    const token = (await makeSetupLink(ctx))?.split("#")[1] ?? "";
    const claim = (secret: string) =>
      useSetupLink(at(NOW), { token: secret, email: "grace@example.org", name: "Grace" }, "");
    await expect(claim(replaced)).rejects.toMatchObject({ code: "gone" });
    const claims = await Promise.allSettled(Array.from({ length: 5 }, () => claim(token)));
    expect(claims.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    const seat = await test.db.member.findFirst({
      where: { cohortId: cohort.id, person: { email: "grace@example.org" } },
    });
    expect(seat?.role).toBe("organizer");
    expect(await makeSetupLink(ctx)).toBeNull();
  });
});

describe("where somebody lands after signing in", () => {
  it("is This week of the cohort they learn in, the desk of the one they organize, and else the list", async () => {
    const cohort = await makeCohort(test.db);
    const learner = await makeMember(test.db, cohort);
    const organizer = await makeMember(test.db, cohort, { role: "organizer" });
    const follower = await makeMember(test.db, cohort, { role: "follower" });
    expect(await homeOf(test.db, learner.address)).toBe(`/c/${cohort.slug}/week`);
    expect(await homeOf(test.db, organizer.address)).toBe(`/c/${cohort.slug}/admin`);
    expect(await homeOf(test.db, follower.address)).toBe("/");
    expect(await homeOf(test.db, "nobody@example.org")).toBe("/");
    const { id: cohortId } = await makeCohort(test.db);
    const second = { id: crypto.randomUUID(), cohortId, personId: learner.personId };
    await test.db.member.create({ data: { ...second, role: "learner", state: "active" } });
    expect(await homeOf(test.db, learner.address)).toBe("/");
    await test.db.member.update({ where: { id: second.id }, data: { state: "left" } });
    expect(await homeOf(test.db, learner.address)).toBe(`/c/${cohort.slug}/week`);
  });
});
