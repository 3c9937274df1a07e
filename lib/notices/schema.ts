import { z } from "zod";
import { localDate } from "@/lib/time/zones";

export const noticeKind = z.enum([
  "confirm",
  "sign_in",
  "invitation",
  "welcome",
  "weekly_prep",
  "change",
  "recap",
  "pairing",
  "pairing_check",
  "announcement",
  "digest",
]);
export type NoticeKind = z.infer<typeof noticeKind>;

/** The kinds a person asks for by something they do; they cannot be switched off and are sent again when in doubt. */
export const ASKED_FOR = ["confirm", "sign_in", "invitation"] as const satisfies readonly NoticeKind[];

export function isAskedFor(kind: NoticeKind): boolean {
  return (ASKED_FOR as readonly NoticeKind[]).includes(kind);
}

export const deliveryState = z.enum([
  "queued",
  "leased",
  "accepted",
  "deferred",
  "failed",
  "suppressed",
  "expired",
  "unknown",
  "held",
  "cancelled",
]);
export type DeliveryState = z.infer<typeof deliveryState>;

/** What a template needs that no query can tell: ids, never a token or an address. */
export const noticePayload = z.object({
  tokenId: z.uuid().optional(),
  /** The lines of the public log that a change mail is about. */
  changeIds: z.array(z.uuid()).optional(),
});
export type NoticePayload = z.infer<typeof noticePayload>;

/** One notice that is planned or was: about which session, when, to how many. A change mail is about none. */
export const plannedNotice = z.object({
  kind: noticeKind,
  sessionId: z.uuid().nullable(),
  /** The session's date in the cohort's zone. */
  session: localDate.nullable(),
  title: z.string(),
  /** When it is due, UTC. */
  dueAt: z.iso.datetime(),
  recipients: z.number().int(),
});
export type PlannedNotice = z.infer<typeof plannedNotice>;

export const planRange = z.object({ cohort: z.string(), from: localDate, to: localDate });

/** How many deliveries of one notice are in each state; a state without any is left out. */
export const stateCounts = z.partialRecord(deliveryState, z.number().int());
export type StateCounts = z.infer<typeof stateCounts>;

/** A notice that was planned, and where its deliveries stand. `planned` is the sum of `counts`. */
export const outgoingNotice = z.object({
  id: z.uuid(),
  kind: noticeKind,
  sessionId: z.uuid().nullable(),
  session: localDate.nullable(),
  title: z.string(),
  dueAt: z.iso.datetime(),
  planned: z.number().int(),
  counts: stateCounts,
  deliveries: z.array(
    z.object({
      id: z.uuid(),
      name: z.string(),
      address: z.string(),
      state: deliveryState,
      /** Why it ended without being accepted, in a sentence. */
      reason: z.string(),
      attempts: z.number().int(),
      lastReply: z.string(),
      /** When the mail server accepted it, else when it is tried next; null when it has ended. */
      at: z.iso.datetime().nullable(),
    }),
  ),
});
export type OutgoingNotice = z.infer<typeof outgoingNotice>;

export const previewInput = z.object({ cohort: z.string(), sessionId: z.uuid(), memberId: z.uuid() });
export const mailPreview = z.object({ subject: z.string(), html: z.string(), text: z.string() });
export type MailPreview = z.infer<typeof mailPreview>;

export const sendNowInput = z.object({ cohort: z.string(), sessionId: z.uuid() });
export type SendNowInput = z.infer<typeof sendNowInput>;
export const sendNowResult = z.object({
  /** Mails that this call put into the queue. */
  queued: z.number().int(),
  /** Mails of the same notice that were planned before. */
  already: z.number().int(),
});
export type SendNowResult = z.infer<typeof sendNowResult>;
