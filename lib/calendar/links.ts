import { utc } from "@/lib/calendar/ics";
import { eventName, type FeedCohort, type FeedSession, pageUrl, prepLine, shortTitle } from "@/lib/calendar/rules";
import { beginsAt, endsAt } from "@/lib/schedule/rules";

/** A way into somebody's calendar: what it is called, and where it leads. */
export interface CalendarLink {
  name: string;
  href: string;
}

/**
 * The ways to subscribe to a calendar, from its address. `webcal:` is what programs register for; Google's and Outlook's
 * pages take the address as a parameter.
 */
export function subscribeLinks(url: string, name: string): CalendarLink[] {
  const webcal = url.replace(/^https?:/, "webcal:");
  return [
    { name: "Google Calendar", href: withQuery("https://calendar.google.com/calendar/r", { cid: webcal }) },
    { name: "Outlook", href: withQuery("https://outlook.live.com/calendar/0/addfromweb", { url, name }) },
    { name: "Apple Calendar and others", href: webcal },
    { name: "The address itself", href: url },
  ];
}

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
    {
      name: "Outlook",
      href: withQuery("https://outlook.live.com/calendar/0/action/compose", {
        rru: "addevent",
        subject: title,
        startdt: begins.toISOString(),
        enddt: ends.toISOString(),
        body: details,
        location: cohort.place,
      }),
    },
    ...(file ? [{ name: "A file for other calendars", href: file }] : []),
  ];
}

/** Percent-encoded throughout: the calendars' pages do not take a plus for a space everywhere. */
function withQuery(base: string, parameters: Record<string, string>): string {
  const pairs = Object.entries(parameters).filter(([, value]) => value !== "");
  return `${base}?${pairs.map(([key, value]) => `${key}=${encodeURIComponent(value.toWellFormed())}`).join("&")}`;
}
