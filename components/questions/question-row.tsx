"use client";

import { type FormEvent, useEffect, useRef, useState } from "react";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { TextArea } from "@/components/ui/field";
import { KeepOrTake } from "@/components/ui/keep-or-take";
import { problemFrom } from "@/lib/api/client";
import { useQuestionAct } from "@/lib/questions/hooks";
import { mayDo } from "@/lib/questions/rules";
import type { Question } from "@/lib/questions/schema";
import { clockPoint } from "@/lib/time/durations";

const LINK =
  "min-h-6 cursor-pointer text-accent underline underline-offset-[0.18em] disabled:cursor-default disabled:opacity-60";

interface Props {
  cohort: string;
  question: Question;
  mayAnswer: boolean;
}

/** One question: its words, who asked and where it came up, and what the reader may do about it. */
export function QuestionRow({ cohort, question, mayAnswer, onTakenBack }: Props & { onTakenBack: () => void }) {
  const { id, sessionId, version, body, answered, mine } = question;
  const [editing, setEditing] = useState(false);
  const change = useRef<HTMLButtonElement>(null);
  const wasEditing = useRef(false);
  useEffect(() => {
    if (wasEditing.current && !editing) change.current?.focus();
    wasEditing.current = editing;
  }, [editing]);
  const act = useQuestionAct(cohort, sessionId, id);
  const may = mayDo(question, mayAnswer);
  const start = body.slice(0, 60);
  const button = (words: string, onClick: () => void) => (
    <button type="button" className={LINK} aria-label={`${words}: ${start}`} disabled={act.isPending} onClick={onClick}>
      {words}
    </button>
  );
  return (
    <li className="space-y-1 border-b border-line py-3">
      {editing ? (
        <Reword cohort={cohort} question={question} onDone={() => setEditing(false)} />
      ) : (
        <p className={`whitespace-pre-wrap [overflow-wrap:anywhere] ${answered ? "text-quiet" : ""}`}>{body}</p>
      )}
      <p className="flex flex-wrap gap-x-4 gap-y-1 text-sm text-quiet">
        <span>{whereFrom(question)}</span>
        {may.change && !editing && (
          <button
            ref={change}
            type="button"
            className={LINK}
            aria-label={`Change: ${start}`}
            onClick={() => setEditing(true)}
          >
            Change
          </button>
        )}
        {may.answer &&
          button(answered ? "Not answered" : "Answered", () => act.mutate({ do: "answer", answered: !answered }))}
        {may.withdraw &&
          button(mine ? "Take it back" : "Take it away", () =>
            act.mutate({ do: "withdraw", version }, { onSuccess: onTakenBack }),
          )}
      </p>
      {act.error && <Callout tone="trouble">{problemFrom(act.error).detail}</Callout>}
    </li>
  );
}

/** A question that was taken back, for those who may bring it back or are to know. */
export function TakenBack({ cohort, question, mayAnswer, focus = false }: Props & { focus?: boolean }) {
  const { id, sessionId, body, mine, withdrawn } = question;
  const act = useQuestionAct(cohort, sessionId, id);
  const back = useRef<HTMLButtonElement>(null);
  // The button that took it back is gone; the one that undoes it takes its place.
  useEffect(() => {
    if (focus) back.current?.focus();
  }, [focus]);
  return (
    <div className="py-2 text-sm">
      <p className="[overflow-wrap:anywhere]">
        <span className="text-quiet">
          {withdrawn === "organizer" && mine ? "An organizer took it away: " : "Taken back: "}
        </span>
        “{body}”{" "}
        {mayDo(question, mayAnswer).restore && (
          <button
            ref={back}
            type="button"
            className={LINK}
            disabled={act.isPending}
            onClick={() => act.mutate({ do: "restore" })}
          >
            Put it back
          </button>
        )}
      </p>
      {act.error && <Callout tone="trouble">{problemFrom(act.error).detail}</Callout>}
    </div>
  );
}

/** `Ada, Backpropagation at 12:40, answered`. */
function whereFrom({ who, mine, resource, atSeconds, answered }: Question): string {
  const place = resource === null ? "" : atSeconds === null ? resource : `${resource} at ${clockPoint(atSeconds)}`;
  return [mine ? "You" : who || "A member", place, answered ? "answered" : ""].filter(Boolean).join(", ");
}

function Reword({ cohort, question, onDone }: Pick<Props, "cohort" | "question"> & { onDone: () => void }) {
  const [body, setBody] = useState(question.body);
  const [version, setVersion] = useState(question.version);
  const save = useQuestionAct(cohort, question.sessionId, question.id);
  const problem = save.error ? problemFrom(save.error) : null;
  const stands = problem?.code === "conflict" ? (problem.current as Question | undefined) : undefined;

  function submit(event: FormEvent) {
    event.preventDefault();
    save.mutate({ do: "change", version, body }, { onSuccess: onDone });
  }

  return (
    <form noValidate onSubmit={submit} className="space-y-2">
      <TextArea
        label="Your question"
        rows={2}
        autoFocus
        value={body}
        onChange={(event) => setBody(event.target.value)}
        onKeyDown={(event) => event.key === "Escape" && onDone()}
        error={problem?.fields?.body}
      />
      {problem && !problem.fields && <Callout tone="trouble">{problem.detail}</Callout>}
      {stands && (
        <KeepOrTake
          onChoose={(choice) => {
            if (choice === "take") setBody(stands.body);
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
        <Button weight="plain" onClick={onDone}>
          Leave it
        </Button>
      </div>
    </form>
  );
}
