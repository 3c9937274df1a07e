import { recordAudit } from "@/lib/audit/commands";
import { createToken, openSignIn, requireToken } from "@/lib/auth/commands";
import { authorise, type CohortScope } from "@/lib/auth/scope";
import type { Ctx } from "@/lib/core/context";
import { AppError, notFound } from "@/lib/core/errors";
import { inTransaction } from "@/lib/db/client";
import { memberById } from "@/lib/members/queries";
import {
  type ChangeMember,
  CONFIRM_LINK_SECONDS,
  type MemberRow,
  type MemberState,
  type SignUp,
  signUp,
} from "@/lib/members/schema";
import { enqueueNotice } from "@/lib/notices/outbox";

/**
 * Asks to join a cohort: stores what was said and mails one link. Nothing else happens until the link is used, so the
 * work and the answer are the same whether or not the address is known. Throws `forbidden` when nobody can join.
 */
export async function requestSignUp(ctx: Ctx, scope: CohortScope, input: SignUp): Promise<void> {
  authorise(ctx, scope, "cohort.join");
  if (scope.cohort.state === "archived") throw new AppError("forbidden", "This cohort has ended.");
  const { email, name, lab, role, timezone, purpose } = input;
  await inTransaction(ctx, async (tx) => {
    const { id } = await createToken(ctx, tx, {
      purpose: "sign_up",
      email,
      seconds: CONFIRM_LINK_SECONDS,
      cohortId: scope.cohort.id,
      payload: { name, lab, role, timezone, purpose },
    });
    await enqueueNotice(ctx, tx, {
      kind: "confirm",
      cohortId: scope.cohort.id,
      subjectKey: id,
      payload: { tokenId: id },
      to: [{ personId: null, address: email }],
    });
  });
}

/**
 * Uses a confirmation link: makes the account and the seat if they are not there, sends the welcome, and signs this
 * browser in. A seat that somebody has already keeps its role; one they left is theirs again. The link works once;
 * afterwards, or when it is too old, throws `gone`.
 */
export async function confirmSignUp(ctx: Ctx, token: string, userAgent: string) {
  return inTransaction(ctx, async (tx) => {
    const row = await requireToken(ctx, tx, "sign_up", token);
    const cohort = row.cohortId
      ? await tx.cohort.findFirst({ where: { id: row.cohortId, deletedAt: null, state: { not: "draft" } } })
      : null;
    if (!cohort) throw new AppError("gone", "This cohort is not there any more.");
    const said = signUp.omit({ cohort: true, email: true }).parse(dropNulls(row.payload));
    const now = ctx.now();
    const person = await tx.person.upsert({
      where: { email: row.email },
      create: { id: ctx.newId(), email: row.email, name: said.name, timezone: said.timezone, emailVerifiedAt: now },
      update: { emailVerifiedAt: now },
    });
    const seat = { cohortId: cohort.id, personId: person.id };
    const before = await tx.member.findUnique({ where: { cohortId_personId: seat } });
    const member = await tx.member.upsert({
      where: { cohortId_personId: seat },
      create: {
        id: ctx.newId(),
        ...seat,
        role: said.role,
        state: "active",
        lab: said.lab,
        timezone: said.timezone,
        purpose: said.purpose,
        joinedAt: now,
      },
      update: returning(before?.state, said.role),
    });
    if (before?.state !== "active") {
      await recordAudit({ ...ctx, actor: { kind: "token", personId: person.id, purpose: "sign_up" } }, tx, {
        cohortId: cohort.id,
        action: before ? "member.returned" : "member.joined",
        subjectKind: "member",
        subjectId: member.id,
        after: { role: member.role, lab: member.lab },
      });
      await enqueueNotice(ctx, tx, {
        kind: "welcome",
        cohortId: cohort.id,
        subjectKey: row.id,
        payload: {},
        to: [{ personId: person.id, address: person.email }],
      });
    }
    return { slug: cohort.slug, role: member.role, signIn: await openSignIn(ctx, tx, person.id, userAgent) };
  });
}

/**
 * Changes a member's role or state. The last organizer stays one: throws `invalid` otherwise. Throws `conflict` with
 * what stands now when `version` is out of date.
 */
export async function changeMember(ctx: Ctx, scope: CohortScope, input: ChangeMember): Promise<MemberRow> {
  authorise(ctx, scope, "member.change");
  const { memberId, version, role, state } = input;
  return inTransaction(ctx, async (tx) => {
    // Two organizers who demote each other at once must not both succeed. The weaker lock lets other rows point at the
    // cohort meanwhile.
    await tx.$queryRaw`SELECT id FROM cohort WHERE id = ${scope.cohort.id}::uuid FOR NO KEY UPDATE`;
    const before = await memberById(tx, scope, memberId);
    if (!before) throw notFound("member");
    const stays = (role ?? before.role) === "organizer" && (state ?? before.state) === "active";
    if (before.role === "organizer" && !stays) {
      const others = await tx.member.count({
        where: { cohortId: scope.cohort.id, role: "organizer", state: "active", NOT: { id: memberId } },
      });
      if (others === 0) throw new AppError("invalid", "A cohort needs one organizer. Make somebody else one first.");
    }
    const { count } = await tx.member.updateMany({
      where: { id: memberId, cohortId: scope.cohort.id, version },
      data: {
        ...(role ? { role } : {}),
        ...(state ? { state } : {}),
        version: { increment: 1 },
        updatedAt: ctx.now(),
      },
    });
    if (count === 0) throw new AppError("conflict", "Somebody else has changed this member meanwhile.", {}, before);
    await recordAudit(ctx, tx, {
      cohortId: scope.cohort.id,
      action: "member.changed",
      subjectKind: "member",
      subjectId: memberId,
      before: { role: before.role, state: before.state },
      after: { role: role ?? before.role, state: state ?? before.state },
    });
    const after = await memberById(tx, scope, memberId);
    if (!after) throw notFound("member");
    return after;
  });
}

/**
 * What a seat that is there becomes. Whoever left, or was made to leave, comes back as what they sign up for: an organizer
 * is made by organizers.
 */
function returning(state: MemberState | undefined, role: SignUp["role"]) {
  if (state === "active") return {};
  return {
    state: "active" as const,
    pausedUntil: null,
    version: { increment: 1 },
    ...(state === "left" ? { role } : {}),
  };
}

function dropNulls(payload: unknown): Record<string, unknown> {
  return Object.fromEntries(Object.entries(payload ?? {}).filter(([, value]) => value !== null));
}
