import { heldUntil } from "@/lib/changes/rules";
import { isOpening, readLine } from "@/lib/changes/words/rules";
import { type CohortTimes, isOver } from "@/lib/schedule/rules";
import { dayAndMonth } from "@/lib/time/words";
import { addDays, dateIn, type LocalDate } from "@/lib/time/zones";

/** Half a year: a day of the log without its year is one of the days around it. */
const HALF_A_YEAR = 183;

/** A line of the public log with the session it is about. */
export interface NewsLine {
  id: string;
  text: string;
  at: Date;
  updatedAt: Date;
  session: {
    state: "draft" | "published" | "cancelled";
    deleted: boolean;
    date: LocalDate;
    startsAt: string | null;
    lengthMinutes: number | null;
  } | null;
}

/**
 * The lines that members are to be mailed about at `now`: none about a session that is over, a draft or gone, and no
 * opening of a term that has no session ahead.
 */
export function worthTelling<L extends NewsLine>(
  lines: readonly L[],
  { cohort, ahead, now }: { cohort: CohortTimes; ahead: boolean; now: Date },
): L[] {
  const today = dateIn(now, cohort.timezone);
  return lines.filter(({ text, session }) => {
    if (session) return session.state !== "draft" && !session.deleted && !isOver(session, cohort, now);
    if (isOpening(text)) return ahead;
    const said = readLine(text);
    return said?.kind !== "removed" || !isPast(said.on, today);
  });
}

function isPast(day: string, today: LocalDate): boolean {
  for (let back = 1; back <= HALF_A_YEAR; back += 1) if (dayAndMonth(addDays(today, -back)) === day) return true;
  return false;
}

/** When the mail about these lines is due; null when there are none. */
export function changeDueAt(lines: readonly Pick<NewsLine, "at" | "updatedAt">[]): Date | null {
  return lines.length > 0 ? heldUntil(lines) : null;
}

/** What the mail is called: its one line where that is short, else how many there are. */
export function changeTitle(texts: readonly string[]): string {
  const [only = ""] = texts;
  if (texts.length !== 1) return `${texts.length} changes to the schedule`;
  const words = only.replace(/\.$/, "");
  return words.length <= 120 ? words : "A change to the schedule";
}
