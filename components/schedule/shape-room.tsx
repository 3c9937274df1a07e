"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { BreakEditor } from "@/components/schedule/break-editor";
import { GenerateForm } from "@/components/schedule/generate-form";
import type { Kind } from "@/components/schedule/shape-choice";
import { ShapePanel } from "@/components/schedule/shape-panel";
import { orpc } from "@/lib/api/client";
import type { CohortBreak } from "@/lib/schedule/breaks/schema";
import type { ScheduleSession } from "@/lib/schedule/schema";

interface Props {
  cohort: string;
  sessions: ScheduleSession[];
  breaks: CohortBreak[];
  today: string;
  initial: { kind?: Kind | undefined; from?: string | undefined };
  /** Where a new term would begin, and at what time. */
  term: { firstDate: string; startsAt: string };
}

/** The room for moves that concern more than one session: the moves, the breaks they pass over, and whole terms. */
export function ShapeRoom({ cohort, sessions, breaks, today, initial, term }: Props) {
  const client = useQueryClient();
  const schedule = orpc.schedule.list.queryOptions({ input: { cohort }, initialData: { sessions } });
  const pauses = orpc.schedule.breaks.queryOptions({ input: { cohort }, initialData: { breaks } });
  const [{ data: list }, { data: days }] = [useQuery(schedule), useQuery(pauses)];
  const refresh = () =>
    Promise.all(
      [schedule.queryKey, pauses.queryKey, orpc.schedule.shape.key()].map((queryKey) =>
        client.invalidateQueries({ queryKey }),
      ),
    );
  return (
    <>
      <ShapePanel
        cohort={cohort}
        sessions={list.sessions}
        breaks={days.breaks}
        today={today}
        initial={initial}
        onDone={refresh}
      />
      <section aria-labelledby="breaks" className="space-y-4">
        <h2 id="breaks">Breaks</h2>
        <p className="max-w-prose">
          Days on which you do not meet: a holiday, a conference. Whatever moves passes over them; what lies in one
          stays until you push it back.
        </p>
        <BreakEditor cohort={cohort} breaks={days.breaks} sessions={list.sessions} onDone={refresh} />
      </section>
      <section aria-labelledby="term" className="space-y-4">
        <h2 id="term">Dates of a term</h2>
        <p className="max-w-prose">Open dates to fill later. They are drafts until you publish them.</p>
        <GenerateForm cohort={cohort} {...term} onDone={refresh} />
      </section>
    </>
  );
}
