import { spawn } from "node:child_process";
import { createHash, type Hash } from "node:crypto";
import { once } from "node:events";
import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { compressStatic } from "@/lib/web/compress";
import { Trouble } from "./trouble";

/** Builds the site when, and only when, something that goes into it has changed since the last build. */

const SOURCES = [
  "app",
  "components",
  "lib",
  "emails",
  "public",
  "prisma/schema",
  "next.config.js",
  "postcss.config.js",
  "postcss.config.mjs",
  "proxy.ts",
  "instrumentation.ts",
  "package-lock.json",
  "tsconfig.json",
];

/** What lies in these folders but never in a build: tests, the processes around the site, and what is generated. */
const NOT_BUILT = /(\.test\.tsx?$)|(^lib\/(testing|cli|db\/generated)\/)/;

async function filesBelow(root: string, name: string): Promise<string[]> {
  const entries = await readdir(path.join(root, name), { withFileTypes: true, recursive: true }).catch(
    (error: NodeJS.ErrnoException) => {
      if (error.code === "ENOTDIR") return null;
      if (error.code === "ENOENT") return [];
      throw error;
    },
  );
  if (entries === null) return [name];
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(root, path.join(entry.parentPath, entry.name)).split(path.sep).join("/"));
}

async function addFile(hash: Hash, root: string, file: string): Promise<void> {
  hash.update(`${file}\0`);
  hash.update(await readFile(path.join(root, file)));
  hash.update("\0");
}

/** A fingerprint of everything a build is made of: names and contents, and what is baked in from the environment. */
export async function sourceHash(
  root: string,
  environment: Readonly<Record<string, string | undefined>> = {},
): Promise<string> {
  const files = (await Promise.all(SOURCES.map((name) => filesBelow(root, name)))).flat();
  const hash = createHash("sha256").update(process.versions.modules);
  for (const file of files.filter((name) => !NOT_BUILT.test(name)).sort()) await addFile(hash, root, file);
  for (const name of Object.keys(environment)
    .filter((name) => name.startsWith("NEXT_PUBLIC_"))
    .sort()) {
    hash.update(`${name}=${environment[name]}\0`);
  }
  return hash.digest("hex");
}

const stampFile = (root: string, distDir: string) => path.join(root, distDir, "convene-source");

/** Whether the folder holds a finished build of these sources. */
export async function isBuilt(root: string, distDir: string, hash: string): Promise<boolean> {
  return (await readFile(stampFile(root, distDir), "utf8").catch(() => "")) === hash;
}

export interface BuildOptions {
  root: string;
  distDir: string;
  environment: NodeJS.ProcessEnv;
  /** Aborting ends the build; what it has written is not taken for a build later. */
  signal?: AbortSignal;
}

/** Runs `next build` unless it is up to date. Returns whether it built; throws Trouble with the end of its output. */
export async function buildIfStale(options: BuildOptions, onStart: () => void): Promise<boolean> {
  const { root, distDir, environment, signal } = options;
  const hash = await sourceHash(root, environment);
  if (await isBuilt(root, distDir, hash)) return false;
  onStart();
  await mkdir(path.join(root, distDir), { recursive: true });
  await rm(stampFile(root, distDir), { force: true });
  const child = spawn(process.execPath, [path.join(root, "node_modules/next/dist/bin/next"), "build"], {
    cwd: root,
    env: { ...environment, NODE_ENV: "production", NEXT_DIST_DIR: distDir, NEXT_TELEMETRY_DISABLED: "1" },
    stdio: ["ignore", "pipe", "pipe"],
    signal,
    killSignal: "SIGKILL",
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk: Buffer) => (output += chunk));
  const [code] = await once(child, "close");
  if (code !== 0) throw new Trouble(`The site could not be built.\n${output.trim().split("\n").slice(-40).join("\n")}`);
  await compressStatic(path.join(root, distDir));
  await writeFile(stampFile(root, distDir), hash);
  return true;
}
