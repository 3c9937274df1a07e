import { describe, expect, it } from "vitest";
import { nextName, nextTerm, weekdayLater } from "@/lib/cohorts/clone/dates/rules";

const met = (date: string, more: { format?: string; state?: string } = {}) => ({
  date,
  format: "discussion",
  state: "published",
  ...more,
});

describe("the name of the next term", () => {
  it("has the next year, or says that it is another one", () => {
    expect(nextName("fall-2024", "-2")).toBe("fall-2025");
    expect(nextName("Deep learning, fall 2024", ", again")).toBe("Deep learning, fall 2025");
    expect(nextName("statistics", "-2")).toBe("statistics-2");
  });
});

describe("closing up weeks in which nobody met", () => {
  const none = { format: "no_session" };

  it("moves up by one week for each, also where two entries name the same week", () => {
    const term = [met("2024-10-01"), met("2024-10-08", none), met("2024-10-10", none), met("2024-10-15")];
    expect(nextTerm(term, "2025-10-07", "close").coming.map(({ date }) => date)).toEqual(["2025-10-07", "2025-10-14"]);
  });

  it("leaves a week as it is in which people did meet on another day, and one that nobody named", () => {
    const term = [met("2024-10-01"), met("2024-10-08", none), met("2024-10-10"), met("2024-10-22")];
    const dates = nextTerm(term, "2025-10-07", "close").coming.map(({ date }) => date);
    expect(dates).toEqual(["2025-10-07", "2025-10-16", "2025-10-28"]);
  });

  it("begins with the first session that takes place, and is nothing without one", () => {
    const term = [met("2024-10-01", none), met("2024-10-08"), met("2024-10-15", { state: "cancelled" })];
    expect(nextTerm(term, "2025-10-07", "close")).toMatchObject({ days: 364, coming: [{ date: "2025-10-07" }] });
    expect(nextTerm(term.slice(0, 1), "2025-10-07", "close")).toEqual({ days: 0, coming: [] });
  });
});

it("turns weekdays in both directions", () => {
  expect([weekdayLater(2, 363), weekdayLater(7, 1), weekdayLater(1, -1), weekdayLater(4, 0)]).toEqual([1, 1, 7, 4]);
});
