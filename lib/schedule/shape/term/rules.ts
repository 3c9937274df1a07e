import { AppError } from "@/lib/core/errors";
import { sessionName } from "@/lib/schedule/rules";
import { breakOn, type ShapeWorld } from "@/lib/schedule/shape/calendar/rules";
import type { GenerateTerm, TermDate } from "@/lib/schedule/shape/term/schema";
import { daysLater, isDay } from "@/lib/time/days";
import { type LocalDate, weekdayOf } from "@/lib/time/zones";

/** Further than this no term reaches, whatever breaks it has. */
const MOST_STEPS = 600;

type Asked = Pick<GenerateTerm, "firstDate" | "weekday" | "count" | "everyWeeks" | "skipBreaks">;

/**
 * The dates of a term: the first `count` of the rhythm that lie in no break, each new or taken already. Asked again when
 * they are there, it gives the same dates, all taken.
 */
export function termDates({ sessions, breaks }: Pick<ShapeWorld, "sessions" | "breaks">, asked: Asked): TermDate[] {
  const there = new Map(sessions.toReversed().map((session) => [session.date, session]));
  const dates: TermDate[] = [];
  let counted = 0;
  let date = onWeekday(asked.firstDate, asked.weekday);
  for (let step = 0; counted < asked.count; step += 1) {
    if (step === MOST_STEPS || !isDay(date)) {
      throw new AppError("invalid", "There are not so many dates outside of the breaks.", { count: "Too many." });
    }
    const pause = asked.skipBreaks ? breakOn(breaks, date) : null;
    const session = there.get(date);
    if (pause) dates.push({ date, does: "break", because: pause.title });
    else {
      counted += 1;
      dates.push(session ? { date, does: "taken", because: sessionName(session) } : { date, does: "new", because: "" });
    }
    date = daysLater(date, 7 * asked.everyWeeks);
  }
  return dates;
}

/** The first date on or after `date` that is such a weekday. */
function onWeekday(date: LocalDate, weekday: number | undefined): LocalDate {
  return weekday === undefined ? date : daysLater(date, (weekday - weekdayOf(date) + 7) % 7);
}
