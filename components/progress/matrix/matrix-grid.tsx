"use client";

import { defaultRangeExtractor, type Range, useVirtualizer } from "@tanstack/react-virtual";
import { type KeyboardEvent, type MouseEvent, useCallback, useEffect, useMemo, useRef, useState } from "react";
import type { Column } from "@/lib/progress/matrix/rules";
import type { MatrixMember, MatrixSession } from "@/lib/progress/matrix/schema";
import { type Spot, spotAfter } from "./keys";
import { MatrixHead } from "./matrix-head";
import { type Block, type Drawn, MatrixRow } from "./matrix-row";

/** Sides of a cell in pixels, as the style sheet has them. */
const CELL = 28;
const HEAD = 208;
/** Columns that are drawn together. */
const BLOCK = 8;
const NARROW = "(max-width: 40rem)";
const NAME_WIDTH = { narrow: 112, wide: 208 };

/** A cell by what it is, so that it stays the same while rows come, go and change their order. */
export interface CellId {
  memberId: string;
  resourceId: string;
}

interface Props {
  members: readonly MatrixMember[];
  columns: readonly Column[];
  sessions: ReadonlyMap<string, MatrixSession>;
  /** The cell whose story is open. */
  open: CellId | null;
  /** Opens a story; `byKey` when the keyboard asked, which then goes there. */
  onOpen: (cell: CellId, byKey: boolean) => void;
  /** Goes up by one each time the focus should come back to the cell that had it last. */
  returns: number;
}

/** Members by resources, of which only what is on the screen is drawn. */
export function MatrixGrid({ members, columns, sessions, open, onOpen, returns }: Props) {
  const scroll = useRef<HTMLDivElement>(null);
  const [active, setActive] = useState<CellId | null>(null);
  const wantsFocus = useRef(false);
  const nameWidth = useNameWidth();
  const at = useMemo(() => spotOf(active, members, columns), [active, members, columns]);

  const rows = useVirtualizer({
    count: members.length,
    getScrollElement: () => scroll.current,
    estimateSize: () => CELL,
    getItemKey: (index) => members[index]?.id ?? index,
    // What the header covers counts as on the screen, so there are some more rows above than below.
    overscan: 3,
    paddingStart: HEAD,
    scrollPaddingStart: HEAD,
    rangeExtractor: useCallback((range: Range) => withOne(range, at.row), [at.row]),
    // Both directions of one scroll are drawn together.
    useFlushSync: false,
  });
  const across = useVirtualizer({
    horizontal: true,
    count: columns.length,
    getScrollElement: () => scroll.current,
    estimateSize: () => CELL,
    getItemKey: (index) => columns[index]?.resource.id ?? index,
    paddingStart: nameWidth,
    scrollPaddingStart: nameWidth,
    rangeExtractor: useCallback((range: Range) => withOne({ ...range, overscan: BLOCK / 2 }, at.column), [at.column]),
    useFlushSync: false,
  });

  const shown = across.getVirtualItems().map(({ index }) => index);
  const blocks = useBlocks(columns, shown, nameWidth);
  const drawn = useMemo(() => blocks.flat(), [blocks]);
  const width = nameWidth + columns.length * CELL;

  const goTo = (spot: Spot) => {
    const [member, column] = [members[spot.row], columns[spot.column]];
    if (!member || !column) return;
    wantsFocus.current = true;
    setActive({ memberId: member.id, resourceId: column.resource.id });
    rows.scrollToIndex(spot.row);
    across.scrollToIndex(spot.column);
  };
  const focusActive = useCallback(() => {
    scroll.current?.querySelector<HTMLElement>('[role="gridcell"][tabindex="0"]')?.focus({ preventScroll: true });
  }, []);
  useEffect(() => {
    if (!wantsFocus.current || !active) return;
    wantsFocus.current = false;
    focusActive();
  }, [active, focusActive]);
  useEffect(() => {
    if (returns > 0) focusActive();
  }, [returns, focusActive]);

  const idAt = ({ row, column }: Spot): CellId | null => {
    const [member, one] = [members[row], columns[column]];
    return member && one ? { memberId: member.id, resourceId: one.resource.id } : null;
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "Enter" || event.key === " ") {
      const cell = idAt(at);
      if (cell) onOpen(cell, true);
      event.preventDefault();
      return;
    }
    const page = Math.floor(((scroll.current?.clientHeight ?? HEAD) - HEAD) / CELL);
    const spot = spotAfter(event, at, { rows: members.length, columns: columns.length, page });
    if (!spot) return;
    event.preventDefault();
    goTo(spot);
  };
  const onClick = (event: MouseEvent) => {
    const cell = event.target instanceof Element ? event.target.closest<HTMLElement>("[data-row]") : null;
    const id = cell && idAt({ row: Number(cell.dataset.row), column: Number(cell.dataset.column) });
    if (!id) return;
    wantsFocus.current = true;
    setActive({ ...id });
    onOpen(id, false);
  };

  return (
    // biome-ignore lint/a11y/useSemanticElements: a table cannot leave out the rows and columns that are not on the screen
    <div
      role="grid"
      aria-label="Progress"
      aria-rowcount={members.length + 2}
      aria-colcount={columns.length + 1}
      aria-readonly="true"
      className="matrix"
      ref={scroll}
      onKeyDown={onKeyDown}
      onClick={onClick}
      data-ready="true"
    >
      <div role="presentation" className="matrix-space" style={{ height: rows.getTotalSize(), width }}>
        <MatrixHead
          columns={columns}
          drawn={drawn}
          sessions={sessions}
          nameWidth={nameWidth}
          cell={CELL}
          height={HEAD}
          width={width}
        />
        {/* biome-ignore lint/a11y/useSemanticElements: see above */}
        <div role="rowgroup" className="matrix-body">
          {rows.getVirtualItems().map(({ index, key, start }) => {
            const member = members[index];
            return (
              member && (
                <MatrixRow
                  key={key}
                  member={member}
                  index={index}
                  top={start}
                  width={width}
                  nameWidth={nameWidth}
                  blocks={blocks}
                  active={index === at.row ? at.column : null}
                  open={open?.memberId === member.id ? open.resourceId : null}
                />
              )
            );
          })}
        </div>
      </div>
    </div>
  );
}

/** Where a cell is now; the first one when it is not there any more, so that Tab always finds a way in. */
function spotOf(active: CellId | null, members: readonly MatrixMember[], columns: readonly Column[]): Spot {
  const row = active ? members.findIndex(({ id }) => id === active.memberId) : -1;
  const column = active ? columns.findIndex(({ resource }) => resource.id === active.resourceId) : -1;
  return { row: Math.max(0, row), column: Math.max(0, column) };
}

/** The range with the row or column of the keyboard, so that what has the focus is never taken away. */
function withOne(range: Range, index: number): number[] {
  const indexes = defaultRangeExtractor(range);
  if (index >= range.count || indexes.includes(index)) return indexes;
  return index < (indexes[0] ?? 0) ? [index, ...indexes] : [...indexes, index];
}

/** The blocks with a column on the screen; the same list as before as long as they are the same. */
function useBlocks(columns: readonly Column[], shown: readonly number[], nameWidth: number): readonly Block[] {
  const all = useMemo(() => {
    const drawn = columns.map((column, index): Drawn => ({ column, index, left: nameWidth + index * CELL }));
    return Array.from({ length: Math.ceil(drawn.length / BLOCK) }, (_, at) =>
      drawn.slice(at * BLOCK, (at + 1) * BLOCK),
    );
  }, [columns, nameWidth]);
  const key = [...new Set(shown.map((index) => Math.floor(index / BLOCK)))].join(" ");
  return useMemo(() => key.split(" ").flatMap((at) => (at === "" ? [] : [all[Number(at)] ?? []])), [all, key]);
}

function useNameWidth(): number {
  const [narrow, setNarrow] = useState(() => matchMedia(NARROW).matches);
  useEffect(() => {
    const query = matchMedia(NARROW);
    const look = () => setNarrow(query.matches);
    query.addEventListener("change", look);
    return () => query.removeEventListener("change", look);
  }, []);
  return narrow ? NAME_WIDTH.narrow : NAME_WIDTH.wide;
}
