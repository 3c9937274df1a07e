import type { Db } from "@/lib/db/client";
import { planDue } from "@/lib/notices/jobs";
import { type Log, MailSender, type SenderTimings } from "@/lib/notices/sending/sender";
import { parseSmtpUrl } from "@/lib/notices/sending/smtp";
import { frozenCtx, type MailCohort, makeCohort, makeMember, makeSession } from "@/lib/testing/factories";

/** When the mails of `plannedMails` are due. */
export const DUE = "2024-10-19T14:00:00Z";

const FAST: Partial<SenderTimings> = { pause: 20, drain: 2_000, rewrite: 5 };

export interface SenderOptions {
  url: string;
  timings?: Partial<SenderTimings>;
  concurrency?: number;
  now?: string;
  log?: Log;
}

/** A sender that loses no time, to the mail server at `url`. */
export function fastSender(db: Db, { url, timings, concurrency = 2, now = DUE, log }: SenderOptions): MailSender {
  return new MailSender({
    ctx: frozenCtx(db, now),
    server: parseSmtpUrl(url),
    from: { name: "Convene", address: "convene@example.org" },
    log: log ?? (() => undefined),
    timings: { ...FAST, ...timings },
    concurrency,
  });
}

/** A cohort of so many members with a session, and the mails about it. */
export async function plannedMails(db: Db, members = 1): Promise<{ cohort: MailCohort; sessionId: string }> {
  const cohort = await makeCohort(db);
  for (let n = 0; n < members; n += 1) await makeMember(db, cohort);
  const sessionId = await makeSession(db, cohort, "2024-10-22");
  await planDue(frozenCtx(db, DUE));
  return { cohort, sessionId };
}

export function deliveriesIn(db: Db) {
  return db.delivery.findMany({ orderBy: { createdAt: "asc" } });
}

export async function onlyDelivery(db: Db) {
  const [row, ...rest] = await deliveriesIn(db);
  if (!row || rest.length > 0) throw new Error("There should be one delivery.");
  return row;
}
