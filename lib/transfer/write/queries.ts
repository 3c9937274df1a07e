import type { CohortScope } from "@/lib/auth/scope";
import { changesOf } from "@/lib/cohorts/queries";
import { env } from "@/lib/config/env";
import type { Db } from "@/lib/db/client";
import { scheduleOf } from "@/lib/schedule/queries";
import { dateIn } from "@/lib/time/zones";
import { type ScheduleToWrite, writtenSessions } from "@/lib/transfer/write/of";

/** Lines of the public log in a file; a long term has some hundreds. */
const MOST_CHANGES = 1000;

/**
 * What a file of the cohort's schedule says: what is published and what was cancelled, and with `drafts` those too, as far as
 * the scope may see them. The log is the public one.
 */
export async function scheduleToWrite(
  db: Db,
  scope: CohortScope,
  { drafts }: { drafts: boolean },
): Promise<ScheduleToWrite> {
  const { title, slug, timezone, weekday, startsAt, lengthMinutes, place } = scope.cohort;
  const [sessions, changes] = await Promise.all([scheduleOf(db, scope), changesOf(db, scope, MOST_CHANGES)]);
  const shown = drafts ? sessions : sessions.filter(({ state }) => state !== "draft");
  return {
    cohort: { title, timezone, weekday, startsAt, lengthMinutes, place },
    pageUrl: `${env().CONVENE_URL}/c/${slug}`,
    sessions: writtenSessions(shown),
    changes: changes.map(({ at, text }) => ({ date: dateIn(new Date(at), timezone), text })),
  };
}
