"use client";

import { useState } from "react";
import { CheckField } from "@/components/ui/field";
import { useFocusBack, useFocusFromNowhere } from "@/components/ui/focus-back";
import { Rewording } from "@/components/ui/rewording";
import { problemFrom } from "@/lib/api/client";
import { useChangeNote } from "@/lib/progress/notes/hooks";
import type { Note } from "@/lib/progress/notes/schema";
import { clockPoint } from "@/lib/time/durations";

const LINK = "min-h-6 cursor-pointer text-accent underline underline-offset-[0.18em]";

interface Props {
  cohort: string;
  note: Note;
  editing: boolean;
  /** It was put back just now, from a button that is gone. */
  isBack: boolean;
  onEdit: (editing: boolean) => void;
  onJump: (seconds: number) => void;
  onSaved: (note: Note) => Promise<void>;
  onRemove: () => void;
}

/** One note: its point, which plays the video from there, its words, and both to be changed in place. */
export function NoteRow({ cohort, note, editing, isBack, onEdit, onJump, onSaved, onRemove }: Props) {
  const change = useFocusBack(editing);
  const remove = useFocusFromNowhere(isBack);
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
          onSaved={async (saved) => {
            await onSaved(saved);
            onEdit(false);
          }}
          onCancel={() => onEdit(false)}
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
              onClick={() => onEdit(true)}
            >
              Change
            </button>
            <button ref={remove} type="button" className={LINK} aria-label={`Remove: ${start}`} onClick={onRemove}>
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

  return (
    <Rewording
      label="Your note"
      rows={3}
      words={body}
      onWords={setBody}
      problem={problem}
      error={problem?.fields?.body}
      stands={stands && <p className="whitespace-pre-wrap [overflow-wrap:anywhere]">{stands.body}</p>}
      onChoose={(choice) => {
        if (stands && choice === "take") {
          setBody(stands.body);
          setPoint(stands.atSeconds);
        }
        setVersion(stands?.version ?? version);
        save.reset();
      }}
      busy={save.isPending}
      onSubmit={() => save.mutate({ id: note.id, version, atSeconds: point, body })}
      onCancel={onCancel}
    >
      {offered !== null && (
        <CheckField
          label={`at ${clockPoint(offered)}`}
          checked={point !== null}
          onChange={(event) => setPoint(event.target.checked ? offered : null)}
        />
      )}
    </Rewording>
  );
}
