"use client";

import { useState } from "react";
import { NoteRow } from "@/components/progress/notes/note-row";
import { usePoint } from "@/components/progress/notes/point";
import { Callout } from "@/components/ui/callout";
import { useFocusFromNowhere } from "@/components/ui/focus-back";
import { NewWords } from "@/components/ui/new-words";
import { problemFrom } from "@/lib/api/client";
import { useNotes } from "@/lib/progress/notes/hooks";
import type { Note } from "@/lib/progress/notes/schema";

interface Props {
  cohort: string;
  resourceId: string;
  /** Where the player stands, in seconds; null where nothing plays. */
  at: () => number | null;
  /** Plays from a point, in seconds. */
  onJump: (seconds: number) => void;
}

/** A member's private notes on a resource: a field that knows where the video is, and what was written before. */
export function ResourceNotes({ cohort, resourceId, at, onJump }: Props) {
  const [editing, setEditing] = useState<readonly string[]>([]);
  const { list, add, remove, replace } = useNotes(cohort, resourceId, editing.length > 0);
  const [removed, setRemoved] = useState<Note | null>(null);
  const [back, setBack] = useState<string | null>(null);
  const putBack = useFocusFromNowhere(removed);
  const problem = remove.error ? problemFrom(remove.error) : null;
  const notes = (list.data?.notes ?? []).filter(({ id }) => id !== removed?.id);
  return (
    <section aria-labelledby="notes" className="space-y-4">
      <div>
        <h2 id="notes">Your notes</h2>
        <p className="text-sm text-quiet">Nobody else ever sees them, organizers neither.</p>
      </div>
      <NewNote add={add} at={at} />
      {list.isPending && <p role="status">Looking up your notes …</p>}
      {list.error && notes.length === 0 && (
        <Callout tone="trouble">
          {problemFrom(list.error).detail}{" "}
          <button type="button" className="cursor-pointer underline" onClick={() => list.refetch()}>
            Try again
          </button>
        </Callout>
      )}
      {notes.length > 0 && (
        <ul className="border-t border-line">
          {notes.map((note) => (
            <NoteRow
              key={note.id}
              cohort={cohort}
              note={note}
              editing={editing.includes(note.id)}
              isBack={note.id === back}
              onEdit={(on) => setEditing((last) => [...last.filter((id) => id !== note.id), ...(on ? [note.id] : [])])}
              onJump={onJump}
              onSaved={(saved) => replace(saved.id, saved)}
              onRemove={() => {
                setBack(null);
                remove.mutate({ id: note.id, version: note.version }, { onSuccess: setRemoved });
              }}
            />
          ))}
        </ul>
      )}
      {problem && problem.code !== "not_found" && <Callout tone="trouble">{problem.detail}</Callout>}
      {removed && (
        <Callout>
          Removed.{" "}
          <button
            ref={putBack}
            type="button"
            className="min-h-6 cursor-pointer text-accent underline"
            onClick={() => {
              const { id, atSeconds, body } = removed;
              const isBack = () => {
                setRemoved(null);
                setBack(id);
              };
              add.mutate({ id, atSeconds, body }, { onSuccess: isBack });
            }}
          >
            Put it back
          </button>
        </Callout>
      )}
    </section>
  );
}

function NewNote({ add, at }: { add: ReturnType<typeof useNotes>["add"]; at: () => number | null }) {
  const point = usePoint(at);
  return (
    <NewWords
      label="A note for yourself"
      rows={3}
      empty="Write something first."
      button="Save the note"
      busy={add.isPending}
      problem={add.error ? problemFrom(add.error) : null}
      onBegin={point.take}
      onSend={(words, done) =>
        add.mutate(
          { ...words, atSeconds: point.seconds },
          {
            onSuccess: () => {
              done();
              point.clear();
            },
          },
        )
      }
    >
      {() => point.box}
    </NewWords>
  );
}
