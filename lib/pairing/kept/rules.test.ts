import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { lockedTogether } from "@/lib/pairing/kept/rules";
import { keyOf, keysOf, type Pair, pairsIn } from "@/lib/pairing/pairs/rules";

describe("who stays together", () => {
  it("is the first who want each other, and three where all want all", () => {
    const wanted: Pair[] = [
      ["b", "a"],
      ["a", "c"],
      ["d", "e"],
      ["e", "f"],
      ["d", "f"],
    ];
    expect(lockedTogether(wanted, [])).toEqual([
      ["a", "b"],
      ["d", "e", "f"],
    ]);
    expect(lockedTogether(wanted, [["a", "b"]])).toContainEqual(["a", "c"]);
  });

  it("is nobody twice, no pair that must not be, and nobody who does not want it", () => {
    const name = fc.constantFrom("a", "b", "c", "d", "e", "f");
    const pairs = fc.array(fc.tuple(name, name).filter(([one, other]) => one !== other));
    fc.assert(
      fc.property(pairs, pairs, (wanted, never) => {
        const groups = lockedTogether(wanted, never);
        expect(new Set(groups.flat()).size).toBe(groups.flat().length);
        const keys = groups.flatMap((group) => pairsIn(group).map(keyOf));
        for (const key of keys) expect(keysOf(wanted).has(key) && !keysOf(never).has(key)).toBe(true);
      }),
    );
  });
});
