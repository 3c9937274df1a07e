import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { Client } from "pg";
import { afterEach, beforeEach, describe, expect, inject, it } from "vitest";
import { migrate } from "./migrate";

describe("migrations", () => {
  let migrations: string;
  let admin: Client;
  let url: string;
  let name: string;

  const write = async (folder: string, sql: string) => {
    await mkdir(path.join(migrations, folder), { recursive: true });
    await writeFile(path.join(migrations, folder, "migration.sql"), sql);
  };
  const rows = async (sql: string) => {
    const client = new Client({ connectionString: url });
    await client.connect();
    try {
      return (await client.query(sql)).rows;
    } finally {
      await client.end();
    }
  };
  const run = () => migrate(url, { migrations });

  beforeEach(async () => {
    migrations = await mkdtemp(path.join(os.tmpdir(), "convene-migrations-"));
    admin = new Client({ connectionString: inject("postgresUrl") });
    await admin.connect();
    name = `migrate_${path.basename(migrations).replace(/\W/g, "_").toLowerCase()}`;
    await admin.query(`CREATE DATABASE ${name}`);
    const parsed = new URL(inject("postgresUrl"));
    parsed.pathname = `/${name}`;
    url = parsed.href;
    await write("20260101000000_init", "CREATE TABLE a (id int); INSERT INTO a VALUES (1);");
  });

  afterEach(async () => {
    await admin.query(`DROP DATABASE ${name} WITH (FORCE)`);
    await admin.end();
    await rm(migrations, { recursive: true, force: true });
  });

  it("run once, oldest first, and are recorded", async () => {
    await write("20260102000000_more", "ALTER TABLE a ADD COLUMN b int;");
    expect(await run()).toEqual(["20260101000000_init", "20260102000000_more"]);
    expect(await run()).toEqual([]);
    expect(
      await rows(
        "SELECT migration_name, length(checksum) AS n, applied_steps_count FROM _prisma_migrations ORDER BY 1",
      ),
    ).toEqual([
      { migration_name: "20260101000000_init", n: 64, applied_steps_count: 1 },
      { migration_name: "20260102000000_more", n: 64, applied_steps_count: 1 },
    ]);
  });

  it("run once when several processes start together", async () => {
    const applied = await Promise.all([run(), run(), run(), run()]);
    expect(applied.flat()).toEqual(["20260101000000_init"]);
    expect(await rows("SELECT count(*)::int AS n FROM a")).toEqual([{ n: 1 }]);
  });

  it("leave nothing behind when they fail, and run again when they are mended", async () => {
    await write("20260102000000_bad", "CREATE TABLE b (id int);\nSELECT nonsense;");
    await expect(run()).rejects.toMatchObject({ code: "failed", migration: "20260102000000_bad" });
    await expect(run()).rejects.toThrow("line 2");
    expect(await rows("SELECT to_regclass('b') AS b")).toEqual([{ b: null }]);
    await write("20260102000000_bad", "CREATE TABLE b (id int);");
    expect(await run()).toEqual(["20260102000000_bad"]);
  });

  it("run again when the process is killed half way", async () => {
    await write("20260102000000_slow", "CREATE TABLE b (id int); SELECT pg_sleep(60);");
    const first = run();
    const outcome = expect(first).rejects.toMatchObject({ code: "failed" });
    const sleeping = "SELECT pid FROM pg_stat_activity WHERE datname = $1 AND wait_event = 'PgSleep'";
    await expect.poll(async () => (await admin.query(sleeping, [name])).rowCount, { timeout: 10_000 }).toBe(1);
    await admin.query("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1", [name]);
    await outcome;
    await write("20260102000000_slow", "CREATE TABLE b (id int);");
    expect(await run()).toEqual(["20260102000000_slow"]);
  });

  it("are finished for Prisma's own command when it was interrupted", async () => {
    await run();
    await write("20260102000000_more", "CREATE TABLE b (id int);");
    await rows(
      "INSERT INTO _prisma_migrations (id, checksum, migration_name) VALUES ('x', 'y', '20260102000000_more')",
    );
    expect(await run()).toEqual(["20260102000000_more"]);
    expect(await rows("SELECT rolled_back_at IS NOT NULL AS undone FROM _prisma_migrations WHERE id = 'x'")).toEqual([
      { undone: true },
    ]);
  });

  it("refuse a database that is newer than the code", async () => {
    await run();
    await rm(path.join(migrations, "20260101000000_init"), { recursive: true });
    await write("20250101000000_old", "SELECT 1;");
    await expect(run()).rejects.toMatchObject({ code: "newer", migration: "20260101000000_init" });
  });

  it("refuse one that was edited after it ran", async () => {
    await run();
    await write("20260101000000_init", "CREATE TABLE other (id int);");
    await expect(run()).rejects.toMatchObject({ code: "changed" });
  });
});
