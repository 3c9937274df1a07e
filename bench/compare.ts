import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import path from "node:path";
import type { Order, Tally } from "./load";
import { quantile, round, type Spread, spread } from "./statistics";

/**
 * Compares two pages on a machine that does other things too. Both servers run all the time and are loaded in turn, so
 * that what disturbs one window disturbs its neighbours as much; only ratios within a round are believed, and of those
 * the median. A twin of our server runs along, and how far its ratio strays from 1 is what the noise alone does.
 */

export interface Side {
  url: string;
  headers: Readonly<Record<string, string>>;
  marker: string;
  pid: number;
}

export interface Effort {
  pairs: number;
  seconds: number;
  warmUpSeconds: number;
  connections: number;
}

interface Measured {
  requestsPerSecond: number;
  p50Ms: number;
  p99Ms: number;
  bytes: number;
  requests: number;
  errors: number;
  firstError?: string;
}

export interface Comparison {
  /** Our requests a second through the baseline's, window by window. */
  ratio: Spread;
  /** The same of our server and its twin: 1 but for the noise. */
  control: Spread;
  /** Requests for each second of processor time of the server, ours through the baseline's; null where /proc is not. */
  cpuRatio: Spread | null;
  cpuControl: Spread | null;
  ours: Measured;
  baseline: Measured;
  twin: Measured;
}

interface Window extends Tally {
  rate: number;
  /** Requests for each second of processor time. */
  perCpuSecond: number | null;
}

const CLOCK_TICKS = 100;

/** Processor time a process has used, in seconds, all its threads together; null where there is no /proc. */
async function cpuSeconds(pid: number): Promise<number | null> {
  const text = await readFile(`/proc/${pid}/stat`, "utf8").catch(() => null);
  if (text === null) return null;
  // The name, in parentheses, may hold anything; user and system time are the 12th and 13th field behind it.
  const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
  return (Number(fields[11]) + Number(fields[12])) / CLOCK_TICKS;
}

export class Loader {
  readonly #child: ChildProcess = fork(path.join(import.meta.dirname, "load.ts"), { execArgv: [] });

  async run(order: Order): Promise<Tally> {
    this.#child.send(order);
    const [tally] = (await once(this.#child, "message")) as [Tally];
    return tally;
  }

  stop(): void {
    this.#child.disconnect();
  }
}

async function window(loader: Loader, side: Side, seconds: number, connections: number): Promise<Window> {
  const { url, headers, marker, pid } = side;
  const before = await cpuSeconds(pid);
  const tally = await loader.run({ url, headers, marker, connections, seconds });
  const after = await cpuSeconds(pid);
  const used = before === null || after === null ? null : after - before;
  return { ...tally, rate: tally.requests / tally.seconds, perCpuSecond: used ? tally.requests / used : null };
}

interface Round {
  ours: Window;
  baseline: Window;
  twin: Window;
}

/**
 * All orders of the three, so that after six rounds each has come first as often as any other, and each two have been
 * neighbours equally often. Each server gets the same number of windows: one that works more is better compiled.
 */
const ORDERS: readonly (readonly (keyof Round)[])[] = [
  ["ours", "baseline", "twin"],
  ["twin", "baseline", "ours"],
  ["baseline", "ours", "twin"],
  ["twin", "ours", "baseline"],
  ["baseline", "twin", "ours"],
  ["ours", "twin", "baseline"],
];

async function oneRound(
  order: readonly (keyof Round)[],
  measure: (side: keyof Round) => Promise<Window>,
): Promise<Round> {
  const windows: Partial<Round> = {};
  for (const name of order) windows[name] = await measure(name);
  return windows as Round;
}

export async function compare(
  loader: Loader,
  sides: Readonly<Record<keyof Round, Side>>,
  effort: Effort,
  say: (line: string) => void,
): Promise<Comparison> {
  const { pairs, seconds, connections, warmUpSeconds } = effort;
  for (const side of Object.values(sides)) {
    const { firstError } = await loader.run({ ...side, connections, seconds: warmUpSeconds });
    if (firstError) throw new Error(`${side.url} answers with ${firstError}.`);
  }
  const rounds: Round[] = [];
  for (let i = 0; i < pairs; i += 1) {
    const done = await oneRound(ORDERS[i % ORDERS.length] ?? ["ours", "baseline", "twin"], (name) =>
      window(loader, sides[name], seconds, connections),
    );
    rounds.push(done);
    const { ours, baseline, twin } = done;
    say(`${i + 1}/${pairs}: ${(ours.rate / baseline.rate).toFixed(2)}, its twin ${(ours.rate / twin.rate).toFixed(2)}`);
  }
  return {
    ratio: spread(rounds.map(({ ours, baseline }) => ours.rate / baseline.rate)),
    control: spread(rounds.map(({ ours, twin }) => ours.rate / twin.rate)),
    cpuRatio: cpuSpread(rounds, "baseline"),
    cpuControl: cpuSpread(rounds, "twin"),
    ours: measured(rounds.map(({ ours }) => ours)),
    baseline: measured(rounds.map(({ baseline }) => baseline)),
    twin: measured(rounds.map(({ twin }) => twin)),
  };
}

function cpuSpread(rounds: readonly Round[], other: "baseline" | "twin"): Spread | null {
  const ratios = rounds.flatMap((windows) => {
    const [a, b] = [windows.ours.perCpuSecond, windows[other].perCpuSecond];
    return a && b ? [a / b] : [];
  });
  return ratios.length > 0 ? spread(ratios) : null;
}

function measured(windows: readonly Window[]): Measured {
  const latencies = windows.flatMap((window_) => window_.latencies);
  const firstError = windows.find((window_) => window_.firstError)?.firstError;
  return {
    requestsPerSecond: round(
      quantile(
        windows.map((window_) => window_.rate),
        0.5,
      ),
      1,
    ),
    p50Ms: round(quantile(latencies, 0.5) / 1000, 2),
    p99Ms: round(quantile(latencies, 0.99) / 1000, 2),
    bytes: windows.at(-1)?.bytes ?? 0,
    requests: windows.reduce((sum, window_) => sum + window_.requests, 0),
    errors: windows.reduce((sum, window_) => sum + window_.errors, 0),
    ...(firstError ? { firstError } : {}),
  };
}
