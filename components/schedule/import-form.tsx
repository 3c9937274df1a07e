"use client";

import { useMutation } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { type DragEvent, useState } from "react";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { TextArea, TextField } from "@/components/ui/field";
import { api, problemFrom } from "@/lib/api/client";
import { clockLength } from "@/lib/time/durations";

type Preview = Awaited<ReturnType<typeof api.schedule.importPreview>>;

const SLOT_NAMES = { before: "Before", session: "In session", after: "After", deep_dive: "Deep dive" } as const;

/** Paste or drop a schedule, see what was understood beside it, then save. Nothing is saved before that. */
export function ImportForm({ cohort, defaultYear }: { cohort: string; defaultYear: number }) {
  const router = useRouter();
  const [text, setText] = useState("");
  const [year, setYear] = useState(defaultYear);
  const [publish, setPublish] = useState(false);
  const preview = useMutation({ mutationFn: () => api.schedule.importPreview({ cohort, text, year, publish }) });
  const apply = useMutation({
    mutationFn: (fingerprint: string) => api.schedule.importApply({ cohort, text, year, publish, fingerprint }),
    onSuccess: () => router.refresh(),
  });

  function edit(value: string) {
    setText(value);
    preview.reset();
    apply.reset();
  }

  async function drop(event: DragEvent) {
    event.preventDefault();
    const file = event.dataTransfer.files[0];
    edit(file ? await file.text() : event.dataTransfer.getData("text/plain"));
  }

  const found = preview.data;
  const error = preview.error ?? apply.error;
  return (
    <div className="grid gap-8 lg:grid-cols-2">
      <form
        className="space-y-4"
        onSubmit={(event) => {
          event.preventDefault();
          apply.reset();
          preview.mutate();
        }}
      >
        <TextArea
          label="Your schedule"
          onDrop={drop}
          onDragOver={(event) => event.preventDefault()}
          hint="Paste a CSV with the columns Month, Day, Before, Session, After, Deep Dive, or drop the file here."
          rows={16}
          mono
          spellCheck={false}
          value={text}
          onChange={(event) => edit(event.target.value)}
        />
        <div className="flex flex-wrap items-end gap-4">
          <label className="text-sm">
            <span className="mb-1 block font-medium">Or choose a file</span>
            <input
              type="file"
              accept=".csv,text/csv,text/plain"
              onChange={async (event) => edit((await event.target.files?.[0]?.text()) ?? "")}
            />
          </label>
          <div className="w-28">
            <TextField
              label="First year"
              type="number"
              value={year}
              onChange={(event) => setYear(Number(event.target.value))}
            />
          </div>
        </div>
        <Button type="submit" busy={preview.isPending} disabled={text.trim() === ""}>
          See what is understood
        </Button>
      </form>
      <div className="space-y-4" aria-live="polite">
        {error && <Callout tone="trouble">{problemFrom(error).detail}</Callout>}
        {!found && !error && <p className="text-quiet">What was understood will stand here. Nothing is saved yet.</p>}
        {found && found.problems.length > 0 && <Problems problems={found.problems} />}
        {found && found.problems.length === 0 && !apply.isSuccess && (
          <div className="space-y-3">
            <Changes changes={found.changes} />
            {found.changes.length > 0 && (
              <>
                <label className="flex min-h-6 items-start gap-2">
                  <input
                    type="checkbox"
                    className="mt-1 size-4 accent-accent"
                    checked={publish}
                    onChange={(event) => setPublish(event.target.checked)}
                  />
                  Publish new sessions at once; otherwise they are drafts that only organizers see
                </label>
                <Button busy={apply.isPending} onClick={() => apply.mutate(found.fingerprint)}>
                  Save {found.changes.length === 1 ? "this change" : `these ${found.changes.length} changes`}
                </Button>
              </>
            )}
          </div>
        )}
        {apply.isSuccess && (
          <Callout title="Saved">
            <a href={`/c/${cohort}/admin/schedule`}>See the schedule</a>
          </Callout>
        )}
        {found && <Understood sessions={found.sessions} />}
      </div>
    </div>
  );
}

function Problems({ problems }: { problems: Preview["problems"] }) {
  return (
    <Callout tone="trouble" title="This cannot be saved yet">
      <ul className="list-disc pl-5">
        {problems.map((problem) => (
          <li key={`${problem.row}-${problem.column}-${problem.message}`}>
            Row {problem.row}
            {problem.column && `, column ${problem.column}`}: {problem.message}
          </li>
        ))}
      </ul>
    </Callout>
  );
}

function Changes({ changes }: { changes: Preview["changes"] }) {
  if (changes.length === 0) return <Callout>Nothing would change: the schedule is just like this.</Callout>;
  return (
    <details>
      <summary className="cursor-pointer font-medium">
        {changes.length === 1 ? "One change" : `${changes.length} changes`}
      </summary>
      <ul className="mt-2 list-disc pl-5 text-[0.9375rem]">
        {changes.map((change) => (
          <li key={`${change.kind}-${change.date}-${change.title}-${change.from}-${change.to}`}>
            {change.date}: {change.kind.replaceAll("_", " ")} {change.title}
            {change.from && change.to && ` (${change.from} → ${change.to})`}
          </li>
        ))}
      </ul>
    </details>
  );
}

function Understood({ sessions }: { sessions: Preview["sessions"] }) {
  return (
    <ol className="border-t border-line">
      {sessions.map((session) => (
        <li key={session.date} className="border-b border-line py-2">
          <p>
            <span className="font-medium">{session.date}</span>{" "}
            {session.title || <span className="text-quiet">open date</span>}
            {session.format && <span className="text-sm text-quiet"> {session.format.replaceAll("_", " ")}</span>}
          </p>
          <ul className="text-sm">
            {session.resources.map((resource) => (
              <li key={`${resource.slot}-${resource.title}`}>
                <span className="text-quiet">{SLOT_NAMES[resource.slot]}:</span> {resource.title}{" "}
                {resource.minutes !== null && <span className="text-quiet">{clockLength(resource.minutes)}</span>}
                {resource.continues && <span className="text-quiet"> (goes on with “{resource.continues}”)</span>}
              </li>
            ))}
          </ul>
        </li>
      ))}
    </ol>
  );
}
