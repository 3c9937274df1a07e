import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { writeCalendar } from "@/lib/calendar/ics";
import { eventName, eventOf, type FeedCohort, type FeedSession } from "@/lib/calendar/rules";
import { beginsAt, endsAt } from "@/lib/schedule/rules";
import { sessionFormat } from "@/lib/schedule/schema";
import { contentLines, readWithIcalJs, readWithNodeIcal } from "@/lib/testing/calendars";
import { fromDateColumn } from "@/lib/time/zones";

const zones = ["America/Chicago", "Europe/Vienna", "Australia/Lord_Howe", "Asia/Kathmandu", "America/Santiago", "UTC"];
const times = fc
  .tuple(fc.nat(23), fc.nat(59))
  .map(([hour, minute]) => [hour, minute].map((part) => String(part).padStart(2, "0")).join(":"));
const dates = fc
  .date({ min: new Date("2024-01-01"), max: new Date("2031-12-31"), noInvalidDate: true })
  .map(fromDateColumn);
/** What a form lets through, with more of what iCalendar gives a meaning to. */
const words = fc
  .array(fc.oneof(fc.string({ unit: "grapheme" }), fc.constantFrom("\\", ";", ",", ":", '"', "\\n", "漢", "🧠")))
  .map((parts) =>
    parts
      .join("")
      .replaceAll(/[\p{Cc}\u2028\u2029]/gu, "")
      .trim(),
  );

const uses: fc.Arbitrary<FeedSession["uses"]> = fc.array(
  fc.record({
    slot: fc.constantFrom("before", "session", "after", "deep_dive"),
    title: words,
    url: fc.option(fc.webUrl({ withQueryParameters: true })),
    minutes: fc.option(fc.integer({ min: 1, max: 300 })),
    optional: fc.boolean(),
  }),
  { maxLength: 4 },
);
const session: fc.Arbitrary<FeedSession> = fc.record({
  id: fc.uuid(),
  date: dates,
  startsAt: fc.option(times),
  lengthMinutes: fc.option(fc.integer({ min: 5, max: 1440 })),
  title: words,
  format: fc.option(fc.constantFrom(...sessionFormat.options)),
  state: fc.constantFrom("published", "cancelled"),
  version: fc.integer({ min: 1, max: 500 }),
  uses,
  changedAt: fc.date({ min: new Date("2024-01-01"), max: new Date("2030-01-01"), noInvalidDate: true }),
  removed: fc.boolean(),
});
const cohort: fc.Arbitrary<FeedCohort> = fc.record({
  slug: fc.constant("fall-2024"),
  title: words.map((title) => title || "Deep learning"),
  timezone: fc.constantFrom(...zones),
  startsAt: times,
  lengthMinutes: fc.integer({ min: 5, max: 1440 }),
  place: words,
  meetingUrl: fc.constantFrom("", "https://meet.example.org/a,b;c?d=%20"),
  version: fc.integer({ min: 1, max: 500 }),
});
const term = fc.tuple(cohort, fc.uniqueArray(session, { selector: ({ id }) => id, maxLength: 12 }), fc.boolean());

describe("the feed of any term", () => {
  it("is read by other programs as it was meant: every session once, at its time, in its words", () => {
    fc.assert(
      fc.property(term, ([cohort, sessions, member]) => {
        const audience = { site: "https://convene.test:8443/base", member, week: member, alarmMinutes: 10 };
        const events = sessions.map((one) => eventOf(one, cohort, audience));
        const body = writeCalendar({ name: cohort.title, refreshMinutes: 60, publisher: null, events });
        const [read, again] = [readWithIcalJs(body), readWithNodeIcal(body)];
        const when = (one: FeedSession) =>
          one.format === "no_session"
            ? { begins: one.date, allDay: true }
            : { begins: beginsAt(one, cohort).toISOString(), ends: endsAt(one, cohort).toISOString(), allDay: false };
        const wanted = sessions.map((one) => ({
          uid: `${one.id}@convene.test`,
          sequence: one.version + cohort.version,
          status: one.removed || one.state === "cancelled" ? "CANCELLED" : "CONFIRMED",
          ...when(one),
        }));
        expect(read).toMatchObject(wanted);
        expect(again).toMatchObject(wanted);
        expect(new Set(read.map(({ uid }) => uid)).size).toBe(sessions.length);
        expect(read.map(({ summary }) => summary)).toEqual(events.map(({ summary }) => summary));
        expect(read.map(({ description }) => description)).toEqual(events.map(({ description }) => description));
        for (const [index, one] of sessions.entries()) expect(read[index]?.summary).toContain(eventName(one));
      }),
      { numRuns: 60 },
    );
  });

  it("has no line over 75 octets, no line that is not one, and only lines that end as they should", () => {
    fc.assert(
      fc.property(term, ([cohort, sessions, member]) => {
        const audience = { site: "https://convene.test", member, week: false, alarmMinutes: null };
        const events = sessions.map((one) => eventOf(one, cohort, audience));
        const body = writeCalendar({ name: cohort.title, refreshMinutes: 60, publisher: null, events });
        expect(body.endsWith("END:VCALENDAR\r\n")).toBe(true);
        expect(body).not.toMatch(/(?<!\r)\n|\r(?!\n)/);
        for (const line of body.split("\r\n")) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
        for (const line of contentLines(body).slice(0, -1)) expect(line).toMatch(/^[A-Z][A-Z-]*[;:]/);
      }),
      { numRuns: 60 },
    );
  });
});
