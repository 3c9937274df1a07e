import { MarksWait } from "@/components/progress/marks-wait";
import { Button } from "@/components/ui/button";
import { useKeptMarks } from "@/lib/progress/kept/hooks";
import { useTick } from "@/lib/progress/watching/hooks";
import type { Watching } from "@/lib/progress/watching/schema";

interface Props {
  cohort: string;
  memberId: string;
  watching: Watching;
}

/** What the member says of it by hand: done, skipped, and each taken back; and what an organizer said in their stead. */
export function Tick({ cohort, memberId, watching }: Props) {
  const { resourceId, state, player, doneAtPercent, markedBy, reason } = watching;
  const { mark, refused } = useTick({ cohort, memberId }, resourceId);
  useKeptMarks({ cohort, memberId });
  const isDone = state === "done";
  const isSkipped = state === "skipped";
  return (
    <div className="space-y-1">
      <div className="flex flex-wrap items-center gap-x-6 gap-y-2">
        <label className="inline-flex min-h-11 cursor-pointer items-center gap-3">
          <input
            type="checkbox"
            className="size-5 accent-accent"
            checked={isDone}
            onChange={() => mark(isDone ? "todo" : "done")}
          />
          Done
        </label>
        {!isDone && (
          <Button weight="plain" onClick={() => mark(isSkipped ? "todo" : "skipped")}>
            {isSkipped ? "Do not skip" : "Skip"}
          </Button>
        )}
        <span aria-live="polite" className="text-quiet">
          {isSkipped ? "skipped" : state === "started" ? "started" : ""}
        </span>
      </div>
      {reason && (
        <p className="text-sm text-quiet">
          {markedBy || "An organizer"} marked this for you: {reason}
        </p>
      )}
      {player && !isDone && (
        <p className="text-sm text-quiet">It is done by itself when {doneAtPercent} % of what is asked was watched.</p>
      )}
      <MarksWait of={{ cohort, memberId }} />
      {refused && (
        <p role="alert" className="text-sm text-red">
          {refused.state === "skipped" ? "The skip" : "The tick"} was not saved: {refused.why}
        </p>
      )}
    </div>
  );
}
