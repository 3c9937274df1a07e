"use client";

import { type FormEvent, type ReactNode, useRef, useState } from "react";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { TextArea } from "@/components/ui/field";
import { newId } from "@/components/ui/new-id";

interface Props {
  label: string;
  hint?: string;
  rows: number;
  /** What to say when nothing was written. */
  empty: string;
  button: string;
  busy: boolean;
  problem: { detail: string; fields?: Record<string, string> | undefined } | null;
  /** The empty field gets the focus or its first character. */
  onBegin: () => void;
  /** Sends the words; `done` is called when the server has them. They have one id however often that takes. */
  onSend: (words: { id: string; body: string }, done: () => void) => void;
  /** Beside the button; told whether the field is empty. */
  children: (isEmpty: boolean) => ReactNode;
}

/** A field for something new, and its button. What is typed while the last words are sent is the start of the next. */
export function NewWords({ label, hint, rows, empty, button, busy, problem, onBegin, onSend, children }: Props) {
  const [body, setBody] = useState("");
  const [wrong, setWrong] = useState("");
  const id = useRef<string | null>(null);

  function submit(event: FormEvent) {
    event.preventDefault();
    if (busy) return;
    if (body.trim() === "") return setWrong(empty);
    id.current ??= newId();
    onSend({ id: id.current, body }, () => {
      id.current = null;
      setBody((last) => (last === body ? "" : last));
    });
  }

  return (
    <form noValidate onSubmit={submit} className="space-y-2">
      <TextArea
        label={label}
        {...(hint ? { hint } : {})}
        rows={rows}
        value={body}
        onFocus={() => body === "" && onBegin()}
        onChange={(event) => {
          if (body === "") onBegin();
          setBody(event.target.value);
          setWrong("");
        }}
        onKeyDown={(event) => {
          if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) event.currentTarget.form?.requestSubmit();
        }}
        error={wrong || problem?.fields?.body}
      />
      {problem && !problem.fields?.body && <Callout tone="trouble">{problem.detail}</Callout>}
      <div className="flex flex-wrap items-center gap-4">
        <Button type="submit" weight="plain" busy={busy}>
          {button}
        </Button>
        {children(body === "")}
      </div>
    </form>
  );
}
