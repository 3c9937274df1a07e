"use client";

import { useRef, useState } from "react";
import { OpenedLink } from "@/components/progress/opened-link";
import { useLeftovers } from "@/components/progress/player/use-reporter";
import { MinuteBar } from "@/components/ui/minute-bar";
import { useCatchUp, useSettle } from "@/lib/progress/catch-up/hooks";
import type { CatchUp as CatchUpData, CatchUpItem, CatchUpPath } from "@/lib/progress/catch-up/schema";
import { useKeptMarks, useMarksWait } from "@/lib/progress/kept/hooks";
import type { ProgressState } from "@/lib/progress/schema";
import { shortDay } from "@/lib/time/days";
import { minutesInWords } from "@/lib/time/durations";

interface Props {
  cohort: string;
  memberId: string;
  initial: CatchUpData;
  /** The next session's day in words, `Tuesday`; null when there is none. */
  nextDay: string | null;
  /** Which of the two ways is shown whole. */
  way: "all" | "only";
}

type Settle = (item: Pick<CatchUpItem, "resourceId" | "title">, state: ProgressState) => void;

const WHY = { optional: "optional", session: "from the session", after: "after the session", deep_dive: "deep dive" };

/** The shortest ways to be ready for the next session: for that one alone, and with all that was required before. */
export function CatchUp({ cohort, memberId, initial, nextDay, way }: Props) {
  const { data } = useCatchUp(cohort, initial);
  const { settle, problem, isSuccess, data: item } = useSettle({ cohort, memberId });
  // That a link was opened is not worth a word, whether the server takes it or not.
  const start = useSettle({ cohort, memberId });
  useKeptMarks({ cohort, memberId });
  useLeftovers(cohort, memberId);
  const waits = useMarksWait({ cohort, memberId });
  const [last, setLast] = useState<{ resourceId: string; title: string; state: ProgressState } | null>(null);
  const said = useRef<HTMLParagraphElement>(null);
  const path = data[nextDay === null ? "all" : way];
  const onSettle: Settle = ({ resourceId, title }, state) => {
    if (state === "started") return start.settle(resourceId, state);
    setLast({ resourceId, title, state });
    settle(resourceId, state);
    // The row that had the focus goes away; what happened to it is said here, with the way back.
    said.current?.focus();
  };
  return (
    <div className="space-y-8">
      {nextDay !== null && (
        <nav aria-label="Ways to catch up" className="grid gap-px border-y border-line sm:grid-cols-2">
          <Way href="?way=only" current={way === "only"} title={`Only ${nextDay}`} path={data.only} />
          <Way href="?way=all" current={way === "all"} title="All that was required so far" path={data.all} />
        </nav>
      )}
      <section aria-labelledby="path" className="space-y-4">
        <h2 id="path">{nextDay === null || way === "all" ? "All that was required so far" : `Only ${nextDay}`}</h2>
        <p ref={said} tabIndex={-1} role="status" className="min-h-6 text-sm">
          {last && waits && (
            <span className="text-amber">
              No connection. What you said of “{last.title}” is kept in this browser and sent when it is back.
            </span>
          )}
          {last && isSuccess && (
            <>
              “{last.title}” is marked as {inWords(item?.resourceId === last.resourceId ? item.state : last.state)}.{" "}
              {last.state !== "todo" && <TextButton onClick={() => onSettle(last, "todo")}>Take it back</TextButton>}
            </>
          )}
        </p>
        {problem && (
          <p role="alert" className="text-sm text-red">
            “{last?.title}” was not saved: {problem}
          </p>
        )}
        {path.items.length === 0 ? (
          <p>Nothing is left. You are where the others are.</p>
        ) : (
          <>
            <MinuteBar label={lengthOf(path)} segments={path.items.map(segmentOf)} />
            <Items cohort={cohort} items={path.items} nextDay={nextDay} onSettle={onSettle} />
          </>
        )}
      </section>
      {data.skippable.items.length > 0 && (
        <details className="border-t border-line pt-4">
          <summary className="cursor-pointer font-medium">
            May be skipped: {lengthOf(data.skippable)} in {things(data.skippable.items.length)}
          </summary>
          <p className="mt-2 max-w-prose text-sm text-quiet">
            Optional things, and what was meant for a session that is over. Nobody expects them of you.
          </p>
          <div className="mt-2">
            <Items cohort={cohort} items={data.skippable.items} nextDay={nextDay} onSettle={onSettle} />
          </div>
        </details>
      )}
    </div>
  );
}

function Way({ href, current, title, path }: { href: string; current: boolean; title: string; path: CatchUpPath }) {
  return (
    <a
      href={href}
      aria-current={current ? "true" : undefined}
      className={`block border-l-4 px-4 py-3 text-ink no-underline hover:underline ${current ? "border-accent bg-tint" : "border-transparent"}`}
    >
      {title}: <strong className="whitespace-nowrap font-semibold">{lengthOf(path)}</strong>
      <span className="block text-sm text-quiet">{things(path.items.length)}</span>
    </a>
  );
}

interface ItemsProps {
  cohort: string;
  items: readonly CatchUpItem[];
  nextDay: string | null;
  onSettle: Settle;
}

function Items({ cohort, items, nextDay, onSettle }: ItemsProps) {
  return (
    <ol className="border-t border-line">
      {items.map((item) => (
        <li key={item.resourceId} className="border-b border-line py-3">
          <div className="flex items-baseline gap-3">
            <div className="min-w-0 grow">
              <Title cohort={cohort} item={item} onMark={(state) => onSettle(item, state)} />
              <span className="block text-sm text-quiet">{noteOf(item, nextDay)}</span>
            </div>
            <span className="whitespace-nowrap text-quiet">
              {item.minutes === null ? "length unknown" : minutesInWords(item.minutes)}
            </span>
          </div>
          <div className="flex gap-x-5 text-sm">
            <TextButton about={item.title} onClick={() => onSettle(item, "done")}>
              Done
            </TextButton>
            <TextButton about={item.title} onClick={() => onSettle(item, "skipped")}>
              Skip it, I know this
            </TextButton>
          </div>
        </li>
      ))}
    </ol>
  );
}

interface TitleProps {
  cohort: string;
  item: CatchUpItem;
  onMark: (state: ProgressState) => void;
}

function Title({ cohort, item, onMark }: TitleProps) {
  const { resourceId, title, url, plays } = item;
  if (plays) {
    return (
      <a href={`/c/${cohort}/watch/${resourceId}`} className="font-medium">
        {title}
      </a>
    );
  }
  if (!url) return <span className="font-medium">{title}</span>;
  // What was watched enough of is no longer among what is left.
  return <OpenedLink cohort={cohort} use={{ ...item, seen: false }} onMark={onMark} />;
}

function TextButton({ about, onClick, children }: { about?: string; onClick: () => void; children: string }) {
  return (
    <button
      type="button"
      aria-label={about && `${children}: ${about}`}
      onClick={onClick}
      className="min-h-8 cursor-pointer text-accent underline"
    >
      {children}
    </button>
  );
}

/** `for Tuesday`, `for 8 Oct, started`, `deep dive of 8 Oct`. */
function noteOf({ forNext, date, skip, state }: CatchUpItem, nextDay: string | null): string {
  const day = forNext && nextDay ? nextDay : shortDay(date);
  const what = skip ? `${WHY[skip]}, ${day}` : `for ${day}`;
  return state === "started" ? `${what}, started` : what;
}

/** `3 h 10 min and 2 of unknown length`. */
function lengthOf({ minutes, unknown, items }: CatchUpPath): string {
  if (items.length === 0) return "nothing left";
  const parts = [
    minutes > 0 || unknown === 0 ? minutesInWords(minutes) : "",
    unknown > 0 ? `${unknown} of unknown length` : "",
  ];
  return parts.filter(Boolean).join(" and ");
}

function things(count: number): string {
  return count === 1 ? "1 thing" : `${count} things`;
}

function segmentOf({ resourceId, minutes, skip }: CatchUpItem) {
  return { key: resourceId, minutes, filled: 0, hatched: skip !== null };
}

/** What the server says of it, where that differs from what was asked: somebody said something newer elsewhere. */
function inWords(state: ProgressState): string {
  return state === "todo" ? "to do" : state;
}
