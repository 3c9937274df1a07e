"use client";

import dynamic from "next/dynamic";
import { useState } from "react";
import { RetentionCurve } from "@/components/progress/readiness/retention-curve";
import { Callout } from "@/components/ui/callout";
import { SelectField } from "@/components/ui/field";
import { problemFrom } from "@/lib/api/client";
import { useReadiness } from "@/lib/progress/readiness/hooks";
import type { Readiness, ReadinessSession, ResourceReadiness } from "@/lib/progress/readiness/schema";
import { clockPoint, minutesInWords } from "@/lib/time/durations";
import { shortDate } from "@/lib/time/words";

const Waiting = () => <p className="text-sm text-quiet">Drawing …</p>;
const StatesChart = dynamic(() => import("./charts").then((charts) => charts.StatesChart), {
  ssr: false,
  loading: Waiting,
});
const LengthsChart = dynamic(() => import("./charts").then((charts) => charts.LengthsChart), {
  ssr: false,
  loading: Waiting,
});

interface Props {
  cohort: string;
  sessions: readonly ReadinessSession[];
  initial: Readiness;
}

/** Is the room ready for the session: who is, with what, what took longer than it said, and what is not understood. */
export function ReadinessRoom({ cohort, sessions, initial }: Props) {
  const [sessionId, setSessionId] = useState(initial.session?.id ?? null);
  const { data = initial, error } = useReadiness(cohort, sessionId, initial);
  const { session, learners, ready, notBegun, resources, questions } = data;
  return (
    <div className="space-y-10">
      {error && <Callout tone="trouble">{problemFrom(error).detail}</Callout>}
      {sessions.length > 0 && (
        <div className="max-w-md">
          <SelectField
            label="Session"
            value={sessionId ?? ""}
            onChange={(event) => setSessionId(event.target.value === "" ? null : event.target.value)}
          >
            {!session && <option value="">No session ahead</option>}
            {sessions.map(({ id, date, title }) => (
              <option key={id} value={id}>
                {shortDate(date)}: {title || "Open date"}
              </option>
            ))}
          </SelectField>
        </div>
      )}
      {!session && <p>There is no session ahead. Choose one that was to see how people prepared for it.</p>}
      {session && (
        <>
          <p aria-live="polite" className="font-serif text-2xl">
            {learners === 0 ? "Nobody is learning here yet." : `${ready} of ${learners} are ready`}
            {learners > 0 && notBegun > 0 && `, ${notBegun} ${notBegun === 1 ? "has" : "have"} not begun`}
          </p>
          {resources.length === 0 ? <p>Nothing is asked for this session.</p> : <States resources={resources} />}
          <Lengths resources={resources} />
          <Curves cohort={cohort} resources={resources} />
          <section aria-labelledby="confusing" className="space-y-2">
            <h2 id="confusing">What is not clear</h2>
            {questions.length === 0 ? (
              <p className="text-quiet">Nobody has asked anything yet, or all of it is answered.</p>
            ) : (
              <ul className="border-t border-line">
                {questions.map((question) => (
                  <li key={question.id} className="space-y-1 border-b border-line py-2">
                    <p className="max-w-prose">{question.body}</p>
                    <p className="text-sm text-quiet">
                      {question.who}
                      {question.resource && `, on ${question.resource}`}
                      {question.atSeconds !== null && ` at ${clockPoint(question.atSeconds)}`}
                    </p>
                  </li>
                ))}
              </ul>
            )}
          </section>
        </>
      )}
    </div>
  );
}

const HEADS = ["Resource", "Done", "Begun", "Skipped", "To do", "Watched so far", "Length", "Took"] as const;

function States({ resources }: { resources: readonly ResourceReadiness[] }) {
  return (
    <section aria-labelledby="states" className="space-y-4">
      <h2 id="states">How many have watched each</h2>
      <p className="text-sm text-quiet">Solid: done. Striped: begun. Dotted: skipped. Empty: to do.</p>
      <div aria-hidden="true">
        <StatesChart resources={resources} />
      </div>
      <section className="overflow-x-auto" tabIndex={0} aria-label="How many have watched each, as a table">
        <table className="w-full min-w-3xl text-left text-[0.9375rem]">
          <thead className="text-sm text-quiet">
            <tr className="border-b border-line">
              {HEADS.map((name) => (
                <th key={name} scope="col" className="py-2 pr-4 font-medium">
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {resources.map((resource) => (
              <tr key={`${resource.slot} ${resource.resourceId}`} className="border-b border-line">
                <th scope="row" className="py-1.5 pr-4 font-medium">
                  {resource.title}
                  {asked(resource) && <span className="font-normal text-quiet"> ({asked(resource)})</span>}
                </th>
                <td className="py-1.5 pr-4">{resource.done}</td>
                <td className="py-1.5 pr-4">{resource.started}</td>
                <td className="py-1.5 pr-4">{resource.skipped}</td>
                <td className="py-1.5 pr-4">{resource.todo}</td>
                <td className="py-1.5 pr-4">{inMinutes(resource.watchedMinutes)}</td>
                <td className="py-1.5 pr-4">{inMinutes(resource.minutes) || "unknown"}</td>
                <td className="py-1.5">
                  {inMinutes(resource.tookMinutes)}
                  {resource.reports > 0 && <span className="text-quiet"> ({resource.reports} said)</span>}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      <p className="max-w-prose text-sm text-quiet">
        “Watched so far” is the median of those who have begun in the player, “took” the median of what people said it
        took them, whatever the stated length.
      </p>
    </section>
  );
}

function Lengths({ resources }: { resources: readonly ResourceReadiness[] }) {
  if (!resources.some(({ minutes, tookMinutes }) => minutes !== null && tookMinutes !== null)) return null;
  return (
    <section aria-labelledby="lengths" className="space-y-4">
      <h2 id="lengths">What it takes</h2>
      <p className="text-sm text-quiet">
        Empty: the stated length. Striped: what it took people. The numbers are in the table above.
      </p>
      <div aria-hidden="true">
        <LengthsChart resources={resources} />
      </div>
    </section>
  );
}

function Curves({ cohort, resources }: { cohort: string; resources: readonly ResourceReadiness[] }) {
  const watched = resources.filter(({ viewers }) => viewers > 0);
  if (watched.length === 0) return null;
  return (
    <section aria-labelledby="curves" className="space-y-4">
      <h2 id="curves">Where people stop</h2>
      {watched.map(({ resourceId, title, viewers }) => (
        <RetentionCurve key={resourceId} cohort={cohort} resourceId={resourceId} title={title} viewers={viewers} />
      ))}
    </section>
  );
}

function asked({ slot, optional }: ResourceReadiness): string {
  const where = { before: "", session: "in the session", after: "after", deep_dive: "deep dive" }[slot];
  return [where, optional ? "optional" : ""].filter(Boolean).join(", ");
}

function inMinutes(minutes: number | null): string {
  return minutes === null ? "" : minutesInWords(Math.round(minutes));
}
