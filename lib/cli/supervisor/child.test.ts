import { mkdtemp, readFile, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type ChildOptions, keepRunning, pauseAfter } from "./child";

describe("a process that has to be there", () => {
  let dir: string;
  let said: string[];
  let pids: number[];

  const options = (script: string, more: Partial<ChildOptions> = {}): ChildOptions => ({
    name: "worker",
    args: ["-e", script],
    cwd: dir,
    env: process.env,
    logFile: path.join(dir, "worker.log"),
    show: "errors",
    say: (line) => said.push(line),
    onStart: (pid) => pids.push(pid),
    patience: 5_000,
    ...more,
  });

  beforeEach(async () => {
    dir = await mkdtemp(path.join(os.tmpdir(), "convene-child-"));
    said = [];
    pids = [];
  });

  afterEach(() => rm(dir, { recursive: true, force: true }));

  it("is started again when it dies, and says so in a line", async () => {
    const child = keepRunning(options("process.exit(3)"));
    await expect.poll(() => pids.length, { timeout: 10_000 }).toBeGreaterThan(1);
    await child.stop();
    expect(said[0]).toMatch(/^The worker ended with code 3; starting it again in 0.5 s/);
  });

  it("may finish what it is doing when it is stopped", async () => {
    const script =
      "process.on('SIGTERM', () => { console.log('finished'); process.exit(0) }); console.log('up'); setInterval(() => {}, 1000)";
    const child = keepRunning(options(script));
    await expect.poll(() => child.lastLines, { timeout: 10_000 }).toContain("up");
    await child.stop();
    await expect.poll(() => readFile(path.join(dir, "worker.log"), "utf8")).toBe("up\nfinished\n");
    expect(pids).toHaveLength(1);
  });

  it("is killed when it does not listen", async () => {
    const child = keepRunning(
      options("process.on('SIGTERM', () => {}); console.log('up'); setInterval(() => {}, 1000)", { patience: 50 }),
    );
    await expect.poll(() => child.lastLines, { timeout: 10_000 }).toContain("up");
    await child.stop();
    expect(child.deaths).toBe(0);
  });

  it("shows its errors but not its chatter", async () => {
    const child = keepRunning(options("console.log('chatter'); console.error('trouble'); setInterval(() => {}, 1000)"));
    await expect.poll(() => said, { timeout: 10_000 }).toEqual(["worker: trouble"]);
    await child.stop();
  });

  it("is given more and more time between starts, up to half a minute", () => {
    expect([1, 2, 3, 4, 20].map(pauseAfter)).toEqual([500, 1_000, 2_000, 4_000, 30_000]);
  });
});
