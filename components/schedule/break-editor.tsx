"use client";

import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { TextField } from "@/components/ui/field";
import { api, problemFrom } from "@/lib/api/client";
import type { CohortBreak } from "@/lib/schedule/breaks/schema";
import type { ScheduleSession } from "@/lib/schedule/schema";
import { shortDay } from "@/lib/time/days";

interface Props {
  cohort: string;
  breaks: readonly CohortBreak[];
  sessions: readonly ScheduleSession[];
  onDone: () => void;
}

/** The days on which the cohort does not meet: seen, added, changed, taken away. */
export function BreakEditor({ cohort, breaks, sessions, onDone }: Props) {
  const [open, setOpen] = useState<string | null>(null);
  const [added, setAdded] = useState(0);
  const saved = () => {
    setOpen(null);
    onDone();
  };
  return (
    <div className="space-y-4">
      {breaks.length > 0 && (
        <ul className="max-w-3xl border-t border-line">
          {breaks.map((pause) => (
            <li key={pause.id} className="border-b border-line py-2">
              {open === pause.id ? (
                <BreakForm cohort={cohort} pause={pause} onSaved={saved} onClose={() => setOpen(null)} />
              ) : (
                <BreakLine
                  cohort={cohort}
                  pause={pause}
                  sessions={sessions}
                  onOpen={() => setOpen(pause.id)}
                  onRemoved={onDone}
                />
              )}
            </li>
          ))}
        </ul>
      )}
      <BreakForm
        key={added}
        cohort={cohort}
        onSaved={() => {
          setAdded(added + 1);
          onDone();
        }}
      />
    </div>
  );
}

function BreakLine({
  cohort,
  pause,
  sessions,
  onOpen,
  onRemoved,
}: {
  cohort: string;
  pause: CohortBreak;
  sessions: readonly ScheduleSession[];
  onOpen: () => void;
  onRemoved: () => void;
}) {
  const { id, title, firstDay, lastDay } = pause;
  const remove = useMutation({
    mutationFn: () => api.schedule.removeBreak({ cohort, id, seen: { title, firstDay, lastDay } }),
    onSettled: onRemoved,
  });
  const within = sessions.filter(
    ({ date, state, format }) =>
      firstDay <= date && date <= lastDay && state !== "cancelled" && format !== "no_session",
  );
  return (
    <div className="space-y-2">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-1">
        <span className="grow">
          <span className="font-medium">{title}</span>{" "}
          {firstDay === lastDay ? shortDay(firstDay) : `${shortDay(firstDay)} to ${shortDay(lastDay)}`}
          {within.length > 0 && (
            <span className="block text-sm text-amber">
              {within.length === 1 ? "A session lies" : `${within.length} sessions lie`} in it:{" "}
              {within.map(({ date }) => shortDay(date)).join(", ")}. Push back from there.
            </span>
          )}
        </span>
        <Button weight="plain" onClick={onOpen} aria-label={`Change ${title}`}>
          Change
        </Button>
        <Button
          weight="danger"
          busy={remove.isPending}
          onClick={() => remove.mutate()}
          aria-label={`Remove the break ${title}`}
        >
          Remove
        </Button>
      </div>
      {remove.error && <Callout tone="trouble">{problemFrom(remove.error).detail}</Callout>}
    </div>
  );
}

function BreakForm({
  cohort,
  pause,
  onSaved,
  onClose,
}: {
  cohort: string;
  pause?: CohortBreak;
  onSaved: () => void;
  onClose?: () => void;
}) {
  const [seen, setSeen] = useState(pause);
  const save = useMutation({
    mutationFn: (form: FormData) => {
      const days = { title: text(form, "title"), firstDay: text(form, "firstDay"), lastDay: lastDayOf(form) };
      return api.schedule.saveBreak({ cohort, ...days, ...(seen ? { id: seen.id, seen } : {}) });
    },
    onSuccess: onSaved,
    onError: (error) => {
      const { code, current } = problemFrom(error);
      // Saving again after having read what stands now is meant.
      if (code === "conflict" && current) setSeen(current as CohortBreak);
    },
  });
  const problem = save.error ? problemFrom(save.error) : null;

  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    save.mutate(new FormData(event.currentTarget));
  }

  return (
    <form
      onSubmit={submit}
      noValidate
      aria-label={pause ? `Change ${pause.title}` : "Add a break"}
      className="max-w-3xl space-y-3"
    >
      <div className="grid gap-4 sm:grid-cols-[1fr_auto_auto]">
        <TextField
          label="What the break is"
          name="title"
          defaultValue={pause?.title}
          placeholder="Thanksgiving"
          error={problem?.fields?.title}
        />
        <TextField
          label="First day"
          name="firstDay"
          type="date"
          defaultValue={pause?.firstDay}
          error={problem?.fields?.firstDay}
        />
        <TextField
          label="Last day"
          name="lastDay"
          type="date"
          defaultValue={pause?.lastDay}
          error={problem?.fields?.lastDay}
        />
      </div>
      {problem && !problem.fields && (
        <Callout tone="trouble">
          {problem.detail}
          {seen && seen !== pause && (
            <span className="block">
              It now says: {seen.title}, {shortDay(seen.firstDay)} to {shortDay(seen.lastDay)}. Save again to replace
              that.
            </span>
          )}
        </Callout>
      )}
      <div className="flex flex-wrap gap-3">
        <Button type="submit" weight="plain" busy={save.isPending}>
          {pause ? "Save the break" : "Add the break"}
        </Button>
        {onClose && (
          <Button weight="plain" onClick={onClose}>
            Leave it
          </Button>
        )}
      </div>
    </form>
  );
}

/** A break of one day needs its day only once. */
function lastDayOf(form: FormData): string {
  return text(form, "lastDay") || text(form, "firstDay");
}

function text(form: FormData, name: string): string {
  return String(form.get(name) ?? "");
}
