import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { createServer, type Server, type Socket } from "node:net";
import { type ParsedMail, simpleParser } from "mailparser";
import { SMTPServer } from "smtp-server";

/** How the sink treats the next mails. Every fault but `none` keeps or refuses the mail as a real server might. */
export type Fault =
  | "none"
  | "421 at RCPT"
  | "450 at RCPT"
  | "550 at RCPT"
  | "550 policy at RCPT"
  | "451 after the dot"
  | "554 after the dot"
  /** Keeps the mail and hangs up without a word. */
  | "close after the dot"
  /** Keeps the mail and never answers. */
  | "no reply after the dot"
  /** Hangs up at MAIL FROM. */
  | "close at MAIL";

export interface SunkMail {
  messageId: string;
  to: string;
  raw: string;
}

export interface MailSink {
  readonly url: string;
  readonly port: number;
  /** Every message that arrived whole, whatever the sink then answered. */
  readonly mails: SunkMail[];
  /** Connections that were opened. */
  readonly connections: () => number;
  /** What happens to mails from now on; a function decides for each recipient. */
  fault: Fault | ((to: string) => Fault);
  /** Called when a message has arrived whole, before it is answered. */
  onMail: (mail: SunkMail) => void | Promise<void>;
  /** Called at each RCPT TO before it is answered. */
  onRecipient: (to: string) => void | Promise<void>;
  parsed(index: number): Promise<ParsedMail>;
  /** Message-IDs that arrived more than once. */
  duplicates(): string[];
  close(): Promise<void>;
}

/** A real SMTP server on a port of its own that keeps what it is given and can misbehave. */
export async function openMailSink(port = 0): Promise<MailSink> {
  const mails: SunkMail[] = [];
  let connections = 0;
  const faultFor = (to: string) => (typeof sink.fault === "function" ? sink.fault(to) : sink.fault);
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ["AUTH", "STARTTLS"],
    disableReverseLookup: true,
    closeTimeout: 100,
    logger: false,
    onConnect(_session, done) {
      connections += 1;
      done();
    },
    onMailFrom(_address, session, done) {
      if (sink.fault === "close at MAIL") hangUp(session.id);
      else done();
    },
    onRcptTo({ address }, _session, done) {
      void Promise.resolve(sink.onRecipient(address)).then(() => done(refusal(faultFor(address), "RCPT")));
    },
    onData(stream, session, done) {
      const chunks: Buffer[] = [];
      stream.on("data", (chunk: Buffer) => chunks.push(chunk));
      stream.on("end", () => {
        const raw = Buffer.concat(chunks).toString();
        const to = session.envelope.rcptTo[0]?.address ?? "";
        const mail = { raw, to, messageId: /^Message-ID: (\S+)/im.exec(raw)?.[1] ?? "" };
        mails.push(mail);
        const fault = faultFor(to);
        void Promise.resolve(sink.onMail(mail)).then(() => {
          if (fault === "close after the dot") hangUp(session.id);
          else if (fault !== "no reply after the dot") done(refusal(fault, "dot"));
        });
      });
    },
  });
  server.on("error", () => undefined);
  const hangUp = (id: string) => {
    for (const connection of (server as unknown as { connections: Set<{ id: string; _socket: Socket }> }).connections) {
      if (connection.id === id) connection._socket.destroy();
    }
  };
  server.listen(port, "127.0.0.1");
  await once(server.server, "listening");
  const bound = (server.server.address() as AddressInfo).port;
  const sink: MailSink = {
    url: `smtp://127.0.0.1:${bound}`,
    port: bound,
    mails,
    connections: () => connections,
    fault: "none",
    onMail: () => undefined,
    onRecipient: () => undefined,
    async parsed(index) {
      const mail = mails[index];
      if (!mail) throw new Error(`There is no mail ${index}; ${mails.length} arrived.`);
      return simpleParser(mail.raw);
    },
    duplicates() {
      const ids = mails.map(({ messageId }) => messageId);
      return ids.filter((id, index) => ids.indexOf(id) !== index);
    },
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
  return sink;
}

function refusal(fault: Fault, stage: "RCPT" | "dot"): (Error & { responseCode: number }) | null {
  if (fault === "550 policy at RCPT" && stage === "RCPT") return reply(550, "5.7.1 Your server is blocked");
  const [code, , at] = fault.split(" ");
  const wanted = stage === "RCPT" ? "RCPT" : "the";
  return /^\d{3}$/.test(code ?? "") && at === wanted
    ? reply(Number(code), "as the test asked <someone@example.org>")
    : null;
}

function reply(code: number, text: string): Error & { responseCode: number } {
  return Object.assign(new Error(text), { responseCode: code });
}

export interface RawServer {
  readonly url: string;
  readonly connections: () => number;
  close(): Promise<void>;
}

/** A server that speaks no SMTP: `talk` gets each connection, and silence is an answer too. */
export async function openRawServer(talk: (socket: Socket) => void): Promise<RawServer> {
  const sockets = new Set<Socket>();
  let connections = 0;
  const server: Server = createServer((socket) => {
    connections += 1;
    sockets.add(socket);
    socket.on("error", () => undefined);
    socket.on("close", () => sockets.delete(socket));
    talk(socket);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `smtp://127.0.0.1:${(server.address() as AddressInfo).port}`,
    connections: () => connections,
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
