"use client";

import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useRef, useState } from "react";
import { ShapeSaved } from "@/components/schedule/shape-saved";
import { otherDay, WEEKDAYS, weekdayOn } from "@/components/schedule/term-start";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { CheckField, Options, SelectField, TextField } from "@/components/ui/field";
import { api, problemFrom } from "@/lib/api/client";
import { shortDay } from "@/lib/time/days";

interface Props {
  cohort: string;
  /** The next date on the cohort's weekday that has no session. */
  firstDate: string;
  /** The cohort's time, `HH:MM`. */
  startsAt: string;
  onDone: () => void;
}

type Answer = Awaited<ReturnType<typeof api.schedule.generate>>;

/** Adds the dates of a whole term as open drafts, after having shown them. */
export function GenerateForm({ cohort, firstDate, startsAt, onDone }: Props) {
  const [input, setInput] = useState({
    ...{ firstDate, startsAt, weekday: String(weekdayOn(firstDate)) },
    ...{ count: "14", everyWeeks: "1", skipBreaks: true },
  });
  const choices = useRef<HTMLDivElement>(null);
  const other = otherDay(input.firstDate, Number(input.weekday));
  const ask = (dryRun: boolean) =>
    api.schedule.generate({
      cohort,
      ...input,
      weekday: Number(input.weekday),
      count: Number(input.count),
      everyWeeks: Number(input.everyWeeks),
      dryRun,
    });
  const preview = useMutation({ mutationFn: () => ask(true) });
  const add = useMutation({ mutationFn: () => ask(false), onSuccess: onDone });
  const problem = preview.error ?? add.error;
  const { detail, fields = {} } = problem ? problemFrom(problem) : { detail: "" };
  const found = add.data ?? preview.data;

  function change(part: Partial<typeof input>) {
    setInput({ ...input, ...part });
    preview.reset();
    add.reset();
  }

  function settle(part: Partial<typeof input>) {
    change(part);
    // The pressed button goes; without this the keyboard would begin again at the top of the page.
    choices.current?.focus();
  }

  return (
    <form
      noValidate
      aria-label="Add the dates of a term"
      className="max-w-3xl space-y-4"
      onSubmit={(event: FormEvent) => {
        event.preventDefault();
        add.reset();
        preview.mutate();
      }}
    >
      <div className="grid gap-4 sm:grid-cols-3">
        <SelectField
          label="Weekday"
          value={input.weekday}
          onChange={(event) => change({ weekday: event.target.value })}
          error={fields.weekday}
        >
          <Options of={WEEKDAYS.map((name, index) => [String(index + 1), name])} />
        </SelectField>
        <TextField
          label="First date"
          type="date"
          value={input.firstDate}
          onChange={(event) => change({ firstDate: event.target.value })}
          error={fields.firstDate}
        />
        <TextField
          label="Time"
          type="time"
          value={input.startsAt}
          onChange={(event) => change({ startsAt: event.target.value })}
          error={fields.startsAt}
        />
        <TextField
          label="How many dates"
          type="number"
          min={1}
          max={60}
          value={input.count}
          onChange={(event) => change({ count: event.target.value })}
          error={fields.count}
        />
        <TextField
          label="Every how many weeks"
          type="number"
          min={1}
          max={12}
          value={input.everyWeeks}
          onChange={(event) => change({ everyWeeks: event.target.value })}
          error={fields.everyWeeks}
        />
      </div>
      <div ref={choices} tabIndex={-1} className="outline-none">
        {other && (
          <Callout tone="care">
            <p>{other.says}</p>
            <div className="mt-3 flex flex-wrap gap-3">
              <Button weight="plain" onClick={() => settle({ firstDate: other.next })}>
                Begin on {shortDay(other.next)}
              </Button>
              <Button weight="plain" onClick={() => settle({ weekday: String(weekdayOn(input.firstDate)) })}>
                Meet on {WEEKDAYS[weekdayOn(input.firstDate) - 1]}s
              </Button>
            </div>
          </Callout>
        )}
      </div>
      <CheckField
        label="Skip the breaks"
        checked={input.skipBreaks}
        onChange={(event) => change({ skipBreaks: event.target.checked })}
      />
      {detail && Object.keys(fields).length === 0 && <Callout tone="trouble">{detail}</Callout>}
      <Button type="submit" weight="plain" busy={preview.isPending}>
        See the dates
      </Button>
      <div className="space-y-3" aria-live="polite">
        {found && <Dates answer={found} />}
        {preview.data && preview.data.added > 0 && !add.isSuccess && (
          <Button busy={add.isPending} onClick={() => add.mutate()}>
            Add {preview.data.added === 1 ? "this date" : `these ${preview.data.added} dates`} as drafts
          </Button>
        )}
      </div>
      {add.data && <ShapeSaved cohort={cohort} undo={add.data.edited?.undo ?? null} onUndone={onDone} />}
    </form>
  );
}

function Dates({ answer: { dates, taken } }: { answer: Answer }) {
  return (
    <>
      <ol className="columns-2 gap-6 sm:columns-3">
        {dates.map(({ date, does, because }) => (
          <li key={date} className={does === "new" ? "" : "text-quiet"}>
            {shortDay(date)}
            {does === "break" && ` (${because}, skipped)`}
            {does === "taken" && " (there already)"}
          </li>
        ))}
      </ol>
      {taken === 1 && <p>One date is there already and stays as it is.</p>}
      {taken > 1 && <p>{taken} dates are there already and stay as they are.</p>}
    </>
  );
}
