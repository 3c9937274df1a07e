import { recordAudit } from "@/lib/audit/commands";
import { authorise, type CohortScope } from "@/lib/auth/scope";
import { calendarOf, ownCalendarOf, secretUrl } from "@/lib/calendar/queries";
import type {
  ChangedCalendar,
  CohortCalendar,
  RenewedCalendar,
  RenewOwn,
  ReplaceLink,
  UpdateCalendar,
} from "@/lib/calendar/schema";
import type { Ctx } from "@/lib/core/context";
import { AppError } from "@/lib/core/errors";
import { inTransaction, type Tx } from "@/lib/db/client";

const CHANGED_MEANWHILE = "Somebody else has changed this cohort since you opened it. The calendar stayed as it was.";

/**
 * Makes a cohort's calendar public or secret; a secret one gets its address with that. Says whether anything changed: what
 * is so already stays, whatever the version. Throws `conflict` with what stands now when `version` is out of date.
 */
export async function updateCalendar(ctx: Ctx, scope: CohortScope, input: UpdateCalendar): Promise<ChangedCalendar> {
  authorise(ctx, scope, "cohort.edit");
  return inTransaction(ctx, async (tx) => {
    const before = await lockCalendar(tx, scope);
    if (before.public === input.public && (input.public || before.secretUrl)) return { ...before, changed: false };
    if (before.version !== input.version) throw new AppError("conflict", CHANGED_MEANWHILE, {}, before);
    const needsLink = !input.public && !before.secretUrl;
    const after = await write(ctx, tx, scope, {
      calendarPublic: input.public,
      ...(needsLink ? { calendarNonce: newNonce(ctx) } : {}),
    });
    await record(ctx, tx, scope, input.public ? "calendar.made_public" : "calendar.made_secret", before, after);
    return { ...after, changed: true };
  });
}

/**
 * Gives a cohort's calendar another secret address; the one it had stops working at once. Throws `conflict` with what stands
 * now when `version` is out of date, so that a second call with the same one replaces nothing.
 */
export async function replaceLink(ctx: Ctx, scope: CohortScope, input: ReplaceLink): Promise<ChangedCalendar> {
  authorise(ctx, scope, "cohort.edit");
  return inTransaction(ctx, async (tx) => {
    const before = await lockCalendar(tx, scope);
    if (before.version !== input.version) throw new AppError("conflict", CHANGED_MEANWHILE, {}, before);
    const after = await write(ctx, tx, scope, { calendarNonce: newNonce(ctx) });
    await record(ctx, tx, scope, "calendar.link_replaced", before, after);
    return { ...after, changed: true };
  });
}

/**
 * Gives the acting person's calendar its first address, or another in place of the one they name, which stops working at
 * once. A second call with the same words changes nothing and answers with what stands.
 */
export async function renewOwnCalendar(ctx: Ctx, { replaces }: RenewOwn): Promise<RenewedCalendar> {
  const { actor } = ctx;
  if (actor.kind !== "person") throw new AppError("unauthenticated", "Sign in first.");
  const { personId } = actor;
  return inTransaction(ctx, async (tx) => {
    const { calendarNonce: old } = await tx.person.findUniqueOrThrow({ where: { id: personId } });
    const calendarNonce = newNonce(ctx);
    const { count } =
      secretUrl("person", personId, old) === replaces
        ? await tx.person.updateMany({ where: { id: personId, calendarNonce: old }, data: { calendarNonce } })
        : { count: 0 };
    // Also when another tab was faster in this very moment, what stands now is read after it.
    if (count === 0) return { ...(await ownCalendarOf(tx, personId)), changed: false };
    await recordAudit(ctx, tx, {
      cohortId: null,
      action: replaces === null ? "calendar.link_made" : "calendar.link_replaced",
      subjectKind: "person",
      subjectId: personId,
    });
    return { url: secretUrl("person", personId, calendarNonce), changed: true };
  });
}

/** The calendar as it stands, and nobody else changes it until the transaction ends. */
async function lockCalendar(tx: Tx, scope: CohortScope): Promise<CohortCalendar> {
  await tx.$queryRaw`SELECT id FROM cohort WHERE id = ${scope.cohort.id}::uuid FOR NO KEY UPDATE`;
  return calendarOf(tx, scope);
}

async function write(
  ctx: Ctx,
  tx: Tx,
  scope: CohortScope,
  data: { calendarPublic?: boolean; calendarNonce?: string },
): Promise<CohortCalendar> {
  await tx.cohort.update({
    where: { id: scope.cohort.id },
    data: { ...data, version: { increment: 1 }, updatedAt: ctx.now() },
  });
  return calendarOf(tx, scope);
}

/** Addresses stay out of the log: they open the calendar. */
async function record(
  ctx: Ctx,
  tx: Tx,
  scope: CohortScope,
  action: string,
  before: CohortCalendar,
  after: CohortCalendar,
): Promise<void> {
  await recordAudit(ctx, tx, {
    cohortId: scope.cohort.id,
    action,
    subjectKind: "cohort",
    subjectId: scope.cohort.id,
    before: { public: before.public },
    after: { public: after.public },
  });
}

/** 128 bits (RFC 4648, base64url). */
function newNonce(ctx: Ctx): string {
  return ctx.random(16).toString("base64url");
}
