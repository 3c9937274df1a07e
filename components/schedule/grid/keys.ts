import type { Direction } from "./selection";

/** What a key means in the grid while no cell is being edited. */
export type Command =
  | { kind: "go"; to: Direction; extend: boolean }
  | { kind: "edit" | "check" | "all" | "clear" | "undo" | "redo" };

interface Pressed {
  key: string;
  shiftKey: boolean;
  ctrlKey: boolean;
  metaKey: boolean;
  altKey: boolean;
}

const ARROWS: Readonly<Record<string, Direction>> = {
  ArrowUp: "up",
  ArrowDown: "down",
  ArrowLeft: "left",
  ArrowRight: "right",
};

/**
 * The command of a key press; null when the grid has none for it. Tab is not the grid's: it leads out, as in every grid
 * that follows the ARIA Authoring Practices, so that nobody is caught in it.
 */
export function commandOf({ key, shiftKey, ctrlKey, metaKey, altKey }: Pressed): Command | null {
  const control = ctrlKey || metaKey;
  if (altKey) return null;
  const arrow = ARROWS[key];
  if (arrow) return { kind: "go", to: arrow, extend: shiftKey };
  if (key === "Home") return { kind: "go", to: control ? "first" : "home", extend: shiftKey };
  if (key === "End") return { kind: "go", to: control ? "last" : "end", extend: shiftKey };
  if (control) {
    const letter = key.toLowerCase();
    if (letter === "z") return { kind: shiftKey ? "redo" : "undo" };
    if (letter === "y") return { kind: "redo" };
    if (letter === "a") return { kind: "all" };
    return null;
  }
  if (key === "Enter" || key === "F2") return { kind: "edit" };
  if (key === "Delete" || key === "Backspace") return { kind: "clear" };
  if (key === " " && shiftKey) return { kind: "check" };
  return null;
}

/** Whether a key press writes something, which then begins an edit of the cell. */
export function isTyping({ key, ctrlKey, metaKey, altKey }: Pressed): boolean {
  return [...key].length === 1 && key !== " " && !ctrlKey && !metaKey && !altKey;
}
