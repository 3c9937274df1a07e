import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { kindOf } from "@/lib/resources/rules";
import { type CellResource, readCell, readTitleCell, writeCell, writeTitleCell } from "@/lib/transfer/cell";
import { guardFormulaCell, restoreFormulaCell } from "@/lib/transfer/text";

const LINK = { title: "Sets", url: "https://e.org/a", minutes: null };
const TASK = { title: "Set up", url: null, minutes: null };

describe("what is written for a resource", () => {
  it.each<[string, CellResource]>([
    ["[Sets](https://e.org/a)", LINK],
    ["[Sets 0h18](https://e.org/a)", { ...LINK, minutes: 18 }],
    ["Set up 2h25", { ...TASK, minutes: 145 }],
    ["[Sets](https://e.org/a) (optional)", { ...LINK, optional: true }],
    ["Set up (optional)", { ...TASK, optional: true }],
    ["[Sets](https://e.org/a) (0:00 to 38:00)", { ...LINK, part: { from: 0, to: 2280 } }],
    ["[Sets](https://e.org/a) (from 38:00)", { ...LINK, part: { from: 2280, to: null } }],
    ["[Sets](https://e.org/a) (until 1:01:00)", { ...LINK, part: { from: null, to: 3660 } }],
    ["[Sets](https://e.org/a) (stops 12:00, 30:00)", { ...LINK, stopPoints: [720, 1800] }],
    ["[Sets](https://e.org/a) (as “Sets Cont.”)", { ...LINK, label: "Sets Cont." }],
    ["[Sets](https://e.org/a) (video)", { ...LINK, kind: "video" }],
    ["[Sets](https://e.org/a) (by 3Blue1Brown)", { ...LINK, author: "3Blue1Brown" }],
    ["[Sets](https://e.org/a) (by “bell hooks”)", { ...LINK, author: "bell hooks" }],
    [
      "[Sets 0h18](https://e.org/a) (optional; 0:00 to 10:00; stops 5:00; as “Sets, again”; paper; by Ada Lovelace)",
      {
        ...LINK,
        minutes: 18,
        optional: true,
        part: { from: 0, to: 600 },
        stopPoints: [300],
        label: "Sets, again",
        kind: "paper",
        author: "Ada Lovelace",
      },
    ],
  ])("is %s", (text, resource) => {
    expect(writeCell([resource])).toBe(text);
    expect(readCell(text)).toMatchObject({ resources: [resource], problems: [] });
  });

  it("says nothing that is plain without it", () => {
    const video = { ...LINK, url: "https://youtu.be/AAAAAAAAAA1", kind: "video" as const };
    const plain = { optional: false, label: "Sets", author: "", stopPoints: [] };
    expect(writeCell([{ ...video, ...plain }])).toBe("[Sets](https://youtu.be/AAAAAAAAAA1)");
  });

  it.each([
    ["a title that ends like a length", "Route 0h18", "“Route 0h18” (as written)"],
    ["a title of two things", "Read A 0h10, then B", "“Read A 0h10, then B” (as written)"],
    ["a title that says optional", "Optional: Sets", "“Optional: Sets” (as written)"],
    ["quotation marks", "Optional: “Sets”", "“Optional: “Sets\\”” (as written)"],
  ])("stands in quotation marks where it would be read as something else: %s", (_, title, text) => {
    expect(writeCell([{ ...TASK, title }])).toBe(text);
    expect(readCell(text).resources).toEqual([{ ...TASK, title }]);
  });
});

describe("a cell with resources", () => {
  const bits = fc.constantFrom(
    ..."optional|Optional:|(|)|[|]|“|”|\\|*|,|;| |0h18|12:30|2 h|first 38 min|until 1:00|as written|Cont.|<br>".split(
      "|",
    ),
    ..."https://e.org/x|by Ada|video|Paper:|-|a|B|é|stop at 3:00|(video)|!|'|=|  |(as written)|slides".split("|"),
  );
  const nasty = fc
    .oneof(
      fc.array(bits, { minLength: 1, maxLength: 8 }).map((parts) => parts.join("")),
      fc.string({ unit: "grapheme", minLength: 1, maxLength: 30 }),
    )
    .map((text) => text.trim())
    // What may be stored has no line breaks and is not empty.
    .filter((text) => text !== "" && !/[\p{Cc}\u2028\u2029]/u.test(text));
  const url = fc.oneof(
    fc.webUrl({ withQueryParameters: true, withFragments: true }),
    fc
      .array(fc.constantFrom(..."()[]a?=*,“!\\;".split("")), { maxLength: 8 })
      .map((signs) => `https://e.org/${signs.join("")}`),
  );
  const part = fc
    .tuple(fc.option(fc.nat(9000)), fc.integer({ min: 9001, max: 350_000 }))
    .map(([from, to]) => ({ from, to }));
  const stops = fc.uniqueArray(fc.integer({ min: 1, max: 350_000 }), { minLength: 1, maxLength: 5 });
  const kind = fc.constantFrom("video", "article", "paper", "notebook", "task", "other");
  const resource = fc
    .record({ title: nasty, url: fc.option(url), minutes: fc.option(fc.integer({ min: 1, max: 6000 })) })
    .chain((base) =>
      fc
        .record(
          { optional: fc.constant(true as const), kind, author: nasty, label: nasty, part, stopPoints: stops },
          { requiredKeys: [] },
        )
        .map((more): CellResource => ({ ...base, ...more, ...sorted(more) })),
    )
    .filter(({ title, label }) => label !== title)
    .map((one) => (one.kind === kindOf(one.url, one.title) ? withoutKind(one) : one));

  it("is read again as it was written, whatever the titles, links and names are", () => {
    fc.assert(
      fc.property(fc.array(resource, { maxLength: 5 }), (resources) => {
        const read = readCell(writeCell(resources));
        expect(read.problems).toEqual([]);
        expect(read.resources).toEqual(resources);
      }),
    );
  });

  it("is read again together with the title above it", () => {
    const links = fc.array(
      resource.filter((one) => one.url !== null),
      { maxLength: 3 },
    );
    fc.assert(
      fc.property(fc.option(nasty, { nil: "" }), links, (title, resources) => {
        const read = readTitleCell(writeTitleCell(title, resources));
        expect(read.problems).toEqual([]);
        expect([read.title, read.resources]).toEqual([title, resources]);
      }),
    );
  });

  it("puts links for in the session on lines below the title", () => {
    const cell = writeTitleCell("Talk: sets", [LINK]);
    expect(cell).toBe("Talk: sets\n[Sets](https://e.org/a)");
    expect(readTitleCell("Talk: [Priors 0h20](https://e.org/p)\n[Sets](https://e.org/a)").title).toBe("Talk: Priors");
    expect(readTitleCell("Vectors [[slides]](https://e.org/s) [[notes]](https://e.org/n)").title).toBe("Vectors");
  });

  it("is no formula to a spreadsheet, and the same cell again without the apostrophe", () => {
    const cell = fc.array(fc.constantFrom("'", "=", "+", "-", "@", "\t", "\r", "a", "1"), { maxLength: 6 });
    fc.assert(
      fc.property(cell, (signs) => {
        const guarded = guardFormulaCell(signs.join(""));
        expect(guarded).not.toMatch(/^[=+\-@\t\r]/);
        expect(restoreFormulaCell(guarded)).toBe(signs.join(""));
      }),
    );
    expect(restoreFormulaCell("'tis")).toBe("'tis");
  });

  function sorted({ stopPoints }: { stopPoints?: number[] }) {
    return stopPoints ? { stopPoints: stopPoints.toSorted((a, b) => a - b) } : {};
  }

  function withoutKind({ kind: _, ...rest }: CellResource): CellResource {
    return rest;
  }
});
