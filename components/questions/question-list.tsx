"use client";

import { useState } from "react";
import { AskQuestion } from "@/components/questions/ask-question";
import { QuestionRow, TakenBack } from "@/components/questions/question-row";
import { Callout } from "@/components/ui/callout";
import { problemFrom } from "@/lib/api/client";
import { useQuestions } from "@/lib/questions/hooks";
import { questionsInWords } from "@/lib/questions/rules";
import type { QuestionPage } from "@/lib/questions/schema";

interface Props {
  cohort: string;
  sessionId: string;
  initial: QuestionPage;
}

/** The questions for a session and the field for one's own. What others ask appears by itself. */
export function QuestionList({ cohort, sessionId, initial }: Props) {
  const { data: page, error } = useQuestions(cohort, sessionId, initial);
  // What was taken back here and now stays in sight, so that it can be put back at once.
  const [last, setLast] = useState<string | null>(null);
  const { questions, mayAnswer } = page;
  const asked = questions.filter(({ withdrawn }) => withdrawn === null);
  const gone = questions.filter(({ withdrawn }) => withdrawn !== null);
  const earlier = gone.filter(({ id }) => id !== last);
  const row = { cohort, mayAnswer };
  return (
    <section aria-labelledby="questions" className="space-y-4">
      <div>
        <h2 id="questions">Questions for the session</h2>
        <p aria-live="polite">{questionsInWords(questions)}</p>
      </div>
      {asked.length > 0 && (
        <ol className="border-t border-line">
          {asked.map((question) => (
            <QuestionRow key={question.id} {...row} question={question} onTakenBack={() => setLast(question.id)} />
          ))}
        </ol>
      )}
      {gone
        .filter(({ id }) => id === last)
        .map((question) => (
          <div key={question.id} role="status">
            <TakenBack {...row} question={question} focus />
          </div>
        ))}
      {error && problemFrom(error).code !== "unavailable" && (
        <Callout tone="trouble">{problemFrom(error).detail}</Callout>
      )}
      <AskQuestion cohort={cohort} sessionId={sessionId} resourceId={null} at={nowhere} />
      {earlier.length > 0 && (
        <details className="text-sm">
          <summary className="min-h-6 cursor-pointer text-quiet">
            Taken back in the last 30 days: {earlier.length}
          </summary>
          {earlier.map((question) => (
            <TakenBack key={question.id} {...row} question={question} />
          ))}
        </details>
      )}
    </section>
  );
}

function nowhere(): null {
  return null;
}
