import { UseList } from "@/components/schedule/schedule-table";
import { MinuteBar } from "@/components/ui/minute-bar";
import { beginsAt, type CohortTimes, sessionName, usesIn } from "@/lib/schedule/rules";
import type { ScheduleSession } from "@/lib/schedule/schema";
import { minutesInWords } from "@/lib/time/durations";
import { daysInWords, longDate, timeForReader } from "@/lib/time/words";

interface Props {
  session: ScheduleSession;
  cohort: CohortTimes & { place: string };
  today: string;
}

/** What a visitor needs first: when we meet next, and how long it takes to prepare. */
export function NextSession({ session, cohort, today }: Props) {
  const before = usesIn(session.uses, "before");
  const known = before.reduce((sum, use) => sum + (use.optional ? 0 : (use.minutes ?? 0)), 0);
  const unknown = before.filter((use) => use.minutes === null && !use.optional).length;
  const prep = prepWords(known, unknown);
  return (
    <section aria-labelledby="next" className="space-y-4">
      <p className="text-quiet">
        Next session {daysInWords(today, session.date)}, {prep}
      </p>
      <h2 id="next" className="text-3xl">
        {capital(sessionName(session))}
      </h2>
      <p>
        {longDate(session.date)}, {timeForReader(beginsAt(session, cohort), cohort.timezone, null)}
        {cohort.place && `, ${cohort.place}`}
      </p>
      <MinuteBar
        label={`Before the session: ${prep}`}
        segments={before.map((use) => ({ key: use.id, minutes: use.minutes, filled: 0, hatched: use.optional }))}
      />
      <UseList uses={before} />
    </section>
  );
}

function prepWords(known: number, unknown: number): string {
  if (known === 0 && unknown === 0) return "nothing to prepare";
  if (unknown === 0) return `${minutesInWords(known)} to prepare`;
  const things = unknown === 1 ? "one thing" : `${unknown} things`;
  return known === 0
    ? `${things} of unknown length to prepare`
    : `${minutesInWords(known)} and ${things} of unknown length to prepare`;
}

function capital(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}
