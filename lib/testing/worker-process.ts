import { systemContext } from "@/lib/db/context";
import { startWorker } from "@/lib/jobs/run";

/**
 * A worker as a process of its own for tests that kill one: the real thing with short waits. It starts when it is told
 * "go", so that its modules can be loaded while another one works; it says on standard output what it logs, and ends on
 * SIGTERM and when its parent is gone.
 */

function start() {
  return startWorker({
    ctx: systemContext({ kind: "job", name: "test-worker" }),
    log: (line) => process.stdout.write(`${JSON.stringify(line)}\n`),
    timings: { tick: 200 },
    sending: { concurrency: 2, timings: { connect: 2_000, envelope: 2_000, data: 2_000, drain: 2_000, rewrite: 50 } },
  });
}

let worker: ReturnType<typeof start> | null = null;

async function end(): Promise<void> {
  await worker?.stop();
  process.exit(0);
}

process.once("message", () => {
  worker = start();
});
process.once("SIGTERM", () => void end());
process.once("disconnect", () => void end());
