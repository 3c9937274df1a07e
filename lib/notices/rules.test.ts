import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { endOf, type PlanSession, planOf, revisionOf, standingAt, weeklyPrepOf } from "@/lib/notices/rules";
import { addDays, dateIn, instantOf, timeIn } from "@/lib/time/zones";

const HOUR = 3_600_000;
const ZONES = Intl.supportedValuesOf("timeZone");

const session = (date: string, more: Partial<PlanSession> = {}): PlanSession => ({
  id: "s",
  date,
  startsAt: null,
  state: "published",
  ...more,
});

function due(timezone: string, date: string, localTime: string): string {
  const settings = { leadDays: 0, localTime };
  return weeklyPrepOf({ timezone, startsAt: "23:59" }, session(date), settings).dueAt.toISOString();
}

describe("when a weekly prep is due", () => {
  it("follows the clock on the days it changes", () => {
    expect(due("America/New_York", "2027-03-14", "02:30")).toBe("2027-03-14T07:30:00.000Z");
    expect(due("America/New_York", "2027-11-07", "01:30")).toBe("2027-11-07T05:30:00.000Z");
    expect(due("America/Santiago", "2026-09-06", "00:00")).toBe("2026-09-06T04:00:00.000Z");
    expect(due("Australia/Lord_Howe", "2026-10-04", "02:15")).toBe("2026-10-03T15:45:00.000Z");
    expect(due("Asia/Kathmandu", "2026-10-04", "09:00")).toBe("2026-10-04T03:15:00.000Z");
  });

  it("is three days before at nine on the cohort's clock unless the cohort chose otherwise", () => {
    const [planned] = planOf(
      { timezone: "America/Chicago", startsAt: "11:00" },
      [session("2024-11-05")],
      { enabled: true, leadDays: 3, localTime: "09:00" },
      "2024-11-01",
      "2024-11-30",
    );
    // The clock goes back between the mail and the session.
    expect(planned?.dueAt.toISOString()).toBe("2024-11-02T14:00:00.000Z");
    expect(planned?.startsAt.toISOString()).toBe("2024-11-05T17:00:00.000Z");
    expect(planned?.localDate).toBe("2024-11-02");
  });

  it("reads the chosen time on that day's clock in every zone, or later by the gap where the clock skips it", () => {
    fc.assert(
      fc.property(fc.constantFrom(...ZONES), dates(), times(), (timezone, date, localTime) => {
        const planned = weeklyPrepOf({ timezone, startsAt: "23:59" }, session(date), { leadDays: 0, localTime });
        const shown = `${dateIn(planned.dueAt, timezone)} ${timeIn(planned.dueAt, timezone)}`;
        const wanted = `${date} ${localTime}`;
        expect(shown >= wanted).toBe(true);
        if (shown !== wanted) {
          // Skipped: an hour before, the clock shows a time before the chosen one.
          const before = new Date(planned.dueAt.getTime() - 26 * HOUR);
          expect(`${dateIn(before, timezone)} ${timeIn(before, timezone)}` < wanted).toBe(true);
        }
      }),
      { numRuns: 500 },
    );
  });

  it("is the first of two where the clock repeats a time", () => {
    fc.assert(
      fc.property(fc.constantFrom(...ZONES), dates(), times(), (timezone, date, localTime) => {
        const at = instantOf(date, localTime, timezone);
        for (const earlier of [0.5 * HOUR, HOUR]) {
          const before = new Date(at.getTime() - earlier);
          expect(`${dateIn(before, timezone)} ${timeIn(before, timezone)}`).not.toBe(`${date} ${localTime}`);
        }
      }),
      { numRuns: 300 },
    );
  });
});

describe("what is planned", () => {
  const cohort = { timezone: "America/Chicago", startsAt: "11:00" };
  const settings = { enabled: true, leadDays: 3, localTime: "09:00" };

  it("is one notice for every published session and none for a draft or a cancelled one", () => {
    fc.assert(
      fc.property(sessions(), (all) => {
        const planned = planOf(cohort, all, settings, "2000-01-01", "2100-01-01");
        const published = all.filter((one) => one.state === "published").map(({ id }) => id);
        expect(planned.map((one) => one.subjectKey).sort()).toEqual(published.sort());
        expect(planned.map((one) => one.dueAt.getTime())).toEqual(
          planned.map((one) => one.dueAt.getTime()).sort((a, b) => a - b),
        );
      }),
    );
  });

  it("is the same whether a range is asked for at once or in two halves", () => {
    fc.assert(
      fc.property(sessions(), dates(), (all, middle) => {
        const whole = planOf(cohort, all, settings, "2000-01-01", "2100-01-01");
        const first = planOf(cohort, all, settings, "2000-01-01", middle);
        const second = planOf(cohort, all, settings, addDays(middle, 1), "2100-01-01");
        expect([...first, ...second]).toEqual(whole);
      }),
    );
  });

  it("is nothing when the cohort switched the kind off", () => {
    expect(
      planOf(cohort, [session("2024-10-22")], { ...settings, enabled: false }, "2000-01-01", "2100-01-01"),
    ).toEqual([]);
  });

  it("ends at the start of the session or 36 hours after it was due, and never before it is due", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...ZONES),
        dates(),
        times(),
        times(),
        fc.integer({ min: 0, max: 14 }),
        (timezone, date, localTime, startsAt, leadDays) => {
          const planned = weeklyPrepOf({ timezone, startsAt }, session(date), { leadDays, localTime });
          expect(planned.expiresAt >= planned.dueAt).toBe(true);
          expect(planned.expiresAt.getTime()).toBeLessThanOrEqual(planned.dueAt.getTime() + 36 * HOUR);
          if (planned.startsAt > planned.dueAt) expect(planned.expiresAt <= planned.startsAt).toBe(true);
          else expect(standingAt(planned, planned.dueAt)).toBe("late");
        },
      ),
    );
  });

  it("gets another revision with another date, and the same one when a session moves back", () => {
    fc.assert(
      fc.property(dates(), dates(), (a, b) => {
        expect(revisionOf(a) === revisionOf(b)).toBe(a === b);
      }),
    );
    expect(revisionOf("2024-10-22")).toBe(20018);
  });

  it("goes three hours late, not forty", () => {
    const at = (hours: number) => new Date(Date.UTC(2024, 9, 19, 14 + hours));
    const planned = { dueAt: at(0), expiresAt: endOf(at(0), at(74)) };
    expect(standingAt(planned, at(-1))).toBe("ahead");
    expect(standingAt(planned, at(3))).toBe("due");
    expect(standingAt(planned, at(40))).toBe("late");
  });
});

function dates(): fc.Arbitrary<string> {
  return fc.integer({ min: 0, max: 3650 }).map((days) => addDays("2020-01-01", days));
}

function times(): fc.Arbitrary<string> {
  return fc
    .tuple(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 59 }))
    .map(([h, m]) => `${String(h).padStart(2, "0")}:${String(m).padStart(2, "0")}`);
}

function sessions(): fc.Arbitrary<PlanSession[]> {
  const one = fc.record({
    id: fc.uuid(),
    date: dates(),
    startsAt: fc.option(times(), { nil: null }),
    state: fc.constantFrom("draft" as const, "published" as const, "cancelled" as const),
  });
  return fc.uniqueArray(one, { selector: ({ id }) => id, maxLength: 20 });
}
