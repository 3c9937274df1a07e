import { type CalendarLink, subscribeLinks } from "@/lib/calendar/links";

/** The part of the public page that takes the whole schedule into a calendar. */
export function Subscribe({ title, feedUrl }: { title: string; feedUrl: string }) {
  return (
    <section aria-labelledby="calendar" className="space-y-3">
      <h2 id="calendar">In your calendar</h2>
      <p className="max-w-prose">
        Subscribe once, and every session is in your calendar with what to do before it. When one moves, it moves there
        too.
      </p>
      <CalendarLinks label="Subscribe to the schedule" links={subscribeLinks(feedUrl, title)} />
    </section>
  );
}

/**
 * The ways into somebody's calendar, one link each. Plain links: they work before any script does, and what comes after is
 * a page of that calendar or a program on the reader's own device.
 */
export function CalendarLinks({ label, links }: { label: string; links: readonly CalendarLink[] }) {
  return (
    <ul aria-label={label} className="flex flex-wrap gap-x-5 gap-y-1">
      {links.map(({ name, href }) => (
        <li key={name}>
          <a href={href} rel="noreferrer" className="inline-flex min-h-8 items-center">
            {name}
          </a>
        </li>
      ))}
    </ul>
  );
}
