import { openCohort } from "@/lib/auth/scope";
import { print } from "@/lib/cli/run";
import { removeDemo } from "@/lib/cohorts/commands";
import type { Ctx } from "@/lib/core/context";
import { AppError } from "@/lib/core/errors";
import { DEMO_SLUG, loadDemo } from "@/prisma/seed/demo";

/** Adds the demo cohort and says in one line what became of it. */
export async function demoLoad(ctx: Ctx, options: { ifEmpty?: boolean }): Promise<void> {
  const loaded = await loadDemo(ctx, options);
  if (loaded)
    print(
      `The demo cohort is there: /c/${DEMO_SLUG}, ${loaded.sessions} sessions, ${loaded.members} invented members.`,
    );
  // With --if-empty this runs at every start of a server; what it always says is not worth saying.
  else if (!options.ifEmpty) print("The demo cohort was there already.");
}

/** Removes the demo cohort and its invented people in one transaction; says so when there is none. */
export async function demoRemove(ctx: Ctx): Promise<void> {
  try {
    const scope = await openCohort(ctx, ctx.db, DEMO_SLUG);
    await removeDemo(ctx, scope);
    print("The demo cohort and its invented people are gone.");
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== "not_found") throw error;
    print("There is no demo cohort.");
  }
}
