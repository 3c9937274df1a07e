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

/** Columns that are drawn together; the same object as long as nothing of them changes. */
export type Block = readonly Drawn[];

interface Props {
  member: MatrixMember;
  /** Its place among the rows, from 0. */
  index: number;
  top: number;
  width: number;
  nameWidth: number;
  blocks: readonly Block[];
  /** The column in which the keyboard stands; null when it is in another row. */
  active: number | null;
  /** The resource whose story is open; null when none of this row is. */
  open: string | null;
}

/**
 * One member's row. Rows and the blocks of their cells are drawn again only when something of them changed: thousands of
 * cells pass by while somebody scrolls.
 */
export const MatrixRow = memo(function MatrixRow(props: Props) {
  const { member, index, top, width, nameWidth, blocks, active, open } = props;
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
      {blocks.map((block) => (
        <Cells
          key={block[0]?.column.resource.id}
          member={member}
          row={index}
          block={block}
          active={block.some(({ index: at }) => at === active) ? active : null}
          open={block.some(({ column }) => column.resource.id === open) ? open : null}
        />
      ))}
    </div>
  );
});

interface CellsProps extends Pick<Props, "member" | "active" | "open"> {
  row: number;
  block: Block;
}

const Cells = memo(function Cells({ member, row, block, active, open }: CellsProps) {
  return block.map(({ column, index, left }) => {
    const { id, title } = column.resource;
    const code = member.cells[column.at] ?? ".";
    return (
      // biome-ignore lint/a11y/useSemanticElements: a table cannot leave out the columns that are not on the screen
      <div
        key={id}
        role="gridcell"
        aria-colindex={index + 2}
        aria-selected={open === id}
        aria-label={`${member.name}, ${title}: ${cellInWords(code)}`}
        tabIndex={active === index ? 0 : -1}
        data-row={row}
        data-column={index}
        data-opens={column.opens || undefined}
        data-code={code}
        className="matrix-cell"
        style={{ left }}
      />
    );
  });
});
