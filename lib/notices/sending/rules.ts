import { noMail, revisionOf } from "@/lib/notices/rules";
import { type DeliveryState, isAskedFor, type NoticeKind } from "@/lib/notices/schema";
import type { LocalDate } from "@/lib/time/zones";

/** Everything that decides whether a delivery may still go, read in the transaction that claims it. */
export interface ClaimFacts {
  kind: NoticeKind;
  revision: number;
  expiresAt: Date;
  /** Why the address gets no mail, or null. */
  suppressed: string | null;
  /** Null for a notice that belongs to no cohort. */
  cohort: { state: "draft" | "open" | "running" | "archived"; deleted: boolean; kindEnabled: boolean } | null;
  member: { state: "pending" | "active" | "paused" | "left"; kindEnabled: boolean } | null;
  /** The session a weekly prep is about; null when there is none, or no longer. */
  session: { state: "draft" | "published" | "cancelled"; deleted: boolean; date: LocalDate; startsAt: Date } | null;
  /** What is left of the lines that a change mail is about. */
  news?: "there" | "taken back" | "over";
  /** The token whose link the mail carries. */
  token: { used: boolean; expiresAt: Date } | null;
  needsToken: boolean;
  /** Whether an account has the address. */
  accountExists: boolean;
}

export type Verdict = { send: true } | { send: false; state: "cancelled" | "expired" | "suppressed"; reason: string };

/**
 * Whether a delivery may go at `now`. Asked again at the last moment, since a member may have left, paused or
 * unsubscribed and a session may have been moved or cancelled since it was planned. Reasons are for organizers to read.
 */
export function verdict(facts: ClaimFacts, now: Date): Verdict {
  // An address that bounced once still gets what its owner asks for at this moment: nothing else would let them back in.
  if (facts.suppressed !== null && !isAskedFor(facts.kind)) return ended("suppressed", noMail(facts.suppressed));
  const refused = isAskedFor(facts.kind) ? refuseAskedFor(facts) : refuseCohortNotice(facts, now);
  if (refused) return refused;
  if (facts.token && facts.token.expiresAt <= now) return ended("expired", "Its link had expired.");
  if (facts.expiresAt <= now) return ended("expired", "It was due too long ago to be of use.");
  return { send: true };
}

function refuseAskedFor(facts: ClaimFacts): Verdict | null {
  if (facts.needsToken && !facts.token) return ended("cancelled", "Its link was withdrawn.");
  if (facts.token?.used) return ended("cancelled", "Its link was used already.");
  // The page answers the same whether or not an account exists; only here does it make a difference.
  if (facts.kind === "sign_in" && !facts.accountExists) return ended("cancelled", "No account has this address.");
  if (facts.cohort && (facts.cohort.deleted || facts.cohort.state === "archived")) {
    return ended("cancelled", "The cohort is closed.");
  }
  return null;
}

function refuseCohortNotice(facts: ClaimFacts, now: Date): Verdict | null {
  const { cohort, member } = facts;
  if (!cohort || cohort.deleted) return ended("cancelled", "The cohort was deleted.");
  if (cohort.state === "archived") return ended("cancelled", "The cohort is archived.");
  if (cohort.state === "draft") return ended("cancelled", "The cohort is a draft.");
  if (!cohort.kindEnabled) return ended("cancelled", "The cohort switched this kind of mail off.");
  if (!member || member.state === "left") return ended("cancelled", "The member has left.");
  if (member.state === "paused") return ended("cancelled", "The member has paused.");
  if (member.state === "pending") return ended("cancelled", "The member is not confirmed.");
  if (!member.kindEnabled) return ended("cancelled", "The member switched this kind of mail off.");
  if (facts.news === "taken back") return ended("cancelled", "What it was about was taken back.");
  if (facts.news === "over") return ended("expired", "What it was about is over.");
  return facts.kind === "weekly_prep" ? refuseSession(facts, now) : null;
}

function refuseSession({ session, revision }: ClaimFacts, now: Date): Verdict | null {
  if (!session || session.deleted) return ended("cancelled", "The session was deleted.");
  if (session.state === "cancelled") return ended("cancelled", "The session was cancelled.");
  if (session.state === "draft") return ended("cancelled", "The session is no longer published.");
  if (revisionOf(session.date) !== revision) return ended("cancelled", "The session was moved to another date.");
  if (session.startsAt <= now) return ended("expired", "The session has begun.");
  return null;
}

function ended(state: "cancelled" | "expired" | "suppressed", reason: string): Verdict {
  return { send: false, state, reason };
}

/** How one attempt to hand a mail to the server went. */
export type Attempt =
  | { kind: "accepted"; reply: string }
  /** The server answered with a code of 400 or more; `stage` is what it refused. */
  | { kind: "refused"; code: number; reply: string; stage: "connection" | "recipient" | "message" }
  /** No answer. `started` when a byte of the message may have left. */
  | { kind: "lost"; started: boolean; detail: string }
  /** Another worker has the delivery; nothing left and nothing is to be written. */
  | { kind: "fenced" };

export interface Settlement {
  state: Extract<DeliveryState, "accepted" | "deferred" | "failed" | "unknown">;
  reason: string;
  reply: string;
  /** Until the next attempt, in milliseconds; 0 when there is none. */
  delay: number;
  /** The address is to get no more mail. */
  suppress: boolean;
}

/** A mail that was asked for is sent again this many times in all when nobody knows whether it arrived. */
export const RESENDS = 3;
const MINUTE = 60_000;

/**
 * What an attempt means for a delivery. `attempts` counts this one; `chance` is a random number from 0 to 1.
 * A repeat is safe only if the server answered with a code, or no byte of the message left (RFC 5321, 4.5.4.1 and RFC
 * 1047); anything else is `unknown`, which nothing but a person sends again, unless a person is waiting for it.
 */
export function settle(
  attempt: Exclude<Attempt, { kind: "fenced" }>,
  { kind, attempts, chance }: { kind: NoticeKind; attempts: number; chance: number },
): Settlement {
  const again = { state: "deferred" as const, delay: backoff(attempts, chance), suppress: false };
  if (attempt.kind === "accepted") {
    return { state: "accepted", reason: "", reply: attempt.reply, delay: 0, suppress: false };
  }
  if (attempt.kind === "lost") {
    const reply = attempt.detail;
    if (!attempt.started) return { ...again, reason: "The mail server did not answer.", reply };
    const reason = "Nobody knows whether the mail server accepted it.";
    if (isAskedFor(kind) && attempts < RESENDS) return { ...again, reason, reply };
    return { state: "unknown", reason, reply, delay: 0, suppress: false };
  }
  const { code, reply, stage } = attempt;
  if (code < 500) return { ...again, reason: "The mail server asked to try later.", reply };
  // A refusal of our own server (its sender, its login, its turn) says nothing about the person it was for.
  if (stage === "connection") return { ...again, reason: "The mail server refused this server.", reply };
  if (stage === "message") {
    return { state: "failed", reason: "The mail server refused the message.", reply, delay: 0, suppress: false };
  }
  const reason = "The mail server refused the address.";
  return { state: "failed", reason, reply, delay: 0, suppress: isAboutTheAddress(reply) };
}

/** 1, 2, 4 and so on up to 60 minutes in milliseconds, a tenth more or less by chance so that a batch spreads out. */
export function backoff(attempts: number, chance: number): number {
  const minutes = Math.min(60, 2 ** Math.max(0, Math.min(attempts - 1, 6)));
  return Math.round(minutes * MINUTE * (0.9 + 0.2 * chance));
}

// Enhanced status codes (RFC 3463): 2.2 is a full mailbox, which empties; x.3 is the receiving system, x.5 the protocol and x.7 policy, such as a blocked
// sender. One of those at the first recipient would otherwise silence a whole cohort.
function isAboutTheAddress(reply: string): boolean {
  return !/^\d{3}[ -]5\.(?:2\.2\b|[357]\.\d)/.test(reply);
}

/** A server's reply as it is kept: one line, at most 300 characters, without the addresses it quotes. */
export function keptReply(reply: string): string {
  const line = reply.replaceAll(/[\p{Cc}\s]+/gu, " ").trim();
  return line.replaceAll(/[^\s<>"(),;:]+@[^\s<>"(),;:]+/g, "…").slice(0, 300);
}
