import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { setTimeout as delay } from "node:timers/promises";
import { promisify } from "node:util";

/** A process id is reused sooner or later; together with the moment the process started it is not. */
export interface Identity {
  pid: number;
  started: string;
}

/**
 * The moment a process started, in whatever form the system has it, or null when there is no such process.
 * `/proc/<pid>/stat` counts in ticks since boot, so the boot is part of the answer (proc(5), field 22).
 */
export async function startOf(pid: number): Promise<string | null> {
  const stat = await readFile(`/proc/${pid}/stat`, "utf8").catch(() => null);
  if (stat) {
    // The second field is the command in parentheses and may itself hold spaces and parentheses.
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    if (fields[0] === "Z" || fields[0] === "X") return null;
    const boot = await readFile("/proc/sys/kernel/random/boot_id", "utf8").catch(() => "");
    return `${boot.trim()}:${fields[19]}`;
  }
  if (process.platform === "linux") return null;
  return promisify(execFile)("ps", ["-o", "lstart=", "-p", String(pid)]).then(
    ({ stdout }) => stdout.trim() || null,
    () => null,
  );
}

export async function identify(pid: number): Promise<Identity | null> {
  const started = await startOf(pid);
  return started === null ? null : { pid, started };
}

export async function isRunning({ pid, started }: Identity): Promise<boolean> {
  return (await startOf(pid)) === started;
}

/** Signals a process and everything in its group, where it leads one, as every child of the supervisor does. */
function signalGroup(pid: number, signal: NodeJS.Signals): void {
  for (const target of [-pid, pid]) {
    try {
      process.kill(target, signal);
      return;
    } catch {
      // No group of that number, or gone already.
    }
  }
}

/** Ends the very process that was recorded, politely and then not; another one with its number is left alone. */
export async function endProcess(identity: Identity, signal: NodeJS.Signals, patience: number): Promise<boolean> {
  if (!(await isRunning(identity))) return false;
  signalGroup(identity.pid, signal);
  for (let waited = 0; waited < patience; waited += 50) {
    if (!(await isRunning(identity))) return true;
    await delay(50);
  }
  if (await isRunning(identity)) signalGroup(identity.pid, "SIGKILL");
  return true;
}
