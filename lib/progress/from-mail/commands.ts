import { countTry } from "@/lib/auth/limits";
import { authorise, type CohortScope, openCohort } from "@/lib/auth/scope";
import { openSubject } from "@/lib/auth/tokens";
import { env } from "@/lib/config/env";
import type { Ctx } from "@/lib/core/context";
import { AppError } from "@/lib/core/errors";
import { markFor } from "@/lib/progress/commands";
import { holderOf, mailedItemOf } from "@/lib/progress/from-mail/queries";
import { MARK, type MailedMark, readSubject } from "@/lib/progress/from-mail/rules";
import type { MailedItem, MarkFromMail } from "@/lib/progress/from-mail/schema";

// One answer to every link that does not work, whatever the reason: it tells a stranger nothing about anybody.
const DEAD = "This link does not work any more.";

interface Holder {
  /** The context in which the holder of the link acts: as a token of the member's. */
  ctx: Ctx;
  scope: CohortScope;
  mark: MailedMark;
}

/** What a mail's link is about. Changes nothing. Throws `gone` for a link that does not work, `too_many` for guessing. */
export async function showMailed(ctx: Ctx, origin: string, token: string): Promise<MailedItem> {
  const { mark } = await openMark(ctx, origin, token);
  return itemOf(ctx, mark);
}

/**
 * Marks what a mail's link is about as done, or takes that back, in the name of the member that it was mailed to. A second
 * call changes nothing. Throws `gone` when it is over, forged, the member may not mark any more or the resource was removed.
 */
export async function markMailed(ctx: Ctx, origin: string, { token, state }: MarkFromMail): Promise<MailedItem> {
  const { ctx: acting, scope, mark } = await openMark(ctx, origin, token);
  const { memberId, resourceId } = mark;
  await aliveOrGone(markFor(acting, scope, { memberId, resourceId, state, source: "mail" }));
  return itemOf(ctx, mark);
}

/** Whom a token speaks for, if they may still mark. Tries with a seal that is not ours are counted for their origin. */
async function openMark(ctx: Ctx, origin: string, token: string): Promise<Holder> {
  const subject = openSubject(env().AUTH_SECRET, MARK, token);
  if (subject === null) {
    await countTry("link", origin);
    throw gone();
  }
  const mark = readSubject(subject, ctx.now());
  const holder = mark && (await holderOf(ctx.db, mark.memberId));
  if (!mark || !holder) throw gone();
  const acting: Ctx = { ...ctx, actor: { kind: "token", personId: holder.personId, purpose: MARK } };
  const scope = await aliveOrGone(openCohort(acting, ctx.db, holder.slug));
  if (scope.member?.id !== mark.memberId || !scope.may("progress.mark")) throw gone();
  authorise(acting, scope, "progress.mark");
  return { ctx: acting, scope, mark };
}

async function itemOf(ctx: Ctx, mark: MailedMark): Promise<MailedItem> {
  const item = await mailedItemOf(ctx.db, mark);
  if (!item) throw gone();
  return item;
}

/** A cohort or a resource that is not there any more makes the link a dead one like any other. */
async function aliveOrGone<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    throw error instanceof AppError && error.code === "not_found" ? gone() : error;
  }
}

function gone(): AppError {
  return new AppError("gone", DEAD);
}
