import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  clip,
  gaps,
  overlap,
  overlapAll,
  type Range,
  readRanges,
  secondsOf,
  union,
  writeRanges,
} from "@/lib/progress/ranges/rules";

const range = fc.tuple(fc.nat(300), fc.nat(300)).map(([a, b]): Range => [Math.min(a, b), Math.max(a, b)]);
const ranges = fc.array(range, { maxLength: 12 });

/** The seconds one by one: the slow and obvious way. */
function secondsIn(list: readonly Range[]): Set<number> {
  const seconds = new Set<number>();
  for (const [from, to] of list) for (let second = from; second < to; second += 1) seconds.add(second);
  return seconds;
}

describe("ranges of seconds", () => {
  it("unite what was played once or twice, in any order and however often it is said", () =>
    fc.assert(
      fc.property(
        fc
          .array(ranges, { maxLength: 6 })
          .chain((reports) =>
            fc.tuple(
              fc.constant(reports),
              fc.shuffledSubarray(reports, { minLength: reports.length }),
              fc.array(fc.constantFrom(...(reports.length > 0 ? reports : [[]]))),
            ),
          ),
        ([reports, shuffled, again]) => {
          const whole = union(...reports);
          expect(union(...shuffled, ...again)).toEqual(whole);
          // One report after the other, as they arrive.
          expect([...shuffled, ...again].reduce((sum, report) => union(sum, report), union())).toEqual(whole);
          expect(secondsIn(whole)).toEqual(secondsIn(reports.flat()));
        },
      ),
    ));

  it("are in order and none touches the next, as Postgres keeps them", () =>
    fc.assert(
      fc.property(ranges, (list) => {
        const whole = union(list);
        for (const [i, [from, to]] of whole.entries()) {
          expect(from).toBeLessThan(to);
          expect(from).toBeGreaterThan(whole[i - 1]?.[1] ?? -1);
        }
      }),
    ));

  it("never say more than the length, and lose nothing below it", () =>
    fc.assert(
      fc.property(ranges, fc.nat(300), (list, length) => {
        const clipped = clip(list, length);
        expect(secondsOf(clipped)).toBeLessThanOrEqual(length);
        expect(secondsIn(clipped)).toEqual(new Set([...secondsIn(list)].filter((second) => second < length)));
      }),
    ));

  it("come back from the database's text as they went", () => {
    fc.assert(
      fc.property(ranges, (list) => {
        expect(readRanges(writeRanges(list))).toEqual(union(list));
      }),
    );
    expect(writeRanges([])).toBe("{}");
    expect(
      writeRanges([
        [60, 61],
        [0, 20],
        [20, 38],
      ]),
    ).toBe("{[0,38),[60,61)}");
    for (const text of ["", "{(,5)}", "{[1,)}", "[0,1)", "{[0,1)},", "{[0,1);[2,3)}", "{[a,b)}"]) {
      expect(() => readRanges(text), text).toThrow();
    }
  });

  it("and their gaps are together the part, and share no second", () =>
    fc.assert(
      fc.property(ranges, range, (list, part) => {
        const [seen, missing] = [overlap(list, part), gaps(list, part)];
        expect(secondsOf(seen) + secondsOf(missing)).toBe(part[1] - part[0]);
        expect(union(seen, missing)).toEqual(union([part]));
      }),
    ));

  it("within several parts count a second once, also where the parts overlap", () =>
    fc.assert(
      fc.property(ranges, ranges, (list, parts) => {
        const asked = secondsIn(parts);
        expect(secondsIn(overlapAll(list, parts))).toEqual(new Set([...secondsIn(list)].filter((at) => asked.has(at))));
      }),
    ));
});
