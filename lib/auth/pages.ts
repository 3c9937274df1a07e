import { notFound, redirect } from "next/navigation";
import { requestContext } from "@/lib/auth/actor";
import type { Action } from "@/lib/auth/policy";
import { authorise, type CohortScope, openCohort } from "@/lib/auth/scope";
import type { Ctx } from "@/lib/core/context";
import { AppError } from "@/lib/core/errors";

/**
 * Opens a cohort for a page that needs `action`. A stranger is sent to sign in and comes back to `path`; who is signed
 * in but may not, or asks for a cohort that is not there for them, gets the not-found page.
 */
export async function openPage(slug: string, action: Action, path: string): Promise<{ ctx: Ctx; scope: CohortScope }> {
  const ctx = await requestContext();
  try {
    const scope = await openCohort(ctx, ctx.db, slug);
    authorise(ctx, scope, action);
    return { ctx, scope };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    // Also for "not found": a stranger must not learn whether a draft is there.
    if (ctx.actor.kind === "anonymous") redirect(`/sign-in?callbackUrl=${encodeURIComponent(path)}`);
    notFound();
  }
}

/** The signed-in person of a page that is about them; a stranger is sent to sign in. */
export async function personPage(path: string) {
  const ctx = await requestContext();
  if (ctx.actor.kind !== "person") redirect(`/sign-in?callbackUrl=${encodeURIComponent(path)}`);
  return { ctx, person: ctx.actor };
}
