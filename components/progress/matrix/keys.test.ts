import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { spotAfter } from "./keys";

const size = { rows: 100, columns: 20, page: 10 };
const press = (key: string, more: Partial<Parameters<typeof spotAfter>[0]> = {}) =>
  spotAfter(
    { key, ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, ...more },
    { row: 50, column: 5 },
    size,
  );

describe("a key in the matrix", () => {
  it("leads where grids lead", () => {
    expect(press("ArrowUp")).toEqual({ row: 49, column: 5 });
    expect(press("ArrowRight")).toEqual({ row: 50, column: 6 });
    expect(press("Home")).toEqual({ row: 50, column: 0 });
    expect(press("End")).toEqual({ row: 50, column: 19 });
    expect(press("Home", { ctrlKey: true })).toEqual({ row: 0, column: 0 });
    expect(press("End", { metaKey: true })).toEqual({ row: 99, column: 19 });
    expect(press("PageDown")).toEqual({ row: 59, column: 5 });
    expect(press("PageUp")).toEqual({ row: 41, column: 5 });
    expect(press("ArrowDown", { ctrlKey: true })).toEqual({ row: 99, column: 5 });
  });

  it("is left to the page when the grid has no use for it", () => {
    for (const key of ["Tab", "a", "F5"]) expect(press(key), key).toBeNull();
    expect(press("ArrowLeft", { altKey: true }), "the browser goes back").toBeNull();
  });

  it("never leads out of the grid", () => {
    const keys = ["ArrowUp", "ArrowDown", "ArrowLeft", "ArrowRight", "Home", "End", "PageUp", "PageDown"];
    fc.assert(
      fc.property(
        fc.array(fc.record({ key: fc.constantFrom(...keys), ctrlKey: fc.boolean() }), { maxLength: 60 }),
        fc.record({ rows: fc.integer({ min: 1, max: 30 }), columns: fc.integer({ min: 1, max: 9 }), page: fc.nat(12) }),
        (pressed, grid) => {
          let at = { row: 0, column: 0 };
          for (const one of pressed) {
            at = spotAfter({ ...one, metaKey: false, altKey: false, shiftKey: false }, at, grid) ?? at;
            expect(at.row).toBeGreaterThanOrEqual(0);
            expect(at.row).toBeLessThan(grid.rows);
            expect(at.column).toBeGreaterThanOrEqual(0);
            expect(at.column).toBeLessThan(grid.columns);
          }
        },
      ),
    );
  });
});
