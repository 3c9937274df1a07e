import { Client } from "pg";
import type { Log } from "@/lib/notices/sending/sender";

export interface Listener {
  close(): Promise<void>;
}

/** Between two attempts to reach the database, in milliseconds: short at first, since a restart takes seconds. */
const RETRIES = [100, 500, 1_000, 2_000, 5_000];

/**
 * Listens on a Postgres channel over a connection of its own and calls `wake` for each notification, and once each time
 * the connection is there (again), since what was said meanwhile is lost. Never throws: it tries until it is closed.
 */
export function listen(options: { url: string; channel: string; wake: () => void; log: Log }): Listener {
  const { url, channel, wake, log } = options;
  let client: Client | null = null;
  let timer: NodeJS.Timeout | null = null;
  let failures = 0;
  let closed = false;

  const again = () => {
    client = null;
    if (closed || timer) return;
    const wait = RETRIES[Math.min(failures, RETRIES.length - 1)];
    if (failures === 0) log({ event: "listen.lost" });
    failures += 1;
    timer = setTimeout(() => {
      timer = null;
      void connect();
    }, wait);
  };

  const connect = async () => {
    const next = new Client({ connectionString: url, keepAlive: true, application_name: "convene-worker" });
    client = next;
    // Without a listener an error of an idle connection would end the process.
    next.on("error", () => undefined);
    next.on("end", () => {
      if (client === next) again();
    });
    next.on("notification", () => wake());
    try {
      await next.connect();
      await next.query(`LISTEN "${channel.replaceAll('"', '""')}"`);
      if (closed) {
        await next.end();
        return;
      }
      if (failures > 0) log({ event: "listen.back" });
      failures = 0;
      wake();
    } catch {
      if (client === next) again();
      await next.end().catch(() => undefined);
    }
  };

  void connect();
  return {
    async close() {
      closed = true;
      if (timer) clearTimeout(timer);
      const open = client;
      client = null;
      await open?.end().catch(() => undefined);
    },
  };
}
