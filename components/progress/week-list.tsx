"use client";

import { useState } from "react";
import { MarksWait } from "@/components/progress/marks-wait";
import { useLeftovers } from "@/components/progress/player/use-reporter";
import { UseRows } from "@/components/progress/use-rows";
import { MinuteBar } from "@/components/ui/minute-bar";
import { useMark, useWeek } from "@/lib/progress/hooks";
import { type Told, useKeptMarks } from "@/lib/progress/kept/hooks";
import { inOrder, isSettled, minutesLeft, prepLeft, prepTotal, startWith } from "@/lib/progress/rules";
import type { EarlierUse, PrepUse, ProgressState, Week } from "@/lib/progress/schema";
import { clockLength } from "@/lib/time/durations";
import { shortDate } from "@/lib/time/words";

interface Props {
  cohort: string;
  memberId: string;
  initial: Week;
}

/**
 * What to do, with ticks that stick: before the session, then what is still open from earlier, then what goes deeper and
 * what comes after.
 */
export function WeekList({ cohort, memberId, initial }: Props) {
  useLeftovers(cohort, memberId);
  const { data: week } = useWeek(cohort, initial);
  const [refused, setRefused] = useState<{ resourceId: string; title: string; message: string } | null>(null);
  const told: Told = {
    // A later tick must not hide that an earlier one was refused. That a link was opened is not worth a word.
    onRefused: ({ resourceId, state }, message) => {
      if (state === "started") return;
      const title =
        [...week.uses, ...week.earlier].find((use) => use.resourceId === resourceId)?.title ?? "Something you marked";
      setRefused({ resourceId, title, message });
    },
    onSaved: (resourceId) => setRefused((last) => (last?.resourceId === resourceId ? null : last)),
  };
  const { mark } = useMark({ cohort, memberId }, told);
  useKeptMarks({ cohort, memberId }, told);
  const onMark = ({ resourceId }: PrepUse, state: ProgressState) => mark(resourceId, state);
  const rows = { cohort, onMark };
  const slot = (name: PrepUse["slot"]) => inOrder(week.uses.filter((use) => use.slot === name));
  return (
    <div className="space-y-10">
      {week.session && <Before {...rows} uses={slot("before")} />}
      <MarksWait of={{ cohort, memberId }} />
      {refused && (
        <p role="alert" className="text-sm text-red">
          “{refused.title}” was not saved: {refused.message}
        </p>
      )}
      <Slot {...rows} title="In the session" uses={slot("session")} />
      <Earlier {...rows} uses={week.earlier} />
      <Slot {...rows} title="Deep dive" uses={slot("deep_dive")} />
      <Slot {...rows} title="After the session" uses={slot("after")} />
    </div>
  );
}

interface RowsProps<Use extends PrepUse = PrepUse> {
  cohort: string;
  uses: readonly Use[];
  onMark: (use: PrepUse, state: ProgressState) => void;
}

function Before({ uses, ...rows }: RowsProps) {
  const first = startWith(uses);
  return (
    <section aria-labelledby="before" className="space-y-4">
      <h2 id="before">Before the session</h2>
      {uses.length === 0 ? (
        <p>Nothing to prepare this time. Bring a question.</p>
      ) : (
        <>
          <p aria-live="polite" className="text-lg">
            {leftInWords(uses)}
          </p>
          <MinuteBar
            label={leftInWords(uses)}
            segments={uses.map((use) => ({
              key: use.resourceId,
              minutes: use.minutes,
              filled: filledPart(use),
              hatched: use.optional,
            }))}
          />
          <UseRows {...rows} uses={uses} first={first} />
        </>
      )}
    </section>
  );
}

/** What earlier sessions asked for, each session under its date. */
function Earlier({ cohort, uses, onMark }: RowsProps<EarlierUse>) {
  if (uses.length === 0) return null;
  const sessions = new Map<string, EarlierUse[]>();
  for (const use of uses) sessions.set(use.sessionId, [...(sessions.get(use.sessionId) ?? []), use]);
  const left = prepLeft(uses);
  const settled = uses.every(isSettled);
  return (
    <section aria-labelledby="earlier" className="space-y-4">
      <h2 id="earlier">Still open from earlier</h2>
      <p className="text-quiet">
        {settled ? "All caught up. " : `${amountInWords(left.minutes, left.unknown)}, when you find the time. `}
        {!settled && <a href={`/c/${cohort}/catch-up`}>The shortest way to catch up</a>}
      </p>
      {[...sessions].map(([id, open]) => (
        <div key={id} className="space-y-2">
          <h3 className="text-base font-medium">
            {shortDate(open[0]?.date ?? "")}
            {open[0]?.sessionTitle ? `: ${open[0].sessionTitle}` : ""}
          </h3>
          <UseRows cohort={cohort} uses={open} first={null} onMark={onMark} />
        </div>
      ))}
    </section>
  );
}

function Slot({ title, uses, ...rows }: RowsProps & { title: string }) {
  if (uses.length === 0) return null;
  return (
    <section className="space-y-2">
      <h2>{title}</h2>
      <UseRows {...rows} uses={uses} first={null} />
    </section>
  );
}

function filledPart(use: PrepUse): number {
  if (isSettled(use)) return 1;
  const left = minutesLeft(use);
  return use.minutes && left !== null ? 1 - left / use.minutes : 0;
}

/** `38 of 167 min left, start with the 0h18`; what has no known length is said, not guessed. */
function leftInWords(uses: readonly PrepUse[]): string {
  const [left, total] = [prepLeft(uses), prepTotal(uses)];
  if (left.minutes === 0 && left.unknown === 0) return "All done. See you there.";
  const unknown = left.unknown > 0 ? `${left.unknown} of unknown length` : "";
  if (total.minutes === 0) return `${unknown} left`;
  const first = startWith(uses);
  const length = first && minutesLeft(first);
  const start = length ? `, start with the ${clockLength(length)}` : "";
  return (
    [`${left.minutes} of ${total.minutes} min left`, unknown && `and ${unknown}`].filter(Boolean).join(" ") + start
  );
}

function amountInWords(minutes: number, unknown: number): string {
  const words = [minutes > 0 ? `${minutes} min` : "", unknown > 0 ? `${unknown} of unknown length` : ""];
  return words.filter(Boolean).join(" and ");
}
