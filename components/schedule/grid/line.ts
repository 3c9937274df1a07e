import type { GridChange } from "./changes";

/** Taking the last change back, or making it again, once everything before it in the line is saved. */
interface Turn {
  turn: "undo" | "redo";
}

/** What waits to be saved, in the order it was done. */
export type Act = GridChange | Turn;

export function isTurn(act: Act): act is Turn {
  return "turn" in act;
}

export function changesIn(line: readonly Act[]): GridChange[] {
  return line.flatMap((act) => (isTurn(act) ? [] : [act]));
}

/**
 * The line without the changes that will not be saved, and without the turns that were meant for them: an undo that
 * stayed would take something else back.
 */
export function without(line: readonly Act[], isDropped: (change: GridChange) => boolean): Act[] {
  // Places in the line; -1 is a change that was saved before it.
  const [done, undone]: [number[], number[]] = [[], []];
  const dropped = new Set<number>();
  for (const [index, act] of line.entries()) {
    if (!isTurn(act)) {
      if (isDropped(act)) dropped.add(index);
      done.push(index);
      undone.length = 0;
      continue;
    }
    const [from, to] = act.turn === "undo" ? [done, undone] : [undone, done];
    const of = from.pop() ?? -1;
    to.push(of);
    if (dropped.has(of)) dropped.add(index);
  }
  return line.filter((_, index) => !dropped.has(index));
}
