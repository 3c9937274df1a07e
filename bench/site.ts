import { randomBytes, randomUUID } from "node:crypto";
import { rmSync } from "node:fs";
import { chmod, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { Client } from "pg";
import { hashToken } from "@/lib/auth/tokens";
import { buildIfStale } from "@/lib/cli/supervisor/build";
import { freePort } from "@/lib/cli/supervisor/ports";
import { ensureDatabase, startPostgres } from "@/lib/db/embedded";
import { placePostgres } from "@/lib/db/embedded-place";
import { migrate } from "@/prisma/migrate";
import { DEMO_SLUG } from "@/prisma/seed/demo";
import { type Running, run, serve } from "./processes";

/** Our own site as it runs in production, with the demo cohort, a database of its own and somebody who is signed in. */

export const root = path.resolve(import.meta.dirname, "..");
const DIST_DIR = ".next-bench";

export interface Web extends Running {
  origin: string;
}

export interface Site {
  /** A folder for whatever a measurement needs; gone at the end. */
  dir: string;
  environment: NodeJS.ProcessEnv;
  db: Client;
  publicPath: string;
  weekPath: string;
  /** The request header of a signed-in learner. */
  signedIn: { cookie: string };
  /** One more web process on this build and database. */
  startWeb(): Promise<Web>;
  stop(): Promise<void>;
}

/** Next names its folder of types in two files when it builds; that is of no use here and is taken out again. */
async function withoutTraces(work: () => Promise<unknown>): Promise<void> {
  const config = path.join(root, "tsconfig.json");
  const types = path.join(root, "next-env.d.ts");
  const [before, typesBefore] = [await readFile(config, "utf8"), await readFile(types, "utf8").catch(() => null)];
  try {
    await work();
  } finally {
    const after = await readFile(config, "utf8");
    const ours = new RegExp(`\\s*"${DIST_DIR.replace(".", "\\.")}/[^"]*",?`, "g");
    const bare = (text: string) => text.replaceAll(ours, "").replaceAll(/[\s,]/g, "");
    if (after !== before) await writeFile(config, bare(after) === bare(before) ? before : after.replaceAll(ours, ""));
    if (typesBefore !== null) await writeFile(types, typesBefore);
    else await rm(types, { force: true });
  }
}

async function startDatabase(dir: string, durable: boolean) {
  const place = await placePostgres(path.join(dir, "postgres"));
  const server = await startPostgres({
    place,
    port: await freePort(),
    password: randomBytes(16).toString("hex"),
    durable,
    logFile: path.join(dir, "postgres.log"),
  });
  // It is a session of its own and would outlive us.
  const abandon = () => process.kill(server.pid, "SIGQUIT");
  process.once("exit", abandon);
  const stop = async () => {
    process.off("exit", abandon);
    await server.stop();
    await rm(place.dataDir, { recursive: true, force: true });
  };
  try {
    const url = await ensureDatabase(server, "convene");
    await migrate(url);
    return { url, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Signs in a learner who has a partner, because that page shows the most. Returns the cookie. */
async function signIn(db: Client): Promise<string> {
  const cookie = randomBytes(32).toString("base64url");
  const { rowCount } = await db.query(
    `INSERT INTO sign_in (id, token_hash, person_id, expires_at)
     SELECT $1, $2, m.person_id, now() + interval '1 day'
       FROM member m JOIN cohort c ON c.id = m.cohort_id
       LEFT JOIN pair_group_member p ON p.member_id = m.id
      WHERE c.slug = $3 AND m.role = 'learner' AND m.state = 'active'
      ORDER BY p.member_id IS NULL, m.id LIMIT 1`,
    [randomUUID(), hashToken(cookie), DEMO_SLUG],
  );
  if (rowCount !== 1) throw new Error("The demo cohort has no learner.");
  return cookie;
}

interface Options {
  durable: boolean;
  /** Whether web processes will be started, for which the site is built where that is needed. */
  pages: boolean;
}

/** Starts a database with the demo cohort; web processes are started on demand. */
export async function openSite(say: (line: string) => void, options: Options): Promise<Site> {
  const dir = await mkdtemp(path.join(os.tmpdir(), "convene-bench-"));
  // Postgres, which does not run as root, must be able to walk through.
  await chmod(dir, 0o711);
  const abandon = () => rmSync(dir, { recursive: true, force: true });
  process.once("exit", abandon);
  const closing: (() => Promise<unknown>)[] = [() => rm(dir, { recursive: true, force: true })];
  const stop = async () => {
    for (const close of closing.splice(0).reverse()) await close().catch((error: unknown) => say(String(error)));
  };
  try {
    if (options.pages) {
      await withoutTraces(() =>
        buildIfStale({ root, distDir: DIST_DIR, environment: process.env }, () => say("Building the site.")),
      );
    }
    say("Starting Postgres and loading the demo.");
    const database = await startDatabase(dir, options.durable);
    closing.push(database.stop);
    const environment: NodeJS.ProcessEnv = {
      ...process.env,
      NODE_ENV: "production",
      NEXT_DIST_DIR: DIST_DIR,
      NEXT_TELEMETRY_DISABLED: "1",
      DATABASE_URL: database.url,
      AUTH_SECRET: randomBytes(32).toString("hex"),
      CONVENE_URL: "http://localhost:3000",
      HOST: "127.0.0.1",
    };
    await run({
      name: "Loading the demo",
      args: ["--import", "tsx", "lib/cli/convene.ts", "demo", "load"],
      cwd: root,
      env: environment,
      logFile: path.join(dir, "demo.log"),
    });
    const db = new Client({ connectionString: database.url });
    await db.connect();
    closing.push(() => db.end());
    const cookie = await signIn(db);
    const startWeb = async (): Promise<Web> => {
      const port = await freePort();
      const origin = `http://127.0.0.1:${port}`;
      const program = {
        name: "The site",
        // A profile of where its time goes is written when it ends.
        args: [
          ...(process.env.BENCH_PROFILE ? ["--cpu-prof", `--cpu-prof-dir=${process.env.BENCH_PROFILE}`] : []),
          "lib/web/server.ts",
        ],
        cwd: root,
        env: { ...environment, PORT: String(port), CONVENE_URL: origin },
        logFile: path.join(dir, `web-${port}.log`),
      };
      const running = await serve(program, `${origin}/api/health`);
      closing.push(running.stop);
      return { ...running, origin };
    };
    return {
      dir,
      environment,
      db,
      publicPath: `/c/${DEMO_SLUG}`,
      weekPath: `/c/${DEMO_SLUG}/week`,
      signedIn: { cookie: `next-auth.session-token=${cookie}` },
      startWeb,
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}
