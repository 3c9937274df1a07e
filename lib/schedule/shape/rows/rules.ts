import { isSame } from "@/lib/schedule/edit/rules";
import { sessionName } from "@/lib/schedule/rules";
import type { ScheduleSession } from "@/lib/schedule/schema";
import { byDate } from "@/lib/schedule/shape/calendar/rules";
import type { ShapeRow } from "@/lib/schedule/shape/schema";

/** Every session of two states of a schedule, before and after side by side, by its date afterwards. */
export function rowsOf(
  before: readonly ScheduleSession[],
  after: readonly ScheduleSession[],
  cohort: { startsAt: string },
): ShapeRow[] {
  const former = new Map(before.map((session) => [session.id, session]));
  const kept = new Set(after.map(({ id }) => id));
  const gone = before.filter(({ id }) => !kept.has(id));
  return [...after, ...gone].sort(byDate(cohort.startsAt)).map((session) => {
    const was = former.get(session.id) ?? null;
    const { id: sessionId, date, startsAt, format, pinned, state } = session;
    const to = kept.has(sessionId) ? date : null;
    const shared = { sessionId, title: sessionName(session), startsAt, format, pinned, state };
    return { ...shared, from: was?.date ?? null, to, effect: to === null ? "used_up" : effectOn(was, session) };
  });
}

function effectOn(was: ScheduleSession | null, session: ScheduleSession): ShapeRow["effect"] {
  if (!was) return "new";
  if (was.state !== session.state && session.state === "cancelled") return "cancelled";
  if (was.title !== session.title) return "changes";
  if (was.date !== session.date) return "moves";
  return isSame(was, session) ? "stays" : "changes";
}
