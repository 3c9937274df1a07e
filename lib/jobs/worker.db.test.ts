import { type ChildProcess, spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { inTransaction } from "@/lib/db/client";
import { systemContext } from "@/lib/db/context";
import { startWorker, type WorkerOptions } from "@/lib/jobs/run";
import { mailHealth, mailHealthInWords } from "@/lib/notices/doctor";
import { enqueueNotice } from "@/lib/notices/outbox";
import { testDatabase } from "@/lib/testing/database";
import { makeCohort, makeMember, makeSession } from "@/lib/testing/factories";
import { type MailSink, openMailSink } from "@/lib/testing/mail-sink";
import { addDays, dateIn } from "@/lib/time/zones";

const test = testDatabase();
const ROOT = path.join(import.meta.dirname, "../..");
const ctx = () => ({ ...systemContext({ kind: "job" as const, name: "test" }), db: test.db });

let sink: MailSink;
const children = new Set<ChildProcess>();

beforeEach(async () => {
  sink = await openMailSink();
  await test.db.notice.deleteMany();
  await test.db.cohort.deleteMany();
});
afterEach(async () => {
  for (const child of children) child.kill("SIGKILL");
  children.clear();
  await sink.close();
});

/** Processes that are loading and wait to be told to go. */
const loading: ChildProcess[] = [];

function load(): ChildProcess {
  const child = spawn(process.execPath, ["--import", "tsx", "lib/testing/worker-process.ts"], {
    cwd: ROOT,
    env: { ...process.env, DATABASE_URL: test.url, SMTP_URL: sink.url, DATABASE_POOL: "4" },
    stdio: ["ignore", "pipe", "inherit", "ipc"],
  });
  children.add(child);
  child.once("exit", () => children.delete(child));
  return child;
}

function startProcess(): ChildProcess {
  const child = loading.shift() ?? load();
  child.send("go");
  return child;
}

/** A cohort with a session whose mail has been due since the last midnight. */
async function dueToday(members: number): Promise<void> {
  const cohort = await makeCohort(test.db);
  for (let n = 0; n < members; n += 1) await makeMember(test.db, cohort);
  await test.db.noticeSetting.create({
    data: { cohortId: cohort.id, kind: "weekly_prep", leadDays: 2, localTime: "00:00" },
  });
  await makeSession(test.db, cohort, addDays(dateIn(ctx().now(), "America/Chicago"), 2));
}

/** Settles when the sink has taken this many mails in all. */
function arrival(count: number): Promise<void> {
  if (sink.mails.length >= count) return Promise.resolve();
  return new Promise((resolve) => {
    sink.onMail = () => {
      if (sink.mails.length >= count) resolve();
    };
  });
}

async function welcome(): Promise<void> {
  const cohort = await makeCohort(test.db);
  const { personId, address } = await makeMember(test.db, cohort);
  await inTransaction(ctx(), (tx) =>
    enqueueNotice(ctx(), tx, {
      kind: "welcome",
      cohortId: cohort.id,
      subjectKey: randomUUID(),
      payload: {},
      to: [{ personId, address }],
    }),
  );
}

describe("workers that are killed", () => {
  it("ten times in a batch of sixty send nothing twice and lose nothing silently", { timeout: 120_000 }, async () => {
    await dueToday(60);
    loading.push(load(), load(), load());
    const fates: (string | null)[] = [];
    for (let kill = 0; kill < 10; kill += 1) {
      const child = startProcess();
      if (kill < 8) loading.push(load());
      const end = once(child, "exit");
      const atMail = sink.mails.length + 1 + (kill % 4);
      // Some die before the first byte, some between the last byte and the reply, some after it.
      const strike = () => {
        if (sink.mails.length >= atMail) child.kill("SIGKILL");
      };
      sink.onRecipient = kill % 3 === 0 ? strike : () => undefined;
      sink.onMail = kill % 3 === 0 ? () => undefined : kill % 3 === 1 ? strike : () => void setImmediate(strike);
      const [, signal] = await end;
      fates.push(signal);
      await test.db.$executeRaw`UPDATE delivery SET lease_until = now() WHERE state = 'leased'`;
    }
    sink.onRecipient = () => undefined;
    sink.onMail = () => undefined;
    expect(fates).toEqual(Array(10).fill("SIGKILL"));
    const last = startProcess();
    for (let open = 1; open > 0; ) {
      await once(last.stdout ?? last, "data");
      open = await test.db.delivery.count({ where: { state: { in: ["queued", "leased", "deferred"] } } });
    }
    last.kill("SIGTERM");
    await once(last, "exit");

    expect(sink.duplicates()).toEqual([]);
    const health = await mailHealth(test.db);
    expect(health).toMatchObject({ balanced: true, planned: 60, waiting: 0 });
    const rows = await test.db.delivery.findMany({ select: { state: true, messageId: true } });
    expect(new Set(rows.map((row) => row.state))).toEqual(new Set(["accepted", "unknown"]));
    const arrived = new Set(sink.mails.map((mail) => mail.messageId));
    for (const row of rows) if (row.state === "accepted") expect(arrived.has(row.messageId)).toBe(true);
    // At most the mails that a killed worker had under way are in doubt.
    expect(rows.filter((row) => row.state === "unknown").length).toBeLessThanOrEqual(20);
  });
});

describe("a worker process", () => {
  it("ends by itself when told to, and when the process that started it is gone", { timeout: 60_000 }, async () => {
    for (const end of [(child: ChildProcess) => child.kill("SIGTERM"), (child: ChildProcess) => child.disconnect()]) {
      const child = startProcess();
      await once(child.stdout ?? child, "data");
      end(child);
      expect(await once(child, "exit")).toEqual([0, null]);
    }
  });
});

describe("a worker", () => {
  async function within(
    options: Partial<WorkerOptions>,
    work: () => Promise<void>,
  ): Promise<Record<string, unknown>[]> {
    const lines: Record<string, unknown>[] = [];
    const worker = startWorker({
      ctx: ctx(),
      log: (line) => lines.push(line),
      smtpUrl: sink.url,
      timings: { tick: 3_600_000 },
      ...options,
    });
    await work();
    await worker.stop();
    return lines;
  }

  it("sends at once what a committed change asks for", async () => {
    await within({}, async () => {
      await welcome();
      await arrival(1);
    });
    expect((await mailHealth(test.db)).counts.accepted).toBe(1);
  });

  it("goes on when its database connections are cut", async () => {
    const lines = await within({}, async () => {
      await welcome();
      await arrival(1);
      await test.db.$executeRaw`
        SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()`;
      await welcome();
      await arrival(2);
    });
    expect(lines.map((line) => line.event)).toContain("listen.back");
  });

  it("logs nothing that tells one person from another", async () => {
    const lines = await within({}, async () => {
      await dueToday(1);
      await welcome();
      await arrival(1);
    });
    expect(JSON.stringify(lines)).not.toContain("@");
    expect(JSON.stringify(lines)).not.toContain("Ada");
  });
});

describe("the doctor", () => {
  it("says so when a notice does not add up", async () => {
    await welcome();
    expect((await mailHealth(test.db)).balanced).toBe(true);
    await test.db.delivery.deleteMany();
    const health = await mailHealth(test.db);
    expect(health.unbalanced).toMatchObject([{ planned: 1, deliveries: 0 }]);
    expect(mailHealthInWords(health)[0]).toMatch(/^1 notices do not add up/);
  });

  it("counts what waits and says when sending is paused", async () => {
    await welcome();
    await test.db.sending.create({ data: { paused: true, reason: "restored from a backup" } });
    const health = await mailHealth(test.db);
    expect(health).toMatchObject({ waiting: 1, paused: "restored from a backup" });
    expect(mailHealthInWords(health)).toContain("Sending is paused: restored from a backup.");
    await test.db.sending.deleteMany();
  });
});
