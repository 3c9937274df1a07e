/** What the seal of such a link is for. */
export const MARK = "mark";

const DAY = 86_400_000;
const AT_LEAST = 14 * DAY;

/** Whom and what a link from a mail speaks for, and until when. */
export interface MailedMark {
  memberId: string;
  resourceId: string;
  expiresAt: Date;
}

/** When a link that is mailed at `now` stops to work: a day after the session began, and never within fourteen days. */
export function expiryOf(sessionStartsAt: Date, now: Date): Date {
  return new Date(Math.max(sessionStartsAt.getTime() + DAY, now.getTime() + AT_LEAST));
}

/** What is sealed into a link: `memberId:resourceId:seconds since 1970`. */
export function subjectOf({ memberId, resourceId, expiresAt }: MailedMark): string {
  return `${memberId}:${resourceId}:${Math.ceil(expiresAt.getTime() / 1000)}`;
}

/** Reads a sealed subject; null for one of another form and for one that is over at `now`. */
export function readSubject(subject: string, now: Date): MailedMark | null {
  const [, memberId, resourceId, seconds] = /^([0-9a-f-]{36}):([0-9a-f-]{36}):(\d{1,12})$/.exec(subject) ?? [];
  if (!memberId || !resourceId || !seconds) return null;
  const expiresAt = new Date(Number(seconds) * 1000);
  return expiresAt > now ? { memberId, resourceId, expiresAt } : null;
}
