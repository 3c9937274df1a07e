import { type ChildProcess, spawn } from "node:child_process";
import { randomBytes, randomUUID } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import os from "node:os";
import path from "node:path";
import { hashToken } from "@/lib/auth/tokens";
import { liveRecord, type RunRecord, readRecord } from "@/lib/cli/supervisor/run-record";
import { createDb } from "@/lib/db/client";
import type { PrismaClient } from "@/lib/db/generated/client";
import { makeCohort, makeMember, makeSession, makeUse } from "@/lib/testing/factories";
import { addDays, dateIn } from "@/lib/time/zones";
import { expect, test } from "./fixtures";

const LEARNERS = 60;
const SIGN_UPS = 5;

/** A whole Convene of this test's own, started as a person starts it. */
class Site {
  readonly dataDir: string;
  readonly port: number;
  readonly #env: NodeJS.ProcessEnv;
  #process: ChildProcess | undefined;

  constructor(dataDir: string, ports: readonly number[]) {
    this.dataDir = dataDir;
    this.port = ports[0] ?? 0;
    const own = {
      PORT: ports[0],
      CONVENE_SMTP_PORT: ports[1],
      CONVENE_INBOX_PORT: ports[2],
      CONVENE_DATA_DIR: dataDir,
    };
    const unset = { DATABASE_URL: "", SMTP_URL: "", AUTH_SECRET: "", CONVENE_URL: "", CONVENE_INBOX_URL: "" };
    this.#env = { ...process.env, ...unset, CONVENE_DEMO: "off", HOST: "127.0.0.1", NEXT_DIST_DIR: ".next-test" };
    for (const [name, value] of Object.entries(own)) this.#env[name] = String(value);
  }

  get url(): string {
    return `http://localhost:${this.port}`;
  }

  async start(): Promise<RunRecord> {
    this.#process = spawn(process.execPath, ["lib/cli/bootstrap.mjs", "start"], { env: this.#env, stdio: "ignore" });
    const up = async () => ((await liveRecord(this.dataDir))?.environment.DATABASE_URL ? "up" : "not yet");
    await expect.poll(up, { timeout: 60_000 }).toBe("up");
    const record = await liveRecord(this.dataDir);
    if (!record) throw new Error("The site did not stay up.");
    return record;
  }

  /** SIGKILL for everything at once: nobody gets to say goodbye. */
  async killAll(): Promise<void> {
    const record = await readRecord(this.dataDir);
    const pids = record ? [record.supervisor, ...Object.values(record.children)].map(({ pid }) => pid) : [];
    for (const pid of [...pids, this.#process?.pid ?? 0]) {
      try {
        if (pid > 0) process.kill(pid, "SIGKILL");
      } catch {
        // It had ended already.
      }
    }
  }

  async stop(): Promise<void> {
    const child = this.#process;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const ended = new Promise((resolve) => child.once("exit", resolve));
    child.kill("SIGTERM");
    await ended;
  }
}

async function freePorts(count: number): Promise<number[]> {
  const servers = await Promise.all(
    Array.from({ length: count }, async () => {
      const server = createServer();
      await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
      return server;
    }),
  );
  const ports = servers.map((server) => (server.address() as { port: number }).port);
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return ports;
}

async function term(db: PrismaClient) {
  const cohort = await makeCohort(db);
  const sessionId = await makeSession(db, cohort, addDays(dateIn(new Date(), "America/Chicago"), 2));
  const resourceId = await makeUse(db, cohort, sessionId, { title: "A video", minutes: 10 });
  const organizer = await makeMember(db, cohort, { role: "organizer" });
  const learners = [];
  for (let i = 0; i < LEARNERS; i += 1) learners.push(await makeMember(db, cohort));
  const cookieFor = async (personId: string) => {
    const value = randomBytes(24).toString("base64url");
    const expiresAt = new Date(Date.now() + 3_600_000);
    await db.signIn.create({ data: { id: randomUUID(), tokenHash: hashToken(value), personId, expiresAt } });
    return `next-auth.session-token=${value}`;
  };
  return {
    cohort,
    sessionId,
    resourceId,
    organizer: await cookieFor(organizer.personId),
    learner: await cookieFor(learners[0]?.personId ?? ""),
  };
}

test("kill -9 of everything in the middle of a batch loses no sign-up, no tick and no notice, and doubles none", async () => {
  test.setTimeout(180_000);
  const dataDir = await mkdtemp(path.join(os.tmpdir(), "convene-restart-"));
  const ports = await freePorts(3);
  const site = new Site(dataDir, ports);
  const clients: PrismaClient[] = [];
  const connect = ({ environment }: RunRecord) => {
    const db = createDb(environment.DATABASE_URL ?? "", 3);
    clients.push(db);
    return db;
  };
  try {
    let db = connect(await site.start());
    const { cohort, sessionId, resourceId, organizer, learner } = await term(db);
    const send = async (method: string, url: string, body: unknown, cookie = "") => {
      const headers = { origin: site.url, "content-type": "application/json", cookie };
      const response = await fetch(`${site.url}/api/cohorts/${cohort.slug}${url}`, {
        method,
        headers,
        body: JSON.stringify(body),
      });
      expect(response.status, `${method} ${url}`).toBeLessThan(300);
    };
    for (let i = 0; i < SIGN_UPS; i += 1)
      await send("POST", "/sign-ups", { email: `new-${i}@example.org`, name: "New" });
    await send("PUT", `/progress/${resourceId}`, { state: "done" }, learner);
    await send("POST", "/notices/send", { sessionId }, organizer);
    const accepted = () => db.delivery.count({ where: { state: "accepted", notice: { kind: "weekly_prep" } } });
    await expect.poll(accepted, { intervals: [20] }).toBeGreaterThan(0);
    const before = await accepted();
    await site.killAll();
    expect(before, "the batch was under way").toBeLessThan(LEARNERS + 1);

    db = connect(await site.start());
    expect(await db.token.count({ where: { purpose: "sign_up", usedAt: null } })).toBe(SIGN_UPS);
    expect(await db.progress.count({ where: { resourceId, state: "done" } })).toBe(1);
    const open = () => db.delivery.count({ where: { state: { in: ["queued", "deferred"] } } });
    await expect.poll(open, { timeout: 120_000 }).toBe(0);
    const states = await db.delivery.groupBy({
      by: ["state"],
      where: { notice: { kind: "weekly_prep" } },
      _count: true,
    });
    const ended = Object.fromEntries(states.map(({ state, _count }) => [state, _count]));
    // What the dead worker was handing over keeps its lease for two minutes and is then tried again, or shown as unknown.
    const inFlight = (ended.unknown ?? 0) + (ended.leased ?? 0);
    expect((ended.accepted ?? 0) + inFlight, JSON.stringify(ended)).toBe(LEARNERS + 1);
    expect(inFlight, "in flight at the kill").toBeLessThanOrEqual(10);

    const inbox = `http://localhost:${ports[2]}/api/email/summary?limit=200`;
    const { items } = await (await fetch(inbox)).json();
    const preps: string[] = items
      .filter(({ subject }: { subject: string }) => /Backpropagation/.test(subject))
      .map(({ to }: { to: { address: string }[] }) => to[0]?.address);
    expect(new Set(preps).size, "nobody got it twice").toBe(preps.length);
  } finally {
    for (const db of clients) await db.$disconnect().catch(() => undefined);
    await site.stop();
    await rm(dataDir, { recursive: true, force: true });
  }
});
