"use client";

import { memo } from "react";
import { type Column, cellInWords } from "@/lib/progress/matrix/rules";
import type { MatrixMember } from "@/lib/progress/matrix/schema";

/** A column that is drawn: which one, and how far from the left edge, in pixels. */
export interface Drawn {
  column: Column;
  index: number;
  left: number;
}

interface Props {
  member: MatrixMember;
  /** Its place among the rows, from 0. */
  index: number;
  top: number;
  width: number;
  nameWidth: number;
  columns: readonly Drawn[];
  /** The column in which the keyboard stands; null when it is in another row. */
  active: number | null;
  /** The resource whose story is open; null when none of this row is. */
  open: string | null;
}

/**
 * One member's row. It is drawn again only when something of it changed: thousands of cells pass by while somebody
 * scrolls.
 */
export const MatrixRow = memo(function MatrixRow(props: Props) {
  const { member, index, top, width, nameWidth, columns, active, open } = props;
  const paused = member.state === "paused";
  return (
    // biome-ignore lint/a11y/useFocusableInteractive: its cells are what takes the focus
    // biome-ignore lint/a11y/useSemanticElements: a table cannot leave out the rows that are not on the screen
    <div
      role="row"
      aria-rowindex={index + 3}
      className="matrix-row"
      style={{ transform: `translateY(${top}px)`, width }}
    >
      {/* biome-ignore lint/a11y/useFocusableInteractive: see above */}
      {/* biome-ignore lint/a11y/useSemanticElements: see above */}
      <div
        role="rowheader"
        aria-colindex={1}
        className={`matrix-name ${paused ? "text-quiet italic" : ""}`}
        style={{ width: nameWidth }}
        title={[member.name, member.lab, paused ? "paused" : ""].filter(Boolean).join(", ")}
      >
        {member.name}
        {paused && <span className="sr-only">, paused</span>}
      </div>
      {columns.map(({ column, index: at, left }) => {
        const { id, title } = column.resource;
        const code = member.cells[column.at] ?? ".";
        return (
          // biome-ignore lint/a11y/useSemanticElements: see above
          <div
            key={id}
            role="gridcell"
            aria-colindex={at + 2}
            aria-selected={open === id}
            aria-label={`${member.name}, ${title}: ${cellInWords(code)}`}
            tabIndex={active === at ? 0 : -1}
            data-row={index}
            data-column={at}
            data-opens={column.opens || undefined}
            data-code={code}
            className="matrix-cell"
            style={{ left }}
          />
        );
      })}
    </div>
  );
});
