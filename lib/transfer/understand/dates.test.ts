import { describe, expect, it } from "vitest";
import { monthNumber } from "@/lib/transfer/months";
import { readDate, readSerial } from "@/lib/transfer/understand/dates";
import { weekdayOfWord } from "@/lib/transfer/understand/weekdays";

/** A date in brief: month and day, or the two numbers whose order is open; then what else is said. */
function brief(text: string): string | null {
  const words = readDate(text);
  if (!words) return null;
  const { day, end, week, weekday, rest } = words;
  const one = (it: typeof day) => {
    if (!it) return "";
    const [first, second] = it.order === "day_month" ? [it.numbers[1], it.numbers[0]] : it.numbers;
    return `${it.year ? `${it.year} ` : ""}${first}${it.order ? "/" : "?"}${second}`;
  };
  return [
    one(day),
    end && `to ${one(end)}`,
    week !== null && `week ${week}`,
    weekday && `on ${weekday}`,
    rest && `+ ${rest}`,
  ]
    .filter(Boolean)
    .join(" ");
}

describe("a date as people write it", () => {
  it.each([
    ["Sept. 24", "9/24"],
    ["Oct 1", "10/1"],
    ["1 Oct", "10/1"],
    ["October 1st", "10/1"],
    ["October 1st, 2024", "2024 10/1"],
    ["the 3rd of October", "10/3"],
    ["24-Sep-24", "2024 9/24"],
    ["Sep-24", "9/24"],
    ["Tue 9/24", "9?24 on 2"],
    ["T 9/24", "9?24 on 2"],
    ["9/24", "9?24"],
    ["9/24/24", "2024 9?24"],
    ["24.09.2024", "2024 24?9"],
    ["24.9.", "24?9"],
    ["24. 9. 2024", "2024 24?9"],
    ["2024-09-24", "2024 9/24"],
    ["2024/9/24", "2024 9/24"],
    ["20240924", "2024 9/24"],
    ["Week 3", "week 3"],
    ["W3", "week 3"],
    ["Woche 12", "week 12"],
    ["Week #3: Sampling", "week 3 + Sampling"],
    ["Oct 1-3", "10/1 to 10/3"],
    ["Oct 1–3, 2024", "2024 10/1 to 2024 10/3"],
    ["Sep 30 – Oct 4", "9/30 to 10/4"],
    ["1-3 Oct", "10/1 to 10/3"],
    ["24.–26.9.", "9/24 to 9/26"],
    ["30.9.-4.10.2024", "2024 30?9 to 2024 4?10"],
    ["9/30-10/4", "9?30 to 10?4"],
    ["Week of Oct 7", "10/7"],
    ["Sep 24 (Tue)", "9/24 on 2"],
    ["Tuesday, September 24, 2024 at 11:00 AM", "2024 9/24 on 2 + at 11:00 AM"],
    ["Oct 1, 11:00", "10/1 + 11:00"],
    ["Oct 1 - 11:00", "10/1 + 11:00"],
    ["2024-09-24T11:00", "2024 9/24 + T11:00"],
    ["Nov 28 (Thanksgiving, no class)", "11/28 + Thanksgiving, no class"],
    ["Sep 24: Intro", "9/24 + Intro"],
    ["Di, 24. September", "9/24 on 2"],
    ["24. März", "3/24"],
    ["1er octobre 2024", "2024 10/1"],
    ["mar. 24 sept.", "9/24 on 2"],
    ["mardi 24 septembre", "9/24 on 2"],
    ["martes 1 de octubre de 2024", "2024 10/1 on 2"],
    ["1 de enero", "1/1"],
  ])("%s", (text, expected) => {
    expect(brief(text)).toBe(expected);
  });

  it.each(["TBD", "", "Part 2: Transformers", "Finals week", "24", "2024", "11.30 Uhr", "12:30", "x".repeat(300)])(
    "is none in %j",
    (text) => {
      expect(readDate(text)).toBeNull();
    },
  );

  it("is a day count in a spreadsheet", () => {
    expect(readSerial("45559")).toMatchObject({ day: { year: 2024, numbers: [9, 24] }, time: null });
    expect(readSerial("45559.4583333333")).toMatchObject({ day: { year: 2024, numbers: [9, 24] }, time: "11:00" });
    expect(readSerial("123")).toBeNull();
  });
});

describe("the names of months and weekdays", () => {
  it.each([
    ["Sept.", 9],
    ["oct", 10],
    ["Mai", 5],
    ["mayo", 5],
    ["févr.", 2],
    ["août", 8],
    ["Dezember", 12],
    ["ene", 1],
    ["juil", 7],
    ["12", 12],
    ["13", null],
    ["jui", null],
    ["ma", null],
    ["Octopus", null],
  ])("%s", (word, month) => {
    expect(monthNumber(word)).toBe(month);
  });

  it.each([
    ["Tue", 2],
    ["Thurs.", 4],
    ["Mi", 3],
    ["jeudi", 4],
    ["miércoles", 3],
    ["sam.", 6],
    ["mar", null],
    ["someday", null],
  ])("%s", (word, day) => {
    expect(weekdayOfWord(word)).toBe(day);
  });
});
