"use client";

import { useMutation } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { TextArea } from "@/components/ui/field";
import { KeepOrTake } from "@/components/ui/keep-or-take";
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
  const wasEditing = useRef(false);
  const reword = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (wasEditing.current && !editing) reword.current?.focus();
    wasEditing.current = editing;
  }, [editing]);
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
    <form
      noValidate
      className="space-y-3"
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate({ cohort, id: line.id, version, text });
      }}
    >
      <TextArea
        label="In your words"
        rows={2}
        autoFocus
        value={text}
        onChange={(event) => setText(event.target.value.replaceAll("\n", " "))}
        onKeyDown={(event) => event.key === "Escape" && onCancel()}
        error={problem?.fields?.text}
      />
      {problem && !problem.fields && <Callout tone="trouble">{problem.detail}</Callout>}
      {theirs && (
        <KeepOrTake
          onChoose={(choice) => {
            if (choice === "take") setText(theirs.text);
            setVersion(theirs.version);
            save.reset();
          }}
        >
          <p>{theirs.removed ? "It was taken off the page." : theirs.text}</p>
        </KeepOrTake>
      )}
      <div className="flex flex-wrap gap-3">
        <Button type="submit" busy={save.isPending}>
          Save
        </Button>
        <Button weight="plain" onClick={onCancel}>
          Leave it
        </Button>
      </div>
    </form>
  );
}
