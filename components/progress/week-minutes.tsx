import { MinuteBar } from "@/components/ui/minute-bar";
import { RowsTable } from "@/components/ui/rows-table";
import type { HistoryWeek } from "@/lib/progress/history/schema";
import { minutesInWords } from "@/lib/time/durations";
import { dayAndMonth } from "@/lib/time/words";

interface Props {
  weeks: readonly HistoryWeek[];
  /** How many things that were marked by hand have no known length. */
  unknown: number;
}

/** Minutes a week: the table with its picture in it, all bars to one scale. */
export function WeekMinutes({ weeks, unknown }: Props) {
  const widest = Math.max(1, ...weeks.map(({ watched, byHand }) => watched + byHand));
  return (
    <section aria-labelledby="weeks" className="space-y-4">
      <h2 id="weeks">Minutes a week</h2>
      <p className="max-w-prose text-sm text-quiet">
        Filled is what you watched here, on the day you did. Open is what you marked by hand: as long as you said it
        took, else as long as it is, without what you watched of it, in the week you marked it.
        {unknown > 0 &&
          ` ${unknown === 1 ? "One thing" : `${unknown} things`} of unknown length ${unknown === 1 ? "is" : "are"} not in it.`}
      </p>
      <RowsTable label="Minutes a week" columns={["Week of", "Minutes", "Watched here", "Marked by hand", "Together"]}>
        {weeks.map(({ monday, watched, byHand }) => (
          <tr key={monday}>
            <th scope="row" className="whitespace-nowrap font-medium">
              <time dateTime={monday}>{dayAndMonth(monday)}</time>
            </th>
            <td className="md:w-1/3 md:min-w-40">
              <MinuteBar
                label={minutesInWords(watched + byHand)}
                of={widest}
                segments={[
                  { key: "watched", minutes: watched, filled: 1 },
                  { key: "hand", minutes: byHand, filled: 0 },
                ].filter(({ minutes }) => minutes > 0)}
              />
            </td>
            <td data-label="Watched here" className="whitespace-nowrap">
              {minutesInWords(watched)}
            </td>
            <td data-label="Marked by hand" className="whitespace-nowrap">
              {minutesInWords(byHand)}
            </td>
            <td data-label="Together" className="whitespace-nowrap">
              {minutesInWords(watched + byHand)}
            </td>
          </tr>
        ))}
      </RowsTable>
    </section>
  );
}
