import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { LAST_STOP, readStops, stopBeyond, stopsInWords, writeStops } from "@/lib/resources/stops/rules";

const stops = fc.uniqueArray(fc.integer({ min: 1, max: LAST_STOP - 1 }), { maxLength: 20 });

describe("good places to stop", () => {
  it.each([
    ["38:00, 1:01:00", [2280, 3660]],
    ["1:01:00 and 38:00", [2280, 3660]],
    ["38:00;38:00\n1:01:00", [2280, 3660]],
    ["75:30", [4530]],
    ["0:05", [5]],
    ["  ", []],
  ])("%j are read as people write them", (text, expected) => {
    expect(readStops(text)).toEqual({ stops: expected, problem: null });
  });

  it.each([
    ["38", "Write 38 as 38:00, in minutes and seconds."],
    ["38:00, later", "“later” is no place in a video. Write places like 38:00 or 1:01:00."],
    ["38:61", "“38:61” is no place in a video. Write places like 38:00 or 1:01:00."],
    ["1:75:00", "“1:75:00” is no place in a video. Write places like 38:00 or 1:01:00."],
    ["0:00", "“0:00” is no place in a video. Write places like 38:00 or 1:01:00."],
    ["-1:00", "“-1:00” is no place in a video. Write places like 38:00 or 1:01:00."],
  ])("%j is refused in words, and nothing of it is kept", (text, problem) => {
    expect(readStops(text)).toEqual({ stops: [], problem });
  });

  it("are written so that they are read as the same again", () => {
    fc.assert(
      fc.property(stops, (points) => {
        const read = readStops(writeStops(points));
        expect(read.problem).toBeNull();
        expect(read.stops).toEqual(points.toSorted((a, b) => a - b));
      }),
    );
  });

  it("are read or refused, whatever somebody types", () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const { stops: read, problem } = readStops(text);
        expect(problem === null || read.length === 0).toBe(true);
        expect(read.every((stop) => Number.isInteger(stop) && stop > 0 && stop < LAST_STOP)).toBe(true);
      }),
    );
  });

  it("are said in a sentence", () => {
    expect(stopsInWords([])).toBe("");
    expect(stopsInWords([2280])).toBe("38:00 is a good place to stop");
    expect(stopsInWords([2280, 3660])).toBe("38:00 and 1:01:00 are good places to stop");
    expect(stopsInWords([60, 2280, 3660])).toBe("1:00, 38:00 and 1:01:00 are good places to stop");
  });

  it("lie before the end, where the length is known", () => {
    expect(stopBeyond([2280, 3660], 61)).toBe(3660);
    expect(stopBeyond([2280, 3660], 62)).toBeNull();
    expect(stopBeyond([2280, 3660], null)).toBeNull();
  });
});
