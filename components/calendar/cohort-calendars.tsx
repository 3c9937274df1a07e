import { CalendarLinks } from "@/components/calendar/subscribe";
import { subscribeLinks } from "@/lib/calendar/links";
import type { CalendarItem } from "@/lib/calendar/schema";

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
          <CalendarLinks label={`Subscribe to ${title}`} links={subscribeLinks(url, title)} />
        </div>
      ))}
    </div>
  );
}
