"use client";

import { ORPCError } from "@orpc/client";
import { useMutation } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { SelectField, TextArea, TextField } from "@/components/ui/field";
import { KeepOrTake } from "@/components/ui/keep-or-take";
import { api, problemFrom } from "@/lib/api/client";
import { FORMAT_NAMES } from "@/lib/schedule/rules";
import { type ScheduleSession, SLOTS } from "@/lib/schedule/schema";
import { readCell } from "@/lib/transfer/cell";
import { type Draft, differencesOf, draftOf, editOf } from "./session-draft";

const SLOT_LABELS = { before: "Before", session: "In the session", after: "After", deep_dive: "Deep dive" } as const;
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
  // A field is named by its place in the edit, of which the form is all.
  const errors = Object.fromEntries(
    Object.entries(problem?.fields ?? {}).map(([path, message]) => [path.replace(/^edits\.0\./, ""), message]),
  );
  const theirs = problem?.code === "conflict" ? theirsIn(problem.current) : undefined;
  return (
    <form
      className="max-w-3xl space-y-5"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate();
      }}
    >
      <div className="grid gap-4 sm:grid-cols-2 lg:grid-cols-4">
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
        <TextField
          label="Own length in minutes"
          type="number"
          value={draft.lengthMinutes}
          onChange={(e) => set({ lengthMinutes: e.target.value })}
          error={errors.lengthMinutes}
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
        label="Presenters"
        hint="One a line."
        rows={Math.max(2, draft.presenters.split("\n").length)}
        value={draft.presenters}
        onChange={(e) => set({ presenters: e.target.value })}
        error={errors.presenters}
      />
      <TextArea
        label="Notes"
        rows={3}
        value={draft.notes}
        onChange={(e) => set({ notes: e.target.value })}
        error={errors.notes}
      />
      <TextArea
        label="Materials"
        rows={2}
        value={draft.materials}
        onChange={(e) => set({ materials: e.target.value })}
        error={errors.materials}
      />
      <TextField
        label="Recording"
        type="url"
        value={draft.recordingUrl}
        onChange={(e) => set({ recordingUrl: e.target.value })}
        error={errors.recordingUrl}
      />
      <label className="flex min-h-6 items-start gap-2">
        <input
          type="checkbox"
          className="mt-1 size-4 accent-accent"
          checked={draft.pinned}
          onChange={(e) => set({ pinned: e.target.checked })}
        />
        Pinned: keeps its date when others are pushed back
      </label>
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
  return (
    <dl className="space-y-2">
      {differencesOf(mine, theirs, SLOT_LABELS).map((row) => (
        <div key={row.name}>
          <dt className="font-medium">{row.name}</dt>
          <dd>
            <del className="block whitespace-pre-wrap text-quiet">yours: {row.mine || "empty"}</del>
            <ins className="block whitespace-pre-wrap no-underline">now: {row.theirs || "empty"}</ins>
          </dd>
        </div>
      ))}
    </dl>
  );
}

/** Saves the whole form in one go; an answer that was lost can be asked for again. */
async function saveSession(cohort: string, seen: ScheduleSession, draft: Draft): Promise<ScheduleSession> {
  const edit = editOf(seen, draft);
  if ("problem" in edit) throw new ORPCError("INVALID", { data: slotProblem(edit.problem, edit.slot) });
  const { sessions } = await api.schedule.edit({ cohort, edits: [edit] });
  return sessions.find(({ id }) => id === seen.id) ?? seen;
}

function slotProblem(detail: string, slot: string) {
  return { status: 422, code: "invalid", detail, fields: { [slot]: detail } };
}

/** The session as it stands, from either kind of refusal: of the whole form, or of its buttons. */
function theirsIn(current: unknown): ScheduleSession | undefined {
  if (typeof current !== "object" || current === null) return undefined;
  return "sessions" in current ? (current.sessions as ScheduleSession[])[0] : (current as ScheduleSession);
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
