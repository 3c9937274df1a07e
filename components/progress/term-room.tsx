"use client";

import { useLeftovers } from "@/components/progress/player/use-reporter";
import { TermBars } from "@/components/progress/term-bars";
import { WeekMinutes } from "@/components/progress/week-minutes";
import { useHistory } from "@/lib/progress/history/hooks";
import type { History } from "@/lib/progress/history/schema";
import { useKeptMarks } from "@/lib/progress/kept/hooks";

interface Props {
  cohort: string;
  memberId: string;
  initial: History;
}

/** A member's own term, session by session and week by week, as it is while they look at it. */
export function TermRoom({ cohort, memberId, initial }: Props) {
  const { data } = useHistory(cohort, initial);
  useKeptMarks({ cohort, memberId });
  useLeftovers(cohort, memberId);
  return (
    <>
      <TermBars sessions={data.sessions} cohort={cohort} />
      <WeekMinutes weeks={data.weeks} unknown={data.unknown} />
    </>
  );
}
