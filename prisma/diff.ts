import { realpathSync } from "node:fs";
import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import path from "node:path";
import { parseArgs } from "node:util";
import {
  bindMigrationAwareSqlAdapterFactory,
  ColumnTypeEnum,
  type SqlDriverAdapter,
} from "@prisma/driver-adapter-utils";

/**
 * Writes a new migration: the SQL that leads from the schema the last migration left to `prisma/schema/*.prisma`.
 *
 *     tsx prisma/diff.ts NAME [--schema DIR] [--migrations DIR]
 *
 * Each migration folder keeps the schema it leads to as `schema.prisma`, so neither a database nor git is asked.
 * What Prisma's language cannot say (partial indexes, check constraints) is added to `migration.sql` by hand afterwards.
 */

type Engine = typeof import("@prisma/schema-engine-wasm");

const require = createRequire(import.meta.url);

/** The package's entry imports its .wasm as a module, which tsx and older Node cannot; this does the same by hand. */
async function instantiate(): Promise<Engine> {
  const glue: Engine & { __wbg_set_wasm(exports: WebAssembly.Exports): void } = await import(
    "@prisma/schema-engine-wasm/schema_engine_bg"
  );
  const file = path.join(path.dirname(require.resolve("@prisma/schema-engine-wasm")), "schema_engine_bg.wasm");
  const { instance } = await WebAssembly.instantiate(await readFile(file), {
    "./schema_engine_bg.js": glue as unknown as WebAssembly.ModuleImports,
  });
  glue.__wbg_set_wasm(instance.exports);
  (instance.exports.__wbindgen_start as () => void)();
  return glue;
}

export interface SchemaFile {
  path: string;
  content: string;
}

let loading: Promise<Engine> | undefined;

/** Once a process: the glue code keeps one instance in a module variable. */
function loadEngine(): Promise<Engine> {
  loading ??= instantiate();
  return loading;
}

/** The engine only asks which Postgres it speaks to before it compares two texts; this answers without a server. */
function offlineAdapter() {
  const adapter: SqlDriverAdapter = {
    provider: "postgres",
    adapterName: "offline",
    queryRaw: async () => ({
      columnNames: ["exists", "version", "numeric_version"],
      columnTypes: [ColumnTypeEnum.Boolean, ColumnTypeEnum.Text, ColumnTypeEnum.Int32],
      rows: [[true, "PostgreSQL 18.0", 180000]],
    }),
    executeRaw: async () => 0,
    executeScript: async () => {},
    startTransaction: () => Promise.reject(new Error("A comparison of two schemas writes nothing.")),
    getConnectionInfo: () => ({ schemaName: "public", supportsRelationJoins: true }),
    dispose: async () => {},
  };
  const connect = async () => adapter;
  return bindMigrationAwareSqlAdapterFactory({
    provider: "postgres",
    adapterName: "offline",
    connect,
    connectToShadowDb: connect,
  });
}

/** All `*.prisma` files below a folder, in a stable order. */
export async function readSchema(dir: string): Promise<SchemaFile[]> {
  const names = (await readdir(dir, { recursive: true })).filter((name) => name.endsWith(".prisma")).sort();
  return Promise.all(
    names.map(async (name) => ({ path: name, content: await readFile(path.join(dir, name), "utf8") })),
  );
}

/** The names of the migration folders, oldest first; none when there is no folder yet. */
export async function migrationNames(dir: string): Promise<string[]> {
  const entries = await readdir(dir, { withFileTypes: true }).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return [];
    throw error;
  });
  return entries
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
}

async function lastSnapshot(migrations: string): Promise<SchemaFile[]> {
  const last = (await migrationNames(migrations)).at(-1);
  if (!last) return [];
  return [{ path: "schema.prisma", content: await readFile(path.join(migrations, last, "schema.prisma"), "utf8") }];
}

/** The SQL that leads from one schema to another; an empty string when they mean the same. Needs no database. */
export async function diffSchemas(from: SchemaFile[], to: SchemaFile[]): Promise<string> {
  const { SchemaEngine } = await loadEngine();
  const datamodels = to.map((file): [string, string] => [file.path, file.content]);
  const engine = await SchemaEngine.new({ datamodels }, () => {}, offlineAdapter());
  const { stdout } = await engine.diff({
    from: from.length === 0 ? { tag: "empty" } : { tag: "schemaDatamodel", files: from },
    to: { tag: "schemaDatamodel", files: to },
    script: true,
    exitCode: null,
    filters: { externalTables: [], externalEnums: [] },
  });
  const sql = stdout ?? "";
  return /^\s*(-- This is an empty migration\.)?\s*$/.test(sql) ? "" : sql;
}

/** What the schema files say that no migration says yet. */
export async function pendingSql(schema: string, migrations: string): Promise<string> {
  return diffSchemas(await lastSnapshot(migrations), await readSchema(schema));
}

/** Writes the migration and returns its folder's name, or null when there is nothing to migrate. */
export async function createMigration(options: {
  name: string;
  schema: string;
  migrations: string;
  now: Date;
}): Promise<string | null> {
  const sql = await pendingSql(options.schema, options.migrations);
  if (sql === "") return null;
  const stamp = options.now.toISOString().replace(/\D/g, "").slice(0, 14);
  const folder = `${stamp}_${options.name.toLowerCase().replace(/[^a-z0-9]+/g, "_")}`;
  const last = (await migrationNames(options.migrations)).at(-1);
  if (last && last >= folder) throw new Error(`The last migration, ${last}, is dated after ${folder}.`);
  const target = path.join(options.migrations, folder);
  await mkdir(target, { recursive: true });
  await writeFile(path.join(options.migrations, "migration_lock.toml"), 'provider = "postgresql"\n');
  await writeFile(path.join(target, "migration.sql"), sql.endsWith("\n") ? sql : `${sql}\n`);
  const snapshot = (await readSchema(options.schema)).map((file) => file.content.trim()).join("\n\n");
  await writeFile(path.join(target, "schema.prisma"), `${snapshot}\n`);
  return folder;
}

async function main(): Promise<void> {
  const here = import.meta.dirname;
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      schema: { type: "string", default: path.join(here, "schema") },
      migrations: { type: "string", default: path.join(here, "migrations") },
    },
  });
  const [name] = positionals;
  if (!name) throw new Error("Say what the migration does: tsx prisma/diff.ts NAME [--schema DIR] [--migrations DIR]");
  const folder = await createMigration({ name, ...values, now: new Date() });
  console.log(folder ? path.join(values.migrations, folder, "migration.sql") : "The schema has not changed.");
}

if (process.argv[1] && realpathSync(process.argv[1]) === import.meta.filename) {
  main().catch((error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  });
}
