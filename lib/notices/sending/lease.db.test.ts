import { randomBytes, randomUUID } from "node:crypto";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { deriveCode, deriveToken, hashMailedToken } from "@/lib/auth/tokens";
import { env } from "@/lib/config/env";
import { inTransaction } from "@/lib/db/client";
import { planDue } from "@/lib/notices/jobs";
import { enqueueNotice } from "@/lib/notices/outbox";
import { openFence, recordSettlement, sweepDeliveries, takeTurn } from "@/lib/notices/sending/commands";
import { MailSender } from "@/lib/notices/sending/sender";
import { parseSmtpUrl } from "@/lib/notices/sending/smtp";
import { testDatabase } from "@/lib/testing/database";
import { frozenCtx, makeCohort, makeMember, makeSession } from "@/lib/testing/factories";
import { type MailSink, openMailSink } from "@/lib/testing/mail-sink";

const test = testDatabase();
const DUE = "2024-10-19T14:00:00Z";
const ACCEPTED = { state: "accepted" as const, reason: "", reply: "250 ok", delay: 0, suppress: false };

let sink: MailSink;
beforeEach(async () => {
  sink = await openMailSink();
  await test.db.notice.deleteMany();
  await test.db.cohort.deleteMany();
  await test.db.person.deleteMany();
});
afterEach(() => sink.close());

const ctx = () => frozenCtx(test.db, DUE);
const only = () => test.db.delivery.findFirstOrThrow();
/** The worker has been standing still for longer than its lease. */
const outlast = () =>
  test.db.$executeRaw`UPDATE delivery SET lease_until = now() - interval '1 second' WHERE state = 'leased'`;
const sender = (concurrency = 1) =>
  new MailSender({
    ctx: ctx(),
    server: parseSmtpUrl(sink.url),
    from: { name: "Convene", address: "convene@example.org" },
    log: () => undefined,
    concurrency,
  });

async function planned(): Promise<void> {
  const cohort = await makeCohort(test.db);
  await makeMember(test.db, cohort);
  await makeSession(test.db, cohort, "2024-10-22");
  await planDue(ctx());
}

async function claim() {
  const turn = await takeTurn(ctx());
  if (turn.kind !== "send") throw new Error("There should be a mail to send.");
  return turn.claim;
}

describe("a worker that stands still", () => {
  it("before the first byte sends nothing once another worker has the mail", async () => {
    await planned();
    let others = 0;
    sink.onRecipient = async () => {
      if (others++ > 0) return;
      await outlast();
      await sweepDeliveries(ctx());
      await sender().run();
    };
    await sender().run();
    expect(sink.mails).toHaveLength(1);
    expect(await only()).toMatchObject({ state: "accepted", attempts: 2 });
  });

  it("before the first byte sends nothing when its lease is over, whether or not anybody noticed", async () => {
    await planned();
    const mine = await claim();
    await outlast();
    expect(await openFence(test.db, mine, { mimeHash: "h", dataMs: 1000 })).toBe(false);
    await sweepDeliveries(ctx());
    expect(await openFence(test.db, mine, { mimeHash: "h", dataMs: 1000 })).toBe(false);
    expect(await recordSettlement(ctx(), mine, ACCEPTED)).toBe(false);
    expect((await only()).state).toBe("queued");
  });

  it("after the first byte leaves the mail unknown, which nobody sends again, and corrects that when it wakes", async () => {
    await planned();
    const mine = await claim();
    expect(await openFence(test.db, mine, { mimeHash: "h", dataMs: 1000 })).toBe(true);
    expect((await only()).leaseUntil?.getTime()).toBeGreaterThan((await only()).dataStartedAt?.getTime() ?? 0);
    await outlast();
    expect(await sweepDeliveries(ctx())).toMatchObject({ unknown: 1, requeued: 0 });
    await sender().run();
    expect(sink.mails).toEqual([]);
    expect(await recordSettlement(ctx(), mine, ACCEPTED)).toBe(true);
    expect((await only()).state).toBe("accepted");
  });

  it("opens the fence once", async () => {
    await planned();
    const mine = await claim();
    const opened = await Promise.all(
      Array.from({ length: 10 }, () => openFence(test.db, mine, { mimeHash: "h", dataMs: 1000 })),
    );
    expect(opened.filter(Boolean)).toHaveLength(1);
  });
});

describe("a worker told to stop", () => {
  it("finishes what is in flight and takes nothing new", async () => {
    const cohort = await makeCohort(test.db);
    for (let n = 0; n < 5; n += 1) await makeMember(test.db, cohort);
    await makeSession(test.db, cohort, "2024-10-22");
    await planDue(ctx());
    const one = sender();
    let stopped: Promise<void> | undefined;
    sink.onRecipient = () => {
      stopped ??= one.stop();
    };
    await one.run();
    await stopped;
    const states = (await test.db.delivery.findMany()).map((row) => row.state).sort();
    expect(states).toEqual(["accepted", "queued", "queued", "queued", "queued"]);
    expect(sink.mails).toHaveLength(1);
  });

  it("cuts off a server that does not answer, and writes down that nobody knows", async () => {
    await planned();
    sink.fault = "no reply after the dot";
    const one = new MailSender({
      ctx: ctx(),
      server: parseSmtpUrl(sink.url),
      from: { name: "Convene", address: "convene@example.org" },
      log: () => undefined,
      timings: { data: 60_000, drain: 30 },
      concurrency: 1,
    });
    let stopped: Promise<void> | undefined;
    sink.onMail = () => {
      stopped ??= one.stop();
    };
    await one.run();
    await stopped;
    expect((await only()).state).toBe("unknown");
  });
});

describe("a mail that somebody waits for", () => {
  async function signIn(address: string, minutes = 10): Promise<{ nonce: string; tokenId: string }> {
    const [tokenId, nonce] = [randomUUID(), randomBytes(16).toString("hex")];
    const tokenHash = hashMailedToken(env().AUTH_SECRET, deriveToken(env().AUTH_SECRET, "sign_in", nonce));
    const expiresAt = new Date(new Date(DUE).getTime() + minutes * 60_000);
    await test.db.token.create({
      data: { id: tokenId, purpose: "sign_in", email: address, nonce, tokenHash, expiresAt },
    });
    await inTransaction(ctx(), (tx) =>
      enqueueNotice(ctx(), tx, {
        kind: "sign_in",
        cohortId: null,
        subjectKey: tokenId,
        payload: { tokenId },
        to: [{ personId: null, address }],
      }),
    );
    return { nonce, tokenId };
  }
  const account = (email: string) => test.db.person.create({ data: { id: randomUUID(), email } });

  it("carries the link and the code that belong to the token, and nothing to unsubscribe from", async () => {
    await account("ada@example.org");
    const { nonce } = await signIn("ada@example.org");
    await sender().run();
    const mail = await sink.parsed(0);
    const token = deriveToken(env().AUTH_SECRET, "sign_in", nonce);
    const link = `http://convene.test/sign-in/confirm#token=${token}&email=ada%40example.org`;
    expect(mail.text).toContain(link);
    expect(mail.html).toContain(link.replace("&", "&amp;"));
    expect(mail.text).toContain(deriveCode(env().AUTH_SECRET, nonce));
    expect(mail.subject).toBe("Sign in to convene.test");
    expect(mail.headers.has("list")).toBe(false);
    expect(sink.mails[0]?.raw).not.toMatch(/^List-/m);
    const stored = JSON.stringify([await test.db.notice.findMany(), await test.db.delivery.findMany()]);
    expect(stored).not.toContain(token);
  });

  it("is not sent to an address without an account, nor when its link was used or has expired", async () => {
    await signIn("nobody@example.org");
    await account("used@example.org");
    const { tokenId } = await signIn("used@example.org");
    await test.db.token.update({ where: { id: tokenId }, data: { usedAt: new Date(DUE) } });
    await account("late@example.org");
    await signIn("late@example.org", -1);
    await sender().run();
    const rows = await test.db.delivery.findMany({ orderBy: { address: "asc" } });
    expect(rows.map((row) => [row.address, row.state])).toEqual([
      ["late@example.org", "expired"],
      ["nobody@example.org", "cancelled"],
      ["used@example.org", "cancelled"],
    ]);
    expect(sink.mails).toEqual([]);
  });

  it("is not sent with a link that the server's new key would refuse", async () => {
    await account("key@example.org");
    const { tokenId } = await signIn("key@example.org");
    await test.db.token.update({
      where: { id: tokenId },
      data: { tokenHash: hashMailedToken("another key", "made with another key") },
    });
    await sender().run();
    expect(await only()).toMatchObject({ state: "failed", reason: "The key of this server has changed." });
  });

  it("goes before a batch that is merely due", async () => {
    await planned();
    await account("first@example.org");
    await signIn("first@example.org");
    await sender().run();
    expect(sink.mails.map((mail) => mail.to)[0]).toBe("first@example.org");
  });

  it("is sent again by itself when nobody knows whether it arrived, three times in all", async () => {
    await account("lost@example.org");
    await signIn("lost@example.org");
    sink.fault = "close after the dot";
    for (const state of ["deferred", "deferred", "unknown"]) {
      await sender().run();
      expect((await only()).state).toBe(state);
      await test.db.$executeRaw`UPDATE delivery SET next_attempt_at = now() WHERE state = 'deferred'`;
    }
    await sender().run();
    expect(new Set(sink.mails.map((mail) => mail.messageId)).size).toBe(1);
    expect(sink.mails).toHaveLength(3);
  });

  it("goes back into the queue when its worker died after the first byte", async () => {
    await account("killed@example.org");
    await signIn("killed@example.org");
    const mine = await claim();
    await openFence(test.db, mine, { mimeHash: "h", dataMs: 1000 });
    await outlast();
    expect(await sweepDeliveries(ctx())).toMatchObject({ requeued: 1, unknown: 0 });
    await sender().run();
    expect(sink.mails).toHaveLength(1);
  });
});
