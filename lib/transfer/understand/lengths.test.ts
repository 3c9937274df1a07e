import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { clockLength, minutesInWords } from "@/lib/time/durations";
import { sessionLength, takeLength } from "@/lib/transfer/understand/lengths";
import { partIn, stopsIn } from "@/lib/transfer/understand/parts";
import { readTimes } from "@/lib/transfer/understand/times";

describe("a length at the end of a title", () => {
  it.each([
    ["Sets 0h18", 18],
    ["Sets 2h25", 145],
    ["Sets (2h25)", 145],
    ["Sets 1h15m", 75],
    ["Sets 1 h 15 min", 75],
    ["Sets, 1 hour and 15 minutes", 75],
    ["Sets 18 min", 18],
    ["Sets – 18 minutes", 18],
    ["Sets (18 mins)", 18],
    ["Sets 18'", 18],
    ["Sets (18 min.)", 18],
    ["Sets 2h", 120],
    ["Sets 2 hours", 120],
    ["Sets 1.5 h", 90],
    ["Sets 1,5 Stunden", 90],
    ["Sets PT2H25M", 145],
    ["Sets (PT45S)", 1],
    ["Sets ~20 min", 20],
    ["Sets (ca. 20 min)", 20],
    ["Sets (5 min read)", 5],
    ["Sets (1:15:30)", 76],
    ["Sets 1:15:29", 75],
    ["Sets (12:30)", 13],
    ["Sets (0:20)", 1],
    ["Sets (45m)", 45],
    ["Sets 90 Minuten", 90],
    ["Sets 2 horas", 120],
  ])("%s", (title, minutes) => {
    expect(takeLength(title)).toEqual({ title: "Sets", minutes });
  });

  it.each([
    "Sets 0h00",
    "Sets 0 min",
    "Sets 0h75",
    "Chapter 12",
    "John 3:16",
    "Run 100 m",
    "Class of 2024",
    "Sets (12:75)",
    "Sets 200 hours",
    "Sets 18 minus",
    "mini",
  ])("is none in %s", (title) => {
    expect(takeLength(title)).toEqual({ title, minutes: null });
  });

  it("may be on the clock of a player where the words are those of a video", () => {
    expect(takeLength("Sets 12:30", { clock: () => true })).toEqual({ title: "Sets", minutes: 13 });
    expect(takeLength("Sets (part 2, 0h18)")).toEqual({ title: "Sets (part 2)", minutes: 18 });
  });

  it("is read in all the ways in which Convene writes one", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5999 }), (minutes) => {
        for (const written of [clockLength(minutes), minutesInWords(minutes), `(${clockLength(minutes)})`]) {
          expect(takeLength(`Sets ${written}`)).toEqual({ title: "Sets", minutes });
        }
      }),
    );
  });
});

it.each([
  ["90", 90],
  ["1:30", 90],
  ["1h30", 90],
  ["60 min", 60],
  ["1.5 hours", 90],
  ["soon", null],
  ["", null],
])("the length of a session in its own column: %j", (text, minutes) => {
  expect(sessionLength(text)).toBe(minutes);
});

describe("a part that is asked for", () => {
  it.each([
    ["0:00-38:00", { from: 0, to: 2280 }],
    ["0:00 – 38:00", { from: 0, to: 2280 }],
    ["from 38:00 to 1:01:00", { from: 2280, to: 3660 }],
    ["38:00 to 75:00", { from: 2280, to: 4500 }],
    ["until 38:00", { from: null, to: 2280 }],
    ["watch until 38 min", { from: null, to: 2280 }],
    ["first 38 min", { from: null, to: 2280 }],
    ["only the first 1 h 1 min", { from: null, to: 3660 }],
    ["from 5 min to 10 min", { from: 300, to: 600 }],
  ])("%s", (words, part) => {
    expect(partIn(words)).toEqual(part);
  });

  it.each(["38:00-0:00", "10-20", "from here to there", "until later", "first 3 chapters", "until 0:00", "38:00"])(
    "is none in %s",
    (words) => {
      expect(partIn(words)).toBeNull();
    },
  );

  it.each([
    ["stop at 38:00, 1:01:00", [2280, 3660]],
    ["stops 1:01:00; 38:00", [2280, 3660]],
    ["pause at 38 min", [2280]],
    ["38:00, 1:01:00 are good places to stop", [2280, 3660]],
    ["38 min and 1 h 1 min are good places to stop", [2280, 3660]],
    ["good places to stop: 38:00", [2280]],
    ["stop signs, 38:00", null],
    ["stop at nightfall", null],
    ["stop at 0:00", null],
    ["38:00", null],
  ])("places to stop: %s", (words, stops) => {
    expect(stopsIn(words)).toEqual(stops);
  });
});

describe("a time of day", () => {
  it.each([
    ["11:00", "11:00", null, ""],
    ["11am", "11:00", null, ""],
    ["12 a.m.", "00:00", null, ""],
    ["12pm", "12:00", null, ""],
    ["3 pm", "15:00", null, ""],
    ["15 Uhr", "15:00", null, ""],
    ["15h30", "15:30", null, ""],
    ["noon", "12:00", null, ""],
    ["11", "11:00", null, ""],
    ["11:00–12:00", "11:00", 60, ""],
    ["11:00-12:30", "11:00", 90, ""],
    ["3-4 pm", "15:00", 60, ""],
    ["11-1 pm", "11:00", 120, ""],
    ["11:00–1:00", "11:00", 120, ""],
    ["23:00 to 01:00", "23:00", 120, ""],
    ["11:00 CT", "11:00", null, "CT"],
    ["11:00 - 12:00 (room 4)", "11:00", 60, "(room 4)"],
    ["T11:00:00", "11:00", null, ""],
  ])("%s", (text, from, minutes, rest) => {
    expect(readTimes(text, true)).toEqual({ from, minutes, rest });
  });

  it.each(["25:00", "11:75", "soon", "T16:00:00Z", "90 min", "13 pm", "constructor", "__proto__"])(
    "is none in %s",
    (text) => {
      expect(readTimes(text, true)).toBeNull();
    },
  );

  it("is no bare number beside a date", () => {
    expect(readTimes("11", false)).toBeNull();
    expect(readTimes("2 h", false)).toBeNull();
    expect(readTimes("2 pm", false)?.from).toBe("14:00");
  });
});
