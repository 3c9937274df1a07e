"use client";

import { useEffect, useRef } from "react";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { MinuteBar } from "@/components/ui/minute-bar";
import { problemFrom } from "@/lib/api/client";
import { useStory } from "@/lib/progress/matrix/hooks";
import { howInWords, stateInWords, watchedPercent } from "@/lib/progress/matrix/rules";
import type { CellRef, Story } from "@/lib/progress/matrix/schema";
import { minutesInWords } from "@/lib/time/durations";
import { OverrideForm } from "./override-form";

interface Props {
  cell: CellRef;
  /** Whether the keyboard goes there when it opens. */
  focused: boolean;
  onClose: () => void;
}

/** One member on one resource: how it stands, how it came to that, and a way to set it in their stead. */
export function CellStory({ cell, focused, onClose }: Props) {
  const { data: story, error } = useStory(cell);
  const heading = useRef<HTMLHeadingElement>(null);
  const there = story !== undefined;
  useEffect(() => {
    if (focused && there) heading.current?.focus();
  }, [focused, there]);
  return (
    <aside
      aria-label="The story of a cell"
      className="space-y-4 border-l border-line pl-4"
      onKeyDown={(event) => {
        if (event.key === "Escape") onClose();
      }}
    >
      {!story && (error ? <Callout tone="trouble">{problemFrom(error).detail}</Callout> : <p>One moment …</p>)}
      {story && (
        <>
          <div>
            <h2 ref={heading} tabIndex={-1}>
              {story.resource.title}
            </h2>
            <p>{story.member.name}</p>
          </div>
          <Standing story={story} />
          <Marks story={story} />
          <OverrideForm cell={cell} story={story} />
        </>
      )}
      <Button weight="plain" onClick={onClose}>
        Close
      </Button>
    </aside>
  );
}

function Standing({ story }: { story: Story }) {
  const { state, updatedWhen, doneWhen, reason, minutesTaken, resource, watchedSeconds } = story;
  const percent = watchedPercent(story);
  const when = (state === "done" ? doneWhen : null) ?? updatedWhen;
  const words = stateInWords(state);
  const watched = percent === null ? "" : `${minutesInWords(Math.floor(watchedSeconds / 60))} watched, ${percent} %`;
  return (
    <div className="space-y-2">
      <MinuteBar
        label={watched || words}
        segments={[
          {
            key: resource.id,
            minutes: resource.minutes,
            filled: state === "done" ? 1 : (percent ?? 0) / 100,
            hatched: state === "skipped",
          },
        ]}
      />
      <p>
        <strong className="font-semibold">{words}</strong>, {howInWords(story)}
        {when && `, ${when}`}
      </p>
      {watched && <p>{watched}</p>}
      {reason && <p>“{reason}”</p>}
      {minutesTaken !== null && <p>It took them {minutesInWords(minutesTaken)}.</p>}
    </div>
  );
}

function Marks({ story: { marks } }: { story: Story }) {
  if (marks.length === 0) return null;
  return (
    <ol aria-label="What was done" className="space-y-2 border-y border-line py-3 text-[0.9375rem]">
      {marks.map(({ id, at, when, who, what, reason }) => (
        <li key={id}>
          <time dateTime={at} className="block text-sm text-quiet">
            {when}
          </time>
          {who} {what}
          {reason && `: “${reason}”`}
        </li>
      ))}
    </ol>
  );
}
