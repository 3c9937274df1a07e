/** Where the keyboard stands among the cells, both counted from 0. */
export interface Spot {
  row: number;
  column: number;
}

export interface Size {
  rows: number;
  columns: number;
  /** Rows that are on the screen at once. */
  page: number;
}

interface Pressed {
  key: string;
  ctrlKey: boolean;
  metaKey: boolean;
  altKey: boolean;
  shiftKey: boolean;
}

/**
 * Where a key leads, by the ARIA Authoring Practices' pattern of a data grid; null when the grid has no use for it. It
 * never leads out of the grid.
 */
export function spotAfter({ key, ctrlKey, metaKey, altKey, shiftKey }: Pressed, at: Spot, size: Size): Spot | null {
  if (altKey || shiftKey) return null;
  const all = ctrlKey || metaKey;
  const [lastRow, lastColumn] = [size.rows - 1, size.columns - 1];
  const go = (row: number, column: number): Spot => ({
    row: Math.max(0, Math.min(lastRow, row)),
    column: Math.max(0, Math.min(lastColumn, column)),
  });
  switch (key) {
    case "ArrowUp":
      return all ? go(0, at.column) : go(at.row - 1, at.column);
    case "ArrowDown":
      return all ? go(lastRow, at.column) : go(at.row + 1, at.column);
    case "ArrowLeft":
      return all ? go(at.row, 0) : go(at.row, at.column - 1);
    case "ArrowRight":
      return all ? go(at.row, lastColumn) : go(at.row, at.column + 1);
    case "Home":
      return all ? go(0, 0) : go(at.row, 0);
    case "End":
      return all ? go(lastRow, lastColumn) : go(at.row, lastColumn);
    case "PageUp":
      return all ? null : go(at.row - Math.max(1, size.page - 1), at.column);
    case "PageDown":
      return all ? null : go(at.row + Math.max(1, size.page - 1), at.column);
    default:
      return null;
  }
}
