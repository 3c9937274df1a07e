"use client";

import { KINDS, type Kind, type ShapeChoice } from "@/components/schedule/shape-choice";
import { CheckField, Options, SelectField, TextField } from "@/components/ui/field";
import { sessionName } from "@/lib/schedule/rules";
import type { ScheduleSession } from "@/lib/schedule/schema";
import { shortDay } from "@/lib/time/days";

interface Props {
  sessions: readonly ScheduleSession[];
  choice: ShapeChoice;
  onChange: (fields: Partial<ShapeChoice>) => void;
}

const WHICH: Readonly<Record<Exclude<Kind, "no_session">, string>> = {
  push_back: "From which session on",
  pull_forward: "From which session on",
  swap: "One session",
  cancel: "Which session",
  split: "Which session",
  continue: "What did you not finish? In session",
};

/** What to do, with whom, and how. */
export function ShapeFields({ sessions, choice, onChange }: Props) {
  const session = sessions.find(({ id }) => id === choice.session);
  return (
    <div className="grid gap-4 sm:grid-cols-2">
      <SelectField
        label="What to do"
        value={choice.kind}
        onChange={(event) => onChange({ kind: event.target.value as Kind })}
      >
        <Options of={KINDS} />
      </SelectField>
      {choice.kind === "no_session" ? (
        <TextField
          label="Date"
          type="date"
          value={choice.date}
          onChange={(event) => onChange({ date: event.target.value })}
        />
      ) : (
        <SessionField
          label={WHICH[choice.kind]}
          sessions={sessions}
          value={choice.session}
          onChange={(id) => {
            const chosen = sessions.find((one) => one.id === id);
            onChange({ session: id, useIds: [], useId: chosen?.uses[0]?.id ?? "" });
          }}
        />
      )}
      {choice.kind === "swap" && (
        <SessionField
          label="The other one"
          sessions={sessions}
          value={choice.other}
          onChange={(other) => onChange({ other })}
        />
      )}
      <HowFar choice={choice} onChange={onChange} />
      {choice.kind === "push_back" && (
        <CheckField
          label="Say on the date that becomes free that there is no session"
          checked={choice.insert}
          onChange={(event) => onChange({ insert: event.target.checked })}
        />
      )}
      {choice.kind === "cancel" && (
        <CheckField
          label="Hold it later: it moves to the next free date with everything on it, and its old date says that there is no session"
          checked={choice.later}
          onChange={(event) => onChange({ later: event.target.checked })}
        />
      )}
      <Words choice={choice} onChange={onChange} />
      {choice.kind === "split" && session && session.uses.length > 0 && (
        <fieldset className="space-y-1 sm:col-span-2">
          <legend className="text-sm font-medium">What the second part takes along</legend>
          {session.uses.map(({ id, title }) => (
            <CheckField
              key={id}
              label={title}
              checked={choice.useIds.includes(id)}
              onChange={({ target: { checked } }) =>
                onChange({ useIds: checked ? [...choice.useIds, id] : choice.useIds.filter((one) => one !== id) })
              }
            />
          ))}
        </fieldset>
      )}
      {choice.kind === "continue" && (
        <>
          <SelectField
            label="What goes on"
            value={choice.useId}
            onChange={(event) => onChange({ useId: event.target.value })}
          >
            {session?.uses.length === 0 && <option value="">This session uses nothing</option>}
            <Options of={session?.uses.map(({ id, title }) => [id, title] as const) ?? []} />
          </SelectField>
          <TextField
            label="From where"
            hint="Like 38:00 or 1:57:00. Empty: where the first part ends."
            value={choice.point}
            onChange={(event) => onChange({ point: event.target.value })}
          />
        </>
      )}
    </div>
  );
}

function HowFar({ choice, onChange }: Omit<Props, "sessions">) {
  if (!["push_back", "split", "no_session"].includes(choice.kind)) return null;
  return (
    <>
      <SelectField
        label={choice.kind === "push_back" ? "How far" : "What is in the way moves"}
        value={choice.by}
        onChange={(event) => onChange({ by: event.target.value as ShapeChoice["by"] })}
      >
        <option value="week">a week, with everything after it</option>
        <option value="weeks">some weeks, with everything after it</option>
        <option value="next_free">to the next free date, up to the first gap or open date</option>
      </SelectField>
      {choice.by === "weeks" && (
        <TextField
          label="Weeks"
          type="number"
          min={1}
          max={52}
          value={choice.weeks}
          onChange={(event) => onChange({ weeks: event.target.value })}
        />
      )}
    </>
  );
}

function Words({ choice, onChange }: Omit<Props, "sessions">) {
  const { kind, insert, later } = choice;
  const reason = kind === "no_session" || (kind === "push_back" && insert) || (kind === "cancel" && later);
  if (!reason && kind !== "split") return null;
  return (
    <TextField
      label={reason ? "Why there is no session" : "Title of the second part"}
      hint={reason ? "Like symposium. May be empty." : "Empty: the same title with cont."}
      value={choice.title}
      onChange={(event) => onChange({ title: event.target.value })}
    />
  );
}

function SessionField({
  label,
  sessions,
  value,
  onChange,
}: {
  label: string;
  sessions: readonly ScheduleSession[];
  value: string;
  onChange: (id: string) => void;
}) {
  return (
    <SelectField label={label} value={value} onChange={(event) => onChange(event.target.value)}>
      {value === "" && <option value="">Choose</option>}
      {sessions.map((session) => (
        <option key={session.id} value={session.id}>
          {shortDay(session.date)}: {sessionName(session)}
          {session.pinned && " (pinned)"}
          {session.state === "cancelled" && " (cancelled)"}
        </option>
      ))}
    </SelectField>
  );
}
