import { execFile } from "node:child_process";
import { mkdir } from "node:fs/promises";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { promisify } from "node:util";
import { buildIfStale } from "./build";
import { type Child, keepRunning } from "./child";
import { openDataFolder } from "./data-folder";
import { type Database, openDatabase } from "./database";
import { childEnvironment, inboxUrl, type StackEnvironment, stackEnvironment } from "./environment";
import { requireFree } from "./ports";
import { type Claim, claim } from "./run-record";
import type { Settings } from "./settings";
import { Trouble } from "./trouble";

/** Everything that makes a running Convene: database, inbox, site and worker, started together and stopped in order. */

export interface Stack {
  url: string;
  /** Empty when mail goes to a real server. */
  inbox: string;
  environment: StackEnvironment;
  /** The one-time link of the first organizer, or undefined when there is an organizer. */
  organizerLink: string | undefined;
}

const TSX = ["--import", "tsx"];

/** The web process holds nothing that a restart loses; a worker may be in the middle of a mail. */
const PATIENCE = { web: 10_000, worker: 30_000, inbox: 3_000 };

export class StackRunner {
  readonly #settings: Settings;
  readonly #say: (line: string) => void;
  readonly #aborter = new AbortController();
  readonly #children = new Map<keyof typeof PATIENCE, Child>();
  #claim: Claim | undefined;
  #database: Promise<Database> | undefined;
  #starting: Promise<Stack> | undefined;
  #stopping: Promise<void> | undefined;

  constructor(settings: Settings, say: (line: string) => void) {
    this.#settings = settings;
    this.#say = say;
  }

  /** Resolves when the site answers; when anything fails, what was started is stopped before this rejects. */
  start(): Promise<Stack> {
    this.#starting ??= this.#start().catch(async (error: unknown) => {
      await this.stop();
      throw error;
    });
    return this.#starting;
  }

  /** Ends site, worker, inbox and database, in this order; also in the middle of a start. */
  stop(): Promise<void> {
    this.#stopping ??= (async () => {
      this.#aborter.abort(new Trouble("Stopped."));
      for (const name of ["web", "worker", "inbox"] as const) await this.#children.get(name)?.stop();
      await (await this.#database?.catch(() => undefined))?.stop();
      await this.#claim?.release();
    })();
    return this.#stopping;
  }

  /** For those who cannot wait: the children end at once, and `stop` then has little left to do. */
  hurry(): void {
    for (const child of this.#children.values()) child.kill();
  }

  async #start(): Promise<Stack> {
    const settings = this.#settings;
    await openDataFolder(settings.dataDir);
    for (const name of ["logs", "inbox"])
      await mkdir(path.join(settings.dataDir, name), { recursive: true, mode: 0o700 });
    this.#claim = await claim(settings.dataDir, settings.url);
    const { ended } = this.#claim;
    if (ended.length > 0) this.#say(`Ended what an earlier run left behind: ${ended.join(", ")}.`);
    const mailPorts: Record<string, number> = settings.smtpUrl
      ? {}
      : { CONVENE_SMTP_PORT: settings.smtpPort, CONVENE_INBOX_PORT: settings.inboxPort };
    await requireFree({ PORT: settings.port, ...mailPorts });

    if (!settings.smtpUrl) this.#startInbox();
    this.#say(settings.databaseUrl ? "Reaching the database." : "Starting Postgres.");
    this.#database = openDatabase(settings, {
      say: this.#say,
      onStart: (pid) => this.#claim?.child("postgres", pid) ?? Promise.resolve(),
    });
    const [database] = await this.#allOrNothing([this.#database, this.#build()] as const);
    const environment = await stackEnvironment(settings, database.url);
    this.#aborter.signal.throwIfAborted();

    this.#say(settings.mode === "dev" ? "Starting the site for development." : "Starting the site.");
    const web = this.#startWeb(environment);
    await this.#allOrNothing([
      this.#untilHealthy(web),
      this.#loadDemo(environment).then(() => this.#startWorker(environment)),
    ] as const);
    const organizerLink = (await this.#convene(environment, "organizer", "link")) || undefined;
    await this.#claim.publish(environment);
    this.#aborter.signal.throwIfAborted();
    return { url: settings.url, inbox: inboxUrl(settings), environment, organizerLink };
  }

  /** Waits for all; the first failure calls off the others, so that none of them outlives the start. */
  async #allOrNothing<T extends readonly Promise<unknown>[]>(
    work: T,
  ): Promise<{ -readonly [K in keyof T]: Awaited<T[K]> }> {
    let first: { error: unknown } | undefined;
    for (const promise of work) {
      promise.catch((error: unknown) => {
        first ??= { error };
        this.#aborter.abort(error);
      });
    }
    await Promise.allSettled(work);
    if (first) throw first.error;
    return Promise.all(work) as Promise<{ -readonly [K in keyof T]: Awaited<T[K]> }>;
  }

  async #build(): Promise<void> {
    const { root, distDir, environment, mode } = this.#settings;
    if (mode === "dev") return;
    const { signal } = this.#aborter;
    await buildIfStale({ root, distDir, environment, signal }, () =>
      this.#say("Building the site; this takes a minute and is done again only when the code has changed."),
    );
  }

  #keep(name: keyof typeof PATIENCE, args: string[], env: NodeJS.ProcessEnv): Child {
    const { root, dataDir, mode } = this.#settings;
    this.#aborter.signal.throwIfAborted();
    const child = keepRunning({
      name,
      args,
      cwd: root,
      env,
      logFile: path.join(dataDir, "logs", `${name}.log`),
      show: name === "inbox" ? "nothing" : mode === "dev" ? "all" : "errors",
      say: this.#say,
      onStart: (pid) => void this.#claim?.child(name, pid),
      patience: PATIENCE[name],
    });
    this.#children.set(name, child);
    return child;
  }

  #startInbox(): void {
    const { root, smtpPort, inboxPort, dataDir, environment } = this.#settings;
    const options = {
      "--smtp": String(smtpPort),
      "--ip": "127.0.0.1",
      "--web": String(inboxPort),
      // It shows sign-in links to whoever opens it, so it stays on this machine even where the site does not.
      "--web-ip": "127.0.0.1",
      "--mail-directory": path.join(dataDir, "inbox"),
      // Its certificate is self-signed, which a careful client refuses.
      "--hide-extensions": "STARTTLS",
    };
    const entry = path.join(root, "node_modules/maildev/dist/bin/maildev.js");
    this.#keep("inbox", [entry, ...Object.entries(options).flat()], {
      NODE_ENV: "production",
      PATH: environment.PATH,
      HOME: environment.HOME,
    });
  }

  #startWeb(environment: StackEnvironment): Child {
    const { mode } = this.#settings;
    return this.#keep(
      "web",
      ["lib/web/server.ts", ...(mode === "dev" ? ["--dev"] : [])],
      this.#environment(environment),
    );
  }

  #startWorker(environment: StackEnvironment): void {
    const { root, mode } = this.#settings;
    const entry = "lib/jobs/worker.ts";
    const tsx = path.join(root, "node_modules/tsx/dist/cli.mjs");
    const args = mode === "dev" ? [tsx, "watch", "--clear-screen=false", entry] : [...TSX, entry];
    this.#keep("worker", args, this.#environment(environment));
  }

  #environment(environment: StackEnvironment): NodeJS.ProcessEnv {
    return childEnvironment(this.#settings, environment);
  }

  async #untilHealthy(web: Child): Promise<void> {
    const { host, port } = this.#settings;
    const name = !host || host === "0.0.0.0" || host === "::" ? "127.0.0.1" : host;
    const address = `http://${name.includes(":") ? `[${name}]` : name}:${port}/api/health`;
    const { signal } = this.#aborter;
    let said = "no answer";
    const deadline = performance.now() + 180_000;
    while (performance.now() < deadline) {
      signal.throwIfAborted();
      const answer = await fetch(address, { signal: AbortSignal.any([signal, AbortSignal.timeout(30_000)]) }).catch(
        () => null,
      );
      if (answer?.status === 200) return;
      if (answer) said = `status ${answer.status}: ${(await answer.text()).slice(0, 200)}`;
      if (web.deaths >= 3) break;
      await delay(100, undefined, { signal });
    }
    throw new Trouble(`The site did not come up (${address}: ${said}).\n${web.lastLines.join("\n")}`);
  }

  async #loadDemo(environment: StackEnvironment): Promise<void> {
    if (!this.#settings.demo) return;
    const line = await this.#convene(environment, "demo", "load", "--if-empty");
    if (line) this.#say(line);
  }

  /** Runs a command of the CLI and returns what it prints. A failure is told, but the site runs without it. */
  async #convene(environment: StackEnvironment, ...args: string[]): Promise<string> {
    const { root } = this.#settings;
    return promisify(execFile)(process.execPath, [...TSX, "lib/cli/convene.ts", ...args], {
      cwd: root,
      env: this.#environment(environment),
      signal: this.#aborter.signal,
    }).then(
      ({ stdout }) => stdout.trim(),
      (error: Error & { stderr?: string }) => {
        this.#aborter.signal.throwIfAborted();
        const lines = (error.stderr || error.message).trim().split("\n");
        this.#say(`convene ${args.join(" ")} failed: ${lines.find((line) => /error/i.test(line)) ?? lines.at(-1)}`);
        return "";
      },
    );
  }
}
