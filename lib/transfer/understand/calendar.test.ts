import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { addDays, weekdayOf } from "@/lib/time/zones";
import { monthName } from "@/lib/transfer/months";
import { readSchedule } from "@/lib/transfer/read";
import type { Understanding } from "@/lib/transfer/understand/schedule";

const TODAY = "2026-11-24";

/** A column of dates with a topic each. */
function read(dates: readonly string[], options: Partial<Understanding> = {}) {
  const rows = dates.map((date, index) => `"${date}",Topic ${index}`);
  return readSchedule(`Date,Topic\n${rows.join("\n")}`, { today: TODAY, ...options });
}

function datesIn(dates: readonly string[], options: Partial<Understanding> = {}): string[] {
  const { sessions, problems, questions } = read(dates, options);
  expect({ problems, questions }).toEqual({ problems: [], questions: [] });
  return sessions.map(({ date }) => date);
}

describe("the year of a date that names none", () => {
  it("is the one that is given, and the next one after December", () => {
    expect(datesIn(["Dec 15", "Jan 5"], { year: 2019 })).toEqual(["2019-12-15", "2020-01-05"]);
  });

  it("is named by one date for those around it", () => {
    expect(datesIn(["Dec 15", "Jan 5, 2025", "Jan 12"])).toEqual(["2024-12-15", "2025-01-05", "2025-01-12"]);
  });

  it("is the year on which the named weekdays fall", () => {
    expect(datesIn(["Tue Sep 24", "Tue Oct 1"])).toEqual(["2024-09-24", "2024-10-01"]);
    expect(datesIn(["Sep 24 (Thursday)"])).toEqual(["2026-09-24"]);
    // One slip does not count against the others.
    expect(datesIn(["Tue Sep 24", "Tue Oct 1", "Wed Oct 8"])[0]).toBe("2024-09-24");
  });

  it("is the one nearest to the standing term, else to today", () => {
    expect(datesIn(["Sep 24", "Oct 1"])).toEqual(["2026-09-24", "2026-10-01"]);
    expect(datesIn(["Feb 4"])).toEqual(["2027-02-04"]);
    expect(datesIn(["Sep 24"], { from: "2024-09-17", to: "2024-12-17" })).toEqual(["2024-09-24"]);
    expect(datesIn(["Feb 4"], { from: "2024-09-17", to: "2024-12-17" })).toEqual(["2025-02-04"]);
    expect(datesIn(["Sep 24"], { fileName: "2024Fall-5.csv" })).toEqual(["2024-09-24"]);
  });

  it("is asked for where two are about as near, and then used", () => {
    const { questions, sessions } = read(["May 20", "May 27"]);
    expect(questions).toEqual([{ kind: "year", row: 2, example: "May 20", options: [2026, 2027] }]);
    expect(sessions).toEqual([]);
    expect(datesIn(["May 20"], { year: 2027 })).toEqual(["2027-05-20"]);
  });

  it("is not asked for where the cohort's weekday fits one of the two", () => {
    expect(datesIn(["May 20", "May 27", "Jun 3"], { weekday: 3 })[0]).toBe("2026-05-20");
    expect(datesIn(["May 20", "May 27", "Jun 3"], { weekday: 4 })[0]).toBe("2027-05-20");
  });

  it("is the one of last, this and next year with most rows on the cohort's weekday, in which a single row may be off", () => {
    expect(datesIn(["Sep 23", "Sep 30", "Oct 7"], { weekday: 2 })[0]).toBe("2025-09-23");
    expect(datesIn(["Sep 23", "Sep 30", "Oct 7"], { weekday: 4 })[0]).toBe("2027-09-23");
    expect(datesIn(["Sep 22", "Sep 30", "Oct 6"], { weekday: 2 })[0]).toBe("2026-09-22");
  });

  it("is asked for where the dates are on the cohort's weekday in none of them, with the year in which they are", () => {
    const dates = ["Sept. 17", "Sept. 24", "Oct. 1", "Oct. 8"];
    const { questions, sessions } = read(dates, { weekday: 2 });
    expect(questions).toEqual([{ kind: "year", row: 2, example: "Sept. 17", options: [2024, 2026] }]);
    expect(sessions).toEqual([]);
    expect(datesIn(dates, { weekday: 2, year: 2024 })[0]).toBe("2024-09-17");
    expect(datesIn(dates, { weekday: 2, fileName: "2024Fall-1.csv" })[0]).toBe("2024-09-17");
    expect(read(dates, { weekday: 2, fileName: "2026Fall.csv" }).questions).toMatchObject([{ options: [2024, 2026] }]);
    expect(read(dates, { weekday: 1 }).questions).toMatchObject([{ kind: "year" }]);
  });

  it("is asked for where the standing term's is off the weekday for most rows, unless the term meets then", () => {
    const term = { weekday: 2, from: "2026-09-01", to: "2026-12-15" };
    expect(read(["Sep 17", "Sep 24", "Oct 1"], term).questions).toMatchObject([
      { kind: "year", options: [2024, 2026] },
    ]);
    expect(datesIn(["Sep 17", "Sep 24", "Oct 1"], { ...term, termWeekdays: [4] })[0]).toBe("2026-09-17");
    expect(datesIn(["Sep 15", "Sep 24", "Sep 29"], term)[0]).toBe("2026-09-15");
  });

  it("is not asked for where the rows name their weekdays", () => {
    expect(datesIn(["Thu Sep 17", "Thu Sep 24"], { weekday: 2 })[0]).toBe("2026-09-17");
  });

  it("is asked for where a term of two days a week fits two years as well", () => {
    const days = ["Sep 24", "Sep 26", "Oct 1", "Oct 3"];
    expect(read(days, { weekday: 4, today: "2025-11-24" }).questions).toMatchObject([{ kind: "year" }]);
  });

  it("is not the next one for a row out of order, nor wrong for rows from last to first", () => {
    expect(datesIn(["Nov 5", "Oct 29", "Nov 12"])).toEqual(["2026-10-29", "2026-11-05", "2026-11-12"]);
    expect(datesIn(["Jan 12", "Jan 5", "Dec 15", "Dec 8"])).toEqual([
      "2026-12-08",
      "2026-12-15",
      "2027-01-05",
      "2027-01-12",
    ]);
  });
});

describe("whether 03/04 is 3 April", () => {
  it("is never guessed", () => {
    const { questions, sessions, problems } = read(["03/04", "05/04"]);
    expect(questions).toEqual([{ kind: "day_first", row: 2, example: "03/04" }]);
    expect([sessions, problems]).toEqual([[], []]);
    expect(read(["04/05/2026"]).questions).toHaveLength(1);
    expect(datesIn(["03/04", "05/04"], { dayFirst: true, year: 2026 })).toEqual(["2026-04-03", "2026-04-05"]);
    expect(datesIn(["03/04", "05/04"], { dayFirst: false, year: 2026 })).toEqual(["2026-03-04", "2026-05-04"]);
  });

  it.each([
    ["a day over 12 in another row", ["03/09/2026", "24/09/2026"], {}, "2026-09-03"],
    ["a day over 12, the other way round", ["09/03/2026", "09/24/2026"], {}, "2026-09-03"],
    ["the weekdays named", ["Thu 03/09/2026", "Thu 05/11/2026"], {}, "2026-09-03"],
    ["steps of weeks", ["03/09/2026", "10/09/2026"], {}, "2026-09-03"],
    ["steps of weeks, the other way round", ["9/3", "9/10", "10/1", "10/8"], { year: 2026 }, "2026-09-03"],
    ["the order of the rows", ["01/02/2026", "02/03/2026", "03/01/2026"], {}, "2026-01-02"],
    ["the cohort's weekday", ["03/09/2026", "05/11/2026"], { weekday: 4 }, "2026-09-03"],
    ["dots", ["3.9.", "5.11."], { year: 2026 }, "2026-09-03"],
    ["equal numbers", ["4/4", "5/5"], { year: 2026 }, "2026-04-04"],
  ] as const)("is known from %s", (_, dates, options, first) => {
    expect(datesIn(dates, options)[0]).toBe(first);
  });

  it("is the same for the whole column, so that a date that is none is a problem", () => {
    const { problems } = read(["9/24", "9/31", "13/10", "10/1", "10/15"], { year: 2026 });
    expect(problems).toEqual([
      { row: 3, column: "Date", message: "There is no day 31 in September 2026." },
      { row: 4, column: "Date", message: "“13/10” is not a date with the month first, as the dates are read." },
    ]);
  });
});

describe("a range of days", () => {
  it("is its first day, or the cohort's weekday in it, and its words stay in the notes", () => {
    const weeks = ["Sep 30 – Oct 4, 2024", "Oct 7-11, 2024"];
    expect(datesIn(weeks)).toEqual(["2024-09-30", "2024-10-07"]);
    expect(datesIn(weeks, { weekday: 3 })).toEqual(["2024-10-02", "2024-10-09"]);
    expect(datesIn(weeks, { weekday: 7 })).toEqual(["2024-09-30", "2024-10-07"]);
    expect(read(weeks).sessions.map(({ notes }) => notes)).toEqual(weeks);
  });
});

describe("numbered weeks", () => {
  const WEEKS = "Week,Topic\n1,Sets\nWeek 2,Maps\n4: reading,Rings";

  it("are dates when the date of week 1 is known, and a question before", () => {
    expect(readSchedule(WEEKS, { today: TODAY }).questions).toEqual([{ kind: "first_date", row: 2, example: "1" }]);
    const { sessions } = readSchedule(WEEKS, { today: TODAY, firstDate: "2026-09-01" });
    expect(sessions.map(({ date, notes }) => [date, notes])).toEqual([
      ["2026-09-01", undefined],
      ["2026-09-08", undefined],
      ["2026-09-22", "reading"],
    ]);
  });

  it("are no dates where week 1 is in a year that no schedule is in", () => {
    for (const firstDate of ["9999-12-28", "0001-01-01"]) {
      const { sessions, problems } = readSchedule(WEEKS, { today: TODAY, firstDate });
      expect([sessions.length, problems.length]).toEqual([0, 3]);
      expect(problems[1]).toMatchObject({ row: 3, column: "Week", message: expect.stringContaining(firstDate) });
    }
  });

  it("can have several days that are named", () => {
    const text = "Week,Day,Topic\n1,Tue,Sets\n1,Thu,Maps\n2,Mon,Rings";
    const { sessions, problems } = readSchedule(text, { today: TODAY, firstDate: "2026-09-01" });
    expect(problems).toEqual([]);
    expect(sessions.map(({ date }) => date)).toEqual(["2026-09-01", "2026-09-03", "2026-09-07"]);
  });

  it("are left out where there are dates", () => {
    const { sessions, leftOut } = readSchedule("Week,Date,Topic\n1,2026-09-01,Sets", { today: TODAY });
    expect(sessions).toHaveLength(1);
    expect(leftOut).toEqual([
      { row: 1, column: "Week", message: "This column is not needed: the dates are in “Date”." },
    ]);
  });
});

it("says so when a row names another weekday than its date has", () => {
  const { sessions, leftOut } = read(["Wed 2024-09-24"]);
  expect(sessions[0]?.date).toBe("2024-09-24");
  expect(leftOut).toMatchObject([{ row: 2, column: "Date" }]);
});

describe("a term in any notation", () => {
  const NAMES = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
  const GERMAN = ["Mo", "Di", "Mi", "Do", "Fr", "Sa", "So"];
  interface Day {
    iso: string;
    year: number;
    month: number;
    day: number;
  }
  const pad = (number: number) => String(number).padStart(2, "0");
  const NOTATIONS: ((day: Day) => string)[] = [
    ({ month, day }) => `${monthName(month)} ${day}`,
    ({ month, day }) => `${monthName(month).slice(0, 3)}. ${day}`,
    ({ month, day }) => `${day} ${monthName(month).slice(0, 3)}`,
    ({ month, day }) => `${month}/${day}`,
    ({ month, day }) => `${pad(day)}/${pad(month)}`,
    ({ month, day }) => `${pad(day)}.${pad(month)}.`,
    ({ month, day, year }) => `${day}.${month}.${year}`,
    ({ month, day, year }) => `${month}/${day}/${year}`,
    ({ iso }) => iso,
    ({ iso }) => iso.replaceAll("-", "/"),
    ({ iso }) => iso.replaceAll("-", ""),
    ({ month, day, year }) => `${day}-${monthName(month).slice(0, 3)}-${year % 100}`,
  ];
  const PLACES: ((weekday: string, date: string) => string)[] = [
    (weekday, date) => `${weekday} ${date}`,
    (weekday, date) => `${weekday}, ${date}`,
    (weekday, date) => `${date} (${weekday})`,
  ];

  it("with the weekdays named is read as it was meant", () => {
    const term = fc.record({
      first: fc.integer({ min: -300, max: 300 }).map((days) => addDays(TODAY, days)),
      weeks: fc.integer({ min: 2, max: 16 }),
      notation: fc.constantFrom(...NOTATIONS),
      place: fc.constantFrom(...PLACES),
      names: fc.constantFrom(NAMES, GERMAN),
    });
    fc.assert(
      fc.property(term, ({ first, weeks, notation, place, names }) => {
        const dates = Array.from({ length: weeks }, (_, week) => addDays(first, week * 7));
        const written = dates.map((iso) => {
          const [year = 0, month = 0, day = 0] = iso.split("-").map(Number);
          return place(names[weekdayOf(iso) - 1] ?? "", notation({ iso, year, month, day }));
        });
        expect(datesIn(written)).toEqual(dates);
      }),
    );
  });
});
