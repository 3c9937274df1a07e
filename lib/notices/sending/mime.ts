import { createHash } from "node:crypto";
import MailComposer from "nodemailer/lib/mail-composer";
import { isEmailAddress } from "@/lib/core/email";
import type { NoticeKind } from "@/lib/notices/schema";

/** A mail to one person, before it has a Message-ID and a date. */
export interface Mail {
  kind: NoticeKind;
  to: { name: string; address: string };
  subject: string;
  html: string;
  text: string;
  /** The cohort that it is about, for the list headers, `id` as `slug.host`; null for a mail about an account. */
  list: { id: string; slug: string; title: string } | null;
  /** Where a mail program can stop this kind with one POST; only for mails that can be stopped. */
  unsubscribeUrl: string | null;
  /** What goes along for the reader's calendar: an iCalendar object with METHOD:PUBLISH (RFC 5545, RFC 5546). */
  calendar?: string;
}

export interface Sender {
  name: string;
  address: string;
}

/** MAIL_FROM, `Name <address>` or an address alone. Throws when it is neither. */
export function parseSender(value: string): Sender {
  const match = /^\s*(?:"?([^"<>]*?)"?\s*<([^<>\s]+)>|([^<>\s]+))\s*$/.exec(value);
  const address = match?.[2] ?? match?.[3] ?? "";
  if (!isEmailAddress(address)) throw new Error("MAIL_FROM is not an address, nor a name with an address in <>.");
  return { name: headerText(match?.[1] ?? ""), address };
}

/** One line of text for a header: what would end the line or the header becomes a space. */
export function headerText(value: string, max = 200): string {
  const line = value
    .replaceAll(/[\p{Cc}\p{Zl}\p{Zp}\p{Cs}]+/gu, " ")
    .replaceAll(/ {2,}/g, " ")
    .trim();
  return [...line].slice(0, max).join("");
}

/**
 * The mail as it goes over the wire. The same mail with the same Message-ID and date is the same bytes. Carries what
 * RFC 8058 (one-click unsubscribe), RFC 2919 (List-Id) and RFC 3834 (Auto-Submitted) ask of automatic mail. With an
 * object for a calendar it is that after the mail in a multipart/mixed (RFC 6047), else the mail alone.
 */
export async function toMime(mail: Mail, made: { messageId: string; date: Date; from: Sender }): Promise<Buffer> {
  const { list, unsubscribeUrl, calendar } = mail;
  const headers: { key: string; value: string | { prepared: true; value: string } }[] = [
    { key: "Auto-Submitted", value: "auto-generated" },
  ];
  if (list) {
    headers.push({ key: "List-Id", value: { prepared: true, value: `<${list.id}>` } });
    headers.push({ key: "Feedback-ID", value: `${mail.kind}:${list.slug}:convene` });
  }
  if (unsubscribeUrl) {
    // Folded or encoded the URL would not be one any more, so it goes out as it is.
    headers.push({ key: "List-Unsubscribe", value: { prepared: true, value: `<${new URL(unsubscribeUrl).href}>` } });
    headers.push({ key: "List-Unsubscribe-Post", value: "List-Unsubscribe=One-Click" });
  }
  const from = {
    name: headerText(list ? list.title : made.from.name, 80) || made.from.name,
    address: made.from.address,
  };
  const composer = new MailComposer({
    from,
    // Answers go to the server's own address: an organizer's is theirs to give.
    ...(list ? { replyTo: made.from } : {}),
    to: { name: headerText(mail.to.name, 80), address: mail.to.address },
    subject: headerText(mail.subject),
    text: mail.text,
    html: mail.html,
    textEncoding: "base64",
    ...(calendar ? { attachments: [calendarPart(calendar)] } : {}),
    messageId: made.messageId,
    date: made.date,
    headers,
    baseBoundary: createHash("sha256").update(made.messageId).digest("hex").slice(0, 24),
    xMailer: false,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return composer.compile().build();
}

/** The method stands here as it does in the object (RFC 6047, 2.4); a file, so that no program takes it for an answer. */
function calendarPart(calendar: string) {
  return {
    filename: "invite.ics",
    contentType: "text/calendar; charset=utf-8; method=PUBLISH",
    contentDisposition: "attachment" as const,
    contentTransferEncoding: "base64" as const,
    content: Buffer.from(calendar),
  };
}

/** What tells one mail from another: SHA-256 of its bytes, hex. */
export function mimeHash(mime: Buffer): string {
  return createHash("sha256").update(mime).digest("hex");
}
