import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { HALF_HOURS, halfHoursInUtc } from "@/lib/pairing/hours/rules";

const MONDAY_NINE = 18;

describe("free half hours in UTC", () => {
  it("are those of the week that is asked, on both sides of a clock change", () => {
    expect(halfHoursInUtc([MONDAY_NINE], "America/Chicago", "2024-10-30")).toEqual([28]);
    expect(halfHoursInUtc([MONDAY_NINE], "America/Chicago", "2024-11-06")).toEqual([30]);
    expect(halfHoursInUtc([MONDAY_NINE], "UTC", "2024-11-06")).toEqual([MONDAY_NINE]);
  });

  it("go round the week, and begin where a quarter of an hour lies", () => {
    // Monday 00:00 in Berlin is still Sunday in UTC.
    expect(halfHoursInUtc([0], "Europe/Berlin", "2024-11-06")).toEqual([334]);
    expect(halfHoursInUtc([MONDAY_NINE], "Asia/Kathmandu", "2024-11-06")).toEqual([6]);
  });

  it("are as many as were told, in weeks without a clock change", () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.nat(HALF_HOURS - 1), { maxLength: 40 }),
        fc.constantFrom("America/Chicago", "Asia/Kathmandu", "Pacific/Auckland", "UTC"),
        (free, zone) => {
          const halves = halfHoursInUtc(free, zone, "2024-11-20");
          expect(halves).toHaveLength(free.length);
          for (const half of halves) expect(half >= 0 && half < HALF_HOURS).toBe(true);
        },
      ),
    );
  });
});
