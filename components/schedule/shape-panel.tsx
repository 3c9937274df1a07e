"use client";

import { keepPreviousData, skipToken, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { firstChoice, type Kind, operationOf, type ShapeChoice } from "@/components/schedule/shape-choice";
import { ShapeFields } from "@/components/schedule/shape-fields";
import { ShapePreview } from "@/components/schedule/shape-preview";
import { ShapeSaved } from "@/components/schedule/shape-saved";
import { useSettled } from "@/components/schedule/shape-settled";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { api, orpc, problemFrom } from "@/lib/api/client";
import type { CohortBreak } from "@/lib/schedule/breaks/schema";
import type { ScheduleSession } from "@/lib/schedule/schema";
import type { ShapeOperation } from "@/lib/schedule/shape/schema";

interface Props {
  cohort: string;
  sessions: readonly ScheduleSession[];
  breaks: readonly CohortBreak[];
  /** Today on the cohort's clock. */
  today: string;
  initial?: { kind?: Kind | undefined; from?: string | undefined };
  /** Something was written or undone, so that what shows the schedule must read it again. */
  onDone?: () => void;
}

/** One move in the term: choose it, see the term before and after, then save it, and take it back if it was wrong. */
export function ShapePanel({ cohort, sessions, breaks, today, initial = {}, onDone }: Props) {
  const client = useQueryClient();
  const [choice, setChoice] = useState(() => firstChoice(sessions, initial, today));
  const chosen = operationOf(choice);
  const operation = "operation" in chosen ? chosen.operation : null;
  const { settled: asked, current: isSettled } = useSettled(operation);
  const apply = useMutation({
    mutationFn: (seen: { operation: ShapeOperation; fingerprint: string }) => api.schedule.shape({ cohort, ...seen }),
    onSuccess: () => onDone?.(),
    onError: () => client.invalidateQueries({ queryKey: orpc.schedule.shape.key() }),
  });
  const preview = useQuery({
    ...orpc.schedule.shape.queryOptions({
      input: asked && !apply.isSuccess ? { cohort, operation: asked, dryRun: true } : skipToken,
      placeholderData: keepPreviousData,
    }),
    staleTime: 0,
    retry: false,
  });
  const current = isSettled && !preview.isFetching;

  function change(fields: Partial<ShapeChoice>) {
    apply.reset();
    setChoice({ ...choice, ...fields });
  }

  if (sessions.length === 0) return <p>There are no sessions yet. Add the dates of the term below.</p>;
  const problem = apply.error ? problemFrom(apply.error) : null;
  const shown = apply.data ?? (operation && !preview.error ? preview.data : undefined);
  return (
    <form
      aria-label="Shape the term"
      className="space-y-6"
      onSubmit={(event) => {
        event.preventDefault();
        if (operation && preview.data && current && !apply.isSuccess)
          apply.mutate({ operation, fingerprint: preview.data.fingerprint });
      }}
    >
      <ShapeFields sessions={sessions} choice={choice} onChange={change} />
      {"missing" in chosen && <Callout tone="care">{chosen.missing}</Callout>}
      {operation && preview.error && <Callout tone="care">{problemFrom(preview.error).detail}</Callout>}
      {problem && <Callout tone="trouble">{problem.detail}</Callout>}
      {apply.data ? (
        <ShapeSaved cohort={cohort} undo={apply.data.edited?.undo ?? null} onUndone={() => onDone?.()}>
          <Button weight="plain" onClick={() => change({ title: "", useIds: [], point: "" })}>
            Do something else
          </Button>
        </ShapeSaved>
      ) : (
        <Button
          type="submit"
          busy={apply.isPending}
          disabled={!operation || !current || !preview.data || Boolean(preview.error)}
        >
          Apply
        </Button>
      )}
      {shown && <ShapePreview answer={shown} breaks={breaks} done={apply.isSuccess} />}
    </form>
  );
}
