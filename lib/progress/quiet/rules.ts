import type { LearnerSigns, QuietReason } from "@/lib/progress/quiet/schema";

const DAY_MS = 24 * 60 * 60 * 1000;
/** A new member has this long before anybody asks. */
const SETTLING_DAYS = 7;
export const SILENT_DAYS = 14;
/** Sessions with something open from which on somebody has fallen behind; one is a busy week. */
const BEHIND_SESSIONS = 2;

const GRAVEST: readonly QuietReason[] = ["never_started", "silent", "behind"];

/**
 * Why somebody should be asked how they are, if at all; the gravest reason when there are several. Who has nothing open is
 * never quiet, however long ago they came.
 */
export function quietReason(signs: LearnerSigns, now: Date): QuietReason | null {
  if (signs.openSessions === 0) return null;
  const days = (since: string) => (now.getTime() - Date.parse(since)) / DAY_MS;
  if (signs.lastSeenAt === null) return days(signs.joinedAt) >= SETTLING_DAYS ? "never_started" : null;
  if (days(signs.lastSeenAt) >= SILENT_DAYS) return "silent";
  return signs.openSessions >= BEHIND_SESSIONS ? "behind" : null;
}

/** The gravest first, then who has the most open, then by name. */
export function inOrderOfConcern<Member extends Pick<LearnerSigns, "openSessions" | "name"> & { reason: QuietReason }>(
  members: readonly Member[],
): Member[] {
  return members.toSorted(
    (a, b) =>
      GRAVEST.indexOf(a.reason) - GRAVEST.indexOf(b.reason) ||
      b.openSessions - a.openSessions ||
      a.name.localeCompare(b.name),
  );
}
