import { randomBytes } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { leaksIn, leaksInFolder } from "@/lib/cli/leaks";

describe("a log", () => {
  it("leaks addresses, cookies and tokens, which are named without being repeated", () => {
    const token = randomBytes(32).toString("base64url");
    const log = `ok\nsent to ada@example.org\ncookie next-auth.session-token=abc123\nGET /join/confirm#${token}`;
    expect(leaksIn(log)).toEqual([
      "line 2: an address (ada@…)",
      "line 3: a cookie (sess…)",
      `line 4: a token (${token.slice(0, 4)}…)`,
    ]);
  });

  it("may hold ids, states and times", () => {
    const line =
      '{"at":"2026-11-24T06:52:16.877Z","event":"mail.settled","delivery":"501897da-773e-4d52-b709-51dc9d67c7ed","state":"accepted"}';
    expect(leaksIn(line)).toEqual([]);
  });
});

describe("a folder of logs", () => {
  let folder = "";
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it("is looked into, the site's and the worker's, and an empty one is an error", async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), "convene-logs-"));
    await expect(leaksInFolder(folder)).rejects.toThrow("no logs");
    await writeFile(path.join(folder, "web.log"), "fine\n");
    await writeFile(path.join(folder, "worker.log"), "to ada@example.org\n");
    await writeFile(path.join(folder, "inbox.log"), "to ada@example.org, whose mail this is\n");
    expect(await leaksInFolder(folder)).toEqual(["worker.log, line 1: an address (ada@…)"]);
  });
});
