"use client";

import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { Callout } from "@/components/ui/callout";
import { useFocusBack } from "@/components/ui/focus-back";
import { Rewording } from "@/components/ui/rewording";
import { orpc, problemFrom } from "@/lib/api/client";
import type { LogLine } from "@/lib/changes/schema";

interface Props {
  cohort: string;
  line: LogLine;
  chosen: boolean;
  onChoose: (chosen: boolean) => void;
  /** Called with what was done, in words; `gone` when the line is not in the list any more. */
  onDone: (words: string, gone?: boolean) => void;
}

/** One line of the log. What somebody else made of it meanwhile is shown, never overwritten. */
export function LogLineRow({ cohort, line, chosen, onChoose, onDone }: Props) {
  const [editing, setEditing] = useState(false);
  const reword = useFocusBack(editing);
  const remove = useMutation(
    orpc.changes.remove.mutationOptions({
      onSettled: (saved) => onDone(saved ? "The line is off the page." : "", saved !== undefined),
    }),
  );
  return (
    <li className="space-y-2 border-b border-line py-2">
      <div className="flex flex-wrap items-start gap-x-4 gap-y-1">
        <label className="flex min-h-8 min-w-0 grow basis-80 items-start gap-3">
          <input
            type="checkbox"
            className="mt-1 size-5 shrink-0 accent-accent"
            checked={chosen}
            onChange={(event) => onChoose(event.target.checked)}
          />
          <span className="min-w-0">
            <span className="block text-sm text-quiet">
              {line.when}
              {line.told && " · mailed"}
            </span>
            <span className="[overflow-wrap:anywhere]">{line.text}</span>
          </span>
        </label>
        {!editing && (
          <span className="flex gap-2">
            <button
              ref={reword}
              type="button"
              className={QUIET_BUTTON}
              aria-label={`Reword: ${line.text}`}
              onClick={() => setEditing(true)}
            >
              Reword
            </button>
            <button
              type="button"
              className={QUIET_BUTTON}
              aria-label={`Take off the page: ${line.text}`}
              disabled={remove.isPending}
              onClick={() => remove.mutate({ cohort, id: line.id, version: line.version })}
            >
              Take off the page
            </button>
          </span>
        )}
      </div>
      {remove.error && <Callout tone="trouble">{problemFrom(remove.error).detail}</Callout>}
      {editing && (
        <Reword
          cohort={cohort}
          line={line}
          onSaved={() => {
            setEditing(false);
            onDone("Saved. The public page shows it within two seconds.");
          }}
          onCancel={() => setEditing(false)}
        />
      )}
    </li>
  );
}

const QUIET_BUTTON =
  "min-h-8 cursor-pointer rounded-sm px-2 text-[0.9375rem] text-accent underline disabled:cursor-default disabled:opacity-60";

function Reword({
  cohort,
  line,
  onSaved,
  onCancel,
}: Pick<Props, "cohort" | "line"> & Record<"onSaved" | "onCancel", () => void>) {
  const [text, setText] = useState(line.text);
  const [version, setVersion] = useState(line.version);
  const save = useMutation(orpc.changes.reword.mutationOptions({ onSuccess: onSaved }));
  const problem = save.error ? problemFrom(save.error) : null;
  const theirs = problem?.code === "conflict" ? (problem.current as LogLine | undefined) : undefined;
  return (
    <Rewording
      label="In your words"
      rows={2}
      words={text}
      onWords={(words) => setText(words.replaceAll("\n", " "))}
      problem={problem}
      error={problem?.fields?.text}
      stands={theirs && <p>{theirs.removed ? "It was taken off the page." : theirs.text}</p>}
      onChoose={(choice) => {
        if (theirs && choice === "take") setText(theirs.text);
        setVersion(theirs?.version ?? version);
        save.reset();
      }}
      busy={save.isPending}
      onSubmit={() => save.mutate({ cohort, id: line.id, version, text })}
      onCancel={onCancel}
    />
  );
}
