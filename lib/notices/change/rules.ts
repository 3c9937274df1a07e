import type { FeedSession } from "@/lib/calendar/rules";
import { heldUntil, LONGEST_HOLD } from "@/lib/changes/rules";
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
    id: string;
    state: "draft" | "published" | "cancelled";
    deleted: boolean;
    date: LocalDate;
    startsAt: string | null;
    lengthMinutes: number | null;
  } | null;
}

/**
 * The lines that members are to be mailed about at `now`: none about a session that is over, a draft or gone, and none
 * about a whole term that has no session ahead.
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
    if (said?.kind === "usual") return ahead;
    return said?.kind !== "removed" || !isPast(said.on, today);
  });
}

type CalendarSession = Pick<
  FeedSession,
  "id" | "date" | "startsAt" | "lengthMinutes" | "title" | "format" | "state" | "changedAt" | "removed"
>;

/**
 * Whether the lines speak of a session that is not over, so that the mail about them takes it along as it is now. A line
 * about one session says which. A line about one that was taken out names it, and any other line is about what was changed
 * while it could still be held.
 */
export function isSpokenOf(
  session: CalendarSession,
  lines: readonly NewsLine[],
  { cohort, now }: { cohort: CohortTimes; now: Date },
): boolean {
  if (isOver(session, cohort, now)) return false;
  const meets = session.format !== "no_session" && (session.title !== "" || session.format !== null);
  return lines.some(({ text, at, session: about }) => {
    const said = readLine(text);
    // What nobody meets for is nothing to put into a calendar, though it changes what is there already.
    if (about) return about.id === session.id && !session.removed && (meets || said?.kind !== "added");
    if (said?.kind === "removed") {
      return session.removed && said.on === dayAndMonth(session.date) && (said.name ?? "") === session.title;
    }
    const changed = session.changedAt.getTime() >= at.getTime() - LONGEST_HOLD;
    return changed && session.state !== "draft" && (meets || session.state === "cancelled");
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
