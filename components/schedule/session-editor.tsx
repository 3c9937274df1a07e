"use client";

import { useMutation } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { SelectField, TextArea, TextField } from "@/components/ui/field";
import { KeepOrTake } from "@/components/ui/keep-or-take";
import { api, problemFrom } from "@/lib/api/client";
import { FORMAT_NAMES } from "@/lib/schedule/rules";
import { type ScheduleSession, type SessionFormat, SLOTS } from "@/lib/schedule/schema";
import { readCell, writeCell } from "@/lib/transfer/cell";

const SLOT_LABELS = { before: "Before", session: "In the session", after: "After", deep_dive: "Deep dive" } as const;
type SlotName = (typeof SLOTS)[number];

interface Draft {
  date: string;
  startsAt: string;
  title: string;
  format: string;
  notes: string;
  materials: string;
  recordingUrl: string;
  slots: Record<SlotName, string>;
}

/** Edits one session and what it uses. What somebody else saved meanwhile is shown, never overwritten. */
export function SessionEditor({ cohort, session }: { cohort: string; session: ScheduleSession }) {
  const router = useRouter();
  const [draft, setDraft] = useState(() => draftOf(session));
  const [seen, setSeen] = useState(session);
  const set = (fields: Partial<Draft>) => setDraft({ ...draft, ...fields });
  const save = useMutation({
    mutationFn: () => saveSession(cohort, seen, draft),
    onSuccess: (saved) => {
      setSeen(saved);
      setDraft(draftOf(saved));
      router.refresh();
    },
  });
  const state = useMutation({
    mutationFn: (to: "published" | "cancelled" | "removed") => changeState(cohort, seen, to),
    onSuccess: (saved) => {
      if (saved) setSeen(saved);
      else router.push(`/c/${cohort}/admin/schedule`);
      router.refresh();
    },
  });
  const problem = save.error ? problemFrom(save.error) : state.error ? problemFrom(state.error) : null;
  const errors = problem?.fields ?? {};
  const theirs = problem?.code === "conflict" ? (problem.current as ScheduleSession | undefined) : undefined;
  return (
    <form
      className="max-w-3xl space-y-5"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate();
      }}
    >
      <div className="grid gap-4 sm:grid-cols-3">
        <TextField
          label="Date"
          type="date"
          value={draft.date}
          onChange={(e) => set({ date: e.target.value })}
          error={errors.date}
        />
        <TextField
          label="Own time"
          type="time"
          value={draft.startsAt}
          onChange={(e) => set({ startsAt: e.target.value })}
          error={errors.startsAt}
        />
        <SelectField
          label="Format"
          value={draft.format}
          onChange={(e) => set({ format: e.target.value })}
          error={errors.format}
        >
          <option value="">Not said</option>
          {Object.entries(FORMAT_NAMES).map(([value, name]) => (
            <option key={value} value={value}>
              {name}
            </option>
          ))}
        </SelectField>
      </div>
      <TextField
        label="Title"
        hint="Empty for an open date."
        value={draft.title}
        onChange={(e) => set({ title: e.target.value })}
        error={errors.title}
      />
      {SLOTS.map((slot) => (
        <TextArea
          key={slot}
          label={SLOT_LABELS[slot]}
          hint={slot === "before" ? "One a line: [Title 0h18](https://…), or words for a task." : undefined}
          rows={Math.max(2, draft.slots[slot].split("\n").length)}
          mono
          value={draft.slots[slot]}
          onChange={(e) => set({ slots: { ...draft.slots, [slot]: e.target.value } })}
          error={errors[slot] ?? readCell(draft.slots[slot]).problems[0]}
        />
      ))}
      <TextArea
        label="Notes"
        rows={3}
        value={draft.notes}
        onChange={(e) => set({ notes: e.target.value })}
        error={errors.notes}
      />
      <TextField
        label="Recording"
        type="url"
        value={draft.recordingUrl}
        onChange={(e) => set({ recordingUrl: e.target.value })}
        error={errors.recordingUrl}
      />
      {problem && <Callout tone="trouble">{problem.detail}</Callout>}
      {theirs && (
        <KeepOrTake
          onKeep={() => {
            setSeen(theirs);
            save.reset();
          }}
          onTake={() => {
            setSeen(theirs);
            setDraft(draftOf(theirs));
            save.reset();
          }}
        >
          <Difference mine={draft} theirs={draftOf(theirs)} />
        </KeepOrTake>
      )}
      {save.isSuccess && <Callout>Saved.</Callout>}
      <div className="flex flex-wrap gap-3">
        <Button type="submit" busy={save.isPending}>
          Save
        </Button>
        {seen.state === "draft" && (
          <Button weight="plain" busy={state.isPending} onClick={() => state.mutate("published")}>
            Publish
          </Button>
        )}
        {seen.state === "published" && (
          <Button weight="plain" busy={state.isPending} onClick={() => state.mutate("cancelled")}>
            Cancel the session
          </Button>
        )}
        <Button weight="danger" busy={state.isPending} onClick={() => state.mutate("removed")}>
          Remove
        </Button>
      </div>
    </form>
  );
}

function Difference({ mine, theirs }: { mine: Draft; theirs: Draft }) {
  const rows = (["date", "startsAt", "title", "format", "notes", "recordingUrl"] as const)
    .filter((name) => mine[name] !== theirs[name])
    .map((name) => [name, mine[name], theirs[name]]);
  for (const slot of SLOTS) {
    if (mine.slots[slot] !== theirs.slots[slot]) rows.push([SLOT_LABELS[slot], mine.slots[slot], theirs.slots[slot]]);
  }
  return (
    <dl className="space-y-2">
      {rows.map(([name, own, other]) => (
        <div key={name}>
          <dt className="font-medium">{name}</dt>
          <dd>
            <del className="block whitespace-pre-wrap text-quiet">yours: {own || "empty"}</del>
            <ins className="block whitespace-pre-wrap no-underline">now: {other || "empty"}</ins>
          </dd>
        </div>
      ))}
    </dl>
  );
}

function draftOf(session: ScheduleSession): Draft {
  const slots = Object.fromEntries(
    SLOTS.map((slot) => [slot, writeCell(session.uses.filter((use) => use.slot === slot))]),
  ) as Record<SlotName, string>;
  const { date, title, notes, materials, recordingUrl } = session;
  return {
    date,
    startsAt: session.startsAt ?? "",
    title,
    format: session.format ?? "",
    notes,
    materials,
    recordingUrl,
    slots,
  };
}

async function saveSession(cohort: string, seen: ScheduleSession, draft: Draft): Promise<ScheduleSession> {
  const { slots, format, startsAt, ...fields } = draft;
  let saved = await api.schedule.update({
    cohort,
    sessionId: seen.id,
    version: seen.version,
    ...fields,
    startsAt: startsAt || null,
    format: (format || null) as SessionFormat | null,
  });
  if (SLOTS.some((slot) => slots[slot] !== draftOf(seen).slots[slot])) {
    const uses = SLOTS.flatMap((slot) => readCell(slots[slot]).resources.map((resource) => ({ ...resource, slot })));
    saved = await api.schedule.setUses({ cohort, sessionId: seen.id, version: saved.version, uses });
  }
  return saved;
}

async function changeState(
  cohort: string,
  { id: sessionId, version }: ScheduleSession,
  to: "published" | "cancelled" | "removed",
): Promise<ScheduleSession | null> {
  if (to === "removed") {
    await api.schedule.remove({ cohort, sessionId, version });
    return null;
  }
  if (to === "cancelled") return api.schedule.cancel({ cohort, sessionId, version });
  const { sessions } = await api.schedule.publish({ cohort, sessionIds: [sessionId] });
  return sessions.find((session) => session.id === sessionId) ?? null;
}
