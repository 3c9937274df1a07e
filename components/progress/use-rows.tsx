"use client";

import { MinutesTaken } from "@/components/progress/minutes-taken";
import { OpenedLink } from "@/components/progress/opened-link";
import { isSettled } from "@/lib/progress/rules";
import type { PrepUse, ProgressState } from "@/lib/progress/schema";
import { playerOf } from "@/lib/progress/watching/rules";
import { stopsInWords } from "@/lib/resources/stops/rules";
import { clockPoint, minutesInWords } from "@/lib/time/durations";

interface Props {
  cohort: string;
  uses: readonly PrepUse[];
  /** What to start with, if it is among them. */
  first: PrepUse | null;
  onMark: (use: PrepUse, state: ProgressState) => void;
}

/** The things to do of one slot, a line each: a tick, where it leads, what is known of it, how long it is. */
export function UseRows({ uses, ...rows }: Props) {
  return (
    <ul className="border-t border-line">
      {uses.map((use) => (
        <UseRow key={`${use.slot}-${use.resourceId}`} {...rows} use={use} />
      ))}
    </ul>
  );
}

function UseRow({ cohort, use, first, onMark }: Omit<Props, "uses"> & { use: PrepUse }) {
  const settled = isSettled(use);
  const note = noteOf(use, first);
  return (
    <li className="flex items-start gap-3 border-b border-line py-3">
      <label className="-m-2 flex cursor-pointer p-2">
        <input
          type="checkbox"
          className="mt-0.5 size-5 accent-accent"
          checked={use.state === "done"}
          onChange={() => onMark(use, use.state === "done" ? "todo" : "done")}
          aria-label={`Done: ${use.title}`}
        />
      </label>
      <div className="min-w-0 grow">
        <UseLink cohort={cohort} use={use} onMark={(state) => onMark(use, state)} />
        {note && <span className="block text-sm text-quiet">{note}</span>}
        {use.reason && (
          <span className="block text-sm text-quiet">
            {use.markedBy || "An organizer"} marked this for you: {use.reason}
          </span>
        )}
        {use.stopPoints.length > 0 && !settled && (
          <span className="block text-sm text-quiet">{stopsInWords(use.stopPoints)}</span>
        )}
        {use.state === "done" && <MinutesTaken cohort={cohort} use={use} />}
      </div>
      <div className="flex flex-col items-end gap-1 whitespace-nowrap text-quiet">
        {use.minutes === null ? (use.url ? "length unknown" : "") : minutesInWords(use.minutes)}
        {!playerOf(use.url) && (
          <a href={`/c/${cohort}/watch/${use.resourceId}`} className="text-sm" aria-label={`Notes: ${use.title}`}>
            Notes
          </a>
        )}
        {use.state !== "done" && (
          <button
            type="button"
            className="min-h-6 cursor-pointer text-sm underline decoration-line underline-offset-[0.18em] hover:text-ink"
            aria-label={use.state === "skipped" ? `Do not skip: ${use.title}` : `Skip: ${use.title}`}
            onClick={() => onMark(use, use.state === "skipped" ? "todo" : "skipped")}
          >
            {use.state === "skipped" ? "Do not skip" : "Skip"}
          </button>
        )}
      </div>
    </li>
  );
}

interface LinkProps {
  cohort: string;
  use: PrepUse;
  onMark: (state: ProgressState) => void;
}

/** What plays here leads to its own page; what is read elsewhere opens there. */
function UseLink({ cohort, use, onMark }: LinkProps) {
  const weight = isSettled(use) ? "text-quiet" : "font-medium";
  if (!use.url) return <span className={weight}>{use.title}</span>;
  if (!playerOf(use.url)) return <OpenedLink cohort={cohort} use={use} onMark={onMark} />;
  return (
    <a href={`/c/${cohort}/watch/${use.resourceId}`} className={weight}>
      {use.title}
    </a>
  );
}

function noteOf(use: PrepUse, first: PrepUse | null): string {
  const notes = [];
  if (use.optional) notes.push("optional");
  if (use.state === "skipped") notes.push("skipped");
  if (use.state === "started") notes.push(howFar(use));
  if (first && use.resourceId === first.resourceId) notes.push("start here");
  return notes.join(", ");
}

function howFar(use: PrepUse): string {
  if (use.seen) return "this part is watched";
  if (use.watchedMinutes > 0 && use.minutes) {
    const stopped = use.stoppedAt === null ? "" : `, you stopped at ${clockPoint(use.stoppedAt)}`;
    return `${Math.min(use.watchedMinutes, use.minutes)} of ${minutesInWords(use.minutes)} watched${stopped}`;
  }
  return use.stoppedAt === null ? "started" : `you stopped at ${clockPoint(use.stoppedAt)}`;
}
