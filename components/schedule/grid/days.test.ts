import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { daysLater, shortDay } from "@/lib/time/days";
import { dateAfter, readDays } from "./days";

const FALL = { first: "2024-09-24", last: "2024-12-17" };
const read = (text: string, term = FALL) => readDays([text], term)[0];

describe("a date in a cell of the grid", () => {
  it.each([
    ["2024-11-05", "2024-11-05"],
    ["5 Nov", "2024-11-05"],
    ["Tue 5 Nov", "2024-11-05"],
    ["Nov. 5th, 2025", "2025-11-05"],
    ["Tuesday, November 5", "2024-11-05"],
    ["10/22/2024", "2024-10-22"],
    ["22/10/2024", "2024-10-22"],
    ["24.09.2024", "2024-09-24"],
    ["3.12.", "2024-12-03"],
    ["Tue 9/24", "2024-09-24"],
    ["Sept. 24", "2024-09-24"],
    ["Tue 10/12/2024", "2024-12-10"],
    ["Tue 12/10", "2024-12-10"],
    ["14 Jan", "2025-01-14"],
    ["13 Aug", "2024-08-13"],
    ["31 Feb", "is no date"],
    ["soon", "is no date"],
    ["", "is no date"],
    ["9/24 – 9/26", "is more than one date"],
    ["9/24, room 5", "says more than a date: “room 5”"],
    ["Mon 24 Sep 2024", "is a Tuesday"],
    ["Mon 24 Sep", "would be in 2024 a Tuesday"],
  ])("is read as the import reads it: %s", (text, expected) =>
    expect(Object.values(read(text) ?? {})[0]).toContain(expected),
  );

  it("that could be day or month first is refused, unless something tells", () => {
    expect(read("03/04/2025")).toEqual({
      problem: "“03/04/2025” is 3 April or 4 March. Write the month as a word, or the date as 2024-10-22.",
    });
    expect(readDays(["10/01", "10/08", "10/22"], FALL)).toEqual(
      ["2024-10-01", "2024-10-08", "2024-10-22"].map((date) => ({ date })),
    );
    expect(readDays(["24/09/2024", "10/22/2024", "05/11/2024"], FALL)[2]).toHaveProperty("problem");
    expect(readDays(["24/09/2024", "", "05/11/2024"], FALL)).toEqual([
      { date: "2024-09-24" },
      { problem: expect.stringContaining("is no date") },
      { date: "2024-11-05" },
    ]);
  });

  it("without a year follows the rows above it into the next one", () => {
    const column = ["Sep 24", "Nov 5", "Jan 7", "Apr 1", "Jun 3"];
    expect(readDays(column, { first: "2024-09-24", last: "2024-09-24" }).map((one) => Object.values(one)[0])).toEqual([
      "2024-09-24",
      "2024-11-05",
      "2025-01-07",
      "2025-04-01",
      "2025-06-03",
    ]);
  });

  it("is itself again from the words that the grid shows, wherever in the term it is", () =>
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 84 }), (days) => {
        const date = daysLater(FALL.first, days);
        expect(read(date)).toEqual({ date });
        expect(read(shortDay(date))).toEqual({ date });
      }),
    ));
});

describe("the date of a session behind the last one", () => {
  const pause = (firstDay: string, lastDay: string) => ({ id: "b", title: "Fair", firstDay, lastDay });

  it("is a week later and never in a break", () => {
    expect(dateAfter("2024-10-01", [])).toBe("2024-10-08");
    expect(dateAfter("2024-10-01", [pause("2024-10-08", "2024-10-08")])).toBe("2024-10-15");
    expect(dateAfter("2024-10-01", [pause("2024-10-07", "2024-10-15"), pause("2024-10-20", "2024-10-23")])).toBe(
      "2024-10-29",
    );
  });

  it("is none where the calendar ends", () => {
    expect(dateAfter("9999-12-30", [])).toBeNull();
    expect(dateAfter("2024-10-01", [pause("2024-01-01", "2099-01-01")])).toBeNull();
  });
});
