"use client";

import { type ClipboardEvent, type MouseEvent, useCallback, useEffect, useMemo, useRef, useState } from "react";
import { newId } from "@/components/ui/new-id";
import type { ScheduleSession } from "@/lib/schedule/schema";
import { daysLater } from "@/lib/time/days";
import { clearCells, drop, editCell } from "./actions";
import type { After } from "./cell-editor";
import { change, type GridChange } from "./changes";
import { asClipboardText, loadTables, readClipboard } from "./clipboard";
import { COLUMNS } from "./columns";
import { ConflictPanel } from "./conflict-panel";
import { dateAfter, noDateAfter } from "./days";
import { GridRow } from "./grid-row";
import { commandOf, isTyping } from "./keys";
import { planPaste } from "./paste";
import { PublishFirst } from "./publish-first";
import { draftsOf, publishingApart } from "./publishing";
import { blockOf, type Place, type Selection, step } from "./selection";
import { Toolbar } from "./toolbar";
import { useBreaks } from "./use-breaks";
import { type Dragged, type DropPlace, useDrops } from "./use-drag";
import { useSaving, versionKey } from "./use-saving";
import "./grid.css";

interface Props {
  cohort: string;
  initial: ScheduleSession[];
  /** Where a first session is suggested when there is none yet. */
  nextDate: string;
}

interface Editing {
  place: Place;
  text: string;
  /** The cell's own text when it was opened. */
  opened: string;
  /** The version of the session when the editor was opened. */
  version: number;
}

const AFTER = { down: "down", up: "up", left: "left", right: "right" } as const;

/** The term as a spreadsheet: one row a session, edited in place, by keyboard, by pasting and by dragging. */
export function ScheduleGrid({ cohort, initial, nextDate }: Props) {
  const saving = useSaving(cohort, initial);
  const { sessions, pending, edit, turn } = saving;
  const order = useMemo(() => sessions.map(({ id }) => id), [sessions]);
  const [selection, setSelection] = useState<Selection | null>(null);
  const [editing, setEditing] = useState<Editing | null>(null);
  const [checked, setChecked] = useState<ReadonlySet<string>>(new Set());
  const [problem, setProblem] = useState<string | null>(null);
  const [publishing, setPublishing] = useState<GridChange | null>(null);
  const [ready, setReady] = useState(false);
  useEffect(() => setReady(true), []);
  const used = selection !== null;
  useEffect(() => {
    // A paste is then read at once, and also without the server.
    if (used) loadTables().catch(() => null);
  }, [used]);
  const table = useRef<HTMLTableElement>(null);
  const lastChecked = useRef<string | null>(null);
  const breaks = useBreaks(cohort);
  const focus = selection?.focus ?? { id: order[0] ?? "", column: 0 };
  const block = selection ? blockOf(selection, order) : null;
  const unsaved = useMemo(
    () => new Set(pending.flatMap((one) => one.edits.map(({ sessionId }) => sessionId))),
    [pending],
  );

  // The callbacks that rows keep must not change with every key press, and yet see what is so now.
  const now = useRef({ sessions, order, selection, editing, checked, base: saving.base, own: saving.own });
  now.current = { sessions, order, selection, editing, checked, base: saving.base, own: saving.own };

  const goTo = useCallback((place: Place, extend = false) => {
    setSelection((was) => ({ focus: place, anchor: extend && was ? was.anchor : place }));
  }, []);
  useEffect(() => {
    if (!selection || editing) return;
    const row = table.current?.querySelector(`[data-session="${selection.focus.id}"]`);
    const cell = row?.querySelector<HTMLElement>(`[aria-colindex="${selection.focus.column + 2}"]`);
    cell?.focus({ preventScroll: false });
  }, [selection, editing]);

  const act = useCallback(
    (planned: ReturnType<typeof editCell>) => {
      if (!planned) return;
      if ("problem" in planned) setProblem(planned.problem);
      else {
        setProblem(null);
        // Whoever publishes sees first what members will see and be told.
        const { rest, publish } = publishingApart(planned, now.current.sessions);
        if (rest) edit(rest);
        if (publish) setPublishing(publish);
      }
    },
    [edit],
  );

  const startEdit = useCallback((place: Place, typed: string | null = null) => {
    const session = now.current.sessions.find(({ id }) => id === place.id);
    const column = COLUMNS[place.column];
    if (!session || !column) return;
    const text =
      typed !== null && column.editor !== "choice" && column.editor !== "date" ? typed : column.write(session);
    setEditing({
      place,
      text,
      opened: column.write(session),
      version: now.current.base.find(({ id }) => id === place.id)?.version ?? 1,
    });
  }, []);

  const saveCell = useCallback(
    (id: string, column: number, text: string, after: After) => {
      const { sessions: all, editing: open, base, own } = now.current;
      setEditing(null);
      const session = all.find((one) => one.id === id);
      // A cell that was only looked into says nothing, whatever came in meanwhile.
      const planned = session && text !== open?.opened ? editCell(session, column, text) : null;
      const current = base.find((one) => one.id === id);
      // Somebody else's change came in while the cell was open: the edit rests on what was seen.
      const seen = open && current && current.version !== open.version && !own.has(versionKey(current));
      if (planned && "edits" in planned && seen) {
        act({ ...planned, edits: planned.edits.map((one) => ({ ...one, seen: open.version })) });
      } else act(planned);
      if (after !== "stay") goTo(step({ id, column }, AFTER[after], now.current.order, COLUMNS.length));
      else setSelection((was) => was && { ...was });
    },
    [act, goTo],
  );
  const cancelEdit = useCallback(() => {
    setEditing(null);
    setSelection((was) => was && { ...was });
  }, []);

  const check = useCallback((id: string, on: boolean, range: boolean) => {
    const all = now.current.order;
    const [a, b] = [all.indexOf(lastChecked.current ?? id), all.indexOf(id)];
    const ids = range && a !== -1 ? all.slice(Math.min(a, b), Math.max(a, b) + 1) : [id];
    lastChecked.current = id;
    setChecked((was) => {
      const next = new Set(was);
      for (const one of ids)
        if (on) next.add(one);
        else next.delete(one);
      return next;
    });
  }, []);

  const dropped = useCallback(
    (dragged: Dragged, place: DropPlace) => act(drop(now.current.sessions, dragged, place, now.current.checked)),
    [act],
  );
  useDrops(dropped);

  function keys(event: React.KeyboardEvent) {
    const place = placeOf(event.target);
    if (!place || editing) return;
    const command = commandOf(event);
    if (command) event.preventDefault();
    if (command?.kind === "go") goTo(step(place, command.to, order, COLUMNS.length), command.extend);
    else if (command?.kind === "edit") startEdit(place);
    else if (command?.kind === "check") check(place.id, !checked.has(place.id), false);
    else if (command?.kind === "all") {
      setSelection({
        anchor: { id: order[0] ?? "", column: 0 },
        focus: { id: order.at(-1) ?? "", column: COLUMNS.length - 1 },
      });
    } else if (command?.kind === "clear")
      act(clearCells(sessions, block ?? { ids: [place.id], from: place.column, to: place.column }));
    else if (command?.kind === "undo" || command?.kind === "redo") turn(command.kind);
    else if (isTyping(event)) {
      event.preventDefault();
      startEdit(place, event.key);
    }
  }

  function point(event: MouseEvent) {
    const place = placeOf(event.target);
    if (!place || editing || (event.target as HTMLElement).closest("a,button,input")) return;
    const again = selection?.focus.id === place.id && selection.focus.column === place.column;
    if (event.detail === 2 || (again && event.detail === 1 && matchMedia("(pointer: coarse)").matches))
      startEdit(place);
    else goTo(place, event.shiftKey);
  }

  function copy(event: ClipboardEvent, cut: boolean) {
    if (editing || !block) return;
    event.preventDefault();
    const rows = block.ids.map((id) => {
      const session = sessions.find((one) => one.id === id);
      return COLUMNS.slice(block.from, block.to + 1).map((column) => (session ? column.write(session) : ""));
    });
    event.clipboardData.setData("text/plain", asClipboardText(rows));
    if (cut) act(clearCells(sessions, block));
  }

  async function paste(event: ClipboardEvent) {
    if (editing || !block) return;
    event.preventDefault();
    const [reading, id, column] = [readClipboard(event.clipboardData), block.ids[0] ?? "", block.from];
    const cells = await reading;
    const pauses = await breaks();
    if ("problem" in cells) setProblem(cells.problem);
    else act(planPaste(cells, { sessions: now.current.sessions, breaks: pauses, id, column }, newId));
  }

  async function add() {
    const pauses = await breaks();
    const last = now.current.sessions.at(-1)?.date ?? daysLater(nextDate, -7);
    const date = dateAfter(last, pauses);
    if (date === null) return setProblem(noDateAfter(last));
    const id = newId();
    const title = COLUMNS.findIndex((column) => column.id === "title");
    edit(change("New session", { create: [{ id, date }] }));
    goTo({ id, column: title });
  }

  return (
    <div className="hidden space-y-3 md:block">
      <Toolbar
        cohort={cohort}
        saving={saving}
        sessions={sessions}
        checked={checked}
        focus={focus}
        problem={problem}
        onAct={act}
        onAdd={() => void add()}
        onUncheck={() => setChecked(new Set())}
      />
      {publishing && (
        <PublishFirst
          cohort={cohort}
          drafts={draftsOf(publishing, sessions)}
          unsaved={pending.length > 0}
          onPublish={() => {
            edit(publishing);
            setPublishing(null);
          }}
          onLeave={() => setPublishing(null)}
        />
      )}
      {saving.conflict && <ConflictPanel conflict={saving.conflict} base={saving.base} onChoose={saving.resolve} />}
      <div className="grid-scroll">
        <table
          ref={table}
          role="grid"
          aria-label="Schedule"
          data-ready={ready || undefined}
          aria-rowcount={sessions.length + 1}
          aria-colcount={COLUMNS.length + 1}
          aria-multiselectable="true"
          className="grid-table"
          onKeyDown={keys}
          onClick={point}
          onCopy={(event) => copy(event, false)}
          onCut={(event) => copy(event, true)}
          onPaste={(event) => void paste(event)}
        >
          <thead>
            <tr aria-rowindex={1}>
              <th scope="col">
                <span className="sr-only">Select</span>
              </th>
              {COLUMNS.map((column) => (
                <th key={column.id} scope="col">
                  {column.name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {sessions.map((session, index) => (
              <GridRow
                key={session.id}
                cohort={cohort}
                session={session}
                row={index + 2}
                focused={focus.id === session.id || (index === 0 && !order.includes(focus.id)) ? focus.column : null}
                selected={rangeIn(block, session.id)}
                editing={editing?.place.id === session.id ? { column: editing.place.column, text: editing.text } : null}
                checked={checked.has(session.id)}
                unsaved={unsaved.has(session.id)}
                onCheck={check}
                onSave={saveCell}
                onCancel={cancelEdit}
              />
            ))}
          </tbody>
        </table>
      </div>
    </div>
  );
}

/** The same object for the same range, so that a row outside of what changed is not drawn again. */
const ranges = new Map<string, { from: number; to: number }>();
function rangeIn(block: ReturnType<typeof blockOf> | null, id: string) {
  if (!block?.ids.includes(id)) return null;
  const key = `${block.from} ${block.to}`;
  const known = ranges.get(key) ?? { from: block.from, to: block.to };
  ranges.set(key, known);
  return known;
}

function placeOf(target: EventTarget): Place | null {
  const cell = (target as HTMLElement).closest<HTMLElement>("[data-cell]");
  const id = cell?.closest<HTMLElement>("[data-session]")?.dataset.session;
  const column = COLUMNS.findIndex((one) => one.id === cell?.dataset.cell);
  return id && column !== -1 ? { id, column } : null;
}
