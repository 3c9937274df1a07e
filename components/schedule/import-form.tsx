"use client";

import { useRef } from "react";
import { ImportChanges } from "@/components/schedule/import-changes";
import { ImportColumns, ImportQuestions } from "@/components/schedule/import-columns";
import { ImportLog, ImportMails } from "@/components/schedule/import-said";
import { ImportSource } from "@/components/schedule/import-source";
import { isTicked, type Preview, useImport } from "@/components/schedule/import-state";
import { ImportLeftOut, ImportProblems, ImportUnderstood } from "@/components/schedule/import-understood";
import { ShapeSaved } from "@/components/schedule/shape-saved";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { CheckField } from "@/components/ui/field";
import { problemFrom } from "@/lib/api/client";

interface Props {
  cohort: string;
  /** Whether new sessions are published unless the organizer says otherwise. */
  defaultPublish: boolean;
  maxBytes: number;
}

/** Paste or drop a schedule, see beside it what was understood and what would change, then save. Nothing is saved before. */
export function ImportForm({ cohort, defaultPublish, maxBytes }: Props) {
  const page = useImport(cohort, defaultPublish);
  const { source, said, found, saved, looking, problem, look } = page;
  const results = useRef<HTMLElement>(null);
  return (
    <div className="grid gap-8 lg:grid-cols-[minmax(0,2fr)_minmax(0,3fr)]">
      <ImportSource
        source={source}
        said={said}
        firstDate={found?.firstDate ?? null}
        textTaken={source.html !== null && found !== null && found.format !== "html"}
        maxBytes={maxBytes}
        looking={looking}
        onBring={page.bring}
        onType={page.type}
        onSay={(words, whole) => (whole ? look({ said: words }) : page.say(words))}
        onLook={() => look()}
      />
      <section ref={results} tabIndex={-1} aria-label="What was understood" className="min-w-0 space-y-6">
        <p role="status" className="sr-only">
          {looking ? "Looking at it." : found && summary(found)}
        </p>
        {problem && <Trouble error={problem} />}
        {saved && (
          <ShapeSaved key={saved.undo} cohort={cohort} undo={saved.undo} onUndone={page.undone}>
            {!saved.undone && saved.undo && (
              <span>{saved.count === 1 ? "One change is saved." : `${saved.count} changes are saved.`}</span>
            )}
            {!saved.undone && saved.left > 0 && <span>What you left out is as it was.</span>}
            <a href={`/c/${cohort}/admin/schedule`}>See the schedule</a>
          </ShapeSaved>
        )}
        {!found && !problem && !saved && (
          <p className="text-quiet">What was understood will stand here. Nothing is saved before you say so.</p>
        )}
        {found && <Found page={page} found={found} onLeave={() => results.current?.focus()} />}
      </section>
    </div>
  );
}

function Trouble({ error }: { error: Error }) {
  const { detail, fields = {}, code } = problemFrom(error);
  return (
    <Callout tone="trouble" title="Nothing was saved">
      {[...new Set([detail, ...Object.values(fields)])].join(" ")}
      {code !== "unavailable" && " What you pasted is still here."}
    </Callout>
  );
}

interface FoundProps {
  page: ReturnType<typeof useImport>;
  found: Preview;
  /** The button that was pressed is about to go. */
  onLeave: () => void;
}

function Found({ page, found, onLeave }: FoundProps) {
  const { said, look, looking, saving } = page;
  const { problems, questions, leftOut, columns, changes, sessions, conflicts, today } = found;
  const understood = problems.length + questions.length === 0;
  const taken = changes.filter((line) => isTicked(line, said.leave)).length;
  return (
    <>
      {questions.length > 0 && (
        <ImportQuestions
          questions={questions}
          onAnswer={(answer) => {
            onLeave();
            look({ said: answer });
          }}
        />
      )}
      {problems.length > 0 && <ImportProblems problems={problems} />}
      {columns.length > 0 && (
        <ImportColumns
          columns={columns}
          onChoose={(name, role) => look({ said: { columns: { ...said.columns, [name]: role } } })}
        />
      )}
      {leftOut.length > 0 && <ImportLeftOut leftOut={leftOut} />}
      {understood && changes.length === 0 && <Callout>Nothing would change: the schedule is just like this.</Callout>}
      {sessions.length > 0 && <ImportUnderstood sessions={sessions} today={today} />}
      {understood && changes.length > 0 && (
        <>
          <ImportChanges
            changes={changes}
            today={today}
            leave={said.leave}
            onLeave={(leave) => look({ said: { leave } })}
          />
          <ImportLog lines={found.lines} words={said.words} onWords={page.reword} />
          <ImportMails mail={found.mail} mailed={found.mailed} />
          <div className="space-y-3 border-t border-line pt-4">
            <CheckField
              label="Publish new sessions at once; otherwise they are drafts that only organizers see"
              checked={said.publish}
              onChange={(event) => look({ said: { publish: event.target.checked } })}
            />
            {conflicts.length > 0 && (
              <Callout tone="trouble" title="This cannot be saved so">
                {conflicts.slice(0, 10).map((words) => (
                  <p key={words}>{words}</p>
                ))}
                <p>Tick or untick what moves them together.</p>
              </Callout>
            )}
            <Button
              busy={saving}
              disabled={looking || taken === 0 || conflicts.length > 0}
              onClick={() => {
                onLeave();
                page.save();
              }}
            >
              Save {taken === 1 ? "this change" : `these ${taken} changes`}
            </Button>
          </div>
        </>
      )}
    </>
  );
}

function summary({ problems, questions, sessions, changes }: Preview): string {
  if (problems.length > 0) return `${problems.length} ${problems.length === 1 ? "problem" : "problems"}.`;
  if (questions.length > 0) return `${questions.length} ${questions.length === 1 ? "question" : "questions"}.`;
  return `${sessions.length} dates understood, ${changes.length} changes.`;
}
