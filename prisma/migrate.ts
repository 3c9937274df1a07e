import { createHash, randomUUID } from "node:crypto";
import { realpathSync } from "node:fs";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { Client, type DatabaseError } from "pg";
import { migrationNames } from "./diff";

/**
 * Brings a database up to `prisma/migrations`, as `prisma migrate deploy` would: the same folders, the same
 * `_prisma_migrations` rows, the same lock. It does not use Prisma's engine for this, because the engine records a
 * migration and runs it in separate steps; here both are one transaction, so a kill at any moment leaves either all of
 * a migration or nothing, and the next start simply runs it again.
 */

export type MigrationErrorCode = "newer" | "changed" | "failed";

/** `newer`: the database knows a migration this code does not; `changed`: one was edited after it ran; `failed`: its SQL did. */
export class MigrationError extends Error {
  override name = "MigrationError";
  readonly code: MigrationErrorCode;
  readonly migration: string;

  constructor(code: MigrationErrorCode, migration: string, message: string, cause?: unknown) {
    super(message, { cause });
    this.code = code;
    this.migration = migration;
  }
}

interface Migration {
  name: string;
  sql: string;
  checksum: string;
}

interface Row {
  id: string;
  migration_name: string;
  checksum: string;
  finished: boolean;
}

/** Prisma's own advisory lock, so that its CLI and this file also wait for each other. */
const PRISMA_LOCK = 72707369;

const CREATE_HISTORY = `
CREATE TABLE IF NOT EXISTS _prisma_migrations (
    id                      VARCHAR(36) PRIMARY KEY NOT NULL,
    checksum                VARCHAR(64) NOT NULL,
    finished_at             TIMESTAMPTZ,
    migration_name          VARCHAR(255) NOT NULL,
    logs                    TEXT,
    rolled_back_at          TIMESTAMPTZ,
    started_at              TIMESTAMPTZ NOT NULL DEFAULT now(),
    applied_steps_count     INTEGER NOT NULL DEFAULT 0
)`;

const MIGRATIONS = path.join(import.meta.dirname, "migrations");

async function readMigrations(dir: string): Promise<Migration[]> {
  const names = await migrationNames(dir);
  return Promise.all(
    names.map(async (name) => {
      const sql = await readFile(path.join(dir, name, "migration.sql"), "utf8");
      return { name, sql, checksum: createHash("sha256").update(sql).digest("hex") };
    }),
  );
}

/** What is left to run, or why nothing may. */
function pending(migrations: readonly Migration[], rows: readonly Row[]): Migration[] {
  const known = new Map(migrations.map((migration) => [migration.name, migration]));
  for (const row of rows) {
    const migration = known.get(row.migration_name);
    if (!migration) {
      throw new MigrationError(
        "newer",
        row.migration_name,
        `The database is newer than this version of Convene: it has the migration ${row.migration_name}, which is not in prisma/migrations.`,
      );
    }
    if (row.finished && migration.checksum !== row.checksum) {
      throw new MigrationError(
        "changed",
        row.migration_name,
        `The migration ${row.migration_name} was changed after it ran on this database; restore its migration.sql.`,
      );
    }
  }
  const finished = new Set(rows.filter((row) => row.finished).map((row) => row.migration_name));
  return migrations.filter((migration) => !finished.has(migration.name));
}

async function apply(client: Client, migration: Migration): Promise<void> {
  await client.query("BEGIN");
  try {
    // Prisma's CLI leaves such a row when it is interrupted; the script runs again, and fails as a whole if it had run.
    await client.query(
      "UPDATE _prisma_migrations SET rolled_back_at = now() WHERE migration_name = $1 AND finished_at IS NULL AND rolled_back_at IS NULL",
      [migration.name],
    );
    const id = randomUUID();
    await client.query("INSERT INTO _prisma_migrations (id, checksum, migration_name) VALUES ($1, $2, $3)", [
      id,
      migration.checksum,
      migration.name,
    ]);
    await client.query(migration.sql);
    await client.query(
      "UPDATE _prisma_migrations SET finished_at = clock_timestamp(), applied_steps_count = 1 WHERE id = $1",
      [id],
    );
    await client.query("COMMIT");
  } catch (error) {
    await client.query("ROLLBACK").catch(() => {});
    const { message, position } = error as DatabaseError;
    const line = position ? ` (line ${migration.sql.slice(0, Number(position)).split("\n").length})` : "";
    throw new MigrationError(
      "failed",
      migration.name,
      `The migration ${migration.name} failed${line}, and nothing of it was kept: ${message}`,
      error,
    );
  }
}

/**
 * Applies what is missing, oldest first, and returns the names of what it applied; a second call returns none.
 * Two processes at once: the second waits for the first. Throws MigrationError, or the connection's own error.
 */
export async function migrate(databaseUrl: string, options: { migrations?: string } = {}): Promise<string[]> {
  const migrations = await readMigrations(options.migrations ?? MIGRATIONS);
  const client = new Client({
    connectionString: databaseUrl,
    connectionTimeoutMillis: 10_000,
    application_name: "convene-migrate",
  });
  // A connection lost between two statements is reported by the next statement; without a listener it would be a crash.
  client.on("error", () => {});
  await client.connect();
  try {
    await client.query("SELECT pg_advisory_lock($1)", [PRISMA_LOCK]);
    await client.query("SET client_min_messages = warning");
    await client.query(CREATE_HISTORY);
    const { rows } = await client.query<Row>(
      `SELECT id, migration_name, checksum, finished_at IS NOT NULL AS finished
       FROM _prisma_migrations WHERE rolled_back_at IS NULL ORDER BY started_at`,
    );
    const todo = pending(migrations, rows);
    for (const migration of todo) await apply(client, migration);
    return todo.map((migration) => migration.name);
  } finally {
    await client.end();
  }
}

if (process.argv[1] && realpathSync(process.argv[1]) === import.meta.filename) {
  const url = process.argv[2] ?? process.env.DATABASE_URL;
  if (!url) {
    console.error("Say which database: set DATABASE_URL.");
    process.exit(1);
  }
  migrate(url).then(
    (applied) => console.log(applied.length > 0 ? `Applied ${applied.join(", ")}` : "The database is up to date."),
    (error: Error) => {
      console.error(error.message || String(error));
      process.exitCode = 1;
    },
  );
}
