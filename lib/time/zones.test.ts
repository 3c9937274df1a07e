import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  addDays,
  dateIn,
  daysBetween,
  fromDateColumn,
  instantOf,
  isTimeZone,
  timeIn,
  toDateColumn,
  weekdayOf,
} from "@/lib/time/zones";

const zones = fc.constantFrom(
  "America/Chicago",
  "America/New_York",
  "America/Santiago",
  "Australia/Lord_Howe",
  "Asia/Kathmandu",
  "Europe/Vienna",
  "Pacific/Apia",
  "UTC",
);
const dates = fc
  .date({ min: new Date("2024-01-01"), max: new Date("2036-12-31"), noInvalidDate: true })
  .map(fromDateColumn);
const times = fc
  .tuple(fc.nat(23), fc.nat(59))
  .map(([h, m]) => `${String(h).padStart(2, "0")}:${String(m).padStart(2, "0")}`);

describe("a local time in a zone", () => {
  it.each([
    ["2027-03-14", "02:30", "America/New_York", "2027-03-14T07:30:00.000Z"],
    ["2027-11-07", "01:30", "America/New_York", "2027-11-07T05:30:00.000Z"],
    ["2026-09-06", "00:00", "America/Santiago", "2026-09-06T04:00:00.000Z"],
    ["2026-10-04", "02:15", "Australia/Lord_Howe", "2026-10-03T15:45:00.000Z"],
    ["2026-11-24", "09:00", "Asia/Kathmandu", "2026-11-24T03:15:00.000Z"],
    ["2024-10-22", "11:00", "America/Chicago", "2024-10-22T16:00:00.000Z"],
  ])("%s %s in %s is %s, also where the clock skips or repeats it", (date, time, zone, instant) => {
    expect(instantOf(date, time, zone).toISOString()).toBe(instant);
  });

  it("reads back as itself, or later by the gap where the clock skips it", () => {
    fc.assert(
      fc.property(dates, times, zones, (date, time, zone) => {
        const instant = instantOf(date, time, zone);
        const read = `${dateIn(instant, zone)}T${timeIn(instant, zone)}`;
        expect(read >= `${date}T${time}`).toBe(true);
        expect(Date.parse(`${read}Z`) - Date.parse(`${date}T${time}Z`)).toBeLessThanOrEqual(24 * 3_600_000);
      }),
    );
  });
});

describe("calendar dates", () => {
  it("add and count days without a clock", () => {
    fc.assert(
      fc.property(dates, fc.integer({ min: -400, max: 400 }), (date, days) => {
        expect(daysBetween(date, addDays(date, days))).toBe(days);
        expect(weekdayOf(addDays(date, days * 7))).toBe(weekdayOf(date));
        expect(fromDateColumn(toDateColumn(date))).toBe(date);
      }),
    );
    expect(weekdayOf("2024-10-22")).toBe(2);
  });

  it("know zones by name only", () => {
    expect(isTimeZone("America/Chicago")).toBe(true);
    for (const zone of ["+02:00", "Mars/Olympus", "", "America/Chicago; drop"]) expect(isTimeZone(zone)).toBe(false);
  });
});
