"use client";

import Link from "next/link";
import { memo, useRef } from "react";
import { usesIn } from "@/lib/schedule/rules";
import type { ScheduleSession, ScheduleUse } from "@/lib/schedule/schema";
import { shortDay } from "@/lib/time/days";
import { clockLength } from "@/lib/time/durations";
import { type After, CellEditor } from "./cell-editor";
import { COLUMNS, type Column } from "./columns";
import { useDraggable, useDropPlace } from "./use-drag";

export interface RowProps {
  cohort: string;
  session: ScheduleSession;
  /** The row's number in the grid, from 2: the header is the first. */
  row: number;
  /** The column that the keyboard is in, when it is in this row. */
  focused: number | null;
  /** The first and last column of the selection, when it covers this row. */
  selected: { from: number; to: number } | null;
  /** The column that is being edited, with the text to begin with. */
  editing: { column: number; text: string } | null;
  checked: boolean;
  unsaved: boolean;
  onCheck: (id: string, checked: boolean, range: boolean) => void;
  onSave: (id: string, column: number, text: string, after: After) => void;
  onCancel: () => void;
}

/** One session. Only the rows that a key press touches are drawn again. */
export const GridRow = memo(function GridRow(props: RowProps) {
  const { session, row, checked, unsaved, onCheck } = props;
  const [element, handle] = [useRef<HTMLTableRowElement>(null), useRef<HTMLButtonElement>(null)];
  const name = `${shortDay(session.date)}, ${session.title || "open date"}`;
  useDraggable(handle, { what: "session", sessionId: session.id });
  const over = useDropPlace(element, { sessionId: session.id, slot: null, before: null }, "session");
  return (
    <tr
      ref={element}
      aria-rowindex={row}
      aria-selected={checked}
      data-session={session.id}
      data-over={over || undefined}
      data-state={session.state}
      data-unsaved={unsaved || undefined}
    >
      <td className="whitespace-nowrap">
        <span className="flex items-center gap-1">
          <button ref={handle} type="button" tabIndex={-1} className="grid-handle" aria-label={`Drag ${name}`}>
            ⠿
          </button>
          <input
            type="checkbox"
            tabIndex={-1}
            className="size-5 accent-accent"
            aria-label={`Select ${name}`}
            checked={checked}
            onChange={(event) =>
              onCheck(session.id, event.target.checked, (event.nativeEvent as MouseEvent).shiftKey === true)
            }
          />
        </span>
      </td>
      {COLUMNS.map((column, index) => (
        <GridCell key={column.id} {...props} column={column} index={index} name={name} />
      ))}
    </tr>
  );
});

type CellProps = RowProps & { column: Column; index: number; name: string };

function GridCell({ cohort, session, column, index, name, focused, selected, editing, onSave, onCancel }: CellProps) {
  const isEditing = editing?.column === index;
  const isSelected = selected !== null && index >= selected.from && index <= selected.to;
  return (
    <td
      aria-colindex={index + 2}
      aria-selected={isSelected}
      tabIndex={focused === index ? 0 : -1}
      data-cell={column.id}
      data-editor={isEditing ? column.editor : undefined}
      className="grid-cell"
    >
      {isEditing ? (
        <CellEditor
          column={column}
          label={`${column.name}, ${name}`}
          text={editing.text}
          onSave={(text, after) => onSave(session.id, index, text, after)}
          onCancel={onCancel}
        />
      ) : column.slot ? (
        <SlotCell session={session} slot={column.slot} />
      ) : (
        <CellText cohort={cohort} session={session} column={column} />
      )}
    </td>
  );
}

function CellText({ cohort, session, column }: { cohort: string; session: ScheduleSession; column: Column }) {
  const text = column.show?.(session) ?? column.write(session);
  if (column.id === "title") {
    return (
      <>
        {text || <span className="text-quiet">Open date</span>}{" "}
        <Link
          href={`/c/${cohort}/admin/schedule/${session.id}`}
          prefetch={false}
          tabIndex={-1}
          className="text-sm whitespace-nowrap"
        >
          Open
        </Link>
      </>
    );
  }
  if (column.id === "date") {
    return (
      <span className="whitespace-nowrap">
        {text}
        {session.pinned && <span className="block text-sm text-quiet">pinned</span>}
      </span>
    );
  }
  if (column.id === "state") return <span className={session.state === "published" ? "" : "font-medium"}>{text}</span>;
  return text;
}

function SlotCell({ session, slot }: { session: ScheduleSession; slot: ScheduleUse["slot"] }) {
  const element = useRef<HTMLDivElement>(null);
  const over = useDropPlace(element, { sessionId: session.id, slot, before: null }, "use");
  return (
    <div ref={element} className="grid-slot" data-over={over || undefined}>
      {usesIn(session.uses, slot).map((use) => (
        <UseChip key={use.id} sessionId={session.id} use={use} />
      ))}
    </div>
  );
}

function UseChip({ sessionId, use }: { sessionId: string; use: ScheduleUse }) {
  const element = useRef<HTMLDivElement>(null);
  useDraggable(element, { what: "use", sessionId, useId: use.id });
  const over = useDropPlace(element, { sessionId, slot: use.slot, before: use.id }, "use");
  return (
    <div ref={element} className="grid-chip" data-over={over || undefined} data-use={use.id}>
      {use.title}
      {use.minutes !== null && <span className="text-sm text-quiet"> {clockLength(use.minutes)}</span>}
      {use.optional && <span className="text-sm text-quiet"> optional</span>}
    </div>
  );
}
