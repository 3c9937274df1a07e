"use client";

import { onlineManager } from "@tanstack/react-query";
import { useState } from "react";
import { MinutesTaken } from "@/components/progress/minutes-taken";
import { MinuteBar } from "@/components/ui/minute-bar";
import { useMark, useWeek } from "@/lib/progress/hooks";
import { inOrder, isSettled, minutesLeft, prepLeft, prepTotal, startWith } from "@/lib/progress/rules";
import type { PrepUse, Week } from "@/lib/progress/schema";
import { stopsInWords } from "@/lib/resources/stops/rules";
import { clockPoint, minutesInWords } from "@/lib/time/durations";

interface Props {
  cohort: string;
  initial: Week;
}

/** What to do before the next session, with ticks that stick; then what comes after it and what goes deeper. */
export function WeekList({ cohort, initial }: Props) {
  const { data: week } = useWeek(cohort, initial);
  const [refused, setRefused] = useState<{ resourceId: string; title: string; message: string } | null>(null);
  const mark = useMark(cohort, {
    // A later tick must not hide that an earlier one was refused.
    onRefused: (resourceId, message) => {
      const title = week.uses.find((use) => use.resourceId === resourceId)?.title ?? "";
      setRefused({ resourceId, title, message });
    },
    onSaved: (resourceId) => setRefused((last) => (last?.resourceId === resourceId ? null : last)),
  });
  const before = inOrder(week.uses.filter((use) => use.slot === "before"));
  const first = startWith(week.uses);
  const onMark = (use: PrepUse) =>
    mark.mutate({ cohort, resourceId: use.resourceId, state: use.state === "done" ? "todo" : "done" });
  return (
    <div className="space-y-10">
      <section aria-labelledby="before" className="space-y-4">
        <h2 id="before">Before the session</h2>
        {before.length === 0 ? (
          <p>Nothing to prepare this time. Bring a question.</p>
        ) : (
          <>
            <p aria-live="polite" className="text-lg">
              {leftInWords(week.uses)}
            </p>
            <MinuteBar
              label={leftInWords(week.uses)}
              segments={before.map((use) => ({
                key: use.resourceId,
                minutes: use.minutes,
                filled: filledPart(use),
                hatched: use.optional,
              }))}
            />
            <UseRows cohort={cohort} uses={before} first={first} onMark={onMark} />
          </>
        )}
        {mark.isPaused && !onlineManager.isOnline() && (
          <p role="status" className="text-sm text-amber">
            No connection. Your tick is kept and sent when it is back.
          </p>
        )}
        {refused && (
          <p role="alert" className="text-sm text-red">
            “{refused.title}” was not saved: {refused.message}
          </p>
        )}
      </section>
      <Slot
        cohort={cohort}
        title="In the session"
        uses={week.uses.filter((use) => use.slot === "session")}
        onMark={onMark}
      />
      <Slot
        cohort={cohort}
        title="After the session"
        uses={week.uses.filter((use) => use.slot === "after")}
        onMark={onMark}
      />
      <Slot
        cohort={cohort}
        title="Deep dive"
        uses={week.uses.filter((use) => use.slot === "deep_dive")}
        onMark={onMark}
      />
    </div>
  );
}

interface SlotProps {
  cohort: string;
  title: string;
  uses: readonly PrepUse[];
  onMark: (use: PrepUse) => void;
}

function Slot({ cohort, title, uses, onMark }: SlotProps) {
  if (uses.length === 0) return null;
  return (
    <section className="space-y-2">
      <h2>{title}</h2>
      <UseRows cohort={cohort} uses={uses} first={null} onMark={onMark} />
    </section>
  );
}

function UseRows({
  cohort,
  uses,
  first,
  onMark,
}: {
  cohort: string;
  uses: readonly PrepUse[];
  first: PrepUse | null;
  onMark: (use: PrepUse) => void;
}) {
  return (
    <ul className="border-t border-line">
      {uses.map((use) => (
        <li key={`${use.slot}-${use.resourceId}`} className="flex items-start gap-3 border-b border-line py-3">
          <label className="-m-2 flex cursor-pointer p-2">
            <input
              type="checkbox"
              className="mt-0.5 size-5 accent-accent"
              checked={use.state === "done"}
              onChange={() => onMark(use)}
              aria-label={`Done: ${use.title}`}
            />
          </label>
          <div className="min-w-0 grow">
            {use.url ? (
              <a
                href={use.url}
                rel="noreferrer"
                target="_blank"
                className={isSettled(use) ? "text-quiet" : "font-medium"}
              >
                {use.title}
              </a>
            ) : (
              <span className={isSettled(use) ? "text-quiet" : "font-medium"}>{use.title}</span>
            )}
            {noteOf(use, first) && <span className="block text-sm text-quiet">{noteOf(use, first)}</span>}
            {use.stopPoints.length > 0 && !isSettled(use) && (
              <span className="block text-sm text-quiet">{stopsInWords(use.stopPoints)}</span>
            )}
            {use.state === "done" && <MinutesTaken cohort={cohort} use={use} />}
          </div>
          <span className="whitespace-nowrap text-quiet">
            {use.minutes === null ? (use.url ? "length unknown" : "") : minutesInWords(use.minutes)}
          </span>
        </li>
      ))}
    </ul>
  );
}

function noteOf(use: PrepUse, first: PrepUse | null): string {
  const notes = [];
  if (use.optional) notes.push("optional");
  if (use.state === "skipped") notes.push("skipped");
  if (use.state === "started" && use.stoppedAt !== null) notes.push(`you stopped at ${clockPoint(use.stoppedAt)}`);
  else if (use.state === "started") notes.push("started");
  if (first && use.resourceId === first.resourceId) notes.push("start here");
  return notes.join(", ");
}

function filledPart(use: PrepUse): number {
  if (isSettled(use)) return 1;
  const left = minutesLeft(use);
  return use.minutes && left !== null ? 1 - left / use.minutes : 0;
}

/** `38 of 167 min left`; what has no known length is said, not guessed. */
function leftInWords(uses: readonly PrepUse[]): string {
  const [left, total] = [prepLeft(uses), prepTotal(uses)];
  const unknown = left.unknown > 0 ? `${left.unknown} of unknown length` : "";
  if (left.minutes === 0 && left.unknown === 0) return "All done. See you there.";
  if (total.minutes === 0) return `${unknown} left`;
  return [`${left.minutes} of ${total.minutes} min left`, unknown && `and ${unknown}`].filter(Boolean).join(" ");
}
