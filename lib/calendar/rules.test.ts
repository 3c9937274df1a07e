import { describe, expect, it } from "vitest";
import { eventLinks } from "@/lib/calendar/event-links";
import { writeCalendar } from "@/lib/calendar/ics";
import { ALARMS, subscribeLinks, withAlarm } from "@/lib/calendar/links";
import { type Audience, eventName, eventOf, type FeedCohort, type FeedSession, shortTitle } from "@/lib/calendar/rules";
import { feedQuery } from "@/lib/calendar/schema";
import { readWithIcalJs } from "@/lib/testing/calendars";

const cohort: FeedCohort = {
  slug: "fall-2024",
  title: "Deep learning, fall 2024",
  timezone: "America/Chicago",
  startsAt: "11:00",
  lengthMinutes: 60,
  place: "room 219a",
  meetingUrl: "https://meet.example.org/fall",
  version: 2,
};
const use = (more: Partial<FeedSession["uses"][number]>): FeedSession["uses"][number] => ({
  slot: "before",
  title: "Backpropagation",
  url: "https://videos.example.org/b",
  minutes: 145,
  optional: false,
  ...more,
});
const session = (more: Partial<FeedSession> = {}): FeedSession => ({
  id: "5d5f0b0e-0000-4000-8000-000000000001",
  date: "2024-10-22",
  startsAt: null,
  lengthMinutes: null,
  title: "Discussion",
  format: "discussion",
  state: "published",
  version: 3,
  uses: [
    use({}),
    use({ title: "Write it down", url: null, minutes: null }),
    use({ minutes: 10, optional: true, url: null }),
  ],
  changedAt: new Date("2024-10-01T00:00:00Z"),
  removed: false,
  ...more,
});
const audience = (more: Partial<Audience> = {}): Audience => ({
  site: "http://convene.test",
  member: true,
  week: true,
  alarmMinutes: null,
  ...more,
});
const event = (more: Partial<FeedSession> = {}, to: Partial<Audience> = {}) =>
  eventOf(session(more), cohort, audience(to));

describe("a session in a calendar", () => {
  it("says what to do before it, how long that takes, and where everything is", () => {
    expect(event()).toMatchObject({
      summary: "Deep learning · Discussion: Backpropagation",
      location: "room 219a",
      url: "http://convene.test/c/fall-2024/week",
      status: "CONFIRMED",
      description: [
        "Before the session: 2 h 25 min and 1 thing of unknown length",
        "- Backpropagation (2 h 25 min)",
        "  https://videos.example.org/b",
        "- Write it down (length unknown)",
        "- Backpropagation (10 min, optional)",
        "",
        "By video: https://meet.example.org/fall",
        "My week: http://convene.test/c/fall-2024/week",
        "The schedule: http://convene.test/c/fall-2024#s-2024-10-22",
      ].join("\n"),
    });
  });

  it("shows the meeting link to members only, and a week to those who have one", () => {
    const open = event({}, { member: false, week: false });
    expect(JSON.stringify(open)).not.toMatch(/meet\.example|\/week/);
    expect(open.url).toBe("http://convene.test/c/fall-2024#s-2024-10-22");
    const remote = eventOf(session(), { ...cohort, place: "" }, audience({ week: false }));
    expect(remote.location).toBe("https://meet.example.org/fall");
    expect(remote.description).not.toContain("My week");
  });

  it("that is moved is the same event with a higher number, so that a calendar moves it", () => {
    const read = (...sessions: FeedSession[]) =>
      readWithIcalJs(
        writeCalendar({
          name: "",
          refreshMinutes: 60,
          publisher: null,
          events: sessions.map((one) => eventOf(one, cohort, audience())),
        }),
      );
    const [before] = read(session());
    const after = read(session({ date: "2024-11-05", version: 4 }));
    expect(after).toHaveLength(1);
    expect(after[0]?.uid).toBe(before?.uid);
    expect(after[0]?.sequence).toBeGreaterThan(before?.sequence ?? Number.POSITIVE_INFINITY);
    expect([before?.begins, after[0]?.begins]).toEqual(["2024-10-22T16:00:00.000Z", "2024-11-05T17:00:00.000Z"]);
  });

  it("moves also when the whole cohort does: its hour or its zone", () => {
    const moved = eventOf(session(), { ...cohort, startsAt: "12:00", version: 3 }, audience());
    expect(moved.uid).toBe(event().uid);
    expect(moved.sequence).toBeGreaterThan(event().sequence);
  });

  it("that is cancelled or taken off the schedule says so", () => {
    expect(event({ state: "cancelled" })).toMatchObject({
      status: "CANCELLED",
      summary: "Cancelled: Deep learning · Discussion: Backpropagation",
      description: expect.not.stringContaining("By video"),
    });
    expect(event({ removed: true })).toMatchObject({
      status: "CANCELLED",
      description: "It was taken off the schedule: http://convene.test/c/fall-2024",
    });
  });

  it("that does not take place is a day with its words, and an open date is named so", () => {
    const none = event({ title: "Thanksgiving", format: "no_session", uses: [] });
    expect(none).toMatchObject({
      when: { kind: "day", date: "2024-10-22" },
      summary: "Deep learning · No session (Thanksgiving)",
      location: "",
      description: expect.not.stringContaining("By video"),
    });
    const name = (title: string) => eventName({ title, format: "no_session", uses: [] });
    expect(["", "No session (Thanksgiving)", "no class"].map(name)).toEqual([
      "No session",
      "No session (Thanksgiving)",
      "no class",
    ]);
    expect(event({ title: "", format: null, uses: [] }).summary).toBe("Deep learning · open date");
  });

  it("has the same name at every port, since a calendar knows it by that", () => {
    expect(event({}, { site: "http://convene.test:8080" }).uid).toBe(event().uid);
  });
});

describe("a cohort's title in a calendar", () => {
  it.each([
    ["Deep learning, fall 2024", "Deep learning"],
    ["Statistics: from coins to kernels", "Statistics"],
    ["Reading group - spring", "Reading group"],
    ["Self-taught", "Self-taught"],
    ["(fall) Deep learning", "(fall) Deep learning"],
    [", ", ","],
    ["How to read a paper slowly and well without giving up", "How to read a paper slowly and well…"],
    ["x".repeat(60), `${"x".repeat(39)}…`],
  ])("of %j is %j", (title, short) => expect(shortTitle(title)).toBe(short));
});

describe("the ways into a calendar", () => {
  it("subscribe to the feed in the programs that people have", () => {
    const links = subscribeLinks("https://convene.test/c/fall-2024/calendar.ics", "Deep learning, fall & all");
    expect(links.map(({ href }) => href)).toEqual([
      "https://calendar.google.com/calendar/r?cid=webcal%3A%2F%2Fconvene.test%2Fc%2Ffall-2024%2Fcalendar.ics",
      "https://outlook.live.com/calendar/0/addfromweb?url=https%3A%2F%2Fconvene.test%2Fc%2Ffall-2024%2Fcalendar.ics&name=Deep%20learning%2C%20fall%20%26%20all",
      "https://outlook.office.com/calendar/0/addfromweb?url=https%3A%2F%2Fconvene.test%2Fc%2Ffall-2024%2Fcalendar.ics&name=Deep%20learning%2C%20fall%20%26%20all",
      "webcal://convene.test/c/fall-2024/calendar.ics",
      "https://convene.test/c/fall-2024/calendar.ics",
    ]);
  });

  it("carry the wish to be told before each session in the address, as the feed takes it", () => {
    const feed = "https://convene.test/c/fall-2024/calendar.ics";
    expect(withAlarm(feed, null)).toBe(feed);
    for (const minutes of ALARMS) {
      const url = withAlarm(feed, minutes);
      expect(feedQuery.parse(Object.fromEntries(new URL(url).searchParams))).toEqual({ alarm: minutes });
      const [google, ...others] = subscribeLinks(url, "Deep learning").map(({ href }) => decodeURIComponent(href));
      expect(google).toContain(`cid=webcal://convene.test/c/fall-2024/calendar.ics?alarm=${minutes}`);
      for (const href of others) expect(href).toContain(`/calendar.ics?alarm=${minutes}`);
    }
  });

  it("take one session along with its time in UTC, and stay short", () => {
    const many = Array.from({ length: 40 }, () => use({}));
    const file = "/c/fall-2024/calendar.ics?session=1";
    const links = eventLinks(session({ uses: many }), cohort, { site: "http://convene.test", file });
    const [google, outlook] = links.map(({ href }) => new URL(href, "http://convene.test").searchParams);
    expect(google?.get("dates")).toBe("20241022T160000Z/20241022T170000Z");
    expect(google?.get("ctz")).toBe("America/Chicago");
    expect(google?.get("text")).toBe("Deep learning · Discussion: Backpropagation");
    expect(google?.get("details")).toContain("http://convene.test/c/fall-2024#s-2024-10-22");
    expect(outlook?.get("startdt")).toBe("2024-10-22T16:00:00.000Z");
    expect(outlook?.get("enddt")).toBe("2024-10-22T17:00:00.000Z");
    expect(outlook?.get("location")).toBe("room 219a");
    expect(links.map(({ href }) => href).join("")).not.toMatch(/meet\.example|\+/);
    for (const { href } of links) expect(href.length).toBeLessThan(700);
    expect(links.at(-1)?.href).toBe(file);
    const [, live, office] = links.map(({ href }) => href);
    expect(live?.startsWith("https://outlook.live.com/calendar/0/action/compose?")).toBe(true);
    expect(office).toBe(live?.replace("outlook.live.com", "outlook.office.com"));
    expect(eventLinks(session(), cohort, { site: "http://convene.test", file: null })).toHaveLength(3);
  });
});
