import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { clashOf, newClash } from "@/lib/schedule/edit/rules";
import { someSession } from "@/lib/schedule/testing/rows";

const COHORT = { startsAt: "11:00" };
const at = (id: string, date: string, startsAt: string | null = null) => someSession(id, date, { startsAt });
const ids = (clash: ReturnType<typeof clashOf>) => clash?.map(({ id }) => id).sort();

describe("two sessions that begin at one time", () => {
  it("clash whether the time is their own or the cohort's", () => {
    const [own, cohorts] = [at("a", "2024-10-01", "11:00"), at("b", "2024-10-01")];
    expect(ids(clashOf([own, cohorts], COHORT))).toEqual(["a", "b"]);
    expect(clashOf([own, at("b", "2024-10-01", "12:00")], COHORT)).toBeNull();
    expect(clashOf([own, { ...cohorts, state: "cancelled" }], COHORT)).toBeNull();
  });

  it("and did so before are let be, but excuse no others", () => {
    const before = [
      at("a", "2024-10-01"),
      at("b", "2024-10-01", "11:00"),
      at("c", "2024-10-08"),
      at("d", "2024-10-15"),
    ];
    const moved = (id: string, date: string) => before.map((one) => (one.id === id ? { ...one, date } : one));
    expect(newClash(before, before, COHORT)).toBeNull();
    expect(ids(newClash(before, moved("d", "2024-10-08"), COHORT))).toEqual(["c", "d"]);
    expect(ids(newClash(before, moved("d", "2024-10-01"), COHORT))).toContain("d");
    expect(ids(newClash(before, [...before, at("e", "2024-10-01")], COHORT))).toContain("e");
  });

  it("are the same clash when both move together", () => {
    const week = (date: string) => [at("a", date), at("b", date, "11:00")];
    expect(newClash(week("2024-10-01"), week("2024-10-08"), COHORT)).toBeNull();
  });

  it("are found exactly when some date and time is taken twice, where none was before", () => {
    const place = fc.record({
      date: fc.constantFrom("2024-10-01", "2024-10-08", "2024-10-15"),
      startsAt: fc.constantFrom(null, "11:00", "12:00"),
    });
    fc.assert(
      fc.property(fc.array(place, { maxLength: 6 }), (places) => {
        const sessions = places.map(({ date, startsAt }, index) => at(String(index), date, startsAt));
        const taken = new Set(sessions.map(({ date, startsAt }) => `${date} ${startsAt ?? "11:00"}`));
        expect(clashOf(sessions, COHORT) === null).toBe(taken.size === sessions.length);
      }),
    );
  });
});
