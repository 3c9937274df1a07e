import type { CohortScope } from "@/lib/auth/scope";
import { openSubject, sealSubject } from "@/lib/auth/tokens";
import { env } from "@/lib/config/env";
import { maskAddress } from "@/lib/core/email";
import { AppError } from "@/lib/core/errors";
import type { Db } from "@/lib/db/client";
import { type NoticeKind, noticeKind } from "@/lib/notices/schema";
import { kindName, kindsFor } from "@/lib/subscriptions/rules";
import type { Choice, Choices, TokenChoices } from "@/lib/subscriptions/schema";

/** Whom a mail's link speaks for. */
export interface TokenHolder {
  memberId: string;
  /** The kind of the mail that the link came with. */
  kind: NoticeKind;
}

/** What the seal of such a link is for; its subject is `memberId:kind`. */
const UNSUBSCRIBE = "unsubscribe";

/** The token of a link that stops one kind of mail for one member; it needs no row and does not end. */
export function unsubscribeToken(memberId: string, kind: NoticeKind): string {
  return sealSubject(env().AUTH_SECRET, UNSUBSCRIBE, `${memberId}:${kind}`);
}

/** Opens the token of a mail's link. Throws `invalid` when the seal is not this server's. */
export function openUnsubscribeToken(token: string): TokenHolder {
  const [memberId, kind, rest] = openSubject(env().AUTH_SECRET, UNSUBSCRIBE, token)?.split(":") ?? [];
  const known = noticeKind.safeParse(kind);
  if (!memberId || !known.success || rest !== undefined) {
    throw new AppError("invalid", "This link is not complete. Open it from the mail again.");
  }
  return { memberId, kind: known.data };
}

/** What the holder of a mail's link gets. Throws `gone` when the member is not in the cohort any more. */
export async function choicesOfHolder(db: Db, holder: TokenHolder): Promise<TokenChoices> {
  const member = await db.member.findUnique({
    where: { id: holder.memberId },
    select: { id: true, role: true, cohort: { select: { title: true } }, person: { select: { email: true } } },
  });
  if (!member) throw new AppError("gone", "You are not in this cohort any more and get no mail from it.");
  return {
    cohort: member.cohort.title,
    who: maskAddress(member.person.email),
    kind: holder.kind,
    choices: await choicesOf(db, member.id, member.role),
  };
}

/** Which mails the acting member gets from the cohort of `scope`. */
export async function ownChoices(
  db: Db,
  scope: CohortScope,
  member: { id: string; role: "follower" | "learner" | "organizer" },
): Promise<Choices> {
  return { cohort: scope.cohort.title, choices: await choicesOf(db, member.id, member.role) };
}

async function choicesOf(db: Db, memberId: string, role: "follower" | "learner" | "organizer"): Promise<Choice[]> {
  const rows = await db.subscription.findMany({ where: { memberId }, select: { kind: true, enabled: true } });
  return kindsFor(role).map((kind) => ({
    kind,
    name: kindName(kind),
    enabled: rows.find((row) => row.kind === kind)?.enabled ?? true,
  }));
}
