"use client";

import { type FormEvent, useRef, useState } from "react";
import { NoteRow } from "@/components/progress/notes/note-row";
import { usePoint } from "@/components/progress/notes/point";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { TextArea } from "@/components/ui/field";
import { newId } from "@/components/ui/new-id";
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
  const { list, add, remove, replace } = useNotes(cohort, resourceId);
  const [removed, setRemoved] = useState<Note | null>(null);
  const problem = remove.error ? problemFrom(remove.error) : null;
  const notes = list.data?.notes ?? [];
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
              onJump={onJump}
              onSaved={(saved) => replace(saved.id, saved)}
              onRemove={() => remove.mutate({ id: note.id, version: note.version }, { onSuccess: setRemoved })}
            />
          ))}
        </ul>
      )}
      {problem && problem.code !== "not_found" && <Callout tone="trouble">{problem.detail}</Callout>}
      {removed && (
        <Callout>
          Removed.{" "}
          <button
            type="button"
            className="min-h-6 cursor-pointer text-accent underline"
            onClick={() => {
              const { id, atSeconds, body } = removed;
              add.mutate({ id, atSeconds, body }, { onSuccess: () => setRemoved(null) });
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
  const [body, setBody] = useState("");
  const [wrong, setWrong] = useState("");
  const point = usePoint(at);
  // One note has one id however often it takes to get it to the server.
  const id = useRef<string | null>(null);
  const problem = add.error ? problemFrom(add.error) : null;

  function save(event: FormEvent) {
    event.preventDefault();
    if (add.isPending) return;
    if (body.trim() === "") return setWrong("Write something first.");
    id.current ??= newId();
    add.mutate(
      { id: id.current, atSeconds: point.seconds, body },
      {
        onSuccess: () => {
          id.current = null;
          // What was typed while it was saved is the start of the next note.
          setBody((last) => (last === body ? "" : last));
          point.clear();
        },
      },
    );
  }

  return (
    <form noValidate onSubmit={save} className="space-y-2">
      <TextArea
        label="A note for yourself"
        rows={3}
        value={body}
        onFocus={() => body === "" && point.take()}
        onChange={(event) => {
          if (body === "") point.take();
          setBody(event.target.value);
          setWrong("");
        }}
        onKeyDown={(event) => {
          if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) event.currentTarget.form?.requestSubmit();
        }}
        error={wrong || problem?.fields?.body}
      />
      {problem && !problem.fields && <Callout tone="trouble">{problem.detail}</Callout>}
      <div className="flex flex-wrap items-center gap-4">
        <Button type="submit" weight="plain" busy={add.isPending}>
          Save the note
        </Button>
        {point.box}
      </div>
    </form>
  );
}
