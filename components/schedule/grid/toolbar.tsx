"use client";

import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { Options } from "@/components/ui/field";
import type { ScheduleSession } from "@/lib/schedule/schema";
import { shortDay } from "@/lib/time/days";
import { moveUse, nameOf, setAll } from "./actions";
import { change, type GridChange } from "./changes";
import { COLUMNS } from "./columns";
import type { Place } from "./selection";
import type { useSaving } from "./use-saving";

interface Props {
  cohort: string;
  saving: ReturnType<typeof useSaving>;
  sessions: readonly ScheduleSession[];
  checked: ReadonlySet<string>;
  focus: Place;
  problem: string | null;
  onAct: (planned: GridChange | { problem: string } | null) => void;
  onAdd: () => void;
  onUncheck: () => void;
}

/** What can be done with the whole grid, with the sessions that are ticked, and with the resource the keyboard is at. */
export function Toolbar({ cohort, saving, sessions, checked, focus, problem, onAct, onAdd, onUncheck }: Props) {
  const { status, undo, redo, line, pending, turn, retry } = saving;
  // What is being saved is saved first, and only then taken back.
  const turning = pending.length > 0 && line.length > pending.length;
  const chosen = sessions.filter(({ id }) => checked.has(id));
  const ids = new Set(chosen.map(({ id }) => id));
  return (
    <div className="space-y-3">
      <div className="flex flex-wrap items-center gap-2">
        <Button weight="plain" onClick={onAdd}>
          Add a session
        </Button>
        <a className="grid-tool" href={`/c/${cohort}/admin/shape`}>
          Push back, swap, split
        </a>
        <Button weight="plain" disabled={undo.length === 0 && pending.length === 0} onClick={() => turn("undo")}>
          Undo
        </Button>
        <Button weight="plain" disabled={redo.length === 0} onClick={() => turn("redo")}>
          Redo
        </Button>
        <p role="status" className="ml-auto text-sm text-quiet">
          {status.kind === "saving" && (turning ? "Saving, then taking it back…" : "Saving…")}
          {status.kind === "saved" && `Saved. ${status.words}.`}
        </p>
      </div>
      {chosen.length > 0 && (
        <section aria-label="Ticked sessions" className="flex flex-wrap items-center gap-2">
          <span className="text-sm">
            {chosen.length} {chosen.length === 1 ? "session" : "sessions"}:
          </span>
          <Button
            weight="plain"
            onClick={() => onAct(setAll(sessions, ids, "Published sessions", { state: "published" }))}
          >
            Publish
          </Button>
          <Button
            weight="plain"
            onClick={() => onAct(setAll(sessions, ids, "Cancelled sessions", { state: "cancelled" }))}
          >
            Cancel them
          </Button>
          <Button
            weight="plain"
            onClick={() =>
              onAct(setAll(sessions, ids, "Pinned sessions", { pinned: !chosen.every((one) => one.pinned) }))
            }
          >
            {chosen.every(({ pinned }) => pinned) ? "Unpin" : "Pin"}
          </Button>
          <a className="grid-tool" href={`/c/${cohort}/admin/shape?from=${chosen[0]?.id}`}>
            Push back from here
          </a>
          <Button
            weight="danger"
            onClick={() => {
              onAct(change("Removed sessions", { remove: [...ids] }));
              onUncheck();
            }}
          >
            Remove
          </Button>
          <Button weight="plain" onClick={onUncheck}>
            Untick
          </Button>
        </section>
      )}
      <MoveResource sessions={sessions} focus={focus} onAct={onAct} />
      {problem && <Callout tone="trouble">{problem}</Callout>}
      {status.kind === "refused" && <Callout tone="trouble">{status.words}</Callout>}
      {status.kind === "waiting" && (
        <Callout tone="trouble" title="Not saved yet">
          <p className="mb-2">
            {status.words} {turning && "Your change will be saved first and then taken back."}
          </p>
          <Button weight="plain" onClick={() => void retry()}>
            Try again
          </Button>
        </Callout>
      )}
    </div>
  );
}

/** The way to move a resource for who does not drag: choose it and where it goes. */
function MoveResource({ sessions, focus, onAct }: Pick<Props, "sessions" | "focus" | "onAct">) {
  const session = sessions.find(({ id }) => id === focus.id);
  const slot = COLUMNS[focus.column]?.slot;
  const uses = session?.uses.filter((use) => use.slot === slot) ?? [];
  if (!session || !slot || uses.length === 0) return null;
  const slots = COLUMNS.flatMap((column) => (column.slot ? [{ slot: column.slot, name: column.name }] : []));
  return (
    <form
      key={`${session.id} ${slot}`}
      aria-label="Move a resource"
      className="flex flex-wrap items-center gap-2 text-sm"
      onSubmit={(event) => {
        event.preventDefault();
        const form = new FormData(event.currentTarget);
        const to = sessions.find(({ id }) => id === form.get("session"));
        const place = slots.find((one) => one.slot === form.get("slot"))?.slot;
        if (to && place) onAct(moveUse(session, String(form.get("use")), to, place, null));
      }}
    >
      <label>
        Move{" "}
        <select name="use" className="grid-select">
          <Options of={uses.map(({ id, title }) => [id, title] as const)} />
        </select>
      </label>
      <label>
        to{" "}
        <select name="session" defaultValue={session.id} className="grid-select">
          {sessions.map((one) => (
            <option key={one.id} value={one.id}>
              {shortDay(one.date)} {one.title && nameOf(one)}
            </option>
          ))}
        </select>
      </label>
      <label>
        <span className="sr-only">Slot </span>
        <select name="slot" defaultValue={slot} className="grid-select">
          <Options of={slots.map((one) => [one.slot, one.name] as const)} />
        </select>
      </label>
      <Button type="submit" weight="plain">
        Move
      </Button>
    </form>
  );
}
