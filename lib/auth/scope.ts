import { type Action, may, type Standing } from "@/lib/auth/policy";
import { findCohort, type ScopeCohort, type ScopeMember } from "@/lib/auth/queries";
import type { Ctx } from "@/lib/core/context";
import { AppError, notFound } from "@/lib/core/errors";
import type { Db } from "@/lib/db/client";

/** What the database's constraint allows; anything else is no cohort's, and may be something it cannot even compare. */
const SLUG = /^[a-z0-9-]{1,60}$/;

const proof = Symbol("proof");

/**
 * The proof that somebody was seen at the door of a cohort. Only `openCohort` makes one; every query of a cohort's
 * data takes one, so none can run without the question having been asked.
 */
export class CohortScope {
  readonly cohort: ScopeCohort;
  readonly member: ScopeMember | null;
  readonly standing: Standing;

  constructor(key: typeof proof, cohort: ScopeCohort, member: ScopeMember | null, standing: Standing) {
    if (key !== proof) throw new Error("Only openCohort makes a scope.");
    this.cohort = cohort;
    this.member = member;
    this.standing = standing;
  }

  may(action: Action): boolean {
    return may(this.standing, this.cohort.state, action);
  }
}

/**
 * Opens a cohort by slug for the actor of `ctx`. A draft cohort, a deleted one and one that never was look the same to
 * everyone but its organizers: not found. Jobs and the command line act as organizers.
 */
export async function openCohort(ctx: Pick<Ctx, "actor">, db: Db, slug: string): Promise<CohortScope> {
  const { actor } = ctx;
  const personId = actor.kind === "person" || actor.kind === "token" ? actor.personId : null;
  const row = SLUG.test(slug) ? await findCohort(db, slug, personId) : null;
  if (!row) throw notFound("cohort");
  const { member, ...cohort } = row;
  const seated = member && (member.state === "active" || member.state === "paused") ? member : null;
  const standing: Standing = actor.kind === "job" || actor.kind === "cli" ? "organizer" : (seated?.role ?? "public");
  const scope = new CohortScope(proof, cohort, seated, standing);
  if (!scope.may("cohort.read")) throw notFound("cohort");
  return scope;
}

/** The first line of every command. Throws `unauthenticated` to a stranger and `forbidden` to everyone else. */
export function authorise(ctx: Pick<Ctx, "actor">, scope: CohortScope, action: Action): void {
  if (scope.may(action)) return;
  if (ctx.actor.kind === "anonymous") throw new AppError("unauthenticated", "Sign in first.");
  throw new AppError("forbidden", "Your role in this cohort does not allow this.");
}

/** The acting person's own seat; for what only a member can do for themselves. */
export function ownMember(scope: CohortScope): ScopeMember {
  if (!scope.member) throw new AppError("forbidden", "Only a member of this cohort can do this.");
  return scope.member;
}
