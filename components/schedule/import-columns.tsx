import { useState } from "react";
import type { Preview, Said } from "@/components/schedule/import-state";
import { Button } from "@/components/ui/button";
import { Options, SelectField, TextField } from "@/components/ui/field";
import { BECAUSE, bothOrders, questionWords, ROLE_NAMES } from "@/lib/schedule/import/rules";
import type { ColumnRole } from "@/lib/transfer/schema";

type Question = Preview["questions"][number];

interface Answers {
  onAnswer: (answer: Partial<Pick<Said, "dayFirst" | "year" | "firstDate">>) => void;
}

/** What only the organizer can tell. Each answer is looked at again at once. */
export function ImportQuestions({ questions, onAnswer }: { questions: readonly Question[] } & Answers) {
  return (
    <section aria-labelledby="import-questions" className="space-y-4 border-l-4 border-amber bg-raised px-4 py-3">
      <h2 id="import-questions">{questions.length === 1 ? "One question" : `${questions.length} questions`} first</h2>
      {questions.map((question) => (
        <fieldset key={question.kind} className="space-y-2">
          <legend>{questionWords(question)}</legend>
          <Answer question={question} onAnswer={onAnswer} />
        </fieldset>
      ))}
    </section>
  );
}

function Answer({ question, onAnswer }: { question: Question } & Answers) {
  const [date, setDate] = useState("");
  if (question.kind === "day_first") {
    const both = bothOrders(question.example);
    return (
      <div className="flex flex-wrap gap-3">
        <Button weight="plain" onClick={() => onAnswer({ dayFirst: true })}>
          The day{both && `: ${both.dayFirst}`}
        </Button>
        <Button weight="plain" onClick={() => onAnswer({ dayFirst: false })}>
          The month{both && `: ${both.monthFirst}`}
        </Button>
      </div>
    );
  }
  if (question.kind === "year") {
    return (
      <div className="flex flex-wrap items-center gap-3">
        {question.options.map((year) => (
          <Button key={year} weight="plain" onClick={() => onAnswer({ year: String(year) })}>
            {year}
          </Button>
        ))}
        <span className="text-sm text-quiet">Another one goes into “First year”.</span>
      </div>
    );
  }
  return (
    <div className="flex flex-wrap items-end gap-3">
      <div className="w-44">
        <TextField label="Date of week 1" type="date" value={date} onChange={(event) => setDate(event.target.value)} />
      </div>
      <Button weight="plain" disabled={date === ""} onClick={() => onAnswer({ firstDate: date })}>
        Take this date
      </Button>
    </div>
  );
}

interface ColumnsProps {
  columns: Preview["columns"];
  onChoose: (name: string, role: ColumnRole) => void;
}

/** What each column was taken for, to correct; open where that is not plain from the names. */
export function ImportColumns({ columns, onChoose }: ColumnsProps) {
  const unsure = columns.some(({ because, role }) => because !== "name" || role === "leave_out");
  return (
    <details open={unsure}>
      <summary className="cursor-pointer py-1 font-medium">
        {columns.length === 1 ? "One column" : `${columns.length} columns`}
      </summary>
      <ul className="mt-2 border-t border-line">
        {columns.map(({ index, name, role, because, sample }) => (
          <li key={index} className="grid gap-x-6 gap-y-1 border-b border-line py-2 sm:grid-cols-2">
            <SelectField
              label={`What “${name}” is`}
              value={role}
              onChange={(event) => onChoose(name, event.target.value as ColumnRole)}
            >
              <Options of={Object.entries(ROLE_NAMES)} />
            </SelectField>
            <div className="min-w-0 self-end text-sm text-quiet">
              <p>Taken for this {BECAUSE[because]}.</p>
              {sample.length > 0 && <p className="truncate">{sample.join(" · ")}</p>}
            </div>
          </li>
        ))}
      </ul>
    </details>
  );
}
