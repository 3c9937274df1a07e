import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { identify, isRunning, startOf } from "./identity";
import { claim, liveRecord, readRecord } from "./run-record";

const URL = "http://localhost:3000";

describe("who supervises a data folder", () => {
  let dir: string;
  let sleepers: ChildProcess[];

  /** A process of its own session that does nothing, as an orphan would look. */
  const sleeper = async () => {
    const child = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"], { detached: true, stdio: "ignore" });
    await once(child, "spawn");
    sleepers.push(child);
    return child;
  };
  const writeRecord = async (supervisor: object, children: object = {}) =>
    writeFile(path.join(dir, "run.json"), JSON.stringify({ supervisor, url: URL, children, environment: {} }));

  beforeEach(async () => {
    dir = await mkdtemp(path.join(os.tmpdir(), "convene-run-"));
    sleepers = [];
  });

  afterEach(async () => {
    for (const child of sleepers) child.kill("SIGKILL");
    await rm(dir, { recursive: true, force: true });
  });

  it("is one process, whose record goes when it ends", async () => {
    const held = await claim(dir, URL);
    expect(await liveRecord(dir)).toMatchObject({ url: URL, supervisor: { pid: process.pid } });
    await held.release();
    expect(await readdir(dir)).toEqual([]);
  });

  it("is told to a second one in a sentence", async () => {
    const held = await claim(dir, URL);
    await expect(claim(dir, URL)).rejects.toThrow(`Convene is already running here: ${URL} (process ${process.pid}).`);
    await held.release();
  });

  it("is one of several that start in the same moment", async () => {
    const results = await Promise.allSettled([claim(dir, URL), claim(dir, URL), claim(dir, URL)]);
    expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  });

  it("may be taken over from one that was killed, and its children are ended", async () => {
    const orphan = await sleeper();
    const ended = once(orphan, "exit");
    await writeRecord({ pid: process.pid, started: "in another life" }, { worker: await identify(orphan.pid ?? 0) });
    const held = await claim(dir, URL);
    await ended;
    expect(held.ended).toEqual(["worker"]);
    await held.release();
  });

  it("never costs a stranger its life that only has the number of a former child", async () => {
    const stranger = await sleeper();
    await writeRecord(
      { pid: process.pid, started: "in another life" },
      { worker: { pid: stranger.pid, started: "in another life" } },
    );
    const held = await claim(dir, URL);
    expect(held.ended).toEqual([]);
    expect(await startOf(stranger.pid ?? 0)).not.toBeNull();
    await held.release();
  });

  it("may be taken over when its record was cut off by a full disk", async () => {
    await writeFile(path.join(dir, "run.json"), '{"supervisor":{"pid":1');
    const held = await claim(dir, URL);
    await held.release();
  });

  it("keeps secrets to itself", async () => {
    const held = await claim(dir, URL);
    await held.publish({ AUTH_SECRET: "x" });
    expect((await readRecord(dir))?.environment).toEqual({ AUTH_SECRET: "x" });
    expect(JSON.parse(await readFile(path.join(dir, "run.json"), "utf8")).environment.AUTH_SECRET).toBe("x");
    await held.release();
  });
});

describe("a process", () => {
  it("is known by its number and the moment it started", async () => {
    const self = await identify(process.pid);
    expect(self && (await isRunning(self))).toBe(true);
    expect(await isRunning({ pid: process.pid, started: "in another life" })).toBe(false);
  });

  it("that ended is not running", async () => {
    const child = spawn(process.execPath, ["-e", ""]);
    const self = await identify(child.pid ?? 0);
    await once(child, "exit");
    expect(self && (await isRunning(self))).toBe(false);
  });
});
