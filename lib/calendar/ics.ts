import { clockTime, observancesOf } from "@/lib/calendar/zone";
import { addDays, type LocalDate } from "@/lib/time/zones";

/**
 * Writes iCalendar objects: RFC 5545, with NAME and REFRESH-INTERVAL of RFC 7986. The same input gives the same bytes: no
 * clock is read.
 */

/** Octets of a line without its end (RFC 5545, 3.1). */
const LINE_OCTETS = 75;

export interface IcsEvent {
  /** The same for as long as the thing exists, in every calendar it is in. */
  uid: string;
  /** Grows with every change. */
  sequence: number;
  changedAt: Date;
  status: "CONFIRMED" | "CANCELLED";
  /** An hour on the clock of `zone`, or a whole day that keeps nobody busy. */
  when: { kind: "timed"; begins: Date; ends: Date; zone: string } | { kind: "day"; date: LocalDate };
  summary: string;
  description: string;
  location: string;
  /** An absolute http or https URL. */
  url: string;
  /** Minutes before the start at which the calendar tells its owner; null for never. */
  alarmMinutes: number | null;
}

export interface IcsCalendar {
  name: string;
  /** How often a program that subscribed should ask again, in minutes; null for a file that is read once. */
  refreshMinutes: number | null;
  /**
   * Who publishes it, for an object that goes by mail: only that is a message with METHOD:PUBLISH, which asks for an
   * organizer (RFC 5546, 3.2.1). A feed or a file has no method.
   */
  publisher: { name: string; address: string } | null;
  events: readonly IcsEvent[];
}

/** The whole object, lines folded and ended by CR LF, as it goes over the wire. */
export function writeCalendar(calendar: IcsCalendar): string {
  const { name, refreshMinutes, publisher, events } = calendar;
  const lines = [
    "BEGIN:VCALENDAR",
    "VERSION:2.0",
    "PRODID:-//Convene//Convene//EN",
    "CALSCALE:GREGORIAN",
    ...(publisher ? ["METHOD:PUBLISH"] : []),
    `NAME:${escapeText(name)}`,
    `X-WR-CALNAME:${escapeText(name)}`,
    ...(refreshMinutes === null ? [] : refreshLines(refreshMinutes)),
    ...zoneLines(events),
    ...events.flatMap((event) => eventLines(event, publisher)),
    "END:VCALENDAR",
  ];
  return lines.map((line) => `${fold(line)}\r\n`).join("");
}

/** Text as a property's value: no line break or other control character is left that could begin a property. */
export function escapeText(value: string): string {
  return value
    .toWellFormed()
    .replaceAll(/\r\n|[\n\r\v\f\u0085\u2028\u2029]/g, "\n")
    .replaceAll(/(?![\t\n])\p{Cc}/gu, "")
    .replaceAll(/[\\;,]/g, (character) => `\\${character}`)
    .replaceAll("\n", "\\n");
}

/** One content line in pieces of at most 75 octets, no character torn apart. */
export function fold(line: string): string {
  const pieces: string[] = [];
  let [piece, octets] = ["", 0];
  for (const character of line) {
    const width = Buffer.byteLength(character);
    if (octets + width > LINE_OCTETS) {
      pieces.push(piece);
      // The space that marks a continuation counts.
      [piece, octets] = [" ", 1];
    }
    piece += character;
    octets += width;
  }
  return [...pieces, piece].join("\r\n");
}

function refreshLines(minutes: number): string[] {
  return [`REFRESH-INTERVAL;VALUE=DURATION:PT${minutes}M`, `X-PUBLISHED-TTL:PT${minutes}M`];
}

function eventLines(event: IcsEvent, publisher: IcsCalendar["publisher"]): string[] {
  const { when, alarmMinutes } = event;
  const changed = utc(event.changedAt);
  const free = when.kind === "day" || event.status === "CANCELLED";
  return [
    "BEGIN:VEVENT",
    `UID:${escapeText(event.uid)}`,
    `DTSTAMP:${changed}`,
    `LAST-MODIFIED:${changed}`,
    `SEQUENCE:${event.sequence}`,
    ...whenLines(when),
    `STATUS:${event.status}`,
    `TRANSP:${free ? "TRANSPARENT" : "OPAQUE"}`,
    `SUMMARY:${escapeText(event.summary)}`,
    ...(event.description ? [`DESCRIPTION:${escapeText(event.description)}`] : []),
    ...(event.location ? [`LOCATION:${escapeText(event.location)}`] : []),
    // A URI is no text and is not escaped; `href` has no character left that could end the line.
    `URL:${new URL(event.url).href}`,
    ...(publisher ? [`ORGANIZER;CN=${quoted(publisher.name)}:mailto:${encodeURI(publisher.address)}`] : []),
    ...(alarmMinutes === null || free ? [] : alarmLines(event.summary, alarmMinutes)),
    "END:VEVENT",
  ];
}

function whenLines(when: IcsEvent["when"]): string[] {
  if (when.kind === "timed")
    return [dateTime("DTSTART", when.begins, when.zone), dateTime("DTEND", when.ends, when.zone)];
  const [first, after] = [when.date, addDays(when.date, 1)];
  return [`DTSTART;VALUE=DATE:${basic(first)}`, `DTEND;VALUE=DATE:${basic(after)}`];
}

/**
 * An instant on the clock of a zone. A time that the clock shows twice means the first of the two (RFC 5545, 3.3.5), but
 * programs differ there, so that one is said in UTC.
 */
function dateTime(name: string, instant: Date, zone: string): string {
  const local = clockTime(instant, zone);
  return local ? `${name};TZID=${zone}:${basic(local)}` : `${name}:${utc(instant)}`;
}

function alarmLines(summary: string, minutes: number): string[] {
  return [
    "BEGIN:VALARM",
    "ACTION:DISPLAY",
    `TRIGGER:${minutes === 0 ? "" : "-"}PT${minutes}M`,
    `DESCRIPTION:${escapeText(summary)}`,
    "END:VALARM",
  ];
}

/** Every zone that is named, for as long as the events in it last; an object without events needs a part too. */
function zoneLines(events: readonly IcsEvent[]): string[] {
  const spans = new Map<string, { first: number; last: number }>();
  for (const { when } of events) {
    if (when.kind !== "timed") continue;
    const span = spans.get(when.zone) ?? { first: Number.POSITIVE_INFINITY, last: Number.NEGATIVE_INFINITY };
    span.first = Math.min(span.first, when.begins.getTime());
    span.last = Math.max(span.last, when.ends.getTime());
    spans.set(when.zone, span);
  }
  if (events.length === 0) spans.set("UTC", { first: 0, last: 0 });
  return [...spans].flatMap(([zone, { first, last }]) => [
    "BEGIN:VTIMEZONE",
    `TZID:${zone}`,
    ...observancesOf(zone, new Date(first), new Date(last)).flatMap((observance) => {
      const kind = observance.daylight ? "DAYLIGHT" : "STANDARD";
      return [
        `BEGIN:${kind}`,
        `DTSTART:${basic(observance.begins)}`,
        `TZOFFSETFROM:${offset(observance.from)}`,
        `TZOFFSETTO:${offset(observance.to)}`,
        `END:${kind}`,
      ];
    }),
    "END:VTIMEZONE",
  ]);
}

/** `+0530`, `-000536`: seconds are written only where there are some. */
function offset(seconds: number): string {
  const size = Math.abs(seconds);
  const parts = [Math.floor(size / 3600), Math.floor(size / 60) % 60, size % 60];
  const digits = parts.map((part) => String(part).padStart(2, "0"));
  return (seconds < 0 ? "-" : "+") + (size % 60 === 0 ? digits.slice(0, 2) : digits).join("");
}

/** `20241022T160000Z`, whole seconds. */
export function utc(instant: Date): string {
  return `${basic(instant.toISOString().slice(0, 19))}Z`;
}

/** A date or a local time in the basic format of ISO 8601, which is the only one here. */
function basic(extended: string): string {
  return extended.replaceAll(/[-:]/g, "");
}

/** A quoted parameter value. No quotation mark can stand in one, and programs do not read the carets of RFC 6868. */
function quoted(value: string): string {
  return `"${value
    .toWellFormed()
    .replaceAll(/[\p{Cc}\u2028\u2029]+/gu, " ")
    .replaceAll('"', "'")}"`;
}
