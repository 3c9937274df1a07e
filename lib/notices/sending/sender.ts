import type { Ctx } from "@/lib/core/context";
import { CannotCompose, composeMail } from "@/lib/notices/compose";
import { type Claim, giveBack, LEASE, openFence, recordSettlement, takeTurn } from "@/lib/notices/sending/commands";
import { type Sender as From, mimeHash, toMime } from "@/lib/notices/sending/mime";
import { isMailDue } from "@/lib/notices/sending/queries";
import { type Attempt, backoff, keptReply, settle } from "@/lib/notices/sending/rules";
import {
  ConnectionFailed,
  SMTP_TIMINGS,
  type SmtpServer,
  SmtpSession,
  type SmtpTimings,
} from "@/lib/notices/sending/smtp";

/** All waits in milliseconds. */
export interface SenderTimings extends SmtpTimings {
  lease: number;
  /** How long to leave a mail server alone that could not be reached. */
  pause: number;
  /** How long to finish what is in flight when told to stop. */
  drain: number;
  /** Before writing a result again that the database did not take. */
  rewrite: number;
}

export const SENDER_TIMINGS: SenderTimings = {
  ...SMTP_TIMINGS,
  lease: LEASE,
  pause: 60_000,
  drain: 25_000,
  rewrite: 500,
};

/** Connections that may fail in a row before the server is left alone for a while. */
const FAILURES_IN_A_ROW = 5;
/** Times a mail that cannot be written is tried, since the database may only have been away. */
const COMPOSE_ATTEMPTS = 5;
/** How long what was cut off may take to be written down, in milliseconds. */
const WRITE_DOWN = 2_000;
const REWRITES = 60;

export type Log = (line: Record<string, unknown> & { event: string }) => void;

export interface SenderOptions {
  ctx: Ctx;
  server: SmtpServer;
  from: From;
  log: Log;
  timings?: Partial<SenderTimings>;
  /** Connections at once. */
  concurrency?: number;
}

/**
 * Sends what is due over a few connections. Any number of these may run, in any number of processes: who sends a mail
 * is settled by the database. Nothing is claimed before there is a connection to send it over.
 */
export class MailSender {
  readonly #options: SenderOptions;
  readonly #timings: SenderTimings;
  readonly #sessions = new Set<SmtpSession>();
  #running: Promise<void> | null = null;
  #again = false;
  #stopping = false;
  #failures = 0;
  #alerted = false;
  #pause: NodeJS.Timeout | null = null;

  constructor(options: SenderOptions) {
    this.#options = options;
    this.#timings = { ...SENDER_TIMINGS, ...options.timings };
  }

  /** True while the mail server is left alone after failing five times in a row. */
  get paused(): boolean {
    return this.#pause !== null;
  }

  /**
   * Sends all that is due and settles when nothing is. Called meanwhile, it looks once more when it has finished. Throws
   * when the database cannot be asked.
   */
  async run(): Promise<void> {
    if (this.#stopping || this.#pause) return;
    if (this.#running) {
      this.#again = true;
      return this.#running;
    }
    this.#running = this.#drain();
    try {
      await this.#running;
    } finally {
      this.#running = null;
    }
  }

  /** Takes nothing new and waits for what is in flight, at most `timings.drain`; then it is cut off. */
  async stop(): Promise<void> {
    this.#stopping = true;
    if (this.#pause) clearTimeout(this.#pause);
    if (!this.#running) return;
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, this.#timings.drain);
    });
    await Promise.race([this.#running, late]);
    clearTimeout(timer);
    // What was cut off is still written down, if that can be done at once.
    for (const session of this.#sessions) session.close();
    await Promise.race([this.#running, new Promise((resolve) => setTimeout(resolve, WRITE_DOWN).unref())]);
  }

  async #drain(): Promise<void> {
    const lanes = this.#options.concurrency ?? 4;
    do {
      this.#again = false;
      if (!(await isMailDue(this.#options.ctx.db))) continue;
      await Promise.all(Array.from({ length: lanes }, () => this.#lane()));
    } while (this.#again && !this.#stopping && !this.#pause);
  }

  // One connection and one mail at a time over it, until nothing is due.
  async #lane(): Promise<void> {
    let session: SmtpSession | null = null;
    try {
      while (!this.#stopping && !this.#pause) {
        if (!session?.usable) {
          session = (await isMailDue(this.#options.ctx.db)) ? await this.#connect() : null;
          if (!session) return;
        }
        const turn = await takeTurn(this.#options.ctx, this.#timings.lease);
        if (turn.kind === "idle") return;
        if (turn.kind === "ended") this.#options.log({ event: "mail.ended", delivery: turn.id, state: turn.state });
        else session = await this.#send(session, turn.claim);
      }
    } catch (error) {
      // The database went away; the next minute or the next wake-up begins again, and leases end by themselves.
      this.#options.log({ event: "mail.interrupted", error: error instanceof Error ? error.name : "unknown" });
    } finally {
      if (session) {
        await session.quit();
        this.#sessions.delete(session);
      }
    }
  }

  async #connect(): Promise<SmtpSession | null> {
    while (!this.#stopping && !this.#pause) {
      try {
        const session = await SmtpSession.open(this.#options.server, this.#timings);
        for (const old of this.#sessions) if (!old.usable) this.#sessions.delete(old);
        this.#sessions.add(session);
        return session;
      } catch (error) {
        if (!(error instanceof ConnectionFailed)) throw error;
        this.#connectionFailed(error.message);
      }
    }
    return null;
  }

  #connectionFailed(detail: string): void {
    this.#failures += 1;
    if (this.#failures < FAILURES_IN_A_ROW || this.#pause) return;
    if (!this.#alerted)
      this.#options.log({
        event: "mail.server_unreachable",
        alert: true,
        failures: this.#failures,
        detail: keptReply(detail),
      });
    this.#alerted = true;
    this.#failures = 0;
    this.#pause = setTimeout(() => {
      this.#pause = null;
      // When the database is away just now, the next wake-up begins again.
      this.run().catch(() => undefined);
    }, this.#timings.pause);
    this.#pause.unref();
  }

  #connectionWorked(): void {
    this.#failures = 0;
    if (this.#alerted) this.#options.log({ event: "mail.server_back" });
    this.#alerted = false;
  }

  /** Sends one mail and answers the connection to go on with. */
  async #send(first: SmtpSession, claim: Claim): Promise<SmtpSession | null> {
    const { log } = this.#options;
    const mime = await this.#compose(claim);
    if (!mime) return first;
    let session: SmtpSession | null = first;
    let attempt = await this.#attempt(first, claim, mime);
    if (first.accepted > 0 && isBetweenMails(attempt)) {
      // The server ended a connection it had taken mails over, as some do after a number of them; that is no failure.
      session = await this.#connect();
      if (session) attempt = await this.#attempt(session, claim, mime);
    }
    await this.#settle(claim, attempt, log);
    return session;
  }

  async #attempt(session: SmtpSession, claim: Claim, mime: Buffer): Promise<Attempt> {
    const { ctx, from } = this.#options;
    const fence = { mimeHash: mimeHash(mime), dataMs: this.#timings.data };
    return session.send({ from: from.address, to: claim.address }, mime, () => openFence(ctx.db, claim, fence));
  }

  async #settle(claim: Claim, attempt: Attempt, log: Log): Promise<void> {
    const { ctx } = this.#options;
    if (attempt.kind === "fenced") {
      log({ event: "mail.lease_lost", delivery: claim.id });
      return;
    }
    if (attempt.kind === "lost" && !attempt.started) this.#connectionFailed(attempt.detail);
    else this.#connectionWorked();
    const settlement = settle(attempt, { kind: claim.kind, attempts: claim.attempts, chance: this.#chance() });
    const written = await this.#write(() => recordSettlement(ctx, claim, settlement));
    const code = attempt.kind === "refused" ? { code: attempt.code } : {};
    log({ event: "mail.settled", delivery: claim.id, kind: claim.kind, state: settlement.state, written, ...code });
  }

  /** The mail's bytes, or null when it could not be written and the claim was given back. */
  async #compose(claim: Claim): Promise<Buffer | null> {
    const { ctx, from, log } = this.#options;
    try {
      const mail = await composeMail(ctx.db, claim, ctx.now());
      return await toMime(mail, { messageId: claim.messageId, date: ctx.now(), from });
    } catch (error) {
      const hopeless = error instanceof CannotCompose;
      const failed = hopeless || claim.attempts >= COMPOSE_ATTEMPTS;
      const reason = hopeless ? error.message : "The mail could not be written.";
      const delay = failed ? 0 : backoff(claim.attempts, this.#chance());
      log({
        event: "mail.not_written",
        delivery: claim.id,
        kind: claim.kind,
        error: error instanceof Error ? error.name : "unknown",
      });
      await this.#write(() => giveBack(ctx, claim, { failed, reason, delay }));
      return null;
    }
  }

  // A result that is not written down becomes `unknown`, so a restarting database is worth waiting for.
  async #write(work: () => Promise<boolean>): Promise<boolean> {
    for (let tries = 1; ; tries += 1) {
      try {
        return await work();
      } catch (error) {
        if (tries >= REWRITES) throw error;
        await new Promise((resolve) => setTimeout(resolve, this.#timings.rewrite));
      }
    }
  }

  #chance(): number {
    return this.#options.ctx.random(4).readUInt32BE(0) / 2 ** 32;
  }
}

/** The connection ended before anything of the mail had left. */
function isBetweenMails(attempt: Attempt): boolean {
  if (attempt.kind === "lost") return !attempt.started;
  return attempt.kind === "refused" && attempt.code === 421 && attempt.stage !== "message";
}
