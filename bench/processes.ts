import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createWriteStream } from "node:fs";
import { readFile } from "node:fs/promises";
import { setTimeout as delay } from "node:timers/promises";

/** The processes of a measurement; however it ends, none of them is left. */

export interface Running {
  pid: number;
  stop(): Promise<void>;
}

interface Program {
  name: string;
  /** Arguments of Node. */
  args: readonly string[];
  cwd: string;
  env: NodeJS.ProcessEnv;
  logFile: string;
}

const children = new Set<ChildProcess>();
process.once("exit", () => {
  for (const child of children) child.kill("SIGKILL");
});
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.once(signal, () => process.exit(1));

function start({ args, cwd, env, logFile }: Program): ChildProcess {
  const log = createWriteStream(logFile, { flags: "a" });
  const child = spawn(process.execPath, args, { cwd, env, stdio: ["ignore", "pipe", "pipe"] });
  child.stdout?.pipe(log, { end: false });
  child.stderr?.pipe(log, { end: false });
  children.add(child);
  child.once("exit", () => {
    children.delete(child);
    log.end();
  });
  return child;
}

async function lastLines(logFile: string): Promise<string> {
  return (await readFile(logFile, "utf8").catch(() => "")).trim().split("\n").slice(-30).join("\n");
}

/** Runs a program to its end. Throws with the end of its output when it fails. */
export async function run(program: Program): Promise<void> {
  const [code] = await once(start(program), "close");
  if (code !== 0) throw new Error(`${program.name} failed.\n${await lastLines(program.logFile)}`);
}

/** Starts a server and waits until `url` answers, with whatever status but an error of the server. */
export async function serve(program: Program, url: string): Promise<Running> {
  const child = start(program);
  const exited = once(child, "exit");
  const deadline = performance.now() + 60_000;
  while (child.exitCode === null && performance.now() < deadline) {
    const answer = await fetch(url, { redirect: "manual", signal: AbortSignal.timeout(20_000) }).catch(() => null);
    await answer?.arrayBuffer();
    if (answer && answer.status < 500) return { pid: child.pid ?? 0, stop: () => end(child, exited) };
    await delay(100);
  }
  await end(child, exited);
  throw new Error(`${program.name} did not come up.\n${await lastLines(program.logFile)}`);
}

async function end(child: ChildProcess, exited: Promise<unknown[]>): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill("SIGTERM");
  const timer = setTimeout(() => child.kill("SIGKILL"), 5000);
  await exited;
  clearTimeout(timer);
}
