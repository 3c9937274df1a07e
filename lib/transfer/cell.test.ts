import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readCell, writeCell } from "@/lib/transfer/cell";

function titles(cell: string): string[] {
  const { resources, problems } = readCell(cell);
  expect(problems).toEqual([]);
  return resources.map(({ title }) => title);
}

function one(cell: string) {
  const { resources, problems } = readCell(cell);
  expect(problems).toEqual([]);
  expect(resources).toHaveLength(1);
  return resources[0];
}

describe("a cell of the schedule", () => {
  it.each([
    ["[Proofs 0h18](https://e.org/a)", "Proofs", 18],
    ["[Proofs (2h25)](https://e.org/a)", "Proofs", 145],
    ["[Proofs, 1h5](https://e.org/a)", "Proofs", 65],
    ["[Proofs](https://e.org/a) 0h18", "Proofs", 18],
    ["[Proofs](https://e.org/a) (first half)", "Proofs (first half)", null],
    ["[*Proofs*](https://e.org/a)", "Proofs", null],
    ["**[Proofs](https://e.org/a)**", "Proofs", null],
    ["[2*3*4](https://e.org/a)", "2*3*4", null],
    ["[Sets [and] maps](https://e.org/a)", "Sets [and] maps", null],
    ["[Sets \\] maps](https://e.org/a)", "Sets ] maps", null],
    ["[No length 0h00](https://e.org/a)", "No length 0h00", null],
    ["[Not 0h75](https://e.org/a)", "Not 0h75", null],
    ["[Proofs] (https://e.org/a)", "Proofs", null],
    ["Proofs https://e.org/a", "Proofs", null],
    ["![Proofs](https://e.org/a)", "Proofs", null],
  ])("%s is one link", (cell, title, minutes) => {
    expect(one(cell)).toEqual({ title, url: "https://e.org/a", minutes });
  });

  it("takes parentheses and brackets in a link as part of it", () => {
    expect(one("[Sets](https://e.org/Set_(theory)?a[0]=1)")?.url).toBe("https://e.org/Set_(theory)?a[0]=1");
  });

  it("gives a link without a title its address as title", () => {
    expect(one("[](https://e.org/a)")?.title).toBe("https://e.org/a");
    expect(one("https://e.org/a.")?.title).toBe("https://e.org/a");
  });

  it.each([
    ["Read chapters 1, 2 and 3", ["Read chapters 1, 2 and 3"]],
    ["Set up 0h30, read the preface 0h10", ["Set up", "read the preface"]],
    ["Set up\nRead the preface", ["Set up", "Read the preface"]],
    ["- Set up<br>- Read", ["Set up", "Read"]],
    ["*Sets Cont.*, *Maps Cont.*", ["Sets Cont.", "Maps Cont."]],
    ["Sets Cont., read on", ["Sets Cont.", "read on"]],
    ["*read, think, write*, rest", ["read, think, write", "rest"]],
    ["Set up, [A](https://e.org/a) , then [B](https://e.org/b)", ["Set up", "A", "then", "B"]],
    ["", []],
    [" , ; \n *", []],
  ])("%j names %j", (cell, expected) => {
    expect(titles(cell)).toEqual(expected);
  });

  it("reads again what it writes", () => {
    const word = fc
      .stringMatching(/^[A-Za-z][A-Za-z0-9 ?+:[\]]{0,30}[A-Za-z?]$/)
      .map((text) => text.replace(/ +/g, " "));
    const resource = fc
      .record({
        title: word,
        url: fc.option(fc.webUrl({ validSchemes: ["https"] }).filter((url) => !/[()[\]*]/.test(url))),
        minutes: fc.option(fc.integer({ min: 1, max: 5999 })),
      })
      .filter(({ title }) => !/\bcont/i.test(title) && !/\dh\d/.test(title));
    fc.assert(
      fc.property(fc.array(resource, { maxLength: 8 }), (resources) => {
        const read = readCell(writeCell(resources));
        expect(read.problems).toEqual([]);
        expect(read.resources).toEqual(resources);
      }),
    );
  });
});
