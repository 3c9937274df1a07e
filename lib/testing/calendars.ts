import ICAL from "ical.js";
import nodeIcal from "node-ical";

/** A calendar as other people's programs read it, so that our writer is not checked against itself. */

/** What is said of an event in both libraries' terms: instants are UTC, ISO 8601. */
export interface ReadEvent {
  uid: string;
  sequence: number;
  summary: string;
  begins: string;
  ends: string;
  status: string;
  allDay: boolean;
}

/** Every event as ical.js reads it, whose only knowledge of zones is the calendar's own VTIMEZONE. */
export function readWithIcalJs(body: string): (ReadEvent & { component: ICAL.Component; description: string })[] {
  return componentOf(body)
    .getAllSubcomponents("vevent")
    .map((component) => {
      const event = new ICAL.Event(component);
      return {
        component,
        uid: event.uid,
        sequence: Number(component.getFirstPropertyValue("sequence")),
        summary: event.summary,
        description: event.description ?? "",
        begins: iso(event.startDate),
        ends: iso(event.endDate),
        status: String(component.getFirstPropertyValue("status")),
        allDay: event.startDate.isDate,
      };
    });
}

/** Every event as node-ical reads it. */
export function readWithNodeIcal(body: string): ReadEvent[] {
  return Object.values(nodeIcal.sync.parseICS(body)).flatMap((part) => {
    if (part?.type !== "VEVENT") return [];
    const allDay = part.datetype === "date";
    const instant = (date: Date) => (allDay ? localDay(date) : date.toISOString());
    return [
      {
        uid: part.uid,
        sequence: Number(part.sequence),
        summary: String(part.summary),
        begins: instant(part.start),
        ends: instant(part.end ?? part.start),
        status: part.status ?? "",
        allDay,
      },
    ];
  });
}

export function componentOf(body: string): ICAL.Component {
  return new ICAL.Component(ICAL.parse(body));
}

/** The content lines of a calendar, unfolded (RFC 5545, 3.1). */
export function contentLines(body: string): string[] {
  return body.replaceAll("\r\n ", "").split("\r\n");
}

function iso(time: ICAL.Time): string {
  return time.isDate ? time.toString() : new Date(time.toUnixTime() * 1000).toISOString();
}

/** node-ical says a day as the midnight of this process's own zone. */
function localDay(date: Date): string {
  const pad = (part: number) => String(part).padStart(2, "0");
  return `${date.getFullYear()}-${pad(date.getMonth() + 1)}-${pad(date.getDate())}`;
}
