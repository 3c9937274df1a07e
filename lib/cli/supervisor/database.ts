import path from "node:path";
import { ensureDatabase, PostgresError, type RunningPostgres, startPostgres } from "@/lib/db/embedded";
import { placePostgres } from "@/lib/db/embedded-place";
import { migrate } from "@/prisma/migrate";
import { randomSecret, remember } from "./data-folder";
import { freePort, requireFree } from "./ports";
import type { Settings } from "./settings";
import { databaseTrouble, explain } from "./trouble";

/** The database of a data folder: the one in DATABASE_URL, or a Postgres of our own, migrated in either case. */

export interface Database {
  url: string;
  /** Ends our own Postgres; does nothing to a database that is somebody else's. */
  stop(): Promise<void>;
  /** See RunningPostgres. */
  unref(): void;
}

type Needed = Pick<Settings, "dataDir" | "postgresPort" | "databaseUrl">;

export interface DatabaseEvents {
  say(line: string): void;
  /** Called at each start of our own server, before anything is asked of it. */
  onStart(pid: number): Promise<void>;
}

async function startOwn(settings: Needed, events: DatabaseEvents): Promise<RunningPostgres> {
  const { dataDir, postgresPort } = settings;
  const place = await placePostgres(path.join(dataDir, "postgres"));
  if (place.note) events.say(place.note);
  const password = await remember(dataDir, "postgres-password", randomSecret);
  const start = async (port: number) => {
    const logFile = path.join(dataDir, "postgres.log");
    const server = await startPostgres({ place, port, password, durable: true, logFile });
    await events.onStart(server.pid);
    return server;
  };
  if (postgresPort) {
    await requireFree({ CONVENE_PG_PORT: postgresPort });
    return start(postgresPort);
  }
  const remembered = Number(await remember(dataDir, "postgres-port", async () => String(await freePort())));
  return start(remembered).catch(async (error: unknown) => {
    // Nobody asked for this port by name, so when somebody has taken it since, any other will do.
    if (error instanceof PostgresError && error.code === "port") return start(await freePort());
    throw error;
  });
}

/** Keeps our own server there: its clients know its port, so a new one takes the same. */
function guard(first: RunningPostgres, settings: Needed, events: DatabaseEvents): Omit<Database, "url"> {
  let server = first;
  let stopped = false;
  let restarting = Promise.resolve();
  const watch = () => {
    void server.exited.then(() => {
      if (stopped) return;
      events.say("Postgres ended by itself; starting it again.");
      restarting = startOwn({ ...settings, postgresPort: server.port }, { ...events, say: () => {} }).then(
        (next) => {
          server = next;
          watch();
        },
        (error: unknown) => events.say(explain(error) ?? String(error)),
      );
    });
  };
  watch();
  return {
    async stop() {
      stopped = true;
      await restarting;
      await server.stop();
    },
    unref: () => server.unref(),
  };
}

/**
 * Starts or reaches the database and applies what migrations are missing. Throws Trouble, PostgresError or
 * MigrationError; a server it started is stopped again first.
 */
export async function openDatabase(settings: Needed, events: DatabaseEvents): Promise<Database> {
  const report = (applied: string[]) => {
    if (applied.length > 0)
      events.say(`Applied ${applied.length} ${applied.length === 1 ? "migration" : "migrations"}.`);
  };
  const { databaseUrl } = settings;
  if (databaseUrl) {
    const applied = await migrate(databaseUrl).catch((error) => {
      throw databaseTrouble(error, databaseUrl) ?? error;
    });
    report(applied);
    return { url: databaseUrl, stop: async () => {}, unref: () => {} };
  }
  const server = await startOwn(settings, events);
  try {
    const url = await ensureDatabase(server, "convene");
    report(await migrate(url));
    return { url, ...guard(server, settings, events) };
  } catch (error) {
    await server.stop();
    throw error;
  }
}
