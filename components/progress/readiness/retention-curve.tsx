"use client";

import dynamic from "next/dynamic";
import { useState } from "react";
import { problemFrom } from "@/lib/api/client";
import { useRetention } from "@/lib/progress/readiness/hooks";
import type { Retention } from "@/lib/progress/retention/schema";
import { clockPoint } from "@/lib/time/durations";

const RetentionChart = dynamic(() => import("./charts").then((charts) => charts.RetentionChart), { ssr: false });

interface Props {
  cohort: string;
  resourceId: string;
  title: string;
  viewers: number;
}

/** One video's curve, asked for when it is opened: how many saw each piece, where they stand, and the same as a table. */
export function RetentionCurve({ cohort, resourceId, title, viewers }: Props) {
  const [open, setOpen] = useState(false);
  return (
    <details onToggle={(event) => setOpen(event.currentTarget.open)} className="border-b border-line pb-3">
      <summary className="min-h-8 cursor-pointer font-medium">
        {title} <span className="font-normal text-quiet">({viewers === 1 ? "1 viewer" : `${viewers} viewers`})</span>
      </summary>
      {open && <Curve cohort={cohort} resourceId={resourceId} />}
    </details>
  );
}

function Curve({ cohort, resourceId }: { cohort: string; resourceId: string }) {
  const { data, error } = useRetention(cohort, resourceId);
  if (error) return <p role="alert">{problemFrom(error).detail}</p>;
  if (!data) return <p role="status">Looking up what was watched …</p>;
  if (data.curve.length === 0) return <p>The length of this video is not known, so there is no curve yet.</p>;
  return (
    <div className="space-y-3 pt-2">
      <div aria-hidden="true">
        <RetentionChart retention={data} />
      </div>
      <p>{stopsInWords(data)}</p>
      <details>
        <summary className="min-h-6 cursor-pointer text-sm text-quiet">The curve as a table</summary>
        <table className="mt-2 text-left text-sm">
          <thead>
            <tr className="border-b border-line">
              <th scope="col" className="py-1 pr-6 font-medium">
                From
              </th>
              <th scope="col" className="py-1 pr-6 font-medium">
                To
              </th>
              <th scope="col" className="py-1 font-medium">
                Saw it
              </th>
            </tr>
          </thead>
          <tbody>
            {pieces(data).map(({ fromSeconds, toSeconds, viewers }) => (
              <tr key={fromSeconds} className="border-b border-line">
                <td className="py-1 pr-6">{clockPoint(fromSeconds)}</td>
                <td className="py-1 pr-6">{clockPoint(toSeconds)}</td>
                <td className="py-1">{viewers}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    </div>
  );
}

/** Neighbours that as many saw are one line of the table. */
function pieces({ curve }: Retention): Retention["curve"] {
  const lines: Retention["curve"] = [];
  for (const piece of curve) {
    const last = lines.at(-1);
    if (last && last.viewers === piece.viewers) last.toSeconds = piece.toSeconds;
    else lines.push({ ...piece });
  }
  return lines;
}

function stopsInWords({ stops }: Retention): string {
  if (stops.length === 0) return "Nobody has stopped half way.";
  const most = stops.toSorted((a, b) => b.members - a.members).slice(0, 3);
  return `Stopped half way: ${most.map(({ fromSeconds, members }) => `${members} at ${clockPoint(fromSeconds)}`).join(", ")}.`;
}
