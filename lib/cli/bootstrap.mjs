import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";

/**
 * What every npm script starts with. It runs on whatever Node started npm and needs no package: it installs what the
 * lockfile says, generates the Prisma client, and hands over to the Node that the project itself brings.
 * All it says goes to stderr, because a command's stdout may be read by a program.
 */

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../..");
const inRoot = (...parts) => path.join(root, ...parts);
const say = (line) => process.stderr.write(`${line}\n`);

/** A reason to end with one line instead of a stack trace. */
class Trouble extends Error {}

function read(file) {
  try {
    return readFileSync(file);
  } catch {
    return null;
  }
}

function hashFiles(files) {
  const hash = createHash("sha256");
  for (const file of files)
    hash
      .update(`${path.relative(root, file)}\0`)
      .update(read(file) ?? "")
      .update("\0");
  return hash.digest("hex");
}

/** A stamp that cannot be written costs the next start a comparison, nothing more. */
function writeStamp(file, value) {
  try {
    writeFileSync(file, value);
  } catch {}
}

function run(command, args, options) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd: root, stdio: ["ignore", "pipe", "pipe"], ...options });
    let output = "";
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => (output += chunk));
    child.on("error", (error) => resolve({ code: 1, output: error.message }));
    child.on("close", (code) => resolve({ code, output }));
  });
}

function troubleFrom(what, { code, output }) {
  if (/ENOSPC|No space left/.test(output))
    return new Trouble(`${what} failed: the disk is full. Free some space and try again.`);
  const lines = output.trim().split("\n").slice(-12).join("\n");
  return new Trouble(`${what} failed (code ${code}).\n${lines}`);
}

// ---- dependencies

const lockfile = inRoot("package-lock.json");
const installStamp = inRoot("node_modules", ".convene-lock");

/** Whether npm's own record of what it installed says the same as the lockfile; packages of other platforms may lack. */
function installedAgrees() {
  const installed = read(inRoot("node_modules", ".package-lock.json"));
  if (!installed) return false;
  const wanted = JSON.parse(readFileSync(lockfile, "utf8")).packages;
  const have = JSON.parse(installed.toString()).packages;
  const same = (name) =>
    have[name]?.version === wanted[name]?.version && have[name]?.integrity === wanted[name]?.integrity;
  return (
    Object.keys(wanted).every((name) => name === "" || (have[name] ? same(name) : wanted[name].optional)) &&
    Object.keys(have).every((name) => wanted[name])
  );
}

/** The npm that runs this script, else the one on the path. NODE_ENV=production would leave out the project's Node. */
function npm(...args) {
  const all = [...args, "--include=dev", "--no-audit", "--no-fund", "--loglevel=error"];
  const self = process.env.npm_execpath;
  return self?.endsWith(".js") ? run(process.execPath, [self, ...all]) : run("npm", all);
}

async function installIfNeeded() {
  const wanted = hashFiles([lockfile]);
  const stamped = read(installStamp)?.toString() === wanted;
  if (stamped && existsSync(inRoot("node_modules", ".package-lock.json"))) return;
  if (!installedAgrees()) {
    say("Installing what the lockfile says; this takes a minute or two.");
    let result = await npm("ci");
    // A lockfile written where some other platform's package could not be had is not "in sync" for npm, though complete
    // for this platform; installing without saving takes the same versions from it.
    if (result.code !== 0 && /EUSAGE/.test(result.output)) result = await npm("install", "--no-save");
    if (result.code !== 0) throw troubleFrom("npm ci", result);
  }
  writeStamp(installStamp, wanted);
}

/** The project's own Node; `.bin/node` is a link that some file systems do not keep, so the binary behind it is used. */
function projectNode() {
  const candidates = [
    inRoot("node_modules/.bin/node"),
    inRoot(`node_modules/node-${process.platform}-${process.arch}/bin/node`),
  ];
  const found = candidates.find(existsSync);
  if (found) return realpathSync(found);
  if (Number(process.versions.node.split(".")[0]) >= 24) return process.execPath;
  throw new Trouble(
    "The package `node` was installed without its scripts. Run `npm ci` with scripts allowed, or use Node 24.",
  );
}

// ---- Prisma client

const generated = inRoot("lib/db/generated");
const generatedStamp = path.join(generated, ".convene-schema");

function schemaHash() {
  const dir = inRoot("prisma/schema");
  const names = existsSync(dir) ? readdirSync(dir).filter((name) => name.endsWith(".prisma")) : [];
  const files = names.sort().map((name) => path.join(dir, name));
  return hashFiles([...files, inRoot("node_modules/prisma/package.json")]);
}

async function generateIfNeeded(node) {
  const wanted = schemaHash();
  if (read(generatedStamp)?.toString() === wanted) return;
  say("Generating the database client.");
  const env = {
    ...process.env,
    // The CLI would download a schema engine that generating never uses; any file that exists keeps it from doing so.
    PRISMA_SCHEMA_ENGINE_BINARY: lockfile,
    PRISMA_HIDE_UPDATE_MESSAGE: "1",
    CHECKPOINT_DISABLE: "1",
  };
  const args = [inRoot("node_modules/prisma/build/index.js"), "generate", "--schema", inRoot("prisma/schema")];
  const result = await run(node, args, { env });
  if (result.code !== 0) throw troubleFrom("prisma generate", result);
  writeStamp(generatedStamp, wanted);
}

// ---- one at a time

const uid = process.getuid?.() ?? 0;
const lockDir = path.join(
  os.tmpdir(),
  `convene-${uid}-${createHash("sha256").update(root).digest("hex").slice(0, 16)}.lock`,
);

function isAlive(pid) {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return error.code === "EPERM";
  }
}

/** Making a folder is atomic everywhere; the pid in it tells a lock that is held from one that a kill left behind. */
async function withLock(work) {
  for (let waited = 0; ; waited += 1) {
    try {
      mkdirSync(lockDir);
      break;
    } catch (error) {
      if (error.code !== "EEXIST") throw error;
      const owner = Number(read(path.join(lockDir, "pid"))?.toString());
      // Without a pid its owner is between two system calls, or was killed there; two seconds tell.
      if (owner ? !isAlive(owner) : waited > 20) rmSync(lockDir, { recursive: true, force: true });
      else await new Promise((resolve) => setTimeout(resolve, 100));
      if (waited === 20) say("Waiting for another command that prepares this folder.");
    }
  }
  const release = () => rmSync(lockDir, { recursive: true, force: true });
  process.on("exit", release);
  writeFileSync(path.join(lockDir, "pid"), String(process.pid));
  try {
    return await work();
  } finally {
    process.off("exit", release);
    release();
  }
}

/** Makes node_modules and the generated client fit the checkout; takes the lock only when something is to be done. */
async function prepare() {
  const ready =
    read(installStamp)?.toString() === hashFiles([lockfile]) && read(generatedStamp)?.toString() === schemaHash();
  if (ready) return projectNode();
  return withLock(async () => {
    await installIfNeeded();
    const node = projectNode();
    await generateIfNeeded(node);
    return node;
  });
}

// ---- hand over

const COMMANDS = {
  start: ["lib/cli/start.ts", "start"],
  dev: ["lib/cli/start.ts", "dev"],
  test: ["lib/cli/test.ts"],
  check: ["lib/cli/check.ts"],
  convene: ["lib/cli/convene.ts"],
};

function handOver(node, command, args) {
  const [entry, ...fixed] = COMMANDS[command];
  // `convene` may be run beside a site or without one; attach.ts finds or starts the database for it.
  const preload = command === "convene" ? ["--import", "./lib/cli/supervisor/attach.ts"] : [];
  const child = spawn(node, ["--import", "tsx", ...preload, entry, ...fixed, ...args], {
    cwd: root,
    // Long-running commands watch this channel: when this process is killed they stop what they have started.
    stdio: ["inherit", "inherit", "inherit", ...(command === "convene" ? [] : ["ipc"])],
  });
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill(signal));
  // npm passes SIGTERM to the shell between, which dies of it without a word to this process; kill -9 does the same.
  const parent = process.ppid;
  if (process.env.npm_lifecycle_event) {
    setInterval(() => process.ppid !== parent && child.kill("SIGTERM"), 500).unref();
  }
  child.on("exit", (code, signal) => {
    if (!signal) process.exit(code ?? 1);
    process.removeAllListeners(signal);
    process.kill(process.pid, signal);
  });
}

const [command, ...args] = process.argv.slice(2);
try {
  if (!Object.hasOwn(COMMANDS, command ?? "")) throw new Trouble(`Say one of: ${Object.keys(COMMANDS).join(", ")}.`);
  handOver(await prepare(), command, args);
} catch (error) {
  if (!(error instanceof Trouble) && !error.code) throw error;
  say(error.code ? `${error.message}. The project folder must be writable for this.` : error.message);
  process.exit(1);
}
