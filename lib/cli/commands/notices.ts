import { openCohort } from "@/lib/auth/scope";
import { CliError, print } from "@/lib/cli/run";
import type { Ctx } from "@/lib/core/context";
import { planNotices } from "@/lib/notices/queries";
import { localDate } from "@/lib/time/zones";

/** Prints the notices that are due between two dates of the cohort's calendar; plans and sends nothing. */
export async function printPlan(
  ctx: Ctx,
  asked: { cohort: string; from: string; to: string; json?: boolean },
): Promise<void> {
  for (const name of ["from", "to"] as const) {
    const parsed = localDate.safeParse(asked[name]);
    if (!parsed.success) throw new CliError(`--${name}: ${parsed.error.issues[0]?.message ?? "not a date"}`);
  }
  if (asked.to < asked.from) throw new CliError("--to: This is before --from.");
  const scope = await openCohort(ctx, ctx.db, asked.cohort);
  const notices = await planNotices(ctx.db, scope, asked.from, asked.to, ctx.now());
  if (asked.json) return print(JSON.stringify(notices));
  for (const { dueAt, kind, session, title, recipients } of notices) {
    print(`${dueAt}  ${kind.replaceAll("_", " ")}  ${session ? `${session} ` : ""}${title}  to ${recipients}`);
  }
  if (notices.length === 0) print("Nothing is due between these dates.");
}
