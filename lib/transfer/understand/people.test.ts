import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isNobody, namesIn, writeNames } from "@/lib/transfer/understand/people";

const names = (text: string) => namesIn(text).map(({ name }) => name);

describe("a cell of presenters", () => {
  it.each([
    ["Ada, Grace and Karl", ["Ada", "Grace", "Karl"]],
    ["Ada & Grace", ["Ada", "Grace"]],
    ["Ada\nGrace / Karl", ["Ada", "Grace", "Karl"]],
    ["Lovelace, Ada; Hopper, Grace", ["Lovelace, Ada", "Hopper, Grace"]],
    ["Anderson and Sons;", ["Anderson and Sons"]],
    ["“Lovelace, Ada”", ["Lovelace, Ada"]],
    ["“a; b”; “c, d”", ["a; b", "c, d"]],
    ["Ada “the Countess” Lovelace", ["Ada “the Countess” Lovelace"]],
    ["“never closed, Ada", ["“never closed", "Ada"]],
    [" ; , ", []],
  ])("%j names %j", (text, expected) => {
    expect(names(text)).toEqual(expected);
  });

  it("says which names are to be taken as they are written, also those that are nobody's", () => {
    expect(namesIn("TBD; “TBD”")).toEqual([
      { name: "TBD", asWritten: false },
      { name: "TBD", asWritten: true },
    ]);
    expect(isNobody("TBD")).toBe(true);
  });

  it("is read again as it was written, and plain where it can be", () => {
    const bits = fc.constantFrom(..."a|B|,|;|&| and |/| / |“|”|\\|[|]|TBD|?|é|*|\uE0000\uE001| |'".split("|"), "|");
    const name = fc
      .array(bits, { minLength: 1, maxLength: 6 })
      .map((parts) => parts.join("").trim())
      .filter((text) => text !== "");
    fc.assert(
      fc.property(fc.array(name, { maxLength: 4 }), (given) => {
        expect(names(writeNames(given)), writeNames(given)).toEqual(given);
      }),
      { numRuns: 500 },
    );
    expect(writeNames(["Ada", "Lovelace, Ada"])).toBe("Ada; Lovelace, Ada");
    expect(writeNames(["Lovelace, Ada"])).toBe("“Lovelace, Ada”");
    expect(writeNames(["Ada"])).toBe("Ada");
  });
});
