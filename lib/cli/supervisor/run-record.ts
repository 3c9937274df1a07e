import { link, readFile, rename, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { endProcess, type Identity, identify, isRunning } from "./identity";
import { Trouble } from "./trouble";

/** `run.json`: who supervises this data folder, which children it has, and what other commands need to reach them. */
export interface RunRecord {
  supervisor: Identity;
  url: string;
  children: Record<string, Identity>;
  /** What a command beside the running site needs; empty until the site is up. Holds secrets, so the file is 0600. */
  environment: Record<string, string>;
}

const fileIn = (dataDir: string) => path.join(dataDir, "run.json");

/** The record as it is on disk, whoever wrote it; null when there is none or it was cut off by a crash. */
export async function readRecord(dataDir: string): Promise<RunRecord | null> {
  const text = await readFile(fileIn(dataDir), "utf8").catch(() => "");
  try {
    const record: RunRecord = JSON.parse(text);
    return record.supervisor && record.children ? record : null;
  } catch {
    return null;
  }
}

/** The record of a supervisor that is alive, else null. */
export async function liveRecord(dataDir: string): Promise<RunRecord | null> {
  const record = await readRecord(dataDir);
  return record && (await isRunning(record.supervisor)) ? record : null;
}

async function endOrphans(record: RunRecord): Promise<string[]> {
  const ended: string[] = [];
  for (const name of ["web", "worker", "inbox", "postgres"]) {
    const child = record.children[name];
    // Postgres takes SIGINT as "fast shutdown"; SIGTERM would wait for its clients.
    const signal = name === "postgres" ? "SIGINT" : "SIGTERM";
    if (child && (await endProcess(child, signal, name === "web" ? 3_000 : 30_000))) ended.push(name);
  }
  return ended;
}

export interface Claim {
  /** Names of processes that an earlier, killed supervisor had left running and that are ended now. */
  ended: string[];
  child(name: string, pid: number): Promise<void>;
  publish(environment: Record<string, string>): Promise<void>;
  release(): Promise<void>;
}

/**
 * Makes this process the only supervisor of a data folder. Throws Trouble when another one is alive; what a dead one
 * left running is ended first. Creation by `link` is atomic, so of two that start together one wins.
 */
export async function claim(dataDir: string, url: string): Promise<Claim> {
  const file = fileIn(dataDir);
  const mine = `${file}.${process.pid}`;
  const supervisor = await identify(process.pid);
  if (!supervisor) throw new Error("This process cannot see itself in the process table.");
  const record: RunRecord = { supervisor, url, children: {}, environment: {} };
  const ended: string[] = [];

  for (;;) {
    await writeFile(mine, JSON.stringify(record), { mode: 0o600 });
    const taken = await link(mine, file).then(
      () => false,
      (error: NodeJS.ErrnoException) => {
        if (error.code === "EEXIST") return true;
        throw error;
      },
    );
    await rm(mine, { force: true });
    if (!taken) break;
    const seen = await readFile(file, "utf8").catch(() => "");
    const live = await liveRecord(dataDir);
    if (live) {
      throw new Trouble(`Convene is already running here: ${live.url} (process ${live.supervisor.pid}).`);
    }
    const stale = await readRecord(dataDir);
    if (stale) ended.push(...(await endOrphans(stale)));
    await removeExactly(file, seen);
  }

  // Writes are chained: two children may start in the same moment.
  let writing = Promise.resolve();
  const save = () => {
    writing = writing.then(async () => {
      await writeFile(mine, JSON.stringify(record, null, 2), { mode: 0o600 });
      await rename(mine, file);
    });
    return writing;
  };
  return {
    ended,
    async child(name, pid) {
      const identity = await identify(pid);
      if (!identity) return;
      record.children[name] = identity;
      await save();
    },
    publish(environment) {
      record.environment = environment;
      return save();
    },
    async release() {
      await writing;
      await rm(file, { force: true });
    },
  };
}

/** Removes the stale file only if it is still the one that was read; a rival may have replaced it by its own. */
async function removeExactly(file: string, seen: string): Promise<void> {
  const aside = `${file}.${process.pid}.stale`;
  const moved = await rename(file, aside).then(
    () => true,
    () => false,
  );
  if (!moved) return;
  if ((await readFile(aside, "utf8")) !== seen) await link(aside, file).catch(() => {});
  await rm(aside, { force: true });
}
