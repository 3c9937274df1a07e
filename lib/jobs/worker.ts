import { systemContext } from "@/lib/db/context";
import { startWorker } from "@/lib/jobs/run";

/**
 * The worker process: `tsx lib/jobs/worker.ts`. Logs one JSON object a line to standard output, without addresses. Ends
 * on SIGTERM, SIGINT, or when the process that started it is gone, and finishes first what is in flight.
 */

/** When it ends whatever is still in flight, in milliseconds; who started it kills it soon after. */
const STOP_AT_LAST = 29_000;

const ctx = systemContext({ kind: "job", name: "worker" });

function log(line: Record<string, unknown>): void {
  process.stdout.write(`${JSON.stringify({ at: ctx.now().toISOString(), ...line })}\n`);
}

const worker = startWorker({ ctx, log });

async function end(reason: string): Promise<void> {
  log({ event: "worker.stopping", reason });
  // Whatever hangs, the process does not: what it held is found by its lease.
  setTimeout(() => process.exit(1), STOP_AT_LAST).unref();
  await worker.stop();
  process.exit(0);
}

process.once("SIGTERM", () => void end("SIGTERM"));
process.once("SIGINT", () => void end("SIGINT"));
// A parent that was killed sends no signal; the channel to it closes.
if (process.send) process.once("disconnect", () => void end("parent gone"));
