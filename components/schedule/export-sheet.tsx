import type { ScheduleSession } from "@/lib/schedule/schema";
import { dayAndMonth } from "@/lib/time/words";
import type { LocalDate } from "@/lib/time/zones";

interface Props {
  sessions: readonly Pick<ScheduleSession, "date">[];
  /** Where the page is. */
  url: string;
  /** Today on the cohort's clock. */
  today: LocalDate;
}

/** What the page says on paper only: from when to when the term is, and of which day and which address the sheet is. */
export function SheetFacts({ sessions, url, today }: Props) {
  const [from, to] = [sessions[0]?.date, sessions.at(-1)?.date];
  return (
    <p className="hidden print:block">
      {from && to && `${dayAndYear(from)} to ${dayAndYear(to)}. `}
      As of {dayAndYear(today)}, from {url}
    </p>
  );
}

function dayAndYear(date: LocalDate): string {
  return `${dayAndMonth(date)} ${date.slice(0, 4)}`;
}
