import { Agent, get } from "node:http";

/**
 * The load generator, a process of its own so that making load and answering it never share an event loop. Its parent
 * sends it one order at a time and gets the tally back. Runs on Node's own type stripping.
 */

export interface Order {
  url: string;
  headers: Readonly<Record<string, string>>;
  /** Must be in the body; an error page that comes quickly is not speed. */
  marker: string;
  connections: number;
  seconds: number;
}

export interface Tally {
  /** Right answers that were complete when the time was over. */
  requests: number;
  errors: number;
  firstError: string | null;
  seconds: number;
  /** Bytes of the last right body. */
  bytes: number;
  /** Of each right answer, in microseconds. */
  latencies: number[];
}

const PATIENCE_MS = 10_000;

function fetchOnce({ url, headers, marker }: Order, agent: Agent): Promise<number> {
  return new Promise((resolve, reject) => {
    const request = get(url, { agent, headers, timeout: PATIENCE_MS }, (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => chunks.push(chunk));
      response.on("error", reject);
      response.on("end", () => {
        const body = Buffer.concat(chunks);
        if (response.statusCode !== 200) reject(new Error(`status ${response.statusCode}`));
        else if (!body.includes(marker)) reject(new Error("a body without the marker"));
        else resolve(body.length);
      });
    });
    request.on("timeout", () => request.destroy(new Error("no answer in time")));
    request.on("error", reject);
  });
}

/** Keeps every connection busy until the time is over: the next request leaves when the answer is there. */
async function load(order: Order): Promise<Tally> {
  const agent = new Agent({ keepAlive: true, maxSockets: order.connections });
  const tally: Tally = { requests: 0, errors: 0, firstError: null, seconds: order.seconds, bytes: 0, latencies: [] };
  const end = performance.now() + order.seconds * 1000;
  const connection = async (): Promise<void> => {
    for (let start = performance.now(); start < end; start = performance.now()) {
      try {
        const bytes = await fetchOnce(order, agent);
        const now = performance.now();
        // What was under way at the end is finished, so that no server sees a broken connection, but does not count.
        if (now > end) return;
        tally.requests += 1;
        tally.bytes = bytes;
        tally.latencies.push(Math.round((now - start) * 1000));
      } catch (error) {
        tally.errors += 1;
        tally.firstError ??= error instanceof Error ? error.message : String(error);
        // A server that refuses everything must not be asked as fast as this process can.
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
    }
  };
  await Promise.all(Array.from({ length: order.connections }, connection));
  agent.destroy();
  return tally;
}

process.on("message", (order: Order) => {
  void load(order).then((tally) => process.send?.(tally));
});
process.once("disconnect", () => process.exit(0));
