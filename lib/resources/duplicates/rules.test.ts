import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { duplicateGroups } from "@/lib/resources/duplicates/rules";

const resource = (id: string, title: string, url: string | null) => ({ id, title, url });
const named = (groups: ReturnType<typeof duplicateGroups>) =>
  groups.map(({ reason, resources }) => [reason, ...resources.map(({ id }) => id)]);

describe("likely duplicates", () => {
  it("are the same video under two of its links, links that differ in form, and one title with different links", () => {
    const library = [
      resource("a", "Neural networks", "https://youtu.be/AAAAAAAAAA1?t=4"),
      resource("b", "What is a network?", "https://www.youtube.com/watch?v=AAAAAAAAAA1&list=x"),
      resource("c", "Sets", "https://E.org/sets/"),
      resource("d", "On sets", "http://www.e.org/sets?utm_source=mail"),
      resource("e", "Attention is all you need", "https://arxiv.org/abs/1706.03762"),
      resource("f", "Attention: is all you need!", "https://papers.example.org/attention"),
      resource("g", "Attention is all you need", null),
      resource("h", "Something else", "https://e.org/else"),
    ];
    expect(named(duplicateGroups(library))).toEqual([
      ["video", "a", "b"],
      ["link", "c", "d"],
      ["title", "e", "f", "g"],
    ]);
  });

  it("are suggested once, for the surest reason", () => {
    const library = [
      resource("a", "One", "https://youtu.be/AAAAAAAAAA1"),
      resource("b", "One", "https://youtube.com/watch?v=AAAAAAAAAA1"),
    ];
    expect(named(duplicateGroups(library))).toEqual([["video", "a", "b"]]);
  });

  it("are never one resource alone, and each group names a resource once", () => {
    const titles = fc.constantFrom("One", "one!", "Two", "Three");
    const urls = fc.constantFrom(
      null,
      "https://youtu.be/AAAAAAAAAA1",
      "https://e.org/a",
      "https://e.org/a/",
      "nothing",
    );
    const library = fc.uniqueArray(fc.record({ id: fc.string({ minLength: 1 }), title: titles, url: urls }), {
      selector: ({ id }) => id,
    });
    fc.assert(
      fc.property(library, (resources) => {
        for (const { resources: members } of duplicateGroups(resources)) {
          expect(members.length).toBeGreaterThan(1);
          expect(new Set(members.map(({ id }) => id)).size).toBe(members.length);
        }
      }),
    );
  });
});
