import { randomBytes } from "node:crypto";
import { chmod, mkdtemp, readdir, rm } from "node:fs/promises";
import { createServer } from "node:net";
import os from "node:os";
import path from "node:path";
import { Client } from "pg";
import { afterAll, beforeAll, inject } from "vitest";
import type { TestProject } from "vitest/node";
import { createDb } from "@/lib/db/client";
import { endLeftover, ensureDatabase, startPostgres } from "@/lib/db/embedded";
import { placePostgres } from "@/lib/db/embedded-place";
import type { PrismaClient } from "@/lib/db/generated/client";
import { migrate } from "@/prisma/migrate";

/**
 * One Postgres for a whole test run, one migrated template in it, and a clone of the template for each test file.
 * This file is both Vitest's global setup (its default export) and what `*.db.test.ts` files call.
 */

declare module "vitest" {
  interface ProvidedContext {
    postgresUrl: string;
  }
}

const TEMPLATE = "convene_template";
const PREFIX = "convene-test-";

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject).listen(0, "127.0.0.1", resolve);
  });
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === "object" && address ? address.port : 0;
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

/** Removes what a run that was killed has left behind, server and folder. */
async function sweep(base: string): Promise<void> {
  for (const name of await readdir(base)) {
    const pid = name.startsWith(PREFIX) ? Number(name.slice(PREFIX.length).split("-")[0]) : 0;
    if (!pid || isAlive(pid)) continue;
    const dir = path.join(base, name);
    await endLeftover(path.join(dir, "postgres")).catch(() => {});
    await rm(dir, { recursive: true, force: true }).catch(() => {});
  }
}

/** Vitest's global setup: starts the server, migrates the template, and returns what ends both. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  await sweep(os.tmpdir());
  const dir = await mkdtemp(path.join(os.tmpdir(), `${PREFIX}${process.pid}-`));
  await chmod(dir, 0o711);
  const place = await placePostgres(path.join(dir, "postgres"));
  const server = await startPostgres({
    place,
    port: await freePort(),
    password: randomBytes(16).toString("hex"),
    durable: false,
    logFile: path.join(dir, "postgres.log"),
  });
  // The server is a session of its own: a run that is ended from outside must take it along.
  const abandon = () => {
    if (isAlive(server.pid)) process.kill(server.pid, "SIGQUIT");
  };
  process.once("exit", abandon);
  for (const signal of ["SIGTERM", "SIGHUP"] as const) process.once(signal, () => process.exit(1));
  const stop = async () => {
    await server.stop();
    process.off("exit", abandon);
    await rm(place.dataDir, { recursive: true, force: true });
    await rm(dir, { recursive: true, force: true });
  };
  try {
    await migrate(await ensureDatabase(server, TEMPLATE));
  } catch (error) {
    await stop();
    throw error;
  }
  project.provide("postgresUrl", server.url("postgres"));
  return stop;
}

async function asAdmin(statement: string): Promise<void> {
  const client = new Client({ connectionString: inject("postgresUrl") });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

export interface TestDatabase {
  /** A client of this file's own database; there from `beforeAll` on. */
  readonly db: PrismaClient;
  readonly url: string;
}

/**
 * Call once at the top of a `*.db.test.ts` file: every file has a freshly migrated database to itself, dropped after
 * its last test. `getDb()` leads to the same database.
 */
export function testDatabase(): TestDatabase {
  const name = `test_${randomBytes(8).toString("hex")}`;
  let url = "";
  let db: PrismaClient | undefined;
  beforeAll(async () => {
    await asAdmin(`CREATE DATABASE ${name} TEMPLATE ${TEMPLATE}`);
    const parsed = new URL(inject("postgresUrl"));
    parsed.pathname = `/${name}`;
    url = parsed.href;
    process.env.DATABASE_URL = url;
    db = createDb(url, 8);
  });
  afterAll(async () => {
    await db?.$disconnect();
    await asAdmin(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
  });
  return {
    get db() {
      if (!db) throw new Error("The test database is there from beforeAll on.");
      return db;
    },
    get url() {
      return url;
    },
  };
}
