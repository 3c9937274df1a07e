import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { termDates } from "@/lib/schedule/shape/term/rules";
import { generateTerm } from "@/lib/schedule/shape/term/schema";
import { meeting, termOf } from "@/lib/schedule/shape/testing/term";
import { daysLater } from "@/lib/time/days";
import { weekdayOf } from "@/lib/time/zones";

const asked = { firstDate: "2026-09-01", count: 3, everyWeeks: 1, skipBreaks: true };

describe("the dates of a term", () => {
  it("pass over breaks, which do not count, and over dates that are taken, which do", () => {
    const world = termOf([meeting("2026-09-15", "Chance")], [["Fair", "2026-09-07", "2026-09-08"]]);
    expect(termDates(world, asked)).toEqual([
      { date: "2026-09-01", does: "new", because: "" },
      { date: "2026-09-08", does: "break", because: "Fair" },
      { date: "2026-09-15", does: "taken", because: "Chance" },
      { date: "2026-09-22", does: "new", because: "" },
    ]);
    expect(termDates(world, { ...asked, skipBreaks: false }).map(({ does }) => does)).toEqual(["new", "new", "taken"]);
  });

  it("begin on the first such weekday and keep its distance", () => {
    const dates = termDates(termOf([]), { ...asked, weekday: 4, everyWeeks: 2 });
    expect(dates.map(({ date }) => date)).toEqual(["2026-09-03", "2026-09-17", "2026-10-01"]);
  });

  it("are as many as asked, on one weekday, outside of breaks, and the second time all taken", () =>
    fc.assert(
      fc.property(
        fc.record({
          from: fc.integer({ min: 0, max: 700 }),
          count: fc.integer({ min: 1, max: 60 }),
          everyWeeks: fc.integer({ min: 1, max: 12 }),
          pause: fc.record({ from: fc.integer({ min: 0, max: 900 }), days: fc.integer({ min: 0, max: 200 }) }),
        }),
        ({ from, count, everyWeeks, pause }) => {
          const firstDay = daysLater("2026-01-01", pause.from);
          const breaks = [["Pause", firstDay, daysLater(firstDay, pause.days)]] as const;
          const input = { ...asked, firstDate: daysLater("2026-01-01", from), count, everyWeeks };
          const fresh = termDates(termOf([], breaks), input).filter(({ does }) => does === "new");
          expect(fresh).toHaveLength(count);
          expect(new Set(fresh.map(({ date }) => weekdayOf(date))).size).toBe(1);
          for (const { date } of fresh) expect(date < firstDay || date > daysLater(firstDay, pause.days)).toBe(true);
          const again = termDates(
            termOf(
              fresh.map(({ date }) => meeting(date)),
              breaks,
            ),
            input,
          );
          expect(again.filter(({ does }) => does === "taken").map(({ date }) => date)).toEqual(
            fresh.map(({ date }) => date),
          );
          expect(again.some(({ does }) => does === "new")).toBe(false);
        },
      ),
      { numRuns: 60 },
    ));

  it("are at most 60, and refused when a break leaves no room for them", () => {
    const input = { cohort: "fall", firstDate: "2026-09-01", count: 61 };
    expect(generateTerm.safeParse(input).error?.issues[0]?.message).toBe("At most 60 dates.");
    expect(generateTerm.parse({ ...input, count: 60 })).toMatchObject({
      everyWeeks: 1,
      skipBreaks: true,
      dryRun: false,
    });
    const forever = termOf([], [["Sabbatical", "2026-09-01", "9999-12-31"]]);
    expect(() => termDates(forever, asked)).toThrow("There are not so many dates outside of the breaks.");
    expect(() => termDates(termOf([]), { ...asked, firstDate: "9999-12-24" })).toThrow("There are not so many dates");
  });
});
