import type { CohortScope } from "@/lib/auth/scope";
import type { Db } from "@/lib/db/client";
import { breaksOf } from "@/lib/schedule/breaks/queries";
import { scheduleOf } from "@/lib/schedule/queries";
import type { ShapeWorld } from "@/lib/schedule/shape/calendar/rules";
import { fingerprintOf, standingSchedule } from "@/lib/schedule/standing/queries";
import { dateIn } from "@/lib/time/zones";

/**
 * The schedule with its breaks as an operation needs it, and a fingerprint that differs when any of it does. The scope is
 * an organizer's, and the schedule is locked, so that all of it is of one moment.
 */
export async function shapeWorld(
  db: Db,
  scope: CohortScope,
  now: Date,
): Promise<{ world: ShapeWorld; fingerprint: string }> {
  const sessions = await scheduleOf(db, scope);
  const standing = await standingSchedule(db, scope);
  const breaks = await breaksOf(db, scope);
  const bare = new Set(standing.sessions.filter((session) => session.bare).map(({ id }) => id));
  // Whether an open date can be used up depends on what members have put on it since.
  const fingerprint = fingerprintOf(standing, [...breaks, ...bare]);
  const { timezone, startsAt } = scope.cohort;
  return { world: { sessions, breaks, bare, today: dateIn(now, timezone), cohort: { startsAt } }, fingerprint };
}
