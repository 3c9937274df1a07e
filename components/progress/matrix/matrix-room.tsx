"use client";

import { useEffect, useMemo, useState } from "react";
import { useMatrix } from "@/lib/progress/matrix/hooks";
import { arrange, EVERYTHING, type View } from "@/lib/progress/matrix/rules";
import type { Matrix } from "@/lib/progress/matrix/schema";
import { CellStory } from "./cell-story";
import { Legend } from "./legend";
import { MatrixFilters } from "./matrix-filters";
import { type CellId, MatrixGrid } from "./matrix-grid";
import "./matrix.css";

/** Who has done what, as a picture that follows: what is shown of it, the grid, and the story of one cell beside it. */
export function MatrixRoom({ cohort, initial }: { cohort: string; initial: Matrix }) {
  const { data: matrix } = useMatrix(cohort, initial);
  const { resources, members, sessions } = matrix;
  const [view, setView] = useState<View>(EVERYTHING);
  const [open, setOpen] = useState<(CellId & { byKey: boolean }) | null>(null);
  const [returns, setReturns] = useState(0);
  // The grid measures the window, which the server does not have.
  const [ready, setReady] = useState(false);
  useEffect(() => setReady(true), []);
  const shown = useMemo(() => arrange({ resources, members }, view), [resources, members, view]);
  const dates = useMemo(() => new Map(sessions.map((session) => [session.id, session])), [sessions]);
  if (resources.length === 0) {
    return (
      <p>
        No published session uses anything yet. <a href={`/c/${cohort}/admin/schedule`}>Publish the schedule</a>, and
        what members do of it is here.
      </p>
    );
  }
  const close = () => {
    setOpen(null);
    setReturns(returns + 1);
  };
  return (
    <div className="space-y-5">
      <MatrixFilters matrix={matrix} view={view} onChange={setView} />
      <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-2">
        <p role="status">{countInWords(shown.members.length, members.length)}</p>
        <Legend />
        <a href={`/c/${cohort}/admin/progress/matrix.csv`} download>
          Download as CSV
        </a>
      </div>
      <div className="matrix-with-story" data-open={open ? true : undefined}>
        {shown.members.length === 0 || shown.columns.length === 0 ? (
          <p>Nobody is like that. Try fewer words, or show everything.</p>
        ) : (
          ready && (
            <MatrixGrid
              members={shown.members}
              columns={shown.columns}
              sessions={dates}
              open={open}
              onOpen={(cell, byKey) => setOpen({ ...cell, byKey })}
              returns={returns}
            />
          )
        )}
        {open && (
          <CellStory
            key={`${open.memberId} ${open.resourceId}`}
            cell={{ cohort, memberId: open.memberId, resourceId: open.resourceId }}
            focused={open.byKey}
            onClose={close}
          />
        )}
      </div>
    </div>
  );
}

function countInWords(shown: number, all: number): string {
  const members = all === 1 ? "member" : "members";
  return shown === all ? `${all} ${members}` : `${shown} of ${all} ${members}`;
}
