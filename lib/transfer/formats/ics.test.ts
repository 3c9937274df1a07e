import fc from "fast-check";
import ICAL from "ical.js";
import { describe, expect, it } from "vitest";
import { readCalendar } from "@/lib/transfer/formats/ics";
import { dayNumber, expand, isoDate, readRule } from "@/lib/transfer/formats/recurrence";
import { CALENDAR } from "@/lib/transfer/formats/testing/samples";

function calendar(...lines: string[]): string {
  return ["BEGIN:VCALENDAR", ...lines, "END:VCALENDAR"].join("\r\n");
}

function event(...lines: string[]): string {
  return calendar("BEGIN:VEVENT", "UID:1", ...lines, "SUMMARY:Chess", "END:VEVENT");
}

function dates(text: string): (string | undefined)[] {
  return readCalendar(text).rows.map(({ cells }) => cells[0]);
}

describe("a calendar", () => {
  it("is read by date, its series taken apart, with exceptions, moved sessions and times on the cohort's clock", () => {
    const sheet = readCalendar(CALENDAR);
    expect(sheet.problems).toEqual([]);
    expect(sheet.header?.cells).toEqual(["Date", "Time", "Length", "Session", "Notes", "State"]);
    const notes = "See [the game](https://chess.example.org/x)\nbring a board\nRoom 1";
    expect(sheet.rows).toEqual([
      { row: 11, cells: ["2026-10-13", "11:00", "1h30", "Chess, openings", notes, ""] },
      { row: 25, cells: ["2026-10-21", "11:00", "1h00", "Chess, endings", "", "cancelled"] },
      { row: 11, cells: ["2026-11-03", "11:00", "1h30", "Chess, openings", notes, ""] },
      { row: 11, cells: ["2026-11-10", "11:00", "1h30", "Chess, openings", notes, ""] },
      { row: 39, cells: ["2026-12-01", "", "", "Tournament", "https://chess.example.org/day", ""] },
      { row: 33, cells: ["2026-12-08", "11:00", "0h45", "Blitz", "", ""] },
    ]);
  });

  it("keeps each event on the clock of its own zone, and says where a time is in UTC", () => {
    const time = (start: string) => readCalendar(event(start)).rows[0]?.cells.slice(0, 2);
    expect(time("DTSTART;TZID=Asia/Kathmandu:20260105T233000")).toEqual(["2026-01-05", "23:30"]);
    expect(time("DTSTART;TZID=Central Standard Time:20260105T233000")).toEqual(["2026-01-05", "23:30"]);
    expect(time("DTSTART:20260105T233000")).toEqual(["2026-01-05", "23:30"]);
    expect(time("DTSTART:20260105T233000Z")).toEqual(["2026-01-05", "23:30 UTC"]);
    expect(time("DTSTART;VALUE=DATE:20260105")).toEqual(["2026-01-05", ""]);
  });

  it("ends a series at the moment it says, on the clock of the session", () => {
    const series = (until: string) =>
      dates(event("DTSTART;TZID=America/Chicago:20261013T110000", `RRULE:FREQ=WEEKLY;UNTIL=${until}`));
    // 11:00 in Chicago is 16:00 UTC until 1 November and 17:00 after it.
    expect(series("20261103T170000Z")).toEqual(["2026-10-13", "2026-10-20", "2026-10-27", "2026-11-03"]);
    expect(series("20261103T165959Z")).toEqual(["2026-10-13", "2026-10-20", "2026-10-27"]);
    expect(series("20261103")).toHaveLength(4);
  });

  it("adds and takes away the dates that are listed", () => {
    const lines = ["DTSTART;TZID=America/Chicago:20261013T110000", "RRULE:FREQ=WEEKLY;COUNT=3"];
    expect(dates(event(...lines, "EXDATE:20261020T160000Z", "RDATE;TZID=America/Chicago:20261105T110000"))).toEqual([
      "2026-10-13",
      "2026-10-27",
      "2026-11-05",
    ]);
  });

  it("stops a series without an end after 500 sessions or three years, and says so of one that has an end", () => {
    expect(dates(event("DTSTART:20260101", "RRULE:FREQ=DAILY"))).toHaveLength(500);
    expect(dates(event("DTSTART:20260101", "RRULE:FREQ=WEEKLY"))).toHaveLength(157);
    const long = readCalendar(event("DTSTART:20260101", "RRULE:FREQ=DAILY;COUNT=501"));
    expect(long.problems).toMatchObject([{ row: 5, message: expect.stringContaining("too often or for too long") }]);
  });

  it.each(["FREQ=SECONDLY", "FREQ=DAILY;INTERVAL=0", "FREQ=YEARLY;BYWEEKNO=20", "FREQ=WEEKLY;BYDAY=XX", "COUNT=3"])(
    "says that it does not understand %s and keeps the first date",
    (rule) => {
      const sheet = readCalendar(event("DTSTART:20260101", `RRULE:${rule}`));
      expect(sheet.rows).toHaveLength(1);
      expect(sheet.problems).toEqual([
        { row: 5, column: null, message: `How this event repeats is not understood: ${rule}` },
      ]);
    },
  );

  it("loses no event without a date and no task, and refuses a calendar without any", () => {
    const text = calendar(
      "BEGIN:VEVENT",
      "SUMMARY:Some day [x]",
      "END:VEVENT",
      "BEGIN:VTODO",
      "SUMMARY:Buy board",
      "END:VTODO",
    );
    expect(readCalendar(text).rows).toEqual([
      { row: 2, cells: ["", "", "", "Some day \\[x\\]", "", ""] },
      { row: 5, cells: ["Buy board"] },
    ]);
    expect(readCalendar(calendar()).problems[0]?.message).toBe("There are no events in this calendar.");
  });
});

describe("a repetition", () => {
  const weekday = fc.constantFrom("MO", "TU", "WE", "TH", "FR", "SA", "SU");
  const rule = fc.oneof(
    fc
      .record({
        every: fc.integer({ min: 1, max: 5 }),
        days: fc.uniqueArray(weekday, { maxLength: 3 }),
        start: weekday,
      })
      .map(
        ({ every, days, start }) =>
          `FREQ=WEEKLY;INTERVAL=${every}${days.length > 0 ? `;BYDAY=${days.join(",")}` : ""};WKST=${start}`,
      ),
    fc
      .record({ every: fc.integer({ min: 1, max: 4 }), nth: fc.constantFrom(1, 2, 3, 4, -1, -2), day: weekday })
      .map(({ every, nth, day }) => `FREQ=MONTHLY;INTERVAL=${every};BYDAY=${nth}${day}`),
    fc.constantFrom(
      "FREQ=DAILY;INTERVAL=3",
      "FREQ=DAILY;BYDAY=TU,TH",
      "FREQ=MONTHLY",
      "FREQ=MONTHLY;BYMONTHDAY=-1,15",
      "FREQ=YEARLY",
      "FREQ=YEARLY;BYMONTH=3,9",
      "FREQ=YEARLY;BYMONTH=11;BYDAY=4TH",
    ),
  );

  it("can be the last working day of a month", () => {
    const read = readRule("FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1;COUNT=4", () => null);
    const days = read ? expand(dayNumber(2026, 1, 30) ?? 0, read).days.map(isoDate) : [];
    expect(days).toEqual(["2026-01-30", "2026-02-27", "2026-03-31", "2026-04-30"]);
  });

  it("has the dates that ical.js gives it", () => {
    const start = fc.record({ month: fc.integer({ min: 1, max: 12 }), day: fc.integer({ min: 1, max: 28 }) });
    fc.assert(
      fc.property(rule, start, (written, { month, day }) => {
        const first = dayNumber(2026, month, day) ?? 0;
        const read = readRule(`${written};COUNT=12`, () => null);
        const ours = read ? expand(first, read).days.map(isoDate) : [];
        const iterator = ICAL.Recur.fromString(written).iterator(ICAL.Time.fromDateString(isoDate(first)));
        const theirs = Array.from({ length: 12 }, () => iterator.next()?.toString() ?? "").filter(
          (date) => date > isoDate(first) && date <= isoDate(first + 3 * 366),
        );
        // The event's own date is always one of its dates, also where the rule would not have it.
        expect(ours).toEqual([isoDate(first), ...theirs].slice(0, ours.length));
        expect(ours.length).toBeGreaterThanOrEqual(theirs.length);
      }),
    );
  });
});
