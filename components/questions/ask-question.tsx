"use client";

import { type FormEvent, useRef, useState } from "react";
import { usePoint } from "@/components/progress/notes/point";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { TextArea } from "@/components/ui/field";
import { newId } from "@/components/ui/new-id";
import { problemFrom } from "@/lib/api/client";
import { useAsk } from "@/lib/questions/hooks";

interface Props {
  cohort: string;
  sessionId: string;
  /** The resource that it comes up in; null for a question on the session as a whole. */
  resourceId: string | null;
  /** Where the player stands, in seconds; null where nothing plays. */
  at: () => number | null;
}

/** What confused somebody, turned into a question for the session. */
export function AskQuestion({ cohort, sessionId, resourceId, at }: Props) {
  const [body, setBody] = useState("");
  const [wrong, setWrong] = useState("");
  const point = usePoint(resourceId === null ? nowhere : at);
  // One question has one id however often it takes to get it to the server.
  const id = useRef<string | null>(null);
  const ask = useAsk(cohort, sessionId);
  const problem = ask.error ? problemFrom(ask.error) : null;

  function submit(event: FormEvent) {
    event.preventDefault();
    if (ask.isPending) return;
    if (body.trim() === "") return setWrong("Write your question first.");
    id.current ??= newId();
    ask.mutate(
      { id: id.current, resourceId, atSeconds: point.seconds, body },
      {
        onSuccess: () => {
          id.current = null;
          setBody((last) => (last === body ? "" : last));
          point.clear();
        },
      },
    );
  }

  return (
    <form noValidate onSubmit={submit} className="space-y-2">
      <TextArea
        label="What confused you?"
        hint="Everybody who learns in this cohort sees it, with your name."
        rows={2}
        value={body}
        onFocus={() => body === "" && point.take()}
        onChange={(event) => {
          if (body === "") point.take();
          setBody(event.target.value);
          setWrong("");
        }}
        error={wrong || problem?.fields?.body}
      />
      {problem && !problem.fields?.body && <Callout tone="trouble">{problem.detail}</Callout>}
      <div className="flex flex-wrap items-center gap-4">
        <Button type="submit" weight="plain" busy={ask.isPending}>
          Ask it in the session
        </Button>
        {point.box}
        <p role="status" className="text-sm text-quiet">
          {ask.isSuccess && body === "" && "Asked. It is among the questions in This week."}
        </p>
      </div>
    </form>
  );
}

function nowhere(): null {
  return null;
}
