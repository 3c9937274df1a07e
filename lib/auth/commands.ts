import { recordAudit } from "@/lib/audit/commands";
import {
  CODE_TRIES,
  SETUP_LINK_SECONDS,
  SIGN_IN_LINK_SECONDS,
  SIGN_IN_SECONDS,
  type UseSetup,
} from "@/lib/auth/schema";
import { deriveCode, deriveToken, equal, hashMailedToken, hashToken } from "@/lib/auth/tokens";
import { env } from "@/lib/config/env";
import type { Ctx } from "@/lib/core/context";
import { AppError } from "@/lib/core/errors";
import { inTransaction, type Tx } from "@/lib/db/client";
import { type Token, TokenPurpose } from "@/lib/db/generated/client";
import { enqueueNotice } from "@/lib/notices/outbox";

const DEAD_LINK = "This link does not work any more. Ask for a new one.";

export interface NewToken {
  purpose: TokenPurpose;
  email: string;
  seconds: number;
  cohortId?: string;
  payload?: Record<string, string | null>;
  browser?: string;
  nonce?: string;
}

/** Stores a token and gives its id and the secret that travels by mail. */
export async function createToken(ctx: Ctx, tx: Tx, input: NewToken): Promise<{ id: string; token: string }> {
  const secret = env().AUTH_SECRET;
  const nonce = input.nonce ?? newNonce(ctx);
  const token = deriveToken(secret, input.purpose, nonce);
  const id = ctx.newId();
  await tx.token.create({
    data: {
      id,
      purpose: input.purpose,
      email: input.email,
      cohortId: input.cohortId ?? null,
      payload: input.payload ?? {},
      nonce,
      tokenHash: hashMailedToken(secret, token),
      browserHash: input.browser ? hashToken(input.browser) : null,
      expiresAt: new Date(ctx.now().getTime() + input.seconds * 1000),
      createdAt: ctx.now(),
    },
  });
  return { id, token };
}

/** 192 bits from the CSPRNG, for a token or a browser cookie. */
export function newNonce(ctx: Pick<Ctx, "random">): string {
  return ctx.random(24).toString("base64url");
}

/**
 * Uses up a token: of any number of requests with the same one, exactly one gets it. The others, and those with an
 * expired or superseded one, get null. The address's other tokens for the same purpose are superseded.
 */
export async function consumeToken(ctx: Ctx, tx: Tx, purpose: TokenPurpose, tokenHash: string): Promise<Token | null> {
  const now = ctx.now();
  const taken = await tx.token.updateManyAndReturn({
    where: { purpose, tokenHash, usedAt: null, expiresAt: { gt: now } },
    data: { usedAt: now },
  });
  const token = taken[0];
  if (!token) return null;
  await tx.token.updateMany({
    where: { purpose, email: token.email, cohortId: token.cohortId, usedAt: null },
    data: { usedAt: now },
  });
  return token;
}

/**
 * Asks for a sign-in link. The work is the same whether or not the address has an account: who it is gets looked up
 * only when the mail is about to leave. `nonce` is the one that the mailed token was derived from.
 */
export async function requestSignIn(ctx: Ctx, input: { email: string; browser: string; nonce: string }): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const { id } = await createToken(ctx, tx, {
      purpose: TokenPurpose.sign_in,
      email: input.email,
      seconds: SIGN_IN_LINK_SECONDS,
      browser: input.browser,
      nonce: input.nonce,
    });
    await enqueueNotice(ctx, tx, {
      kind: "sign_in",
      cohortId: null,
      subjectKey: id,
      payload: { tokenId: id },
      to: [{ personId: null, address: input.email }],
    });
  });
}

/**
 * Turns the six digits into the token they stand for. Only the browser that asked can, five times for each mail
 * that was really sent, which makes fifteen guesses an hour for an address. Throws `invalid` for a wrong code, `gone` when there is nothing to try.
 */
export async function exchangeCode(ctx: Ctx, input: { email: string; code: string; browser: string }): Promise<string> {
  const secret = env().AUTH_SECRET;
  // The try is counted before the code is compared, so that many requests at once get no more than five.
  const [row] = await ctx.db.$queryRaw<{ nonce: string }[]>`
    UPDATE token SET tries = tries + 1
     WHERE id = (SELECT id FROM token
                  WHERE purpose = 'sign_in' AND email = ${input.email} AND browser_hash = ${hashToken(input.browser)}
                    AND used_at IS NULL AND expires_at > ${ctx.now()}
                    -- A request beyond the hour's three mails has no mail, and so no code to guess.
                    AND EXISTS (SELECT FROM notice n JOIN delivery d ON d.notice_id = n.id
                                 WHERE n.kind = 'sign_in' AND n.subject_key = token.id::text AND d.state <> 'suppressed')
                  ORDER BY created_at DESC LIMIT 1)
       AND tries < ${CODE_TRIES}
    RETURNING nonce`;
  if (!row) throw new AppError("gone", "This code does not work any more. Ask for a new one.");
  if (!equal(deriveCode(secret, row.nonce), input.code)) {
    throw new AppError("invalid", "That is not the code in the mail.", { code: "That is not the code in the mail." });
  }
  return deriveToken(secret, TokenPurpose.sign_in, row.nonce);
}

/** Signs a person in: gives the cookie's value, of which the database keeps the hash. */
export async function openSignIn(ctx: Ctx, tx: Tx, personId: string, userAgent: string) {
  const cookie = newNonce(ctx);
  const expiresAt = new Date(ctx.now().getTime() + SIGN_IN_SECONDS * 1000);
  await tx.signIn.create({
    data: {
      id: ctx.newId(),
      tokenHash: hashToken(cookie),
      personId,
      userAgent: userAgent.slice(0, 200),
      expiresAt,
      createdAt: ctx.now(),
    },
  });
  return { cookie, expiresAt };
}

/** Ends one sign-in of the acting person, or all but `keep`. Ending one that has ended changes nothing. */
export async function revokeSignIns(ctx: Ctx, input: { id?: string; keepHash?: string }): Promise<{ ended: number }> {
  if (ctx.actor.kind !== "person") throw new AppError("unauthenticated", "Sign in first.");
  const { personId } = ctx.actor;
  return inTransaction(ctx, async (tx) => {
    const { count } = await tx.signIn.deleteMany({
      where: {
        personId,
        ...(input.id ? { id: input.id } : {}),
        ...(input.keepHash ? { NOT: { tokenHash: input.keepHash } } : {}),
      },
    });
    if (count > 0) {
      await recordAudit(ctx, tx, {
        cohortId: null,
        action: "sign_in.ended",
        subjectKind: "person",
        subjectId: personId,
        after: { ended: count },
      });
    }
    return { ended: count };
  });
}

/**
 * A link that makes the first organizer, valid for a day and once; null when there is one already. A second call
 * replaces the first link.
 */
export async function makeSetupLink(ctx: Ctx): Promise<string | null> {
  return inTransaction(ctx, async (tx) => {
    if (await tx.person.findFirst({ where: { mayCreateCohorts: true }, select: { id: true } })) return null;
    await tx.token.updateMany({ where: { purpose: TokenPurpose.setup, usedAt: null }, data: { usedAt: ctx.now() } });
    const { token } = await createToken(ctx, tx, {
      purpose: TokenPurpose.setup,
      email: "",
      seconds: SETUP_LINK_SECONDS,
    });
    return `${env().CONVENE_URL}/setup#${token}`;
  });
}

/**
 * Makes the first organizer: an account that may create cohorts and organizes those that are there. Whoever holds the
 * link stands at the server, so the address is taken as given.
 */
export async function useSetupLink(ctx: Ctx, input: UseSetup, userAgent: string) {
  return inTransaction(ctx, async (tx) => {
    const token = await consumeToken(ctx, tx, TokenPurpose.setup, hashMailedToken(env().AUTH_SECRET, input.token));
    if (!token) throw new AppError("gone", DEAD_LINK);
    const now = ctx.now();
    const person = await tx.person.upsert({
      where: { email: input.email },
      create: { id: ctx.newId(), email: input.email, name: input.name, mayCreateCohorts: true, emailVerifiedAt: now },
      update: { name: input.name, mayCreateCohorts: true, emailVerifiedAt: now },
    });
    const cohorts = await tx.cohort.findMany({ where: { deletedAt: null }, select: { id: true } });
    for (const { id: cohortId } of cohorts) {
      await tx.member.upsert({
        where: { cohortId_personId: { cohortId, personId: person.id } },
        create: { id: ctx.newId(), cohortId, personId: person.id, role: "organizer", state: "active", joinedAt: now },
        update: { role: "organizer", state: "active" },
      });
    }
    await recordAudit({ ...ctx, actor: { kind: "token", personId: person.id, purpose: "setup" } }, tx, {
      cohortId: null,
      action: "person.made_first_organizer",
      subjectKind: "person",
      subjectId: person.id,
    });
    return { person, signIn: await openSignIn(ctx, tx, person.id, userAgent) };
  });
}

/** The token of a mailed link, or an error that does not say why it is dead. */
export async function requireToken(ctx: Ctx, tx: Tx, purpose: TokenPurpose, token: string): Promise<Token> {
  const row = await consumeToken(ctx, tx, purpose, hashMailedToken(env().AUTH_SECRET, token));
  if (!row) throw new AppError("gone", DEAD_LINK);
  return row;
}
