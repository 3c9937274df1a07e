"use client";

import { useState } from "react";
import { Button } from "@/components/ui/button";
import { RowsTable } from "@/components/ui/rows-table";
import { byDate } from "@/lib/core/lists";
import type { CohortBreak } from "@/lib/schedule/breaks/schema";
import type { ShapeAnswer, ShapeRow } from "@/lib/schedule/shape/schema";
import { shortDay } from "@/lib/time/days";

interface Props {
  answer: Pick<ShapeAnswer, "rows" | "lines" | "notes">;
  breaks: readonly CohortBreak[];
  /** It was done already. */
  done: boolean;
}

type Row = { key: string; date: string } & ({ row: ShapeRow } | { pause: CohortBreak });

/** On a narrow screen the dates stay beside each other. */
const NARROW = "max-md:flex! max-md:flex-wrap max-md:gap-x-6";

/** The term before and after, side by side, with what the organizer should know and what the public log will say. */
export function ShapePreview({ answer: { rows, lines, notes }, breaks, done }: Props) {
  const [all, setAll] = useState(false);
  const touched = rows.filter(({ effect }) => effect !== "stays");
  const listed = rowsOf(rows, breaks);
  const shown = all ? listed : around(listed);
  return (
    <div className="space-y-4">
      {touched.length === 0 && <p>Nothing would change.</p>}
      {touched.length > 0 && (
        <RowsTable label="Before and after" columns={["Session", "Before", "After", "What happens"]}>
          {shown.map((one) =>
            "pause" in one ? <BreakRow key={one.key} pause={one.pause} /> : <SessionRow key={one.key} row={one.row} />,
          )}
        </RowsTable>
      )}
      {shown.length < listed.length && (
        <Button weight="plain" onClick={() => setAll(true)}>
          Show the whole term
        </Button>
      )}
      <Sentences title="To know" sentences={notes} />
      <Sentences title={done ? "The public log says" : "The public log will say"} sentences={lines} />
    </div>
  );
}

function SessionRow({ row }: { row: ShapeRow }) {
  const moves = row.from !== row.to;
  return (
    <tr className={row.effect === "stays" ? `${NARROW} text-quiet` : NARROW}>
      <th scope="row" className="font-medium max-md:w-full">
        {row.title}
      </th>
      <td data-label="Before" className="whitespace-nowrap">
        {row.from ? shortDay(row.from) : "not there"}
      </td>
      <td data-label="After" className={moves ? "whitespace-nowrap font-semibold" : "whitespace-nowrap"}>
        {row.to ? shortDay(row.to) : "gone"}
      </td>
      <td data-label="What happens">{effectInWords(row)}</td>
    </tr>
  );
}

function BreakRow({ pause: { title, firstDay, lastDay } }: { pause: CohortBreak }) {
  const days = firstDay === lastDay ? shortDay(firstDay) : `${shortDay(firstDay)} to ${shortDay(lastDay)}`;
  return (
    <tr className={NARROW}>
      <th scope="row" className="font-medium text-amber max-md:w-full">
        {title}
      </th>
      <td data-label="Days" colSpan={2} className="text-amber">
        {days}
      </td>
      <td data-label="What happens" className="text-amber">
        break
      </td>
    </tr>
  );
}

function effectInWords({ effect, from, to, pinned, state, format }: ShapeRow): string {
  const days = from && to ? (Date.parse(to) - Date.parse(from)) / 86_400_000 : 0;
  const by = days % 7 === 0 ? weeks(Math.abs(days) / 7) : `${Math.abs(days)} days`;
  const moves = days === 0 ? "" : `moves ${by} ${days > 0 ? "later" : "earlier"}`;
  switch (effect) {
    case "new":
      return "new";
    case "used_up":
      return "open date, used up";
    case "cancelled":
      return "is cancelled";
    case "changes":
      return moves ? `changes, ${moves}` : "changes";
    case "moves":
      return moves;
    case "stays":
      if (state === "cancelled") return "stays, cancelled";
      if (pinned) return "stays, pinned";
      return format === "no_session" ? "stays, no session" : "stays";
  }
}

function weeks(number: number): string {
  return number === 1 ? "a week" : `${number} weeks`;
}

function Sentences({ title, sentences }: { title: string; sentences: readonly string[] }) {
  if (sentences.length === 0) return null;
  return (
    <div>
      <p className="text-sm font-medium">{title}</p>
      <ul className="list-disc pl-5 text-[0.9375rem]">
        {sentences.map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ul>
    </div>
  );
}

function rowsOf(rows: readonly ShapeRow[], breaks: readonly CohortBreak[]): Row[] {
  const [first, last] = [rows[0], rows.at(-1)].map((row) => row?.to ?? row?.from ?? "");
  const sessions = rows.map((row): Row => ({ key: row.sessionId, date: row.to ?? row.from ?? "", row }));
  const pauses = breaks
    .filter(({ firstDay, lastDay }) => lastDay >= (first ?? "") && firstDay <= (last ?? ""))
    .map((pause): Row => ({ key: pause.id, date: pause.firstDay, pause }));
  return [...sessions, ...pauses].sort(byDate);
}

/** From one row before the first that is touched to one after the last. */
function around(rows: readonly Row[]): readonly Row[] {
  const touched = rows.flatMap((one, index) => ("row" in one && one.row.effect !== "stays" ? [index] : []));
  return rows.slice(Math.max(0, (touched[0] ?? 0) - 1), (touched.at(-1) ?? rows.length) + 2);
}
