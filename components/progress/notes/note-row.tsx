"use client";

import { type FormEvent, useEffect, useRef, useState } from "react";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { CheckField, TextArea } from "@/components/ui/field";
import { KeepOrTake } from "@/components/ui/keep-or-take";
import { problemFrom } from "@/lib/api/client";
import { useChangeNote } from "@/lib/progress/notes/hooks";
import type { Note } from "@/lib/progress/notes/schema";
import { clockPoint } from "@/lib/time/durations";

const LINK = "min-h-6 cursor-pointer text-accent underline underline-offset-[0.18em]";

interface Props {
  cohort: string;
  note: Note;
  onJump: (seconds: number) => void;
  onSaved: (note: Note) => void;
  onRemove: () => void;
}

/** One note: its point, which plays the video from there, its words, and both to be changed in place. */
export function NoteRow({ cohort, note, onJump, onSaved, onRemove }: Props) {
  const [editing, setEditing] = useState(false);
  const change = useRef<HTMLButtonElement>(null);
  const wasEditing = useRef(false);
  useEffect(() => {
    if (wasEditing.current && !editing) change.current?.focus();
    wasEditing.current = editing;
  }, [editing]);
  const { atSeconds, body } = note;
  const start = body.slice(0, 60);
  return (
    <li className="space-y-1 border-b border-line py-3">
      {atSeconds !== null && (
        <button
          type="button"
          className={`${LINK} tabular-nums`}
          aria-label={`Play from ${clockPoint(atSeconds)}`}
          onClick={() => onJump(atSeconds)}
        >
          {clockPoint(atSeconds)}
        </button>
      )}
      {editing ? (
        <EditNote
          cohort={cohort}
          note={note}
          onSaved={(saved) => {
            onSaved(saved);
            setEditing(false);
          }}
          onCancel={() => setEditing(false)}
        />
      ) : (
        <>
          <p className="whitespace-pre-wrap [overflow-wrap:anywhere]">{body}</p>
          <p className="flex gap-4 text-sm">
            <button
              ref={change}
              type="button"
              className={LINK}
              aria-label={`Change: ${start}`}
              onClick={() => setEditing(true)}
            >
              Change
            </button>
            <button type="button" className={LINK} aria-label={`Remove: ${start}`} onClick={onRemove}>
              Remove
            </button>
          </p>
        </>
      )}
    </li>
  );
}

function EditNote({
  cohort,
  note,
  onSaved,
  onCancel,
}: Pick<Props, "cohort" | "note" | "onSaved"> & { onCancel: () => void }) {
  const [body, setBody] = useState(note.body);
  const [point, setPoint] = useState(note.atSeconds);
  const [version, setVersion] = useState(note.version);
  const save = useChangeNote(cohort, onSaved);
  const problem = save.error ? problemFrom(save.error) : null;
  const stands = problem?.code === "conflict" ? (problem.current as Note | undefined) : undefined;
  // The point is offered as long as the note had one when this was opened, so that a box once unticked can be ticked again.
  const offered = stands?.atSeconds ?? note.atSeconds;

  function submit(event: FormEvent) {
    event.preventDefault();
    save.mutate({ id: note.id, version, atSeconds: point, body });
  }

  return (
    <form noValidate onSubmit={submit} className="space-y-2">
      <TextArea
        label="Your note"
        rows={3}
        autoFocus
        value={body}
        onChange={(event) => setBody(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === "Escape") onCancel();
          if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) event.currentTarget.form?.requestSubmit();
        }}
        error={problem?.fields?.body}
      />
      {offered !== null && (
        <CheckField
          label={`at ${clockPoint(offered)}`}
          checked={point !== null}
          onChange={(event) => setPoint(event.target.checked ? offered : null)}
        />
      )}
      {problem && !problem.fields && <Callout tone="trouble">{problem.detail}</Callout>}
      {stands && (
        <KeepOrTake
          onChoose={(choice) => {
            if (choice === "take") {
              setBody(stands.body);
              setPoint(stands.atSeconds);
            }
            setVersion(stands.version);
            save.reset();
          }}
        >
          <p className="whitespace-pre-wrap [overflow-wrap:anywhere]">{stands.body}</p>
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
