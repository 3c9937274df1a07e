import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { otherDay, weekdayOn } from "@/components/schedule/term-start";
import { termDates } from "@/lib/schedule/shape/term/rules";
import { daysLater } from "@/lib/time/days";
import { weekdayOf } from "@/lib/time/zones";

describe("the first date of a term", () => {
  it("on another day than the term's is said plainly, with the next one that is", () => {
    expect(otherDay("2026-11-12", 2)).toEqual({
      says: "Thu 12 Nov is no Tuesday: the term begins on Tue 17 Nov.",
      next: "2026-11-17",
    });
    expect(otherDay("2026-11-17", 2)).toBeNull();
    expect(otherDay("", 2)).toBeNull();
  });

  it("is the one on which the server begins, whatever was chosen", () => {
    const date = fc.integer({ min: 0, max: 5000 }).map((days) => daysLater("2020-01-01", days));
    fc.assert(
      fc.property(date, fc.integer({ min: 1, max: 7 }), (firstDate, weekday) => {
        expect(weekdayOn(firstDate)).toBe(weekdayOf(firstDate));
        const asked = { firstDate, weekday, count: 1, everyWeeks: 1, skipBreaks: false };
        const [first] = termDates({ sessions: [], breaks: [] }, asked);
        expect(otherDay(firstDate, weekday)?.next ?? firstDate).toBe(first?.date);
      }),
    );
  });
});
