import path from "node:path";
import { processEnvironment, readSettings } from "./supervisor/settings";
import { type Stack, StackRunner } from "./supervisor/stack";
import { explain } from "./supervisor/trouble";

/** `npm start` and `npm run dev`: everything a cohort needs, from one command, until Ctrl-C. */

const root = path.resolve(import.meta.dirname, "../..");

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

function fail(error: unknown): void {
  process.exitCode = 1;
  const line = explain(error);
  if (line === null) console.error(error);
  else process.stderr.write(`${line}\n`);
}

function summary({ url, inbox, environment, organizerLink }: Stack): string {
  const rows = [
    ["Site", url],
    inbox ? ["Inbox", inbox] : ["Mail goes to", new URL(environment.SMTP_URL).host],
    organizerLink ? ["First organizer link", organizerLink] : null,
  ].filter((row) => row !== null);
  const width = Math.max(...rows.map(([name = ""]) => name.length));
  return `\n${rows.map(([name = "", value]) => `  ${name.padEnd(width)}  ${value}`).join("\n")}\n`;
}

async function main(): Promise<void> {
  const mode = process.argv[2] === "dev" ? "dev" : "start";
  const runner = new StackRunner(readSettings(processEnvironment(root), root, mode), say);

  let askedAt = 0;
  const stop = () => {
    // One Ctrl-C arrives several times: from the terminal, from npm and from the script in between.
    if (askedAt > 0) {
      if (performance.now() - askedAt > 1_000) runner.hurry();
      return;
    }
    askedAt = performance.now();
    say("Stopping.");
    runner.stop().then(() => process.exit(0), fail);
  };
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, stop);
  // The script that npm runs holds this channel; when it is killed, nobody would stop the site.
  process.on("disconnect", stop);
  process.channel?.unref();
  // After a closed terminal there is nobody to write to; that is no reason to end without stopping the children.
  for (const stream of [process.stdout, process.stderr]) stream.on("error", () => {});

  const stack = await runner.start().catch((error: unknown) => {
    if (askedAt === 0) throw error;
    return null;
  });
  if (stack) say(summary(stack));
}

main().catch((error: unknown) => {
  fail(error);
  process.exit();
});
