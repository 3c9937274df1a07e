"use client";

import { usePoint } from "@/components/progress/notes/point";
import { NewWords } from "@/components/ui/new-words";
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
  const point = usePoint(resourceId === null ? nowhere : at);
  const ask = useAsk(cohort, sessionId);
  return (
    <NewWords
      label="What confused you?"
      hint="Everybody who learns in this cohort sees it, with your name."
      rows={2}
      empty="Write your question first."
      button="Ask it in the session"
      busy={ask.isPending}
      problem={ask.error ? problemFrom(ask.error) : null}
      onBegin={point.take}
      onSend={(words, done) =>
        ask.mutate(
          { ...words, resourceId, atSeconds: point.seconds },
          {
            onSuccess: () => {
              done();
              point.clear();
            },
          },
        )
      }
    >
      {(isEmpty) => (
        <>
          {point.box}
          <p role="status" className="text-sm text-quiet">
            {ask.isSuccess && isEmpty && "Asked. It is among the questions in This week."}
          </p>
        </>
      )}
    </NewWords>
  );
}

function nowhere(): null {
  return null;
}
