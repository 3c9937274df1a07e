import { rmSync } from "node:fs";
import path from "node:path";
import { openDataFolder } from "./data-folder";
import { openDatabase } from "./database";
import { childEnvironment, stackEnvironment } from "./environment";
import { claim, liveRecord } from "./run-record";
import { processEnvironment, readSettings, type Settings } from "./settings";
import { explain } from "./trouble";

/**
 * Loaded before the `convene` command when a person runs it: gives it the environment of the site that runs on this
 * data folder. When none runs, the folder's Postgres is started for as long as the command takes.
 */

async function ownPostgres(settings: Settings): Promise<string> {
  const { dataDir } = settings;
  await openDataFolder(dataDir);
  const record = await claim(dataDir, "a command");
  let pid = 0;
  const say = (line: string) => void process.stderr.write(`${line}\n`);
  const database = await openDatabase(settings, {
    say,
    onStart: async (started) => {
      pid = started;
      await record.child("postgres", started);
    },
  });
  database.unref();
  // The command may end by process.exit, where nothing can be awaited: Postgres finishes its shutdown by itself.
  process.on("exit", () => {
    process.kill(pid, "SIGINT");
    rmSync(path.join(dataDir, "run.json"), { force: true });
  });
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => process.exit(130));
  return database.url;
}

async function attach(): Promise<void> {
  const root = path.resolve(import.meta.dirname, "../../..");
  const settings = readSettings(processEnvironment(root), root, "start");
  const live = settings.databaseUrl ? null : await liveRecord(settings.dataDir);
  if (live?.environment.DATABASE_URL) {
    Object.assign(process.env, live.environment);
    return;
  }
  const url = settings.databaseUrl ?? (await ownPostgres(settings));
  Object.assign(process.env, childEnvironment(settings, await stackEnvironment(settings, url)));
}

// Asking for help must not start a database, and neither must what works on a file alone.
const [, , ...words] = process.argv;
const needsNone =
  words.length === 0 ||
  words.some((word) => word === "--help" || word === "-h") ||
  words.slice(0, 2).join(" ") === "pair solve";
if (!needsNone) {
  try {
    await attach();
  } catch (error) {
    const line = explain(error);
    if (line === null) throw error;
    process.stderr.write(`${line}\n`);
    process.exit(1);
  }
}
