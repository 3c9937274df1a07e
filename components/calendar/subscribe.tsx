import { SubscribeLinks } from "@/components/calendar/subscribe-links";
import type { CalendarItem } from "@/lib/calendar/schema";

/** The part of the public page that takes the whole schedule into a calendar. */
export function Subscribe({ title, feedUrl }: { title: string; feedUrl: string }) {
  return (
    <section aria-labelledby="calendar" className="space-y-3">
      <h2 id="calendar">In your calendar</h2>
      <p className="max-w-prose">
        Subscribe once, and every session is in your calendar with what to do before it. When one moves, it moves there
        too.
      </p>
      <SubscribeLinks label="Subscribe to the schedule" url={feedUrl} name={title} />
    </section>
  );
}

/** The calendars of one's cohorts, each alone, for people who want one of them or share it with somebody. */
export function CohortCalendars({ calendars }: { calendars: readonly CalendarItem[] }) {
  if (calendars.length === 0) return null;
  return (
    <div className="space-y-3">
      <p>Or one cohort alone:</p>
      {calendars.map(({ slug, title, url, secret }) => (
        <div key={slug} className="border-t border-line pt-3">
          <h3>{title}</h3>
          {secret && <p className="text-sm text-quiet">Its address is a secret of the members.</p>}
          <SubscribeLinks label={`Subscribe to ${title}`} url={url} name={title} of={title} />
        </div>
      ))}
    </div>
  );
}
