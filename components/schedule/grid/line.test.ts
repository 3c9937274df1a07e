import { describe, expect, it } from "vitest";
import { change } from "./changes";
import { type Act, changesIn, without } from "./line";

const [a, b] = [change("a", {}), change("b", {})];
const [undo, redo]: [Act, Act] = [{ turn: "undo" }, { turn: "redo" }];

describe("the line of what waits to be saved", () => {
  it("knows its changes", () => expect(changesIn([a, undo, b])).toEqual([a, b]));

  it.each<[string, Act[], Act[]]>([
    ["loses the undo of a change that is not saved", [a, undo], []],
    ["keeps the undo of another change", [a, b, undo], [b, undo]],
    ["loses one undo of two", [a, b, undo, undo], [b, undo]],
    ["keeps an undo of what was saved before", [undo, a], [undo]],
    ["loses the undo and the redo of it", [a, undo, redo, undo], []],
    ["keeps what was done after it", [a, undo, b, undo], [b, undo]],
    ["keeps a redo of what was saved before", [undo, redo, a, undo], [undo, redo]],
  ])("%s", (_, line, expected) => expect(without(line, (one) => one === a)).toEqual(expected));
});
