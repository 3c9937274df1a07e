import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Range, union } from "@/lib/progress/ranges/rules";
import { isOf, joined, type Kept, keyOf, readKept, without, writeKept } from "@/lib/progress/watching/kept/rules";

const ADA = "019e0000-0000-4000-8000-00000000000a";
const BEN = "019e0000-0000-4000-8000-00000000000b";
const VIDEO = "019e0000-0000-4000-8000-000000000001";

const kept = (ranges: Range[], fields: Partial<Kept> = {}): Kept => ({
  cohort: "fall-2024",
  resourceId: VIDEO,
  ranges,
  lengthSeconds: 100,
  stoppedAt: 10,
  moment: "2024-10-19T13:59:00.000Z",
  ...fields,
});
const ranges = fc.array(
  fc.tuple(fc.nat(90), fc.integer({ min: 1, max: 10 })).map(([from, long]): Range => [from, from + long]),
  { minLength: 1, maxLength: 6 },
);

describe("what a tab keeps until the server has it", () => {
  it("is read again as it was, and nothing else is read", () => {
    fc.assert(
      fc.property(ranges, (list) => {
        expect(readKept(writeKept(kept(list)))).toEqual(kept(list));
      }),
    );
    for (const text of [null, "", "{", "null", "[]", '{"ranges":[[5,1]]}', writeKept(kept([]))]) {
      expect(readKept(text), String(text)).toBeNull();
    }
  });

  it("is nobody else's on a computer that several people use", () => {
    expect(isOf(ADA, keyOf(ADA, VIDEO, "tab"))).toBe(true);
    expect(isOf(BEN, keyOf(ADA, VIDEO, "tab"))).toBe(false);
    expect(isOf(ADA, "convene-theme")).toBe(false);
    expect(isOf(ADA.slice(0, -1), keyOf(ADA, VIDEO, "tab"))).toBe(false);
  });

  it("loses nothing when two are joined, and goes on where it was newest", () =>
    fc.assert(
      fc.property(ranges, ranges, (a, b) => {
        const [older, newer] = [
          kept(a),
          kept(b, { moment: "2024-10-19T14:00:00.000Z", stoppedAt: 20, lengthSeconds: 99 }),
        ];
        for (const both of [joined(older, newer), joined(newer, older)]) {
          expect(both).toMatchObject({ ranges: union(a, b), lengthSeconds: 100, stoppedAt: 20, moment: newer.moment });
        }
        expect(joined(null, older)).toBe(older);
      }),
    ));

  it("goes when the server has it, and only that", () =>
    fc.assert(
      fc.property(ranges, ranges, (all, told) => {
        const left = without(kept(all), kept(told));
        expect(union(left?.ranges ?? [], told)).toEqual(union(all, told));
        expect(without(left, kept(told))).toEqual(left);
        expect(without(kept(all), kept(union(all)))).toBeNull();
      }),
    ));
});
