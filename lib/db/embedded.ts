import { type ChildProcess, execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { type FileHandle, open, readFile, rename, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { promisify } from "node:util";
import { Client } from "pg";
import { own, type PostgresPlace, privateFolder } from "./embedded-place";

/**
 * A real Postgres from the npm package's binaries, for `npm start` and for tests. It listens on 127.0.0.1 alone, asks
 * for a password, and has no Unix socket, so that no lock file outside its data folder can be left behind.
 */

const run = promisify(execFile);

const USER = "convene";

export interface PostgresOptions {
  place: PostgresPlace;
  port: number;
  password: string;
  /** False for tests: nothing is flushed to disk, and a crash may lose everything. */
  durable: boolean;
  logFile: string;
}

export interface RunningPostgres {
  pid: number;
  port: number;
  /** The connection string of a database; `postgres` always exists, any other has to be made first. */
  url(database: string): string;
  /** Settles when the server has ended, however that came about. */
  exited: Promise<void>;
  /** Fast shutdown; a second call waits for the first. */
  stop(): Promise<void>;
  /** Lets this process end while the server runs on; whoever calls this ends the server by its pid. */
  unref(): void;
}

export type PostgresErrorCode = "port" | "disk" | "version" | "other";

/** The server ended before it was ready; `message` holds the line of its log that says why. */
export class PostgresError extends Error {
  override name = "PostgresError";
  readonly code: PostgresErrorCode;

  constructor(code: PostgresErrorCode, message: string) {
    super(message);
    this.code = code;
  }
}

function classify(log: string): PostgresError {
  const line = /^.*(?:FATAL|PANIC|ERROR|error):\s*(.*)$/m.exec(log)?.[1] ?? log.trim().split("\n").at(-1) ?? "";
  if (/No space left on device/.test(log)) return new PostgresError("disk", "No space left on device");
  if (/Address already in use/.test(log)) return new PostgresError("port", line);
  if (/incompatible with server|was initialized by PostgreSQL/.test(log)) return new PostgresError("version", line);
  return new PostgresError("other", line);
}

/** Initialises into a neighbour folder and renames it, so that an interrupted first start leaves nothing half made. */
async function initialise({ place, password, durable }: PostgresOptions): Promise<void> {
  const fresh = `${place.dataDir}.new`;
  const passwordFile = `${place.dataDir}.password.new`;
  await rm(fresh, { recursive: true, force: true });
  await privateFolder(fresh, place.account);
  await writeFile(passwordFile, `${password}\n`, { mode: 0o600 });
  await own(passwordFile, place.account);
  const args = [
    `--pgdata=${fresh}`,
    `--username=${USER}`,
    `--pwfile=${passwordFile}`,
    "--auth=scram-sha-256",
    "--encoding=UTF8",
    // The built-in locale sorts the same on every machine, whatever locales are installed.
    "--locale-provider=builtin",
    "--builtin-locale=C.UTF-8",
    "--locale=C",
    ...(durable ? [] : ["--no-sync"]),
  ];
  try {
    await run(path.join(place.binaries, "bin", "initdb"), args, { ...place.account, cwd: "/" });
  } catch (error) {
    const { stderr = "", message } = error as { stderr?: string; message: string };
    throw classify(stderr || message);
  } finally {
    await rm(passwordFile, { force: true });
  }
  await rename(fresh, place.dataDir);
}

async function exists(file: string): Promise<boolean> {
  return readFile(file).then(
    () => true,
    () => false,
  );
}

async function commandLine(pid: number): Promise<string> {
  return readFile(`/proc/${pid}/cmdline`, "utf8").catch(() =>
    run("ps", ["-p", String(pid), "-o", "command="]).then(
      ({ stdout }) => stdout,
      () => "",
    ),
  );
}

function signal(pid: number, name: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(pid, name);
  } catch {
    return false;
  }
}

async function goneWithin(pid: number, milliseconds: number): Promise<boolean> {
  for (let waited = 0; waited < milliseconds; waited += 50) {
    if (!signal(pid, 0)) return true;
    await delay(50);
  }
  return !signal(pid, 0);
}

/**
 * Ends a server that an earlier supervisor left on this folder, and removes a `postmaster.pid` whose number now belongs
 * to some other program, which Postgres itself would take for a running server.
 */
export async function endLeftover(dataDir: string): Promise<void> {
  const file = path.join(dataDir, "postmaster.pid");
  const pid = Number((await readFile(file, "utf8").catch(() => "")).split("\n")[0]);
  if (!pid || !signal(pid, 0)) return;
  if (!(await commandLine(pid)).includes(dataDir)) {
    await rm(file, { force: true });
    return;
  }
  signal(pid, "SIGINT");
  if (await goneWithin(pid, 15_000)) return;
  signal(pid, "SIGQUIT");
  await goneWithin(pid, 5_000);
}

/** The server writes its state into the last line of `postmaster.pid`; the file may still be a predecessor's. */
async function isReady(dataDir: string, pid: number): Promise<boolean> {
  const lines = (await readFile(path.join(dataDir, "postmaster.pid"), "utf8").catch(() => "")).split("\n");
  return Number(lines[0]) === pid && lines[7]?.trim() === "ready";
}

async function launch(options: PostgresOptions, log: FileHandle): Promise<ChildProcess> {
  const { place, port, durable } = options;
  const settings = {
    listen_addresses: "127.0.0.1",
    unix_socket_directories: "",
    max_connections: "60",
    timezone: "UTC",
    log_timezone: "UTC",
    log_min_messages: "warning",
    ...(durable ? {} : { fsync: "off", synchronous_commit: "off", full_page_writes: "off" }),
  };
  const flags = Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
  const child = spawn(
    path.join(place.binaries, "bin", "postgres"),
    ["-D", place.dataDir, "-p", String(port), ...flags],
    // Its own session: Ctrl-C in a terminal must reach the supervisor alone, which stops Postgres last.
    { ...place.account, cwd: "/", detached: true, stdio: ["ignore", log.fd, log.fd] },
  );
  await once(child, "spawn");
  return child;
}

/** Starts the server, making its data folder first where there is none, and waits until it takes connections. */
export async function startPostgres(options: PostgresOptions): Promise<RunningPostgres> {
  const { dataDir } = options.place;
  if (!(await exists(path.join(dataDir, "PG_VERSION")))) await initialise(options);
  await endLeftover(dataDir);
  // After a kill of the postmaster alone, its children need a moment to notice; until then the shared memory is in use.
  for (let attempt = 0; ; attempt += 1) {
    const log = await open(options.logFile, "w", 0o600);
    const child = await launch(options, log).finally(() => log.close());
    const exited = once(child, "exit").then(() => {});
    const pid = child.pid ?? 0;
    while (child.exitCode === null && child.signalCode === null && !(await isReady(dataDir, pid))) {
      await Promise.race([exited, delay(25)]);
    }
    if (child.exitCode === null && child.signalCode === null) return running(options, child, exited);
    const text = await readFile(options.logFile, "utf8");
    if (attempt >= 20 || !/shared memory block|lock file "postmaster.pid" already exists/.test(text)) {
      throw classify(text);
    }
    await delay(250);
  }
}

function running(options: PostgresOptions, child: ChildProcess, exited: Promise<void>): RunningPostgres {
  const password = encodeURIComponent(options.password);
  let stopping: Promise<void> | undefined;
  return {
    pid: child.pid ?? 0,
    port: options.port,
    url: (database) => `postgresql://${USER}:${password}@127.0.0.1:${options.port}/${database}`,
    exited,
    stop() {
      stopping ??= (async () => {
        child.kill("SIGINT");
        const timer = setTimeout(() => child.kill("SIGQUIT"), 20_000);
        await exited;
        clearTimeout(timer);
      })();
      return stopping;
    },
    unref: () => child.unref(),
  };
}

/** Makes a database unless it is there; returns its connection string. */
export async function ensureDatabase(server: RunningPostgres, name: string): Promise<string> {
  const client = new Client({ connectionString: server.url("postgres") });
  await client.connect();
  try {
    const { rowCount } = await client.query("SELECT 1 FROM pg_database WHERE datname = $1", [name]);
    if (rowCount === 0) await client.query(`CREATE DATABASE ${client.escapeIdentifier(name)}`);
  } finally {
    await client.end();
  }
  return server.url(name);
}
