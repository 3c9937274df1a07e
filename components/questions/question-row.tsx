"use client";

import { useEffect, useRef, useState } from "react";
import { Callout } from "@/components/ui/callout";
import { useFocusBack } from "@/components/ui/focus-back";
import { Rewording } from "@/components/ui/rewording";
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
  const change = useFocusBack(editing);
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

  return (
    <Rewording
      label="Your question"
      rows={2}
      words={body}
      onWords={setBody}
      problem={problem}
      error={problem?.fields?.body}
      stands={stands && <p className="whitespace-pre-wrap [overflow-wrap:anywhere]">{stands.body}</p>}
      onChoose={(choice) => {
        if (stands && choice === "take") setBody(stands.body);
        setVersion(stands?.version ?? version);
        save.reset();
      }}
      busy={save.isPending}
      onSubmit={() => save.mutate({ do: "change", version, body }, { onSuccess: onDone })}
      onCancel={onDone}
    />
  );
}
