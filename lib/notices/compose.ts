import { changeMail } from "@/emails/change";
import { confirmMail } from "@/emails/confirm";
import { type RenderedMail, renderMail } from "@/emails/render";
import { signInMail } from "@/emails/sign-in";
import { weeklyPrepMail } from "@/emails/weekly-prep";
import { welcomeMail } from "@/emails/welcome";
import { type CohortScope, openCohort } from "@/lib/auth/scope";
import { deriveCode, deriveToken, equal, hashMailedToken } from "@/lib/auth/tokens";
import { calendarForMember, mailedEvent } from "@/lib/calendar/queries";
import { env } from "@/lib/config/env";
import { isWebUrl } from "@/lib/core/text";
import type { Db } from "@/lib/db/client";
import { changedEvents, changeFor } from "@/lib/notices/change/queries";
import { nextSession, type Reader, readerOf, weeklyPrepFor } from "@/lib/notices/prep/queries";
import { askedFor, whenOf, whyOf } from "@/lib/notices/prep/rules";
import { plainName } from "@/lib/notices/rules";
import type { NoticeKind, NoticePayload } from "@/lib/notices/schema";
import { type Mail, parseSender } from "@/lib/notices/sending/mime";
import { markUrl } from "@/lib/progress/from-mail/queries";
import { expiryOf } from "@/lib/progress/from-mail/rules";
import { usesOfSessions } from "@/lib/progress/queries";
import { unsubscribeToken } from "@/lib/subscriptions/queries";

/** One delivery, as far as its mail depends on it. */
export interface DeliveryToCompose {
  kind: NoticeKind;
  cohortSlug: string | null;
  personId: string | null;
  address: string;
  subjectKey: string;
  payload: NoticePayload;
}

/** A mail cannot be written, and trying again will not help; the message says why without naming anybody. */
export class CannotCompose extends Error {
  override name = "CannotCompose";
}

/**
 * The mail of one delivery for the one person it goes to, from the data as it is now. Links with a secret are made
 * here, from the token's nonce and the server's key. Throws CannotCompose.
 */
export async function composeMail(db: Db, delivery: DeliveryToCompose, now: Date): Promise<Mail> {
  switch (delivery.kind) {
    case "confirm":
    case "sign_in":
      return composeWithToken(db, delivery, now);
    case "welcome":
    case "weekly_prep":
    case "change":
      return composeForMember(db, delivery, now);
    default:
      throw new CannotCompose(`There is no template for ${delivery.kind} yet.`);
  }
}

async function composeWithToken(db: Db, delivery: DeliveryToCompose, now: Date): Promise<Mail> {
  const { AUTH_SECRET, CONVENE_URL } = env();
  const token = await db.token.findUnique({
    where: { id: delivery.payload.tokenId ?? "00000000-0000-0000-0000-000000000000" },
    include: { cohort: { select: { title: true } } },
  });
  if (!token) throw new CannotCompose("Its link was withdrawn.");
  const secret = deriveToken(AUTH_SECRET, token.purpose, token.nonce);
  // A link that was made under another key would be refused; it is better not to send it.
  if (!equal(hashMailedToken(AUTH_SECRET, secret), token.tokenHash))
    throw new CannotCompose("The key of this server has changed.");
  const validFor = duration(token.expiresAt.getTime() - now.getTime());
  const rendered =
    delivery.kind === "confirm"
      ? await renderMail(confirmMail, {
          cohort: token.cohort?.title ?? new URL(CONVENE_URL).host,
          confirmUrl: `${CONVENE_URL}/join/confirm#${secret}`,
          validFor,
        })
      : await renderMail(signInMail, {
          host: new URL(CONVENE_URL).host,
          signInUrl: `${CONVENE_URL}/sign-in/confirm#${new URLSearchParams({ token: secret, email: delivery.address })}`,
          code: deriveCode(AUTH_SECRET, token.nonce),
          validFor,
        });
  return {
    kind: delivery.kind,
    to: { name: "", address: delivery.address },
    ...rendered,
    list: null,
    unsubscribeUrl: null,
  };
}

async function composeForMember(db: Db, delivery: DeliveryToCompose, now: Date): Promise<Mail> {
  const { kind, cohortSlug, personId } = delivery;
  const { CONVENE_URL } = env();
  if (!cohortSlug || !personId) throw new CannotCompose("The account was deleted.");
  const scope = await openCohort({ actor: { kind: "job", name: "send" } }, db, cohortSlug);
  const reader = await readerOf(db, scope, { personId });
  const calendar = await calendarFor(db, scope, delivery, reader, now);
  const attached = calendar !== null;
  const rendered = await renderForMember(db, scope, { ...delivery, attached }, { ...reader, personId }, now);
  return {
    kind,
    to: { name: reader.name, address: delivery.address },
    ...rendered,
    list: { id: `${cohortSlug}.${new URL(CONVENE_URL).hostname}`, slug: cohortSlug, title: scope.cohort.title },
    unsubscribeUrl: `${CONVENE_URL}/api/unsubscribe?t=${unsubscribeToken(reader.memberId, kind)}`,
    ...(calendar ? { calendar } : {}),
  };
}

function renderForMember(
  db: Db,
  scope: CohortScope,
  { kind, subjectKey, payload, attached }: DeliveryToCompose & { attached: boolean },
  reader: Reader & { personId: string },
  now: Date,
): Promise<RenderedMail> {
  if (kind === "welcome") return renderWelcome(db, scope, reader, now);
  if (kind === "change") return renderChange(db, scope, reader, { changeIds: payload.changeIds ?? [], attached }, now);
  return previewWeeklyPrep(db, scope, subjectKey, reader, { live: true, now });
}

/**
 * What the mail is about for the reader's calendar, published by the cohort at the address that the mail comes from: the
 * session of a prep, and those that a change mail speaks of, so that a calendar with an earlier mail's session moves it.
 */
async function calendarFor(
  db: Db,
  scope: CohortScope,
  { kind, subjectKey, payload }: DeliveryToCompose,
  { role }: Reader,
  now: Date,
): Promise<string | null> {
  const publisher = { name: scope.cohort.title, address: parseSender(env().MAIL_FROM).address };
  const [ctx, to] = [
    { db, now: () => now },
    { week: role !== "follower", publisher },
  ];
  if (kind === "weekly_prep") return mailedEvent(ctx, scope, subjectKey, to);
  return kind === "change" ? changedEvents(ctx, scope, payload.changeIds ?? [], to) : null;
}

/**
 * The weekly prep of a session as one member would get it now. Unless it is `live` the member's links to stop mails and to
 * mark what is done are left without their tokens, since whoever looks at a preview must not be able to use them. Throws
 * `not_found`.
 */
export async function previewWeeklyPrep(
  db: Db,
  scope: CohortScope,
  sessionId: string,
  reader: Reader,
  as: { live: false } | { live: true; now: Date },
): Promise<RenderedMail> {
  const markLink = (resourceId: string, startsAt: Date): string | null => {
    if (reader.role === "follower") return null;
    if (!as.live) return `${env().CONVENE_URL}/mark`;
    return markUrl({ memberId: reader.memberId, resourceId, expiresAt: expiryOf(startsAt, as.now) });
  };
  const links = { ...linksOf(scope, as.live ? reader : null, "weekly_prep"), markUrl: markLink };
  return renderMail(weeklyPrepMail, await weeklyPrepFor(db, scope, sessionId, reader, links));
}

async function renderWelcome(
  db: Db,
  scope: CohortScope,
  reader: Reader & { personId: string },
  now: Date,
): Promise<RenderedMail> {
  const { cohort } = scope;
  const { weekUrl, chooseUrl } = linksOf(scope, reader, "welcome");
  const session = await nextSession(db, scope, now);
  const uses = session ? await usesOfSessions(db, scope, [session.id], reader.memberId) : [];
  return renderMail(welcomeMail, {
    name: reader.name,
    cohort: cohort.title,
    next: session && {
      when: whenOf({ cohort, session, readerZone: reader.timezone }),
      title: plainName(session),
      prep: askedFor(uses),
    },
    weekUrl: reader.role === "follower" ? null : weekUrl,
    cohortUrl: `${env().CONVENE_URL}/c/${cohort.slug}`,
    meetingUrl: isWebUrl(cohort.meetingUrl) ? cohort.meetingUrl : null,
    calendarUrl: await calendarForMember(db, scope, reader.personId),
    accountUrl: `${env().CONVENE_URL}/me#calendar`,
    footer: whyOf({ cohort, role: reader.role, chooseUrl }),
  });
}

async function renderChange(
  db: Db,
  scope: CohortScope,
  reader: Reader,
  { changeIds, attached }: { changeIds: readonly string[]; attached: boolean },
  now: Date,
): Promise<RenderedMail> {
  const { chooseUrl } = linksOf(scope, reader, "change");
  const links = { scheduleUrl: `${env().CONVENE_URL}/c/${scope.cohort.slug}#schedule`, chooseUrl };
  const mail = await changeFor(db, scope, { changeIds, reader, attached, now }, links);
  if (!mail) throw new CannotCompose("What it was about was taken back.");
  return renderMail(changeMail, mail);
}

function linksOf(scope: CohortScope, reader: Reader | null, kind: NoticeKind) {
  const { CONVENE_URL } = env();
  return {
    weekUrl: `${CONVENE_URL}/c/${scope.cohort.slug}/week`,
    chooseUrl: `${CONVENE_URL}/unsubscribe${reader ? `#${unsubscribeToken(reader.memberId, kind)}` : ""}`,
  };
}

/** `10 minutes`, `1 day`: rounded, for people. */
function duration(ms: number): string {
  const minutes = Math.max(1, Math.round(ms / 60_000));
  if (minutes < 90) return minutes === 1 ? "1 minute" : `${minutes} minutes`;
  const hours = Math.round(minutes / 60);
  if (hours < 36) return hours === 24 ? "1 day" : `${hours} hours`;
  return `${Math.round(hours / 24)} days`;
}
