import { Readable } from "node:stream";
import SMTPConnection from "nodemailer/lib/smtp-connection";
import type { Attempt } from "@/lib/notices/sending/rules";

/** How long to wait for a mail server, in milliseconds. */
export interface SmtpTimings {
  /** From opening the socket to being ready to send: greeting, TLS and login included. */
  connect: number;
  /** From MAIL FROM to the server's 354. */
  envelope: number;
  /** From the first byte of the message to the reply to its last. */
  data: number;
}

export const SMTP_TIMINGS: SmtpTimings = { connect: 15_000, envelope: 30_000, data: 120_000 };

export interface SmtpServer {
  host: string;
  port: number;
  /** TLS from the first byte; otherwise STARTTLS where the server offers it. */
  secure: boolean;
  /** Refuse to go on without TLS. */
  requireTls: boolean;
  auth: { user: string; pass: string } | null;
}

/** Reads `smtp://user:password@host:port` or `smtps://…`. A login over the network requires TLS unless `?tls=no`. */
export function parseSmtpUrl(value: string): SmtpServer {
  const url = new URL(value);
  const secure = url.protocol === "smtps:";
  const host = url.hostname.replace(/^\[|\]$/g, "");
  const auth = url.username ? { user: decodeURIComponent(url.username), pass: decodeURIComponent(url.password) } : null;
  const local = host === "localhost" || host === "::1" || host.startsWith("127.");
  return {
    host,
    port: Number(url.port) || (secure ? 465 : 587),
    secure,
    requireTls: auth !== null && !local && url.searchParams.get("tls") !== "no",
    auth,
  };
}

/** The connection could not be made; its message holds no credentials. */
export class ConnectionFailed extends Error {
  override name = "ConnectionFailed";
}

export interface Envelope {
  from: string;
  to: string;
}

/** One connection to the mail server, for one mail after another. */
export class SmtpSession {
  readonly #connection: SMTPConnection;
  readonly #timings: SmtpTimings;
  #onLost: ((error: Error) => void) | null = null;
  #closed = false;
  /** Mails that the server took over this connection. */
  accepted = 0;

  private constructor(server: SmtpServer, timings: SmtpTimings) {
    this.#timings = timings;
    // nodemailer sets TCP_NODELAY itself once connected; a delayed last segment would cost 40 ms a mail.
    this.#connection = new SMTPConnection({
      host: server.host,
      port: server.port,
      secure: server.secure,
      requireTLS: server.requireTls,
      connectionTimeout: timings.connect,
      greetingTimeout: timings.connect,
      // The limits of a mail are ours (below); this one only ends a connection that nobody uses.
      socketTimeout: timings.connect + timings.envelope + timings.data,
      socketCloseTimeout: 0,
      logger: false,
    });
    this.#connection.on("error", (error) => this.#lost(error));
    // After a 421 nodemailer says that the connection has ended before it says why, in the same turn.
    this.#connection.once("end", () => queueMicrotask(() => this.#lost(new Error("The connection was closed."))));
  }

  /** Connects, secures and logs in within `timings.connect`. Throws ConnectionFailed. */
  static async open(server: SmtpServer, timings: SmtpTimings): Promise<SmtpSession> {
    const session = new SmtpSession(server, timings);
    try {
      await session.#within(timings.connect, "The mail server took too long to greet.", (done) =>
        session.#connection.connect(done),
      );
      const { auth } = server;
      if (auth) {
        await session.#within(timings.connect, "The mail server took too long to log in.", (done) =>
          session.#connection.login(auth, done),
        );
      }
    } catch (error) {
      session.close();
      throw new ConnectionFailed(error instanceof Error ? error.message : "The mail server cannot be reached.");
    }
    return session;
  }

  get usable(): boolean {
    return !this.#closed;
  }

  /**
   * Hands one mail to the server. `fence` is asked when the server is ready for the first byte; unless it answers true
   * nothing of the message leaves. Never throws; a connection in doubt is closed.
   */
  async send(envelope: Envelope, mime: Buffer, fence: () => Promise<boolean>): Promise<Attempt> {
    const message = new FencedMessage(mime, fence);
    const attempt = await new Promise<Attempt>((resolve) => {
      const giveUp = () => resolve({ kind: "lost", started: message.released, detail: "It took too long." });
      let timer = setTimeout(giveUp, this.#timings.envelope);
      message.once("released", () => {
        clearTimeout(timer);
        timer = setTimeout(giveUp, this.#timings.data);
      });
      const settled = (outcome: Attempt) => {
        clearTimeout(timer);
        resolve(outcome);
      };
      this.#onLost = (error) => settled(outcomeOf(error, message));
      this.#connection.send(envelope, message, (error, info) => {
        settled(error ? outcomeOf(error, message) : { kind: "accepted", reply: info?.response ?? "" });
      });
    });
    this.#onLost = null;
    message.destroy();
    if (attempt.kind === "accepted") this.accepted += 1;
    if (attempt.kind === "refused" && attempt.code !== 421 && this.usable) await this.#reset();
    else if (attempt.kind !== "accepted") this.close();
    return attempt;
  }

  /** Ends the connection at once; a mail under way is lost. A second call does nothing. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#connection.close();
  }

  /** Says goodbye to the server and ends the connection. */
  async quit(): Promise<void> {
    if (this.#closed) return;
    await this.#within(1_000, "", (done) => {
      this.#onLost = () => done(null);
      this.#connection.quit();
    }).catch(() => undefined);
    this.close();
  }

  // A refused recipient leaves the transaction open on servers that do not pipeline.
  async #reset(): Promise<void> {
    try {
      await this.#within(this.#timings.connect, "", (done) => this.#connection.reset(done));
    } catch {
      this.close();
    }
  }

  #lost(error: Error): void {
    const listener = this.#onLost;
    this.#closed = true;
    listener?.(error);
  }

  async #within(limit: number, complaint: string, start: (done: (error?: Error | null) => void) => void) {
    await new Promise<void>((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(complaint)), limit);
      const done = (error?: Error | null) => {
        clearTimeout(timer);
        if (error) reject(error);
        else resolve();
      };
      this.#onLost = done;
      start(done);
    });
    this.#onLost = null;
  }
}

// nodemailer attaches the reply when there was one; which command it was for is not believed.
function outcomeOf(error: Error, message: FencedMessage): Attempt {
  if (message.refused) return { kind: "fenced" };
  const { responseCode, response, rejectedErrors } = error as Error & {
    responseCode?: number;
    response?: string | false;
    rejectedErrors?: unknown[];
  };
  if (responseCode && responseCode >= 400 && responseCode < 600) {
    const stage = message.released ? "message" : rejectedErrors?.length ? "recipient" : "connection";
    return { kind: "refused", code: responseCode, reply: response || String(responseCode), stage };
  }
  return { kind: "lost", started: message.released, detail: error.message };
}

/** The bytes of a mail, behind a gate that opens once: at the first read, which is after the server's 354. */
class FencedMessage extends Readable {
  /** The gate opened and bytes went to the socket. */
  released = false;
  /** The gate stayed shut: somebody else has the delivery. */
  refused = false;
  #asked = false;
  readonly #mime: Buffer;
  readonly #fence: () => Promise<boolean>;

  constructor(mime: Buffer, fence: () => Promise<boolean>) {
    super();
    this.#mime = mime;
    this.#fence = fence;
  }

  override _read(): void {
    if (this.#asked) return;
    this.#asked = true;
    this.#fence().then(
      (open) => {
        if (this.destroyed) return;
        if (!open) {
          this.refused = true;
          this.destroy(new Error("The lease was lost."));
          return;
        }
        this.released = true;
        this.emit("released");
        this.push(this.#mime);
        this.push(null);
      },
      (error: unknown) => this.destroy(error instanceof Error ? error : new Error("The fence failed.")),
    );
  }
}
