import { CalendarLinks } from "@/components/calendar/calendar-links";
import { eventLinks } from "@/lib/calendar/event-links";
import type { CohortTimes } from "@/lib/schedule/rules";
import type { ScheduleSession } from "@/lib/schedule/schema";

interface Props {
  session: ScheduleSession;
  cohort: CohortTimes & { slug: string; title: string; place: string };
  /** Where the site is. */
  site: string;
  /** Where the cohort's calendar is for the reader, whose `?session=` is one session; null when they know none. */
  feedUrl: string | null;
}

/** One session for one's calendar, for people who do not want them all. An open date is nothing to put there yet. */
export function AddSession({ session, cohort, site, feedUrl }: Props) {
  if (session.title === "") return null;
  const file = feedUrl && `${feedUrl}?session=${session.id}`;
  return (
    <div>
      <p className="text-sm text-quiet">Only this session, in your calendar</p>
      <CalendarLinks label="This session in your calendar" links={eventLinks(session, cohort, { site, file })} />
    </div>
  );
}
