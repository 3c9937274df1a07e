"use client";

import type { Change, Choices } from "@/lib/subscriptions/schema";

interface Props {
  choices: Choices;
  busy: boolean;
  onChange: (change: Change) => void;
}

/** The kinds of mail one gets from a cohort, each with a switch, and one for all. */
export function ChoiceList({ choices, busy, onChange }: Props) {
  const any = choices.choices.some(({ enabled }) => enabled);
  return (
    <fieldset className="space-y-1" disabled={busy}>
      <legend className="sr-only">Mails from {choices.cohort}</legend>
      {choices.choices.map(({ kind, name, enabled }) => (
        <label key={kind} className="flex min-h-8 items-center gap-2">
          <input
            type="checkbox"
            className="size-4 accent-accent"
            checked={enabled}
            onChange={() => onChange({ kind, enabled: !enabled })}
          />
          {name}
        </label>
      ))}
      <button
        type="button"
        className="min-h-8 cursor-pointer text-accent underline"
        onClick={() => onChange({ kind: "all", enabled: !any })}
      >
        {any ? "Stop all of them" : "Get all of them again"}
      </button>
    </fieldset>
  );
}
