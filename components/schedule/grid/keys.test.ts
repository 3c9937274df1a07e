import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { commandOf, isTyping } from "./keys";
import { blockOf, step } from "./selection";

const plain = { key: "", shiftKey: false, ctrlKey: false, metaKey: false, altKey: false };

describe("moving about in the grid", () => {
  const order = ["a", "b", "c"];
  it("never leaves it, whatever is pressed", () =>
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom("up", "down", "left", "right", "home", "end", "first", "last")),
        (directions) => {
          let place = { id: "b", column: 1 };
          for (const direction of directions) place = step(place, direction as "up", order, 4);
          expect(order).toContain(place.id);
          expect(place.column).toBeGreaterThanOrEqual(0);
          expect(place.column).toBeLessThan(4);
        },
      ),
    ));

  it("selects the block between two corners, whichever way it was drawn", () => {
    const wanted = { ids: ["a", "b"], from: 1, to: 3 };
    expect(blockOf({ anchor: { id: "b", column: 3 }, focus: { id: "a", column: 1 } }, order)).toEqual(wanted);
    expect(blockOf({ anchor: { id: "a", column: 1 }, focus: { id: "b", column: 3 } }, order)).toEqual(wanted);
    expect(blockOf({ anchor: { id: "gone", column: 1 }, focus: { id: "b", column: 1 } }, order).ids).toEqual(["b"]);
  });

  it("leaves Tab and the browser's own keys alone", () => {
    for (const key of ["Tab", "F5", "Escape"]) expect(commandOf({ ...plain, key }), key).toBeNull();
    expect(commandOf({ ...plain, key: "r", ctrlKey: true })).toBeNull();
    expect(commandOf({ ...plain, key: "Z", ctrlKey: true, shiftKey: true })).toEqual({ kind: "redo" });
    expect(isTyping({ ...plain, key: "é" })).toBe(true);
    expect(isTyping({ ...plain, key: "v", metaKey: true })).toBe(false);
  });
});
