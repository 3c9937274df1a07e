/** A cell of the grid, by the session's id and the column's place. */
export interface Place {
  id: string;
  column: number;
}

/** The cells between two corners: `focus` is where the keyboard is, `anchor` where the selection began. */
export interface Selection {
  focus: Place;
  anchor: Place;
}

export type Direction = "up" | "down" | "left" | "right" | "home" | "end" | "first" | "last";

/** One step from a cell; the edge holds. `order` is the ids of the rows from top to bottom. */
export function step(from: Place, direction: Direction, order: readonly string[], columns: number): Place {
  const row = Math.max(0, order.indexOf(from.id));
  const at = (index: number) => order[Math.min(order.length - 1, Math.max(0, index))] ?? from.id;
  const last = columns - 1;
  switch (direction) {
    case "up":
      return { ...from, id: at(row - 1) };
    case "down":
      return { ...from, id: at(row + 1) };
    case "left":
      return { ...from, column: Math.max(0, from.column - 1) };
    case "right":
      return { ...from, column: Math.min(last, from.column + 1) };
    case "home":
      return { ...from, column: 0 };
    case "end":
      return { ...from, column: last };
    case "first":
      return { id: at(0), column: 0 };
    case "last":
      return { id: at(order.length - 1), column: last };
  }
}

export interface Block {
  ids: string[];
  from: number;
  to: number;
}

/** The rows and columns of a selection. A row that is gone meanwhile is not among them. */
export function blockOf({ focus, anchor }: Selection, order: readonly string[]): Block {
  const [a, b] = [order.indexOf(focus.id), order.indexOf(anchor.id)];
  const [low, high] = a === -1 ? [b, b] : b === -1 ? [a, a] : [Math.min(a, b), Math.max(a, b)];
  return {
    ids: low === -1 ? [] : order.slice(low, high + 1),
    from: Math.min(focus.column, anchor.column),
    to: Math.max(focus.column, anchor.column),
  };
}
