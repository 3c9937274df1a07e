import { describe, expect, it } from "vitest";
import { clockLength, clockPoint, minutesInWords } from "@/lib/time/durations";
import { dayAndMonth, daysInWords, longDate, shortDate, timeForReader, zoneCity } from "@/lib/time/words";

describe("dates and times in words", () => {
  it("names days", () => {
    expect(longDate("2024-10-22")).toBe("Tuesday 22 October");
    expect(shortDate("2024-10-22")).toBe("Tue 22 Oct");
    expect(dayAndMonth("2024-09-06")).toBe("6 Sep");
  });

  it("says how far a day is", () => {
    const words = ["2024-10-20", "2024-10-21", "2024-10-22", "2024-10-23", "2024-10-25"].map((to) =>
      daysInWords("2024-10-22", to),
    );
    expect(words).toEqual(["2 days ago", "yesterday", "today", "tomorrow", "in 3 days"]);
  });

  it("says a time twice only to readers whose clock differs", () => {
    const instant = new Date("2024-10-22T16:00:00Z");
    expect(timeForReader(instant, "America/Chicago", null)).toBe("11:00 Chicago");
    expect(timeForReader(instant, "America/Chicago", "America/Chicago")).toBe("11:00 Chicago");
    expect(timeForReader(instant, "America/Chicago", "America/Winnipeg")).toBe("11:00 Chicago");
    expect(timeForReader(instant, "America/Chicago", "Europe/Vienna")).toBe("11:00 Chicago (18:00 for you)");
    expect(timeForReader(instant, "America/Chicago", "Pacific/Auckland")).toBe(
      "11:00 Chicago (Wed 23 Oct, 05:00 for you)",
    );
    expect(zoneCity("Australia/Lord_Howe")).toBe("Lord Howe");
  });
});

describe("lengths", () => {
  it("are written as the schedule has them, in words, and as points in a video", () => {
    expect([0, 18, 60, 145].map(clockLength)).toEqual(["0h00", "0h18", "1h00", "2h25"]);
    expect([12, 60, 145].map(minutesInWords)).toEqual(["12 min", "1 h", "2 h 25 min"]);
    expect([38 * 60, 7020, 5].map(clockPoint)).toEqual(["38:00", "1:57:00", "0:05"]);
  });
});
