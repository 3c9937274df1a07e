"use client";

import { type FormEvent, useEffect, useId, useRef, useState } from "react";
import { useReportMinutes } from "@/lib/progress/minutes/hooks";
import type { PrepUse } from "@/lib/progress/schema";
import { minutesInWords } from "@/lib/time/durations";

const LINK = "min-h-6 cursor-pointer text-accent underline underline-offset-[0.18em]";

/**
 * How long a finished resource took, if the learner likes to say so: a line of text that becomes a small form. Organizers
 * see the median, which tells the next cohort more than the length of a video.
 */
export function MinutesTaken({ cohort, use }: { cohort: string; use: PrepUse }) {
  const [open, setOpen] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const report = useReportMinutes(cohort, use.resourceId);
  const [input, button] = [useRef<HTMLInputElement>(null), useRef<HTMLButtonElement>(null)];
  const wasOpen = useRef(false);
  const id = useId();
  // The focus follows from the button to the field and back, since each of the two takes the other's place.
  useEffect(() => {
    if (open) input.current?.focus();
    else if (wasOpen.current) button.current?.focus();
    wasOpen.current = open;
  }, [open, input, button]);

  function save(event: FormEvent) {
    event.preventDefault();
    const said = input.current?.value.trim() ?? "";
    if (!/^\d{0,4}$/.test(said)) return setProblem("Enter whole minutes.");
    setProblem(null);
    report.mutate(said === "" ? null : Number(said), { onSuccess: () => setOpen(false) });
  }

  const wrong = problem ?? report.problem;
  if (!open) {
    const { minutesTaken, title } = use;
    const words = minutesTaken === null ? "Say how long it took" : "Change";
    return (
      <span className="block text-sm text-quiet">
        {minutesTaken !== null && `It took you ${minutesInWords(minutesTaken)}. `}
        <button
          ref={button}
          type="button"
          className={LINK}
          aria-label={`${words}: ${title}`}
          onClick={() => setOpen(true)}
        >
          {words}
        </button>
      </span>
    );
  }
  return (
    <form onSubmit={save} noValidate className="flex flex-wrap items-center gap-x-2 gap-y-1 text-sm">
      <label htmlFor={id}>It took me</label>
      <input
        ref={input}
        id={id}
        inputMode="numeric"
        autoComplete="off"
        maxLength={4}
        defaultValue={use.minutesTaken ?? ""}
        aria-label={`It took me, in minutes: ${use.title}`}
        aria-invalid={wrong ? true : undefined}
        aria-describedby={wrong ? `${id}-wrong` : undefined}
        onKeyDown={(event) => event.key === "Escape" && setOpen(false)}
        className="min-h-8 w-16 rounded-sm border border-quiet bg-raised px-2 text-base aria-invalid:border-red"
      />
      <span aria-hidden="true">min</span>
      <button type="submit" className={LINK} aria-busy={report.isPending || undefined}>
        Save
      </button>
      <button type="button" className={LINK} onClick={() => setOpen(false)}>
        Never mind
      </button>
      {wrong && (
        <span id={`${id}-wrong`} role="alert" className="basis-full text-red">
          {wrong}
        </span>
      )}
    </form>
  );
}
