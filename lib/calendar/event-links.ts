import { utc } from "@/lib/calendar/ics";
import { type CalendarLink, OUTLOOKS, withQuery } from "@/lib/calendar/links";
import { eventName, type FeedCohort, type FeedSession, pageUrl, prepLine, shortTitle } from "@/lib/calendar/rules";
import { beginsAt, endsAt } from "@/lib/schedule/rules";

type LinkSession = Omit<FeedSession, "version" | "changedAt" | "removed">;

/**
 * The ways to put one session into a calendar as it is now; unlike a subscription it does not move with the session.
 * `file` is where its .ics file is, null where there is none for the reader. What to prepare is on the page, since these
 * addresses must stay short.
 */
export function eventLinks(
  session: LinkSession,
  cohort: Omit<FeedCohort, "version" | "meetingUrl">,
  { site, file }: { site: string; file: string | null },
): CalendarLink[] {
  const [begins, ends] = [beginsAt(session, cohort), endsAt(session, cohort)];
  const title = `${shortTitle(cohort.title)} · ${eventName(session)}`;
  const details = [prepLine(session.uses), pageUrl(session, cohort, site)].filter(Boolean).join("\n");
  return [
    {
      name: "Google Calendar",
      href: withQuery("https://calendar.google.com/calendar/render", {
        action: "TEMPLATE",
        text: title,
        dates: `${utc(begins)}/${utc(ends)}`,
        ctz: cohort.timezone,
        details,
        location: cohort.place,
      }),
    },
    ...OUTLOOKS.map(({ name, site: outlook }) => ({
      name,
      href: withQuery(`${outlook}/calendar/0/action/compose`, {
        rru: "addevent",
        subject: title,
        startdt: begins.toISOString(),
        enddt: ends.toISOString(),
        body: details,
        location: cohort.place,
      }),
    })),
    ...(file ? [{ name: "A file for other calendars", href: file }] : []),
  ];
}
