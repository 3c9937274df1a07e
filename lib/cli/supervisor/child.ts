import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createWriteStream, type WriteStream } from "node:fs";
import { createInterface } from "node:readline";

/** A process that has to be there: started, started again when it dies, and stopped for good when asked. */

export interface ChildOptions {
  name: string;
  /** Arguments of Node. */
  args: string[];
  cwd: string;
  env: NodeJS.ProcessEnv;
  logFile: string;
  /** Which of its output also goes to the terminal. */
  show: "all" | "errors" | "nothing";
  say(line: string): void;
  /** Called at each start. */
  onStart(pid: number): void;
  /** Milliseconds from SIGTERM to SIGKILL. */
  patience: number;
}

export interface Child {
  readonly name: string;
  /** How often it has died by itself. */
  readonly deaths: number;
  /** The last lines it wrote, for when it never comes up. */
  readonly lastLines: readonly string[];
  stop(): Promise<void>;
  /** SIGKILL, for a second Ctrl-C. */
  kill(): void;
}

const FIRST_PAUSE = 500;
const LONGEST_PAUSE = 30_000;
/** A child that stood this long starts again without a pause. */
const STEADY = 60_000;

/** How long to wait before the next start: doubling from half a second to half a minute. */
export function pauseAfter(deathsInARow: number): number {
  return Math.min(FIRST_PAUSE * 2 ** (deathsInARow - 1), LONGEST_PAUSE);
}

function howItEnded(code: number | null, signal: NodeJS.Signals | null): string {
  return signal ? `was ended by ${signal}` : `ended with code ${code}`;
}

export function keepRunning(options: ChildOptions): Child {
  const { name, say } = options;
  const log: WriteStream = createWriteStream(options.logFile, { flags: "w", mode: 0o600 });
  // A full disk must not take the site down with its log.
  log.on("error", () => {});
  const lastLines: string[] = [];
  let process_: ChildProcess | undefined;
  let timer: NodeJS.Timeout | undefined;
  let stopped: Promise<void> | undefined;
  let deaths = 0;
  let deathsInARow = 0;

  const hear = (line: string, isError: boolean) => {
    log.write(`${line}\n`);
    lastLines.push(line);
    if (lastLines.length > 30) lastLines.shift();
    if (options.show === "all" || (options.show === "errors" && isError)) say(`${name}: ${line}`);
  };

  const start = () => {
    const startedAt = performance.now();
    // Its own process group, so that Ctrl-C in a terminal reaches only the supervisor, which stops all in order.
    const child = spawn(process.execPath, options.args, {
      cwd: options.cwd,
      env: options.env,
      detached: true,
      // The channel is never used: by its closing, site and worker learn that the supervisor was killed.
      stdio: ["ignore", "pipe", "pipe", "ipc"],
    });
    process_ = child;
    if (child.pid) options.onStart(child.pid);
    const { stdout, stderr } = child;
    if (stdout) createInterface({ input: stdout }).on("line", (line) => hear(line, false));
    if (stderr) createInterface({ input: stderr }).on("line", (line) => hear(line, true));
    child.once("error", (error) => hear(error.message, true));
    child.once("close", (code, signal) => {
      if (stopped) return;
      deaths += 1;
      deathsInARow = performance.now() - startedAt > STEADY ? 1 : deathsInARow + 1;
      const pause = pauseAfter(deathsInARow);
      say(
        `The ${name} ${howItEnded(code, signal)}; starting it again in ${pause / 1000} s (its log: ${options.logFile}).`,
      );
      timer = setTimeout(start, pause);
    });
  };

  const send = (signal: NodeJS.Signals) => {
    const pid = process_?.pid;
    if (!pid || process_?.exitCode !== null || process_?.signalCode !== null) return;
    try {
      process.kill(-pid, signal);
    } catch {
      // It ended between the two lines.
    }
  };

  start();
  return {
    name,
    get deaths() {
      return deaths;
    },
    lastLines,
    stop() {
      stopped ??= (async () => {
        clearTimeout(timer);
        const child = process_;
        if (child && child.exitCode === null && child.signalCode === null) {
          const ended = once(child, "exit");
          send("SIGTERM");
          const hurry = setTimeout(() => send("SIGKILL"), options.patience);
          await ended;
          clearTimeout(hurry);
        }
        log.end();
      })();
      return stopped;
    },
    kill: () => send("SIGKILL"),
  };
}
