import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { beginsAt, endsAt, formatOf, isOver, nextSession, sessionName, topicOf } from "@/lib/schedule/rules";
import type { ScheduleSession } from "@/lib/schedule/schema";
import { addDays } from "@/lib/time/zones";

const CHICAGO = { timezone: "America/Chicago", startsAt: "11:00", lengthMinutes: 60 };

type Bare = Pick<ScheduleSession, "date" | "startsAt" | "lengthMinutes" | "state" | "format">;

function session(date: string, more: Partial<Bare> = {}): Bare {
  return { date, startsAt: null, lengthMinutes: null, state: "published", format: "discussion", ...more };
}

describe("when a session is", () => {
  it("follows the cohort's clock across its changes", () => {
    expect(beginsAt(session("2026-10-29"), CHICAGO).toISOString()).toBe("2026-10-29T16:00:00.000Z");
    expect(beginsAt(session("2026-11-05"), CHICAGO).toISOString()).toBe("2026-11-05T17:00:00.000Z");
  });

  it("takes its own time and length before the cohort's", () => {
    const late = session("2026-11-05", { startsAt: "15:30", lengthMinutes: 90 });
    expect(beginsAt(late, CHICAGO).toISOString()).toBe("2026-11-05T21:30:00.000Z");
    expect(endsAt(late, CHICAGO).toISOString()).toBe("2026-11-05T23:00:00.000Z");
  });

  it("is over when its length has passed, and not a moment before", () => {
    const end = new Date("2026-11-05T18:00:00Z");
    expect(isOver(session("2026-11-05"), CHICAGO, new Date(end.getTime() - 1))).toBe(false);
    expect(isOver(session("2026-11-05"), CHICAGO, end)).toBe(true);
  });
});

describe("the next session", () => {
  const term = [
    session("2026-10-29"),
    session("2026-11-05", { state: "draft" }),
    session("2026-11-12", { state: "cancelled" }),
    session("2026-11-19", { format: "no_session" }),
    session("2026-11-26", { format: null }),
  ];

  it("is the one that is going on now", () => {
    expect(nextSession(term, new Date("2026-10-29T16:30:00Z"), CHICAGO)).toBe(term[0]);
  });

  it("is neither a draft nor cancelled nor a week without one, but may be an open date", () => {
    expect(nextSession(term, new Date("2026-10-29T17:00:00Z"), CHICAGO)).toBe(term[4]);
  });

  it("is nothing when the term is over", () => {
    expect(nextSession(term, new Date("2026-12-01T00:00:00Z"), CHICAGO)).toBeNull();
  });

  it("does not depend on the order of the sessions, and is never over", () => {
    const some = fc.array(
      fc.record({
        days: fc.integer({ min: 0, max: 100 }),
        state: fc.constantFrom("draft", "published", "cancelled" as const),
        format: fc.constantFrom("discussion", "no_session", null),
      }),
    );
    fc.assert(
      fc.property(some, fc.integer({ min: 0, max: 100 }), (rows, day) => {
        const sessions = rows.map(({ days, state, format }) => session(addDays("2026-10-01", days), { state, format }));
        const now = new Date(Date.UTC(2026, 9, 1 + day));
        const next = nextSession(sessions, now, CHICAGO);
        expect(nextSession(sessions.toReversed(), now, CHICAGO)?.date).toBe(next?.date);
        if (next) expect(isOver(next, CHICAGO, now)).toBe(false);
      }),
    );
  });
});

it("names a session by its topic where its title says only its format", () => {
  const uses = [{ slot: "before" as const, title: "Kernels" }];
  expect(sessionName({ title: "Discussion", uses })).toBe("Discussion: Kernels");
  expect(sessionName({ title: "Probability: Basics", uses })).toBe("Probability: Basics");
  expect(sessionName({ title: "No Session", uses })).toBe("No Session");
  expect(sessionName({ title: "", uses })).toBe("open date");
  expect(formatOf("  ")).toBeNull();
});

it("a discussion is about the longest required thing before it", () => {
  const uses = [
    { slot: "before" as const, title: "Short", minutes: 12 },
    { slot: "before" as const, title: "Backpropagation", minutes: 145 },
    { slot: "before" as const, title: "Longer but optional", minutes: 300, optional: true },
    { slot: "after" as const, title: "Longer but later", minutes: 300 },
  ];
  expect(topicOf({ title: "Discussion", uses })).toBe("Backpropagation");
  expect(topicOf({ title: "Discussion", uses: [] })).toBeNull();
  expect(topicOf({ title: "Python: Application", uses })).toBeNull();
  expect(topicOf({ title: "No Session", uses })).toBeNull();
});
