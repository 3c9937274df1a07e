import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { linesAsText } from "@/emails/weekly-prep";
import { askedFor, minuteBar, type PrepData, weeklyPrepOf } from "@/lib/notices/prep/rules";
import type { PrepUse } from "@/lib/progress/schema";

const use = (title: string, minutes: number | null, more: Partial<PrepUse> = {}): PrepUse => ({
  resourceId: title,
  slot: "before",
  title,
  url: `https://videos.example.org/${encodeURIComponent(title)}`,
  kind: "video",
  minutes,
  optional: false,
  state: "todo",
  watchedMinutes: 0,
  stoppedAt: null,
  stopPoints: [],
  minutesTaken: null,
  seen: false,
  markedBy: "",
  reason: "",
  ...more,
});

const HALF_WAY = [
  use("What is backpropagation really doing?", 12, { state: "done" }),
  use("Backpropagation calculus", 10),
  use("Backpropagation", 145, { state: "started", watchedMinutes: 117, stoppedAt: 7020 }),
];

const data = (more: Partial<PrepData> = {}): PrepData => ({
  cohort: {
    title: "Deep learning, fall 2024",
    timezone: "America/Chicago",
    place: "room 219a",
    meetingUrl: "https://meet.example.org/fall",
  },
  session: {
    date: "2024-10-22",
    startsAt: new Date("2024-10-22T16:00:00Z"),
    title: "Backpropagation",
    format: "discussion",
  },
  uses: HALF_WAY,
  readerZone: "Europe/Berlin",
  role: "learner",
  opening: "",
  weekUrl: "http://convene.test/c/fall/week",
  chooseUrl: "http://convene.test/unsubscribe#t",
  markUrl: () => null,
  ...more,
});

describe("the mail before a session", () => {
  it("says what, when, for whom and how much is left", () => {
    const mail = weeklyPrepOf(data());
    expect(mail.subject).toBe("Tue 22 Oct: Backpropagation. 38 of 167 min left");
    expect(mail.when).toBe("Tuesday 22 October, 11:00 Chicago (18:00 for you), room 219a or video link");
    expect(mail.heading).toBe("Discussion: Backpropagation");
    expect(mail.summary).toBe("Before the session: 167 min, 38 left for you");
    expect(mail.footer.why).toBe("You get this because you are a learner in Deep learning, fall 2024.");
    expect(mail.meetingUrl).toBe("https://meet.example.org/fall");
  });

  it("lists what is done, what is next and where the reader stopped", () => {
    expect(linesAsText(weeklyPrepOf(data()).prep.map((line) => ({ ...line, url: null }))).split("\n")).toEqual([
      "  done   What is backpropagation really doing?      12 min",
      "  next   Backpropagation calculus                   10 min   start here",
      "  at     Backpropagation                        2 h 25 min   you stopped at 1:57:00",
    ]);
  });

  it("has a link to mark each open thing, and says the one to start with in its text", () => {
    const markUrl = (id: string) => `http://convene.test/mark#${encodeURIComponent(id)}`;
    const mail = weeklyPrepOf(data({ markUrl }));
    expect(mail.prep.map((line) => line.markUrl)).toEqual([
      null,
      markUrl("Backpropagation calculus"),
      markUrl("Backpropagation"),
    ]);
    const lines = linesAsText(mail.prep).split("\n");
    expect(lines.filter((line) => line.includes("Mark as done"))).toEqual([
      `         Mark as done: ${markUrl("Backpropagation calculus")}`,
    ]);
    const week = { ...data().session, format: "no_session" };
    const quiet = weeklyPrepOf(data({ markUrl, session: week, uses: [use("WaveNet", 56, { slot: "deep_dive" })] }));
    expect(
      quiet.deepDive.map((line) => line.markUrl),
      "what one may look at asks for nothing",
    ).toEqual([null]);
  });

  it("is short for a reader who has done everything", () => {
    const mail = weeklyPrepOf(data({ uses: HALF_WAY.map((one) => ({ ...one, state: "done" })) }));
    expect(mail.subject).toBe("Tue 22 Oct: Backpropagation. You are ready");
    expect(mail.summary).toBe("Before the session: 167 min. You have done everything.");
    expect(mail).toMatchObject({ prep: [], bar: null });
  });

  it("is short when nothing is asked for", () => {
    const mail = weeklyPrepOf(data({ uses: [] }));
    expect(mail.subject).toBe("Tue 22 Oct: Backpropagation. Nothing to prepare");
    expect(mail.summary).toBe("There is nothing to prepare for this session.");
  });

  it("is short in a week without a session, with the deep dive for who likes", () => {
    const session = { ...data().session, title: "Thanksgiving week", format: "no_session" };
    const mail = weeklyPrepOf(data({ session, uses: [use("WaveNet", 56, { slot: "deep_dive" })] }));
    expect(mail.subject).toBe("Tue 22 Oct: no session (Thanksgiving week)");
    expect(mail.when).toBe("Tuesday 22 October");
    expect(mail.summary).toBe("There is no session this week.");
    expect(mail.deepDive.map((line) => line.title)).toEqual(["WaveNet"]);
    expect(mail.meetingUrl).toBeNull();
    const plain = weeklyPrepOf(data({ session: { ...session, title: "No session" }, uses: [] }));
    expect(plain.subject).toBe("Tue 22 Oct: no session");
  });

  it("is short for an open date", () => {
    const mail = weeklyPrepOf(data({ session: { ...data().session, title: "", format: null }, uses: [] }));
    expect(mail).toMatchObject({ subject: "Tue 22 Oct: open date", summary: "Nothing is planned for this date yet." });
  });

  it("counts what has no known length as a thing and never as no time", () => {
    const setup = use("Pre-Meeting Setup", null, { url: null });
    const mail = weeklyPrepOf(data({ uses: [setup] }));
    expect(mail.subject).toBe("Tue 22 Oct: Backpropagation. 1 thing to prepare");
    expect(mail.summary).toBe("Before the session: 1 thing of unknown length, 1 thing left for you");
    const both = weeklyPrepOf(data({ uses: [...HALF_WAY, setup] }));
    expect(both.subject).toBe("Tue 22 Oct: Backpropagation. 38 of 167 min left, and 1 thing");
    expect(both.summary).toBe(
      "Before the session: 167 min and 1 thing of unknown length, 38 and 1 thing of unknown length left for you",
    );
    expect(askedFor([setup, use("x", 20)])).toBe("It takes 20 min and 1 thing of unknown length to prepare.");
    expect(askedFor([])).toBe("There is nothing to prepare for it.");
  });

  it("links to nothing but the web", () => {
    const mail = weeklyPrepOf(
      data({
        uses: [use("x", 1, { url: "javascript:alert(1)" })],
        cohort: { ...data().cohort, meetingUrl: "javascript:alert(1)" },
      }),
    );
    expect(mail.prep[0]?.url).toBeNull();
    expect(mail.meetingUrl).toBeNull();
    expect(mail.when).not.toContain("video link");
  });
});

describe("the minute bar as text", () => {
  it("is as wide for each thing as it is long", () => {
    expect(minuteBar(HALF_WAY, 48)?.text).toBe("[===|...|==================================........]");
    expect(minuteBar(HALF_WAY, 48)?.says).toBe("129 of 167 minutes done");
  });

  it("is full only when nothing is left, and not there without minutes", () => {
    const uses = fc.array(
      fc.record({
        minutes: fc.integer({ min: 1, max: 300 }),
        watched: fc.integer({ min: 0, max: 300 }),
        done: fc.boolean(),
      }),
      { minLength: 1, maxLength: 12 },
    );
    fc.assert(
      fc.property(uses, (all) => {
        const bar = minuteBar(
          all.map((one, n) =>
            use(String(n), one.minutes, { watchedMinutes: one.watched, state: one.done ? "done" : "todo" }),
          ),
          48,
        );
        const left = all.some((one) => !one.done);
        expect(bar?.text.includes(".")).toBe(left);
        expect(bar?.text.split("|")).toHaveLength(all.length);
      }),
    );
    expect(minuteBar([use("setup", null)], 48)).toBeNull();
  });
});
