import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readLine } from "@/lib/changes/words/rules";
import { isSameUsual, type Usual, usualLine } from "@/lib/cohorts/usual/rules";

const usual: Usual = {
  timezone: "America/Chicago",
  weekday: 2,
  startsAt: "11:00",
  lengthMinutes: 60,
  place: "room 219a",
  meetingUrl: "https://meet.example.org/fall",
};
const follower = { startsAt: null, lengthMinutes: null };
const line = (more: Partial<Usual>, coming = [follower] as Parameters<typeof usualLine>[2]) =>
  usualLine(usual, { ...usual, ...more }, coming);

describe("the line about what holds from now on", () => {
  it.each<[Partial<Usual>, string]>([
    [{ startsAt: "14:00" }, "From now on we meet at 14:00."],
    [{ startsAt: "14:00", place: "room 12" }, "From now on we meet at 14:00 in room 12."],
    [{ place: "" }, "From now on we meet without a fixed place."],
    [{ place: "Online only." }, "From now on we meet Online only."],
    [{ lengthMinutes: 90 }, "From now on we meet for 1 h 30 min."],
    [{ timezone: "Europe/Berlin" }, "From now on we meet at 11:00 Berlin time."],
    [{ meetingUrl: "https://meet.example.org/new" }, "From now on we meet with a new meeting link."],
    [{ meetingUrl: "", place: "room 12" }, "From now on we meet in room 12, without a meeting link."],
    [{ weekday: 3 }, "From now on our usual day is Wednesday; the dates on the schedule stay."],
    [
      { weekday: 3, startsAt: "14:00" },
      "From now on we meet at 14:00, and our usual day is Wednesday; the dates on the schedule stay.",
    ],
  ])("says of %o “%s”", (more, text) => expect(line(more)).toBe(text));

  it("is about sessions that follow it: what has its own time or length does not", () => {
    const own = [{ startsAt: "15:00", lengthMinutes: 30 }];
    expect(line({ startsAt: "14:00", lengthMinutes: 90 }, own)).toBeNull();
    expect(line({ timezone: "Europe/Berlin" }, own)).toBe("From now on we meet on Berlin time.");
    expect(line({ startsAt: "14:00" }, [...own, follower])).toBe("From now on we meet at 14:00.");
    expect(line({ place: "room 12" }, [])).toBeNull();
  });

  it("never names the meeting link, can be read back, and is there exactly when something changed", () => {
    const any = fc.record({
      timezone: fc.constantFrom("America/Chicago", "Europe/Berlin"),
      weekday: fc.integer({ min: 1, max: 7 }),
      startsAt: fc.constantFrom("11:00", "14:00"),
      lengthMinutes: fc.integer({ min: 5, max: 200 }),
      place: fc.constantFrom("", "room 12", "Main St. 5", "in the lab", "at Ada's."),
      meetingUrl: fc.constantFrom("", "https://meet.example.org/a", "https://meet.example.org/b"),
    });
    fc.assert(
      fc.property(any, any, (before, after) => {
        const text = usualLine(before, after, [follower]);
        expect(text === null).toBe(isSameUsual(before, after));
        if (text === null) return;
        expect(text).not.toContain("meet.example");
        expect(readLine(text)).toMatchObject({ kind: "usual" });
      }),
    );
  });
});
