import { describe, expect, it } from "vitest";
import { someSession } from "@/lib/schedule/testing/rows";
import { change } from "./changes";
import { draftsOf, publishingApart } from "./publishing";

const TERM = [
  someSession("a", "2024-10-01", { state: "draft" }),
  someSession("b", "2024-10-08", { state: "draft" }),
  someSession("c", "2024-10-15"),
];
const published = { state: "published" as const };

describe("a change that makes drafts public", () => {
  it("is told apart from what else it says, which is saved first", () => {
    const planned = change("Pasted 6 cells", {
      edits: [
        { sessionId: "a", fields: { title: "A", date: "2024-10-02", ...published }, seen: 2 },
        { sessionId: "b", fields: published, seen: 3 },
        { sessionId: "c", fields: { title: "C", ...published } },
      ],
      create: [
        { id: "n", date: "2024-10-22", title: "N", ...published },
        { id: "m", date: "2024-10-29" },
      ],
    });
    const { rest, publish } = publishingApart(planned, TERM);
    expect(rest).toEqual({
      ...planned,
      edits: [
        { sessionId: "a", fields: { title: "A", date: "2024-10-02" }, seen: 2 },
        { sessionId: "c", fields: { title: "C", state: "published" } },
      ],
      create: [
        { id: "n", date: "2024-10-22", title: "N", state: "draft" },
        { id: "m", date: "2024-10-29" },
      ],
    });
    expect(publish?.edits).toEqual([
      { sessionId: "a", fields: published },
      { sessionId: "b", fields: published, seen: 3 },
      { sessionId: "n", fields: published },
    ]);
    expect(draftsOf(publish ?? planned, TERM).map(({ id }) => id)).toEqual(["a", "b"]);
  });

  it("may say nothing else, and one that publishes nothing stays whole", () => {
    const only = change("", { edits: [{ sessionId: "a", fields: published }] });
    expect(publishingApart(only, TERM)).toMatchObject({ rest: null, publish: { edits: only.edits } });
    const other = change("", { edits: [{ sessionId: "c", fields: published }], remove: ["a"] });
    expect(publishingApart(other, TERM)).toEqual({ rest: other, publish: null });
  });
});
