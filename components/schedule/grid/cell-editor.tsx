"use client";

import { type KeyboardEvent, useLayoutEffect, useRef, useState } from "react";
import { Options } from "@/components/ui/field";
import type { Column } from "./columns";

/** Where the keyboard goes after a cell was edited. */
export type After = "down" | "up" | "right" | "left" | "stay";

interface Props {
  column: Column;
  label: string;
  /** The text to begin with: the cell's, or what was typed over it. */
  text: string;
  onSave: (text: string, after: After) => void;
  onCancel: () => void;
}

/** Edits one cell in its place. Enter and Tab save and go on, Escape leaves it as it was; a click elsewhere saves. */
export function CellEditor({ column, label, text, onSave, onCancel }: Props) {
  const [value, setValue] = useState(text);
  const field = useRef<HTMLInputElement & HTMLTextAreaElement & HTMLSelectElement>(null);
  const done = useRef(false);
  useLayoutEffect(() => {
    field.current?.focus();
    if (column.editor === "line" || column.editor === "lines") {
      const end = field.current?.value.length ?? 0;
      field.current?.setSelectionRange(end, end);
    }
  }, [column.editor]);

  function save(after: After, written = value) {
    if (done.current) return;
    done.current = true;
    onSave(written, after);
  }

  function keys(event: KeyboardEvent) {
    // The grid's own keys must not see what is typed here.
    event.stopPropagation();
    if (event.nativeEvent.isComposing) return;
    const newLine = column.editor === "lines" && (event.altKey || event.ctrlKey || event.metaKey);
    if (event.key === "Escape") {
      done.current = true;
      onCancel();
    } else if (event.key === "Enter" && newLine) {
      event.preventDefault();
      field.current?.setRangeText("\n", field.current.selectionStart, field.current.selectionEnd, "end");
      setValue(field.current?.value ?? value);
    } else if (event.key === "Enter") {
      event.preventDefault();
      save(event.shiftKey ? "up" : "down");
    } else if (event.key === "Tab") {
      event.preventDefault();
      save(event.shiftKey ? "left" : "right");
    }
  }

  const common = {
    ref: field,
    "aria-label": label,
    value,
    onKeyDown: keys,
    onBlur: () => save("stay"),
    className: "grid-editor",
  };
  if (column.editor === "choice") {
    return (
      <select {...common} onChange={(event) => setValue(event.target.value)}>
        <Options of={column.options ?? []} />
      </select>
    );
  }
  if (column.editor === "lines") {
    const rows = Math.max(4, value.split("\n").length + 1);
    return <textarea {...common} rows={rows} spellCheck={false} onChange={(event) => setValue(event.target.value)} />;
  }
  const type = column.editor === "line" ? "text" : "date";
  return <input {...common} type={type} onChange={(event) => setValue(event.target.value)} />;
}
