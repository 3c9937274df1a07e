import { Temporal } from "temporal-polyfill";
import { describe, expect, it } from "vitest";
import { writeCalendar } from "@/lib/calendar/ics";
import { eventOf, type FeedSession } from "@/lib/calendar/rules";
import { readWithIcalJs, readWithNodeIcal } from "@/lib/testing/calendars";

/** The days on which the clocks change, from each zone's law and not from any program. */
const CHANGES = {
  "America/Chicago": [
    ...["2024-03-10", "2024-11-03", "2025-03-09", "2025-11-02"],
    ...["2026-03-08", "2026-11-01", "2027-03-14", "2027-11-07"],
  ],
  "Europe/Vienna": [
    ...["2024-03-31", "2024-10-27", "2025-03-30", "2025-10-26"],
    ...["2026-03-29", "2026-10-25", "2027-03-28", "2027-10-31"],
  ],
  "Australia/Lord_Howe": [
    ...["2024-04-07", "2024-10-06", "2025-04-06", "2025-10-05"],
    ...["2026-04-05", "2026-10-04", "2027-04-04", "2027-10-03"],
  ],
} as const;
const ZONES = Object.keys(CHANGES) as (keyof typeof CHANGES)[];
/** Around noon, and the minutes that one of the changes skips or repeats. */
const TIMES = ["01:15", "01:45", "02:15", "02:45", "11:00", "23:30"];

const audience = { site: "http://convene.test", member: false, week: false, alarmMinutes: null };

function feed(zone: string, at: readonly (readonly [date: string, time: string])[]): string {
  const cohort = {
    ...{ slug: "fall-2024", title: "Deep learning", place: "", meetingUrl: "", version: 1 },
    ...{ timezone: zone, startsAt: "11:00", lengthMinutes: 60 },
  };
  const sessions = at.map(
    ([date, startsAt]): FeedSession => ({
      ...{ id: `${date}T${startsAt}`, date, startsAt, lengthMinutes: null, title: "Discussion" },
      ...{ format: "discussion", state: "published", version: 1, uses: [], removed: false },
      changedAt: new Date("2024-01-01T00:00:00Z"),
    }),
  );
  const events = sessions.map((session) => eventOf(session, cohort, audience));
  return writeCalendar({ name: "Deep learning", refreshMinutes: 60, publisher: null, events });
}

describe.each(ZONES)("the weeks in which the clocks change in %s", (zone) => {
  it.each(CHANGES[zone])("around %s each session is when the people there meet, for whoever reads the feed", (day) => {
    const days = [-7, -1, 0, 1, 7].map((days) => Temporal.PlainDate.from(day).add({ days }));
    expect(days[1]?.toZonedDateTime(zone).offset, "the clocks change on that day").not.toBe(
      days[3]?.toZonedDateTime(zone).offset,
    );
    const at = days.flatMap((date) => TIMES.map((time) => [date.toString(), time] as const));
    const wanted = at.map(([date, time]) => {
      const begins = Temporal.PlainDateTime.from(`${date}T${time}`).toZonedDateTime(zone);
      const iso = (moment: Temporal.ZonedDateTime) => new Date(moment.epochMilliseconds).toISOString();
      return { uid: `${date}T${time}@convene.test`, begins: iso(begins), ends: iso(begins.add({ hours: 1 })) };
    });
    const body = feed(zone, at);
    expect(readWithIcalJs(body)).toMatchObject(wanted);
    expect(readWithNodeIcal(body)).toMatchObject(wanted);
  });
});

describe("a term that goes over a change", () => {
  it.each([
    ["America/Chicago", ["2024-10-29", "2024-11-05"], ["2024-10-29T16:00:00.000Z", "2024-11-05T17:00:00.000Z"]],
    ["Europe/Vienna", ["2025-03-25", "2025-04-01"], ["2025-03-25T10:00:00.000Z", "2025-04-01T09:00:00.000Z"]],
    ["Australia/Lord_Howe", ["2026-09-29", "2026-10-06"], ["2026-09-29T00:30:00.000Z", "2026-10-06T00:00:00.000Z"]],
  ])("meets at 11:00 in %s before and after it", (zone, dates, instants) => {
    const body = feed(
      zone,
      dates.map((date) => [date, "11:00"] as const),
    );
    expect(readWithIcalJs(body).map(({ begins }) => begins)).toEqual(instants);
    expect(body.match(/DTSTART;TZID=.*/g)).toEqual(
      dates.map((date) => `DTSTART;TZID=${zone}:${date.replaceAll("-", "")}T110000`),
    );
  });
});
