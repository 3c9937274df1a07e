import { dateIn, isTimeZone, timeIn } from "@/lib/time/zones";
import type { Property } from "@/lib/transfer/formats/ics-lines";
import { type DayNumber, dayNumber } from "@/lib/transfer/formats/recurrence";

/** A date or a date with a time, on the clock of the event's own zone. */
export interface Moment {
  day: DayNumber;
  /** Minutes since midnight; null for a whole day. */
  minutes: number | null;
  /** The zone of that clock; empty for a whole day and for a time that says none. */
  zone: string;
}

// A series has at most 500 dates here; lists of exceptions are not much longer.
const MOST_LISTED = 2000;
const MOST_ZONES = 100;

/** Reads zones once: there are few of them in a calendar, and to ask for one takes long. */
export class Clock {
  private readonly known = new Map<string, boolean>();
  private readonly own: string | null;

  /** `calendarZone` is the zone for times in UTC: calendars write single events so, whatever zone they are in. */
  constructor(calendarZone: string | null) {
    this.own = calendarZone && this.knows(calendarZone) ? calendarZone : null;
  }

  /** A DTSTART, DTEND, UNTIL or EXDATE, or null where it is no date; in UTC where no zone is known. */
  read(written: string, tzid: string | undefined): Moment | null {
    const found = /^(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)(?:\d\d)?(Z)?)?$/i.exec(written.trim());
    if (!found) return null;
    const [, year, month, date, hour, minute, utc] = found;
    const day = dayNumber(Number(year), Number(month), Number(date));
    if (day === null) return null;
    if (hour === undefined || minute === undefined) return { day, minutes: null, zone: "" };
    if (Number(hour) > 23 || Number(minute) > 59) return null;
    const minutes = Number(hour) * 60 + Number(minute);
    return utc ? this.inZone({ day, minutes, zone: "UTC" }, this.own) : { day, minutes, zone: tzid ?? "" };
  }

  all(property: Property): Moment[] {
    const zone = property.parameters.get("TZID");
    return property.value
      .split(",", MOST_LISTED)
      .flatMap((written) => this.read(written.split("/")[0] ?? "", zone) ?? []);
  }

  /** A moment in UTC on the clock of another zone; every other moment, or one for an unknown zone, as it is. */
  inZone(moment: Moment, zone: string | null): Moment {
    if (moment.zone !== "UTC" || moment.minutes === null || !zone || !this.knows(zone)) return moment;
    const instant = new Date(moment.day * 86_400_000 + moment.minutes * 60_000);
    const [hours = 0, minutes = 0] = timeIn(instant, zone).split(":").map(Number);
    const [year = 0, month = 0, date = 0] = dateIn(instant, zone).split("-").map(Number);
    return { day: dayNumber(year, month, date) ?? moment.day, minutes: hours * 60 + minutes, zone };
  }

  private knows(zone: string): boolean {
    const known = this.known.get(zone);
    // An endless list of zones is no calendar's.
    if (known !== undefined || this.known.size >= MOST_ZONES) return known ?? false;
    const is = zone.length < 60 && isTimeZone(zone);
    this.known.set(zone, is);
    return is;
  }
}

/** A DURATION (RFC 5545, 3.3.6) in minutes, or null. */
export function durationMinutes(written: string): number | null {
  const found = /^\+?P(?:(\d{1,4})W)?(?:(\d{1,4})D)?(?:T(?:(\d{1,5})H)?(?:(\d{1,6})M)?(?:\d{1,7}S)?)?$/i.exec(
    written.trim(),
  );
  if (!found) return null;
  const [weeks = 0, days = 0, hours = 0, minutes = 0] = found.slice(1).map((number) => Number(number ?? 0));
  return ((weeks * 7 + days) * 24 + hours) * 60 + minutes;
}
