import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { chromium } from "@playwright/test";
import { leaksInFolder } from "./leaks";
import { type Outcome, playwright, type Stage, type Tools } from "./stages";
import { freePort } from "./supervisor/ports";
import { claim } from "./supervisor/run-record";
import { readSettings } from "./supervisor/settings";
import { StackRunner } from "./supervisor/stack";
import { Trouble } from "./supervisor/trouble";

/** Browser tests run against the same processes that `npm start` runs, with a data folder and ports of their own. */

const INSTALLED = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

/** Finds a Chromium, or installs Debian's when that needs no question; else says in one line what to do. */
async function findChromium(environment: NodeJS.ProcessEnv): Promise<string> {
  if (environment.CONVENE_CHROMIUM) return environment.CONVENE_CHROMIUM;
  const find = () => [chromium.executablePath(), ...INSTALLED].find((file) => file && existsSync(file));
  const found = find();
  if (found) return found;
  if (process.getuid?.() === 0 && existsSync("/usr/bin/apt-get")) {
    const env = { ...environment, DEBIAN_FRONTEND: "noninteractive" };
    const install = () => promisify(execFile)("apt-get", ["install", "-y", "-q", "chromium"], { env });
    await install()
      .catch(() => promisify(execFile)("apt-get", ["update", "-q"], { env }).then(install))
      .catch(() => {});
    const installed = find();
    if (installed) return installed;
  }
  throw new Trouble(
    "No Chromium was found. Run `npx playwright install --with-deps chromium`, or set CONVENE_CHROMIUM to the path of one.",
  );
}

const PREFIX = "convene-e2e-";

/** Ends and removes what a run that was killed has left behind; one that is alive keeps its folder. */
async function sweep(): Promise<void> {
  for (const name of (await readdir(os.tmpdir())).filter((entry) => entry.startsWith(PREFIX))) {
    const dir = path.join(os.tmpdir(), name);
    await claim(dir, name).then(
      async (held) => {
        await held.release();
        await rm(dir, { recursive: true, force: true });
      },
      () => {},
    );
  }
}

let end = async (): Promise<void> => {};

/** Ends the site of a browser stage that is interrupted. */
export function endBrowserStage(): Promise<void> {
  return end();
}

async function run(tools: Tools): Promise<Outcome> {
  const executable = await findChromium(tools.env);
  await sweep();
  const dataDir = await mkdtemp(path.join(os.tmpdir(), PREFIX));
  const [port, smtp, inbox] = await Promise.all([freePort(), freePort(), freePort()]);
  const settings = readSettings(
    {
      ...tools.env,
      PORT: String(port),
      HOST: "127.0.0.1",
      CONVENE_SMTP_PORT: String(smtp),
      CONVENE_INBOX_PORT: String(inbox),
      CONVENE_DATA_DIR: dataDir,
      NEXT_DIST_DIR: ".next-test",
    },
    tools.root,
    "start",
  );
  let log = "";
  const runner = new StackRunner(settings, (line) => {
    log += `${line}\n`;
  });
  end = async () => {
    await runner.stop();
    await rm(dataDir, { recursive: true, force: true });
  };
  try {
    const stack = await runner.start();
    const outcome = await playwright(tools, {
      ...stack.environment,
      CONVENE_CHROMIUM: executable,
      CONVENE_E2E_URL: stack.url,
      CONVENE_E2E_INBOX: `http://localhost:${inbox}`,
      CONVENE_E2E_SMTP: stack.environment.SMTP_URL,
      CONVENE_E2E_ORGANIZER_LINK: stack.organizerLink ?? "",
    });
    const leaks = await leaksInFolder(path.join(dataDir, "logs"));
    const said = leaks.length > 0 ? `The logs of the run hold what no log may hold:\n${leaks.join("\n")}\n` : "";
    return {
      ...outcome,
      passed: outcome.passed + (leaks.length === 0 ? 1 : 0),
      failed: outcome.failed + (leaks.length === 0 ? 0 : 1),
      output: `${outcome.output}\n${said}${log}`,
    };
  } finally {
    await end();
  }
}

export const browser = (tools: Tools): Stage => ({ name: "browser", run: () => run(tools) });
