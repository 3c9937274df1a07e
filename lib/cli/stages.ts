import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { explain } from "./supervisor/trouble";

/** The parts of `npm test` and `npm run check`: each runs one tool and says how many things passed and failed. */

export interface Outcome {
  passed: number;
  failed: number;
  skipped?: number;
  /** What the tool wrote; shown in full when something failed. */
  output: string;
}

export interface Stage {
  name: string;
  run(): Promise<Outcome>;
}

export interface Tools {
  root: string;
  env: NodeJS.ProcessEnv;
  /** Names or paths of tests to which the test stages limit themselves. */
  filters: string[];
}

const running = new Set<ChildProcess>();

/** Ends the tools that run at this moment. */
export function endTools(): void {
  for (const child of running) child.kill("SIGTERM");
}

/** Runs a script of an installed package and collects what it writes. */
export async function tool(tools: Tools, script: string, args: string[], env: Record<string, string | undefined> = {}) {
  const child = spawn(process.execPath, [path.join(tools.root, "node_modules", script), ...args], {
    cwd: tools.root,
    env: { ...tools.env, ...(process.stdout.isTTY ? { FORCE_COLOR: "1" } : { NO_COLOR: "1" }), ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  running.add(child);
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (chunk: Buffer) => {
      output += chunk;
    });
  }
  const [code, signal] = await once(child, "close");
  running.delete(child);
  return { ok: code === 0, output: signal ? `${output}\nended by ${signal}` : output };
}

/** A check that as a whole holds or not. */
function check(name: string, ...steps: (() => Promise<{ ok: boolean; output: string }>)[]): Stage {
  return {
    name,
    async run() {
      let output = "";
      for (const step of steps) {
        const result = await step();
        output += result.output;
        if (!result.ok) return { passed: 0, failed: 1, output };
      }
      return { passed: 1, failed: 0, output };
    },
  };
}

export const lint = (tools: Tools) =>
  check("lint", () => tool(tools, "@biomejs/biome/bin/biome", ["ci", "--error-on-warnings", "--colors=off", "."]));

export const types = (tools: Tools) =>
  check(
    "types",
    // The routes' own types, and the file that leads TypeScript to them, are generated and not in the repository.
    () => tool(tools, "next/dist/bin/next", ["typegen"], { NEXT_DIST_DIR: ".next-test" }),
    () => tool(tools, "typescript/bin/tsc", ["--noEmit", "--pretty", "false"]),
  );

export const boundaries = (tools: Tools) =>
  check("boundaries", () =>
    tool(tools, "dependency-cruiser/bin/dependency-cruiser.mjs", [
      "--config",
      ".dependency-cruiser.cjs",
      "--output-type",
      "err-long",
      ...["app", "components", "lib", "emails", "prisma", "e2e"],
    ]),
  );

export const unused = (tools: Tools) => check("unused", () => tool(tools, "knip/bin/knip.js", ["--no-progress"]));

interface VitestReport {
  numPassedTests: number;
  numFailedTests: number;
  numPendingTests: number;
  numFailedTestSuites: number;
}

/** A file that could not even be loaded has no failed test; a run that ended badly for any reason has failed. */
export function countVitest(report: VitestReport | null, ok: boolean): Omit<Outcome, "output"> {
  const passed = report?.numPassedTests ?? 0;
  const failed = report?.numFailedTests ?? 0;
  const nothingRan = passed + failed === 0;
  return { passed, failed: failed || (ok && !nothingRan ? 0 : 1), skipped: report?.numPendingTests ?? 0 };
}

async function readJson<T>(file: string): Promise<T | null> {
  return readFile(file, "utf8").then(
    (text): T => JSON.parse(text),
    () => null,
  );
}

/** Lends a folder that is gone afterwards. */
export async function withFolder<T>(work: (dir: string) => Promise<T>): Promise<T> {
  const dir = await mkdtemp(path.join(os.tmpdir(), "convene-report-"));
  try {
    return await work(dir);
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}

function vitest(tools: Tools, name: string, project: string): Stage {
  return {
    name,
    run: () =>
      withFolder(async (dir) => {
        const file = path.join(dir, "vitest.json");
        const reporters = ["--reporter=dot", "--reporter=json", `--outputFile.json=${file}`];
        const args = ["run", "--project", project, ...reporters, ...tools.filters];
        const { ok, output } = await tool(tools, "vitest/vitest.mjs", args, { NODE_ENV: "test" });
        return { ...countVitest(await readJson<VitestReport>(file), ok), output };
      }),
  };
}

export const unit = (tools: Tools) => vitest(tools, "unit", "pure");
export const database = (tools: Tools) => vitest(tools, "db", "db");

interface PlaywrightReport {
  stats: { expected: number; unexpected: number; flaky: number; skipped: number };
}

/** Runs Playwright against a site that is up; `env` says where. */
export function playwright(tools: Tools, env: Record<string, string>): Promise<Outcome> {
  return withFolder(async (dir) => {
    const file = path.join(dir, "playwright.json");
    const { ok, output } = await tool(
      tools,
      "@playwright/test/cli.js",
      ["test", "--reporter=line,json", ...tools.filters],
      {
        ...env,
        PLAYWRIGHT_JSON_OUTPUT_FILE: file,
      },
    );
    const stats = (await readJson<PlaywrightReport>(file))?.stats;
    const { expected: passed = 0, skipped = 0 } = stats ?? {};
    const failed = (stats?.unexpected ?? 0) + (stats?.flaky ?? 0);
    return { passed, failed: failed || (ok && passed > 0 ? 0 : 1), skipped, output };
  });
}

const seconds = (milliseconds: number) => `${(milliseconds / 1000).toFixed(1)} s`;

function resultLine(name: string, { passed, failed, skipped }: Outcome, took: number): string {
  const counts = passed + failed === 1 ? "" : `, ${passed} passed${failed ? `, ${failed} failed` : ""}`;
  const left = skipped ? `, ${skipped} skipped` : "";
  return `${failed ? "failed" : "ok    "}  ${name.padEnd(10)}  ${seconds(took)}${counts}${left}`;
}

async function runOne(stage: Stage): Promise<Outcome> {
  const from = performance.now();
  const outcome = await stage.run().catch((error: unknown): Outcome => {
    const text = explain(error) ?? (error instanceof Error ? (error.stack ?? error.message) : String(error));
    return { passed: 0, failed: 1, output: text };
  });
  console.log(resultLine(stage.name, outcome, performance.now() - from));
  return outcome;
}

/** Runs stages, so many at a time, in the order given; prints each as it ends. */
export async function runStages(stages: readonly Stage[], width: number): Promise<Map<Stage, Outcome>> {
  const outcomes = new Map<Stage, Outcome>();
  const left = [...stages];
  const lane = async () => {
    for (let stage = left.shift(); stage; stage = left.shift()) outcomes.set(stage, await runOne(stage));
  };
  await Promise.all(Array.from({ length: width }, lane));
  return outcomes;
}

/** Prints failures in full and, as the last line, the sum; returns the exit code. */
export function conclude(outcomes: ReadonlyMap<Stage, Outcome>): number {
  let passed = 0;
  let failed = 0;
  for (const [stage, outcome] of outcomes) {
    passed += outcome.passed;
    failed += outcome.failed;
    if (outcome.failed > 0) console.log(`\n---- ${stage.name}\n\n${outcome.output.trim()}`);
  }
  console.log(`\n${passed} passed, ${failed} failed`);
  return failed > 0 ? 1 : 0;
}
