import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { daysLater, isDay, shortDay } from "@/lib/time/days";
import { shortDate } from "@/lib/time/words";
import { addDays, localDate } from "@/lib/time/zones";

const day = fc
  .date({ min: new Date("1990-01-01"), max: new Date("2099-12-31"), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10));

describe("dates in the browser", () => {
  it("say the same as the time zone library says on the server", () =>
    fc.assert(
      fc.property(day, fc.integer({ min: -400, max: 400 }), (date, days) => {
        expect(shortDay(date)).toBe(shortDate(date));
        expect(daysLater(date, days)).toBe(addDays(date, days));
      }),
    ));

  it("are known from what only looks like one", () => {
    for (const text of ["2024-02-29", "2024-02-30", "2023-02-29", "2024-13-01", "2024-1-1", "today", ""]) {
      expect(isDay(text), text).toBe(localDate.safeParse(text).success);
    }
  });
});
