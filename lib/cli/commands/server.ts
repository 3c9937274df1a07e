import path from "node:path";
import { makeSetupLink } from "@/lib/auth/commands";
import { vitalsOf } from "@/lib/cli/doctor/queries";
import { print } from "@/lib/cli/run";
import { env } from "@/lib/config/env";
import type { Ctx } from "@/lib/core/context";
import { migrationNames } from "@/prisma/diff";

/** Checks what can be checked from here, a line each; the exit code is 1 when something is wrong. Changes nothing. */
export async function doctor(ctx: Ctx): Promise<void> {
  const settings = env();
  const vitals = await vitalsOf(ctx.db, ctx.now());
  const names = await migrationNames(path.join(import.meta.dirname, "../../../prisma/migrations"));
  const pending = names.filter((name) => !vitals.migrations.includes(name));
  const newer = vitals.migrations.filter((name) => !names.includes(name));
  const checks: [name: string, good: boolean, words: string][] = [
    ["settings", true, `the site is ${settings.CONVENE_URL}`],
    ["database", true, `Postgres ${vitals.version}, ${vitals.cohorts} cohorts`],
    [
      "migrations",
      pending.length + newer.length === 0,
      pending.length > 0
        ? `not applied: ${pending.join(", ")}`
        : newer.length > 0
          ? `the database is newer than this code: ${newer.join(", ")}`
          : `all ${names.length} applied`,
    ],
    ["organizer", vitals.organizers > 0, vitals.organizers > 0 ? `${vitals.organizers}` : "none; run `organizer link`"],
    [
      "mail server",
      settings.SMTP_URL !== undefined,
      settings.SMTP_URL ? "set" : "SMTP_URL is not set; no mail can leave",
    ],
    [
      "sending",
      vitals.sendingPaused === null,
      vitals.sendingPaused === null ? "on" : `paused: ${vitals.sendingPaused}`,
    ],
    [
      "deliveries",
      vitals.unaccounted + vitals.unknown + vitals.overdue === 0,
      `${vitals.unaccounted} notices do not add up, ${vitals.unknown} of unknown fate, ${vitals.overdue} overdue`,
    ],
  ];
  for (const [name, good, words] of checks) print(`${good ? "ok     " : "trouble"}  ${name.padEnd(11)}  ${words}`);
  if (checks.some(([, good]) => !good)) process.exitCode = 1;
}

/**
 * Prints the link that makes the first organizer, alone on its line because `npm start` reads it; prints nothing when
 * there is an organizer. A second call prints a new link and the former one is worth nothing.
 */
export async function printLink(ctx: Ctx): Promise<void> {
  const link = await makeSetupLink(ctx);
  // An empty line would look like a link to whoever reads this.
  if (link !== null) print(link);
}
