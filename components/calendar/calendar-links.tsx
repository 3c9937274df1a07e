import type { CalendarLink } from "@/lib/calendar/links";

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
