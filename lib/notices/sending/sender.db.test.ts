import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { planDue } from "@/lib/notices/jobs";
import { addressHash } from "@/lib/notices/outbox";
import { sweepDeliveries } from "@/lib/notices/sending/commands";
import type { Log, SenderTimings } from "@/lib/notices/sending/sender";
import { testDatabase } from "@/lib/testing/database";
import { frozenCtx } from "@/lib/testing/factories";
import { type Fault, type MailSink, openMailSink, openRawServer } from "@/lib/testing/mail-sink";
import { DUE, deliveriesIn, fastSender, onlyDelivery, plannedMails, type SenderOptions } from "@/lib/testing/outgoing";

const test = testDatabase();
/** For servers that never answer; long enough to be answered by those that do. */
const IMPATIENT: Partial<SenderTimings> = { data: 300 };

let sink: MailSink;

beforeEach(async () => {
  sink = await openMailSink();
  await test.db.suppression.deleteMany();
  await test.db.cohort.deleteMany();
});
afterEach(() => sink.close());

const sender = (more: Partial<SenderOptions> = {}) => fastSender(test.db, { url: sink.url, ...more });
const planned = (members?: number) => plannedMails(test.db, members);
const deliveries = () => deliveriesIn(test.db);
const states = async () => (await deliveries()).map((row) => row.state);
const only = () => onlyDelivery(test.db);
const makeDue = () => test.db.$executeRaw`UPDATE delivery SET next_attempt_at = now() WHERE state = 'deferred'`;

describe("a mail that is due", () => {
  it("is sent once, with its Message-ID, and kept with the server's reply and its hash", async () => {
    await planned();
    await sender().run();
    const row = await only();
    expect(row).toMatchObject({ state: "accepted", attempts: 1, lease: null });
    expect(row.lastReply).toMatch(/^250 /);
    expect(row.mimeHash).toMatch(/^[0-9a-f]{64}$/);
    expect(sink.mails.map((mail) => [mail.messageId, mail.to])).toEqual([[row.messageId, row.address]]);
    await sender().run();
    expect(sink.mails).toHaveLength(1);
  });

  it("is sent by one of twenty workers", async () => {
    await planned();
    await Promise.all(Array.from({ length: 20 }, () => sender({ concurrency: 1 }).run()));
    expect(sink.mails).toHaveLength(1);
  });

  it("shares its connection with the others of the batch", async () => {
    await planned(12);
    await sender({ concurrency: 2 }).run();
    expect(sink.mails).toHaveLength(12);
    expect(sink.connections()).toBeLessThanOrEqual(2);
    expect(new Set(await states())).toEqual(new Set(["accepted"]));
  });

  it("goes over a new connection when the server ends one it took mails over", async () => {
    await planned(4);
    const ended: string[] = [];
    sink.onRecipient = (to) => {
      if (sink.mails.length === 2 && ended.length === 0) {
        ended.push(to);
        sink.fault = "421 at RCPT";
      } else sink.fault = "none";
    };
    await sender({ concurrency: 1 }).run();
    expect(await states()).toEqual(Array(4).fill("accepted"));
    expect(sink.connections()).toBe(2);
  });

  it("waits while sending is paused", async () => {
    await planned();
    await test.db.sending.create({ data: { paused: true, reason: "restored" } });
    await sender().run();
    expect(await states()).toEqual(["queued"]);
    await test.db.sending.deleteMany();
    await sender().run();
    expect(await states()).toEqual(["accepted"]);
  });
});

describe("a mail server that misbehaves", () => {
  const faults: [Fault, string, number][] = [
    ["421 at RCPT", "deferred", 0],
    ["450 at RCPT", "deferred", 0],
    ["550 at RCPT", "failed", 0],
    ["550 policy at RCPT", "failed", 0],
    ["451 after the dot", "deferred", 1],
    ["554 after the dot", "failed", 1],
    ["close after the dot", "unknown", 1],
    ["no reply after the dot", "unknown", 1],
    ["close at MAIL", "deferred", 0],
  ];
  it.each(faults)("%s: the delivery is %s", async (fault, state, arrived) => {
    await planned();
    sink.fault = fault;
    await sender(fault === "no reply after the dot" ? { timings: IMPATIENT } : {}).run();
    const row = await only();
    expect(row.state).toBe(state);
    expect(sink.mails).toHaveLength(arrived);
    expect(row.lastReply).not.toContain("@");
    // Nothing is sent again unless the server said no, or had nothing of it.
    sink.fault = "none";
    await makeDue();
    await sweepDeliveries(frozenCtx(test.db, DUE));
    await sender().run();
    expect((await only()).state).toBe(state === "deferred" ? "accepted" : state);
    expect(sink.mails).toHaveLength(state === "deferred" ? arrived + 1 : arrived);
  });

  it("refusing an address for good stops all mail to it, refusing this server does not", async () => {
    await planned();
    const { address } = await only();
    sink.fault = "550 at RCPT";
    await sender().run();
    const suppressed = await test.db.suppression.findMany();
    expect(suppressed.map((row) => row.addressHash)).toEqual([addressHash(address)]);
    expect(JSON.stringify(suppressed)).not.toContain("@");
    await test.db.suppression.deleteMany();
    await test.db.delivery.deleteMany();
    await test.db.notice.deleteMany();
    await planDue(frozenCtx(test.db, DUE));
    sink.fault = "550 policy at RCPT";
    await sender().run();
    expect(await test.db.suppression.count()).toBe(0);
  });

  it("backs off longer each time, up to an hour", async () => {
    await planned();
    sink.fault = "450 at RCPT";
    const waits: number[] = [];
    for (let n = 0; n < 8; n += 1) {
      await sender().run();
      const [row] = await test.db.$queryRaw<{ wait: number }[]>`
        SELECT extract(epoch FROM next_attempt_at - updated_at)::float / 60 AS wait FROM delivery`;
      waits.push(row?.wait ?? 0);
      await makeDue();
    }
    for (const [n, minutes] of [1, 2, 4, 8, 16, 32, 60, 60].entries()) {
      expect(waits[n]).toBeGreaterThan(minutes * 0.89);
      expect(waits[n]).toBeLessThan(minutes * 1.11);
    }
  });

  it("refusing some does not keep the others from getting theirs over the same connection", async () => {
    await planned(6);
    const [first] = await deliveries();
    sink.fault = (to) => (to === first?.address ? "550 at RCPT" : "none");
    await sender({ concurrency: 1 }).run();
    expect((await states()).sort()).toEqual([...Array(5).fill("accepted"), "failed"]);
    expect(sink.connections()).toBe(1);
  });

  it("that refuses connections is left alone after five tries, with one alert, and used again when it is back", async () => {
    await planned();
    const { port } = sink;
    await sink.close();
    const lines: Parameters<Log>[0][] = [];
    const one = sender({ timings: { pause: 15 }, log: (line) => lines.push(line) });
    await one.run();
    expect(one.paused).toBe(true);
    expect(await only()).toMatchObject({ state: "queued", attempts: 0 });
    const back = await openMailSink(port);
    const arrived = new Promise<void>((resolve) => {
      back.onMail = () => resolve();
    });
    await arrived;
    await one.run();
    await one.stop();
    expect(await states()).toEqual(["accepted"]);
    expect(lines.filter((line) => line.alert)).toHaveLength(1);
    await back.close();
  });

  const talkers: [string, Parameters<typeof openRawServer>[0]][] = [
    ["greets nobody", () => undefined],
    ["speaks garbage", (socket) => socket.write("\u0000\u0001hello\r\n")],
    ["hangs up", (socket) => socket.destroy()],
    ["says it is busy", (socket) => socket.end("421 busy\r\n")],
    [
      "greets letter by letter",
      (socket) => {
        const timer = setInterval(() => socket.write("2"), 20);
        socket.on("close", () => clearInterval(timer));
      },
    ],
  ];
  it.each(talkers)("that %s costs nothing but time", async (_what, talk) => {
    await planned();
    const server = await openRawServer(talk);
    const one = sender({ url: server.url, timings: { connect: 60, pause: 60_000 }, concurrency: 1 });
    await one.run();
    expect(one.paused).toBe(true);
    expect(server.connections()).toBe(5);
    expect(await only()).toMatchObject({ state: "queued", attempts: 0 });
    await one.stop();
    await server.close();
  });

  it("that answers 354 and then drips a reply without end leaves the mail unknown", async () => {
    await planned();
    const server = await openRawServer((socket) => {
      socket.write("220 hi\r\n");
      let inData = false;
      socket.on("data", (chunk) => {
        const text = chunk.toString();
        if (inData) {
          const timer = setInterval(() => socket.write("2"), 20);
          socket.on("close", () => clearInterval(timer));
        } else if (text.startsWith("DATA")) {
          inData = true;
          socket.write("354 go\r\n");
        } else socket.write("250 ok\r\n");
      });
    });
    await sender({ url: server.url, timings: IMPATIENT }).run();
    expect((await only()).state).toBe("unknown");
    await server.close();
  });
});
