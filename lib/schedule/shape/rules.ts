import { AppError } from "@/lib/core/errors";
import { newClash } from "@/lib/schedule/edit/rules";
import type { Line } from "@/lib/schedule/lines";
import { sessionName } from "@/lib/schedule/rules";
import type { ScheduleSession } from "@/lib/schedule/schema";
import { byDate, type ShapeWorld } from "@/lib/schedule/shape/calendar/rules";
import { addNoSession, cancel, pullForward, pushBack, swap } from "@/lib/schedule/shape/moves/rules";
import { goOn, split } from "@/lib/schedule/shape/parts/rules";
import type { ShapeDraft } from "@/lib/schedule/shape/plan/rules";
import { rowsOf } from "@/lib/schedule/shape/rows/rules";
import type { ShapeOperation, ShapeRow } from "@/lib/schedule/shape/schema";
import { shapeLines, shapeNotes } from "@/lib/schedule/shape/words/rules";
import { dayAndMonth } from "@/lib/time/words";

export interface ShapePlan {
  action: string;
  after: ScheduleSession[];
  rows: ShapeRow[];
  lines: Line[];
  notes: string[];
}

/**
 * What one operation makes of a schedule.
 *
 * - `push_back`: the session and all later ones go to the next date of their own weekday, so many times (`week`,
 *   `weeks`); or the session goes to its next free date and only those follow that it meets or would overtake, up to
 *   the first gap (`next_free`). An open date is such a gap: it is used up and takes the date that became free, or the
 *   week without a session that is to stand there; where that date lies in a break the open date goes.
 * - `pull_forward`: the session and all later ones go to the date before, when the one before the session is a gap.
 * - `swap`: two sessions exchange their dates. A week without a session may be one of them.
 * - `cancel`: the session stays, marked. With `pushBack` it is held later instead: it goes to the next free date with
 *   all that hangs on it, and its old date says that there is no session.
 * - `split`: a second part stands on the next date of the session's weekday, with the chosen uses and the session's
 *   time, length, format and presenters; what stands there is pushed back.
 * - `continue`: the next session that takes place asks for the rest of a resource, first in the same slot.
 * - `no_session`: a date says that there is none; what stands there, and then what follows, is pushed back.
 *
 * Whatever moves, these hold: nobody is lost or doubled (but for an open date that was used up); pinned and cancelled
 * sessions and weeks without one keep their dates; nothing moves into a break or onto a date that is taken; movable
 * sessions that are about something keep their order; those of one day stay together; own times and lengths stay with
 * their session, and uses, questions and answers with them; swapping twice changes nothing.
 *
 * Throws `not_found` for an id that is no session of the schedule and `invalid` for what cannot be done.
 */
export function planShape(world: ShapeWorld, operation: ShapeOperation, newId: () => string): ShapePlan {
  const draft = draftOf(world, operation, newId);
  const after = draft.after.toSorted(byDate(world.cohort.startsAt));
  refuseClash(world, after);
  return {
    action: draft.action,
    after,
    rows: rowsOf(world.sessions, after, world.cohort),
    lines: shapeLines(world, draft),
    notes: shapeNotes(world, draft),
  };
}

function draftOf(world: ShapeWorld, operation: ShapeOperation, newId: () => string): ShapeDraft {
  switch (operation.kind) {
    case "push_back":
      return pushBack(world, operation, newId);
    case "pull_forward":
      return pullForward(world, operation, newId);
    case "swap":
      return swap(world, operation);
    case "cancel":
      return cancel(world, operation, newId);
    case "split":
      return split(world, operation, newId);
    case "continue":
      return goOn(world, operation, newId);
    case "no_session":
      return addNoSession(world, operation, newId);
  }
}

function refuseClash(
  { sessions, cohort }: Pick<ShapeWorld, "sessions" | "cohort">,
  after: readonly ScheduleSession[],
): void {
  const clash = newClash(sessions, after, cohort);
  if (!clash) return;
  const [one, other] = clash.map(sessionName);
  throw new AppError("invalid", `${dayAndMonth(clash[0].date)} would have two at one time: “${one}” and “${other}”.`);
}
