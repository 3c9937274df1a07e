import { recordAudit } from "@/lib/audit/commands";
import { authorise, type CohortScope, ownMember } from "@/lib/auth/scope";
import type { Ctx } from "@/lib/core/context";
import { AppError } from "@/lib/core/errors";
import { inTransaction, type Tx } from "@/lib/db/client";
import { choicesOfHolder, openUnsubscribeToken, ownChoices } from "@/lib/subscriptions/queries";
import { isSwitchable, kindsOf, type SwitchableKind } from "@/lib/subscriptions/rules";
import type { Change, Choices, TokenChoices } from "@/lib/subscriptions/schema";

/**
 * Stops the kind of mail that a link came with (RFC 8058). The token is the proof: no cookie is asked for, and it works
 * for a member who has left or whose cohort is closed. A second call changes nothing and succeeds as well.
 */
export async function stopByOneClick(ctx: Ctx, token: string): Promise<void> {
  const holder = openUnsubscribeToken(token);
  if (!isSwitchable(holder.kind)) return;
  await setForHolder(ctx, holder.memberId, [holder.kind], false);
}

/** Stops or resumes mails for whoever holds a mail's link, and answers what they get now. Throws `invalid`, `gone`. */
export async function changeByToken(ctx: Ctx, input: Change & { token: string }): Promise<TokenChoices> {
  const holder = openUnsubscribeToken(input.token);
  await setForHolder(ctx, holder.memberId, requireKinds(input), input.enabled);
  return choicesOfHolder(ctx.db, holder);
}

/** Chooses which mails the acting member gets. Saying the same thing twice changes nothing. */
export async function setOwnChoices(ctx: Ctx, scope: CohortScope, input: Change): Promise<Choices> {
  authorise(ctx, scope, "subscription.change");
  const member = ownMember(scope);
  const kinds = requireKinds(input);
  await inTransaction(ctx, (tx) =>
    setKinds(ctx, tx, { id: member.id, cohortId: scope.cohort.id }, kinds, input.enabled),
  );
  return ownChoices(ctx.db, scope, member);
}

async function setForHolder(ctx: Ctx, memberId: string, kinds: readonly SwitchableKind[], enabled: boolean) {
  await inTransaction(ctx, async (tx) => {
    const member = await tx.member.findUnique({
      where: { id: memberId },
      select: { id: true, cohortId: true, personId: true },
    });
    // Who is not a member any more gets no mail: what was asked for is so already.
    if (!member) return;
    const acting: Ctx = { ...ctx, actor: { kind: "token", personId: member.personId, purpose: "unsubscribe" } };
    await setKinds(acting, tx, member, kinds, enabled);
  });
}

async function setKinds(
  ctx: Ctx,
  tx: Tx,
  member: { id: string; cohortId: string },
  kinds: readonly SwitchableKind[],
  enabled: boolean,
): Promise<void> {
  const changed = await tx.$queryRaw<{ kind: string }[]>`
    INSERT INTO subscription (member_id, kind, enabled, updated_at)
    SELECT ${member.id}::uuid, kind::"NoticeKind", ${enabled}, ${ctx.now()} FROM unnest(${[...kinds]}::text[]) AS k (kind)
    ON CONFLICT (member_id, kind) DO UPDATE SET enabled = excluded.enabled, updated_at = excluded.updated_at
          WHERE subscription.enabled <> excluded.enabled
    RETURNING kind::text`;
  if (changed.length === 0) return;
  await recordAudit(ctx, tx, {
    cohortId: member.cohortId,
    action: enabled ? "subscription.resumed" : "subscription.stopped",
    subjectKind: "member",
    subjectId: member.id,
    after: { kinds: changed.map(({ kind }) => kind) },
  });
}

function requireKinds(change: Change): SwitchableKind[] {
  const kinds = kindsOf(change);
  if (kinds.length === 0) throw new AppError("invalid", "This kind of mail cannot be switched off.");
  return kinds;
}
