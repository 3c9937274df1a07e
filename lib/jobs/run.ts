import { env } from "@/lib/config/env";
import type { Ctx } from "@/lib/core/context";
import { systemContext } from "@/lib/db/context";
import { listen } from "@/lib/jobs/listen";
import { tidy } from "@/lib/jobs/tidy";
import { mailHealth } from "@/lib/notices/doctor";
import { planDue } from "@/lib/notices/jobs";
import { MAIL_CHANNEL } from "@/lib/notices/outbox";
import { sweepDeliveries } from "@/lib/notices/sending/commands";
import { parseSender } from "@/lib/notices/sending/mime";
import { type Log, MailSender, type SenderTimings } from "@/lib/notices/sending/sender";
import { parseSmtpUrl } from "@/lib/notices/sending/smtp";
import type { AskOptions } from "@/lib/resources/links/ask";
import { checkLinks } from "@/lib/resources/links/jobs";

/** How often each piece of work asks the data what is due, in milliseconds. */
export interface WorkerTimings {
  /** Plan, sweep and send. */
  tick: number;
  /** Check that planned is the sum over states. */
  check: number;
  /** Remove what has ended. */
  tidy: number;
  /** Ask links of resources, some at a time, whether they still work. */
  links: number;
}

export const WORKER_TIMINGS: WorkerTimings = {
  tick: 60_000,
  check: 10 * 60_000,
  tidy: 6 * 60 * 60_000,
  links: 60_000,
};

export interface WorkerOptions {
  ctx?: Ctx;
  log: Log;
  timings?: Partial<WorkerTimings>;
  /** Where mail goes; SMTP_URL if left out. */
  smtpUrl?: string;
  sending?: { timings?: Partial<SenderTimings>; concurrency?: number };
  /** How links are asked; not at all when CONVENE_LINK_CHECK is off. */
  asking?: Omit<AskOptions, "userAgent" | "signal">;
}

export interface Worker {
  /** Finishes what is in flight, at most half a minute, and ends. A second call waits for the first. */
  stop(): Promise<void>;
}

/**
 * Starts the work that happens by itself: at once, each minute, and whenever a committed change says that there is mail.
 * A timer is enough for that and a job queue would add nothing: every piece of work asks the data what is due, so it may
 * run late, twice, or in any number of workers, and what was missed while the database was away is found a minute later.
 */
export function startWorker(options: WorkerOptions): Worker {
  const { log } = options;
  const ctx = options.ctx ?? systemContext({ kind: "job", name: "worker" });
  const timings = { ...WORKER_TIMINGS, ...options.timings };
  const sender = senderOf(ctx, options);
  const guard = guarded(log);

  // Each by itself: a cohort that cannot be planned must not keep the others' mail from going.
  const tick = async () => {
    await guard("sweep", async () => {
      const swept = await sweepDeliveries(ctx);
      if (swept.requeued + swept.unknown + swept.expired > 0) log({ event: "mail.swept", ...swept });
    });
    await guard("plan", async () => {
      const planned = await planDue(ctx);
      if (planned.notices > 0) log({ event: "mail.planned", ...planned });
    });
    await guard("send", async () => sender?.run());
  };
  const check = () =>
    guard("check", async () => {
      const health = await mailHealth(ctx.db);
      if (!health.balanced) log({ event: "mail.unbalanced", alert: true, notices: health.unbalanced });
    });
  const clean = () =>
    guard("tidy", async () => {
      const removed = await tidy(ctx);
      if (removed.tokens + removed.signIns + removed.limits > 0) log({ event: "tidied", ...removed });
    });

  const links = linkCheckOf(ctx, options);

  const timers = [
    setInterval(tick, timings.tick),
    setInterval(check, timings.check),
    setInterval(clean, timings.tidy),
    setInterval(() => void guard("links", links.run), timings.links),
  ];
  const listener = listen({
    url: env().DATABASE_URL,
    channel: MAIL_CHANNEL,
    wake: () => void guard("send", async () => sender?.run()),
    log,
  });
  const first = tick()
    .then(check)
    .then(clean)
    .then(() => guard("links", links.run));
  log({ event: "worker.started", sending: sender !== null });

  let stopping: Promise<void> | null = null;
  return {
    stop() {
      stopping ??= (async () => {
        for (const timer of timers) clearInterval(timer);
        const asked = links.stop();
        await listener.close();
        await sender?.stop();
        await asked;
        await first;
        log({ event: "worker.stopped" });
      })();
      return stopping;
    },
  };
}

function senderOf(ctx: Ctx, { log, sending, smtpUrl = env().SMTP_URL }: WorkerOptions): MailSender | null {
  if (!smtpUrl) {
    log({ event: "mail.no_server", alert: true, detail: "SMTP_URL is not set: mail is planned and waits." });
    return null;
  }
  return new MailSender({ ctx, server: parseSmtpUrl(smtpUrl), from: parseSender(env().MAIL_FROM), log, ...sending });
}

/** Asks links, one run at a time; `stop` cuts short what is under way, whose links are asked again in an hour. */
function linkCheckOf(ctx: Ctx, { log, asking }: WorkerOptions): Record<"run" | "stop", () => Promise<void>> {
  const end = new AbortController();
  let current: Promise<void> | null = null;
  const once = async () => {
    const userAgent = `Convene link check (+${env().CONVENE_URL})`;
    const report = await checkLinks(ctx, { ...asking, userAgent, signal: end.signal });
    if (report.asked > 0) log({ event: "links.asked", ...report });
  };
  return {
    async run() {
      if (current || end.signal.aborted || env().CONVENE_LINK_CHECK === "off") return;
      current = once().finally(() => {
        current = null;
      });
      await current;
    },
    async stop() {
      end.abort();
      await current?.catch(() => undefined);
    },
  };
}

// One failure of a kind of work is one line, not one a minute for as long as the database is away.
function guarded(log: Log) {
  const failing = new Set<string>();
  return async (name: string, work: () => Promise<unknown>): Promise<void> => {
    try {
      await work();
      if (failing.delete(name)) log({ event: "work.back", work: name });
    } catch (error) {
      if (failing.has(name)) return;
      failing.add(name);
      log({ event: "work.failed", work: name, error: errorName(error) });
    }
  };
}

/** What kind of error it was; its message may hold data. */
function errorName(error: unknown): string {
  if (!(error instanceof Error)) return typeof error;
  const code = "code" in error && typeof error.code === "string" ? ` ${error.code}` : "";
  return `${error.name}${code}`;
}
