import { clockLength } from "@/lib/time/durations";
import { elementBudget } from "@/lib/transfer/formats/html-tree";
import { wordsOfHtml } from "@/lib/transfer/formats/html-words";
import { type Component, propertyOf, readComponents, textValue } from "@/lib/transfer/formats/ics-lines";
import { Clock, durationMinutes, type Moment } from "@/lib/transfer/formats/ics-moment";
import { looseWords, refused, withinRows } from "@/lib/transfer/formats/outcome";
import { type DayNumber, expand, isoDate, readRule } from "@/lib/transfer/formats/recurrence";
import { escapeWords, tidyLines } from "@/lib/transfer/formats/words";
import { MAX_ROWS, type ReadProblem } from "@/lib/transfer/schema";
import type { Row, Sheet } from "@/lib/transfer/sheet";
import { oneLine } from "@/lib/transfer/text";

const COLUMNS = ["Date", "Time", "Length", "Session", "Notes", "State"];
const MOST_DAYS = 3_000_000;
// Longer notes of a series are its first session's only.
const REPEATED = 2000;

interface Dated {
  row: Row;
  day: DayNumber;
  minutes: number;
}

/**
 * Reads the events of an iCalendar text (RFC 5545), by date: each on the clock of its own zone, series taken apart for
 * up to three years with their exceptions. A time in UTC that no zone is known for is marked as such. Names no year that
 * is not written and knows no clock.
 *
 * Written for this purpose: what a schedule needs are dates as they are written, and parsers of calendars make instants
 * of them, in the zone of the machine where the event has none.
 */
export function readCalendar(text: string): Sheet {
  const { zone, components } = readComponents(text);
  const reader = new CalendarReader(new Clock(zone), components);
  for (const component of components) {
    const fine = component.kind === "VEVENT" ? reader.add(component) : reader.addOther(component);
    if (!fine) return refused("ics", "This calendar has too many events to be a schedule.");
  }
  const sheet = reader.sheet();
  if (sheet.rows.length === 0 && sheet.problems.length === 0)
    return refused("ics", "There are no events in this calendar.");
  return withinRows(sheet);
}

class CalendarReader {
  private readonly dated: Dated[] = [];
  private readonly others: Row[] = [];
  private readonly problems: ReadProblem[] = [];
  private readonly budget = elementBudget();
  /** For each series the days that another event stands for. */
  private readonly replaced = new Map<string, Set<DayNumber>>();
  private looked = 0;

  constructor(
    private readonly clock: Clock,
    components: readonly Component[],
  ) {
    for (const component of components) {
      const replaces = propertyOf(component, "RECURRENCE-ID");
      const uid = propertyOf(component, "UID")?.value;
      if (!replaces || !uid) continue;
      const days = this.replaced.get(uid) ?? new Set();
      // Its day on the clock of the series, which is the clock of the event itself almost always.
      const zone = this.momentOf(component, "DTSTART")?.zone ?? null;
      for (const moment of clock.all(replaces)) days.add(clock.inZone(moment, zone).day);
      this.replaced.set(uid, days);
    }
  }

  /** Adds an event with its repetitions; whether there is still room. */
  add(event: Component): boolean {
    const start = this.momentOf(event, "DTSTART");
    const words = this.wordsOf(event);
    const cancelled = /^cancelled$/i.test(propertyOf(event, "STATUS")?.value.trim() ?? "") ? "cancelled" : "";
    if (!start) {
      const written = propertyOf(event, "DTSTART")?.value ?? "";
      this.others.push({
        row: event.line,
        cells: [escapeWords(oneLine(written)), "", "", words.title, words.notes, cancelled],
      });
      return this.hasRoom();
    }
    const length = this.lengthOf(event, start);
    const time = start.minutes === null ? "" : `${clock24(start.minutes)}${start.zone === "UTC" ? " UTC" : ""}`;
    for (const [index, day] of this.daysOf(event, start).entries()) {
      const notes = index === 0 || words.notes.length <= REPEATED ? words.notes : "";
      const row = { row: event.line, cells: [isoDate(day), time, length, words.title, notes, cancelled] };
      this.dated.push({ row, day, minutes: start.minutes ?? -1 });
    }
    return this.hasRoom();
  }

  /** Adds a task or a journal entry, which is no session but was there. */
  addOther(component: Component): boolean {
    const { title, notes } = this.wordsOf(component);
    const row = looseWords(component.line, tidyLines(`${title}\n${notes}`));
    if (row) this.others.push(row);
    return this.hasRoom();
  }

  sheet(): Sheet {
    this.dated.sort((a, b) => a.day - b.day || a.minutes - b.minutes || a.row.row - b.row.row);
    return {
      format: "ics",
      header: { row: 1, cells: COLUMNS },
      rows: [...this.dated.map(({ row }) => row), ...this.others],
      problems: this.problems,
    };
  }

  private hasRoom(): boolean {
    return this.dated.length + this.others.length <= MAX_ROWS && this.looked <= MOST_DAYS;
  }

  private momentOf(component: Component, name: string): Moment | null {
    const property = propertyOf(component, name);
    return property ? this.clock.read(property.value, property.parameters.get("TZID")) : null;
  }

  private wordsOf(component: Component): { title: string; notes: string } {
    const words = (name: string) => textValue(propertyOf(component, name));
    const description = tidyLines(wordsOfHtml(words("DESCRIPTION"), this.budget));
    const notes = [description, words("URL"), words("LOCATION")].filter((line) => line !== "");
    return { title: escapeWords(oneLine(words("SUMMARY"))), notes: escapeWords(notes.join("\n")) };
  }

  private daysOf(event: Component, start: Moment): DayNumber[] {
    const days = new Set([start.day]);
    const single = propertyOf(event, "RECURRENCE-ID") !== undefined;
    const written = single ? undefined : propertyOf(event, "RRULE");
    if (written) {
      const rule = readRule(written.value, (until) => this.untilDay(until, start));
      if (rule) {
        const found = expand(start.day, rule);
        this.looked += found.looked;
        for (const day of found.days) days.add(day);
        if (found.cut)
          this.say(
            written.line,
            "This event repeats too often or for too long: 500 times or three years are the most.",
          );
      } else this.say(written.line, `How this event repeats is not understood: ${written.value.slice(0, 60)}`);
    }
    const listed = (name: string) =>
      event.properties
        .filter((property) => property.name === name)
        .flatMap((property) => this.clock.all(property))
        .slice(0, MAX_ROWS)
        .map((moment) => this.clock.inZone(moment, start.zone).day);
    if (!single) for (const day of listed("RDATE")) days.add(day);
    for (const day of listed("EXDATE")) days.delete(day);
    const uid = propertyOf(event, "UID")?.value;
    if (uid && !single) for (const day of this.replaced.get(uid) ?? []) days.delete(day);
    return [...days].sort((a, b) => a - b);
  }

  /** The last day on which a session still begins before the end of the series. */
  private untilDay(written: string, start: Moment): DayNumber | null {
    const moment = this.clock.read(written, undefined);
    if (!moment) return null;
    const until = this.clock.inZone(moment, start.zone);
    const early = until.minutes !== null && start.minutes !== null && until.minutes < start.minutes;
    return early ? until.day - 1 : until.day;
  }

  private lengthOf(event: Component, start: Moment): string {
    if (start.minutes === null) return "";
    const end = this.momentOf(event, "DTEND");
    const until = end && this.clock.inZone(end, start.zone);
    let minutes = durationMinutes(propertyOf(event, "DURATION")?.value ?? "") ?? 0;
    if (until?.minutes != null && until.zone === start.zone) {
      minutes = (until.day - start.day) * 1440 + until.minutes - start.minutes;
    }
    return minutes > 0 && minutes < 6000 ? clockLength(minutes) : "";
  }

  private say(row: number, message: string): void {
    if (this.problems.length < 20) this.problems.push({ row, column: null, message });
  }
}

function clock24(minutes: number): string {
  return `${String(Math.floor(minutes / 60)).padStart(2, "0")}:${String(minutes % 60).padStart(2, "0")}`;
}
