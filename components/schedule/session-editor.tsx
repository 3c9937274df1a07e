"use client";

import { ORPCError } from "@orpc/client";
import { useMutation } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { CheckField, Options, SelectField, TextArea, TextField } from "@/components/ui/field";
import { Differences, KeepOrTake } from "@/components/ui/keep-or-take";
import { api, problemFrom } from "@/lib/api/client";
import { FORMAT_NAMES } from "@/lib/schedule/rules";
import { type ScheduleSession, SLOTS } from "@/lib/schedule/schema";
import { readCell } from "@/lib/transfer/cell";
import { PublishFirst } from "./grid/publish-first";
import { type Draft, differencesOf, draftOf, editOf, isTouched, rebased } from "./session-draft";

const SLOT_LABELS = { before: "Before", session: "In the session", after: "After", deep_dive: "Deep dive" } as const;
/** Edits one session and what it uses. What somebody else saved meanwhile is shown, never overwritten. */
export function SessionEditor({ cohort, session }: { cohort: string; session: ScheduleSession }) {
  const router = useRouter();
  const [draft, setDraft] = useState(() => draftOf(session));
  const [seen, setSeen] = useState(session);
  const [publishing, setPublishing] = useState(false);
  const touched = isTouched(seen, draft);
  const set = (fields: Partial<Draft>) => {
    setDraft({ ...draft, ...fields });
    // What members will see is not what was shown any more.
    setPublishing(false);
  };
  const save = useMutation({
    mutationFn: (sent: Draft) => saveSession(cohort, seen, sent),
    onSuccess: (saved, sent) => {
      setSeen(saved);
      setDraft((now) => rebased(now, sent, draftOf(saved)));
      router.refresh();
    },
  });
  const state = useMutation({
    mutationFn: (to: "published" | "cancelled" | "removed") => changeState(cohort, seen, to),
    onSuccess: (saved) => {
      setPublishing(false);
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
        save.mutate(draft);
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
          <Options of={Object.entries(FORMAT_NAMES)} />
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
      <CheckField
        label="Pinned: keeps its date when others are pushed back"
        checked={draft.pinned}
        onChange={(e) => set({ pinned: e.target.checked })}
      />
      {problem && <Callout tone="trouble">{problem.detail}</Callout>}
      {theirs && (
        <KeepOrTake
          onChoose={(choice) => {
            setSeen(theirs);
            setDraft(choice === "take" ? draftOf(theirs) : rebased(draft, draftOf(seen), draftOf(theirs)));
            save.reset();
            state.reset();
          }}
        >
          <TwoOrganizers draft={draft} seen={draftOf(seen)} theirs={draftOf(theirs)} />
        </KeepOrTake>
      )}
      {save.isSuccess && !touched && <Callout>Saved.</Callout>}
      {publishing && seen.state === "draft" && !touched && (
        <PublishFirst
          cohort={cohort}
          drafts={[seen]}
          busy={state.isPending}
          onPublish={() => state.mutate("published")}
          onLeave={() => setPublishing(false)}
        />
      )}
      <div className="flex flex-wrap gap-3">
        <Button type="submit" busy={save.isPending}>
          Save
        </Button>
        {seen.state === "draft" && !publishing && (
          <Button
            weight="plain"
            busy={save.isPending}
            onClick={() => {
              if (touched) save.mutate(draft, { onSuccess: () => setPublishing(true) });
              else setPublishing(true);
            }}
          >
            {touched ? "Save and publish" : "Publish"}
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

/** Where two organizers differ, and what the other one changed of what this one has not touched. */
function TwoOrganizers({ draft, seen, theirs }: { draft: Draft; seen: Draft; theirs: Draft }) {
  const apart = differencesOf(rebased(draft, seen, theirs), theirs, SLOT_LABELS);
  const names = new Set(apart.map(({ name }) => name));
  const other = differencesOf(seen, theirs, SLOT_LABELS).filter(({ name }) => !names.has(name));
  return (
    <>
      <Differences rows={apart} />
      {other.length > 0 && (
        <dl className="mt-3 space-y-2">
          {other.map(({ name, theirs: now }) => (
            <div key={name}>
              <dt className="font-medium">{name}, which you left as it was</dt>
              <dd className="break-words whitespace-pre-wrap">now: {now || "empty"}</dd>
            </div>
          ))}
        </dl>
      )}
    </>
  );
}

/** Saves what was touched in one go; an answer that was lost can be asked for again. */
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
  const { sessions } = await api.schedule.edit({ cohort, edits: [{ sessionId, version, state: "published" }] });
  return sessions.find((session) => session.id === sessionId) ?? null;
}
