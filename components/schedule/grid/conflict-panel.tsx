"use client";

import { KeepOrTake } from "@/components/ui/keep-or-take";
import { RowsTable } from "@/components/ui/rows-table";
import type { ScheduleSession } from "@/lib/schedule/schema";
import { nameOf } from "./actions";
import { withChanges } from "./changes";
import { COLUMNS } from "./columns";
import type { Conflict } from "./use-saving";

interface Props {
  conflict: Conflict;
  base: readonly ScheduleSession[];
  onChoose: (choice: "keep" | "take") => void;
}

/** Two organizers changed one session: what was there, what somebody else made of it, and what this page wants. */
export function ConflictPanel({ conflict, base, onChoose }: Props) {
  const { change, current } = conflict;
  const theirs = new Map(current.sessions.map((session) => [session.id, session]));
  const mine = new Map(withChanges(base, [change]).map((session) => [session.id, session]));
  const gone = base.filter(({ id }) => current.removed.includes(id));
  const edits = change.edits.filter(({ sessionId }) => theirs.has(sessionId));
  return (
    <KeepOrTake onChoose={onChoose}>
      <p>{conflict.words}</p>
      {gone.map((session) => (
        <p key={session.id}>{nameOf(session)} was removed meanwhile; your change of it cannot be saved.</p>
      ))}
      {change.remove
        .flatMap((id) => theirs.get(id) ?? [])
        .map((session) => (
          <p key={session.id}>You want to remove {nameOf(session)}, which now says something else.</p>
        ))}
      {edits.map(({ sessionId, fields }) => {
        const [then, now, own] = [base.find(({ id }) => id === sessionId), theirs.get(sessionId), mine.get(sessionId)];
        if (!then || !now || !own) return null;
        const rows = COLUMNS.filter(
          (column) =>
            column.write(then) !== column.write(now) ||
            column.id in fields ||
            (column.slot && fields.slots?.[column.slot]),
        );
        return (
          <div key={sessionId} className="mt-3">
            <RowsTable label={nameOf(now)} columns={[nameOf(now), "Now", "Yours"]}>
              {rows.map((column) => (
                <tr key={column.id}>
                  <th scope="row">{column.name}</th>
                  <td data-label="Now" className="whitespace-pre-wrap">
                    {column.write(now) || "empty"}
                  </td>
                  <td data-label="Yours" className="whitespace-pre-wrap">
                    {column.write(own) || "empty"}
                  </td>
                </tr>
              ))}
            </RowsTable>
          </div>
        );
      })}
    </KeepOrTake>
  );
}
