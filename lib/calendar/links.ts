/**
 * Links into calendars, for the browser too: nothing here reckons with time zones, whose library it is spared.
 */

/** A way into somebody's calendar: what it is called, and where it leads. */
export interface CalendarLink {
  name: string;
  href: string;
}

/** Outlook has one site for private accounts and one for those of work and school. */
export const OUTLOOKS = [
  { name: "Outlook.com", site: "https://outlook.live.com" },
  { name: "Office 365", site: "https://outlook.office.com" },
] as const;

/** How long before a session a calendar can tell its owner, in minutes; a feed takes any other up to a week as well. */
export const ALARMS = [10, 30, 60, 1440] as const;

/** The address of a calendar that tells so many minutes before each session; of one that tells nothing with null. */
export function withAlarm(url: string, minutes: number | null): string {
  return minutes === null ? url : withQuery(url, { alarm: String(minutes) });
}

/**
 * The ways to subscribe to a calendar, from its address. `webcal:` is what programs register for; Google's and Outlook's
 * pages take the address as a parameter.
 */
export function subscribeLinks(url: string, name: string): CalendarLink[] {
  const webcal = url.replace(/^https?:/, "webcal:");
  return [
    { name: "Google Calendar", href: withQuery("https://calendar.google.com/calendar/r", { cid: webcal }) },
    ...OUTLOOKS.map(({ name: outlook, site }) => ({
      name: outlook,
      href: withQuery(`${site}/calendar/0/addfromweb`, { url, name }),
    })),
    { name: "Apple Calendar and others", href: webcal },
    { name: "The address itself", href: url },
  ];
}

/** Percent-encoded throughout: the calendars' pages do not take a plus for a space everywhere. */
export function withQuery(base: string, parameters: Record<string, string>): string {
  const pairs = Object.entries(parameters).filter(([, value]) => value !== "");
  return `${base}?${pairs.map(([key, value]) => `${key}=${encodeURIComponent(value.toWellFormed())}`).join("&")}`;
}
