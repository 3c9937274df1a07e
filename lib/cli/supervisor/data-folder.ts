import { randomBytes } from "node:crypto";
import { access, chmod, constants, mkdir, readFile, stat, statfs, writeFile } from "node:fs/promises";
import path from "node:path";
import { Trouble } from "./trouble";

/** The folder in which everything lives that is not code: database, secrets, logs, who is running. */

const NEEDED = 200 * 1024 * 1024;

/** Like `mkdir -p`; Node's own tries for ever below a folder such as /proc, which takes no folders. */
async function makeFolder(dir: string): Promise<void> {
  await mkdir(dir, { mode: 0o700 }).catch(async (error: NodeJS.ErrnoException) => {
    const parent = path.dirname(dir);
    if (error.code === "EEXIST" && (await stat(dir)).isDirectory()) return;
    if (error.code !== "ENOENT" || (await stat(parent).catch(() => null))) throw error;
    await makeFolder(parent);
    await mkdir(dir, { mode: 0o700 });
  });
}

/** Makes the folder if need be. Throws Trouble when it cannot be made or written, or the disk is nearly full. */
export async function openDataFolder(dir: string): Promise<void> {
  const trouble = (error: NodeJS.ErrnoException) => {
    if (error.code === "ENOSPC") return error;
    return new Trouble(
      `The data folder ${dir} cannot be used (${error.code ?? error.message}). Make it writable for this user, or set CONVENE_DATA_DIR to another folder.`,
    );
  };
  await makeFolder(dir).catch((error) => Promise.reject(trouble(error)));
  await access(dir, constants.W_OK | constants.X_OK).catch((error) => Promise.reject(trouble(error)));
  // As root, Postgres runs as another account, which must be able to pass through; it cannot list or read anything.
  if (process.getuid?.() === 0) await chmod(dir, 0o711);
  const { bavail, bsize } = await statfs(dir);
  const free = bavail * bsize;
  if (free < NEEDED) {
    throw new Trouble(
      `The disk of ${dir} is nearly full: ${Math.floor(free / 1024 / 1024)} MB free, 200 MB needed. Free some space, or set CONVENE_DATA_DIR to a folder elsewhere.`,
    );
  }
}

/** A value that is made once and stays, in a file only its owner may read. */
export async function remember(dir: string, name: string, make: () => string | Promise<string>): Promise<string> {
  const file = path.join(dir, name);
  const kept = (await readFile(file, "utf8").catch(() => "")).trim();
  if (kept) return kept;
  const value = await make();
  await writeFile(file, `${value}\n`, { mode: 0o600 });
  return value;
}

export const randomSecret = () => randomBytes(32).toString("base64url");
