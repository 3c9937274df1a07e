import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { minutesAway, type Opened, readOpened, writeOpened } from "@/lib/progress/opened/rules";

const MINUTE = 60_000;

describe("how long something that was opened elsewhere may have taken", () => {
  it("is how long they were away, and nothing for a short look", () => {
    expect(minutesAway(40 * MINUTE, 30)).toBe(40);
    expect(minutesAway(59_999, 30)).toBeNull();
    expect(minutesAway(MINUTE, 30)).toBe(1);
  });

  it("is never more than three times its length, or four hours where that is unknown", () => {
    expect(minutesAway(15 * 60 * MINUTE, 30)).toBe(90);
    expect(minutesAway(15 * 60 * MINUTE, null)).toBe(240);
    const length = fc.option(fc.integer({ min: 1, max: 2000 }));
    fc.assert(
      fc.property(fc.integer({ min: MINUTE, max: 1000 * 60 * MINUTE }), length, (ms, minutes) => {
        const suggested = minutesAway(ms, minutes);
        expect(suggested).toBeGreaterThanOrEqual(1);
        expect(suggested).toBeLessThanOrEqual(minutes === null ? 240 : 3 * minutes);
        expect(suggested).toBeLessThanOrEqual(Math.round(ms / MINUTE));
      }),
    );
  });

  it("is remembered as text and read back the same; anything else is nothing", () => {
    const opened = fc.oneof<fc.Arbitrary<Opened>[]>(
      fc.record({ at: fc.nat(2_000_000_000_000) }),
      fc.record({ minutes: fc.nat(6000) }),
    );
    fc.assert(
      fc.property(opened, (one) => {
        expect(readOpened(writeOpened(one))).toEqual(one);
      }),
    );
    for (const text of [null, "", "at", "at x", "minutes -1", "later 5", "at 5 6"]) expect(readOpened(text)).toBeNull();
  });
});
