"use client";

import { type FormEvent, useEffect, useId, useRef, useState } from "react";
import { useFocusBack } from "@/components/ui/focus-back";
import { minutesInWords } from "@/lib/time/durations";

const LINK = "min-h-6 cursor-pointer text-accent underline underline-offset-[0.18em]";

interface Props {
  /** What it is about, for those who hear the buttons one by one. */
  title: string;
  /** What is suggested, in minutes. */
  minutes: number;
  /** It is done, and took so many minutes; null when they would rather not say. */
  onDone: (minutes: number | null) => void;
  onNotYet: () => void;
}

/** `Took you about 40 min?`: one line with three ways to answer it, and none that is required. */
export function TookAbout({ title, minutes, onDone, onNotYet }: Props) {
  const [changing, setChanging] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const input = useRef<HTMLInputElement>(null);
  const change = useFocusBack(changing);
  const id = useId();
  useEffect(() => {
    if (changing) input.current?.focus();
  }, [changing]);

  function save(event: FormEvent) {
    event.preventDefault();
    const said = input.current?.value.trim() ?? "";
    if (!/^([1-9]\d{0,3})?$/.test(said) || Number(said) > 6000) return setProblem("Enter whole minutes.");
    onDone(said === "" ? null : Number(said));
  }

  const notYet = (
    <button type="button" className={LINK} aria-label={`Not yet: ${title}`} onClick={onNotYet}>
      Not yet
    </button>
  );
  const wrong = problem && (
    <span id={`${id}-wrong`} role="alert" className="basis-full text-red">
      {problem}
    </span>
  );
  if (!changing) {
    return (
      <span className="flex flex-wrap items-center gap-x-3 gap-y-1 text-sm text-quiet">
        Took you about {minutesInWords(minutes)}?
        <button
          type="button"
          className={LINK}
          aria-label={`Done, ${minutesInWords(minutes)}: ${title}`}
          onClick={() => onDone(minutes)}
        >
          Done, {minutesInWords(minutes)}
        </button>
        <button
          ref={change}
          type="button"
          className={LINK}
          aria-label={`Change: ${title}`}
          onClick={() => setChanging(true)}
        >
          Change
        </button>
        {notYet}
        {wrong}
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
        defaultValue={minutes}
        aria-label={`It took me, in minutes: ${title}`}
        aria-invalid={problem ? true : undefined}
        aria-describedby={problem ? `${id}-wrong` : undefined}
        onKeyDown={(event) => event.key === "Escape" && setChanging(false)}
        className="min-h-8 w-16 rounded-sm border border-quiet bg-raised px-2 text-base aria-invalid:border-red"
      />
      <span aria-hidden="true">min</span>
      <button type="submit" className={LINK}>
        Done
      </button>
      {notYet}
      {wrong}
    </form>
  );
}
