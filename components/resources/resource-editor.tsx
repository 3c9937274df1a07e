"use client";

import { useMutation } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { MergeChoice } from "@/components/resources/merge-choice";
import { ResourceFacts, type ResourceFactsProps } from "@/components/resources/resource-facts";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { Options, SelectField, TextField } from "@/components/ui/field";
import { Differences, KeepOrTake } from "@/components/ui/keep-or-take";
import { api, problemFrom } from "@/lib/api/client";
import type { ResourceKind } from "@/lib/progress/schema";
import { KIND_NAMES } from "@/lib/resources/library/rules";
import { kindOf } from "@/lib/resources/rules";
import type { LibraryResource } from "@/lib/resources/schema";
import { readStops, writeStops } from "@/lib/resources/stops/rules";

interface Draft {
  title: string;
  url: string;
  kind: ResourceKind;
  author: string;
  minutes: string;
  stops: string;
}

const NAMES: Record<keyof Draft, string> = {
  title: "Title",
  url: "Link",
  kind: "Kind",
  author: "Author",
  minutes: "Length",
  stops: "Good places to stop",
};

/**
 * Edits one resource wherever it is used. What somebody else saved meanwhile is shown, never overwritten; a link that
 * another resource has already leads to a merge.
 */
export function ResourceEditor(facts: Omit<ResourceFactsProps, "onKept">) {
  const { cohort, resource } = facts;
  const router = useRouter();
  const [draft, setDraft] = useState(() => draftOf(resource));
  const [seen, setSeen] = useState(resource);
  const set = (fields: Partial<Draft>) => setDraft({ ...draft, ...fields });
  const save = useMutation({
    mutationFn: ({ on, fields }: { on: LibraryResource; fields: Draft }) =>
      api.resources.update({ cohort, resourceId: on.id, version: on.version, ...fieldsOf(fields) }),
    onSuccess: (saved) => {
      setSeen(saved);
      setDraft(draftOf(saved));
      router.refresh();
    },
  });
  const remove = useMutation({
    mutationFn: () => api.resources.remove({ cohort, resourceId: seen.id, version: seen.version }),
    onSuccess: () => router.push(`/c/${cohort}/admin/resources`),
  });
  // What a merge has filled in is not to be emptied again by a form that was filled before it.
  const keep = (kept: LibraryResource): Draft => {
    const fields = rebased(draft, draftOf(seen), draftOf(kept));
    setSeen(kept);
    setDraft(fields);
    router.refresh();
    return fields;
  };
  const problem = save.error ? problemFrom(save.error) : null;
  const errors = problem?.fields ?? {};
  const current = problem?.code === "conflict" ? (problem.current as LibraryResource | undefined) : undefined;
  const theirs = current?.id === seen.id ? current : undefined;
  const other = current && !theirs ? current : undefined;
  const stops = readStops(draft.stops);
  const noMinutes = /^\s*\d*\s*$/.test(draft.minutes) ? null : "Enter whole minutes, or nothing.";
  return (
    <div className="max-w-3xl space-y-10">
      <form
        className="space-y-5"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          if (!stops.problem && !noMinutes) save.mutate({ on: seen, fields: draft });
        }}
      >
        <TextField
          label={NAMES.title}
          value={draft.title}
          onChange={(event) => set({ title: event.target.value })}
          error={errors.title}
        />
        <TextField
          label={NAMES.url}
          type="url"
          hint="Everyone’s progress stays when it changes."
          value={draft.url}
          onChange={(event) => set({ url: event.target.value, ...kindOfNew(draft, event.target.value) })}
          error={errors.url}
        />
        <div className="grid gap-4 sm:grid-cols-3">
          <SelectField
            label={NAMES.kind}
            value={draft.kind}
            onChange={(event) => set({ kind: event.target.value as ResourceKind })}
            error={errors.kind}
          >
            <Options of={Object.entries(KIND_NAMES)} />
          </SelectField>
          <TextField
            label="Length in minutes"
            inputMode="numeric"
            value={draft.minutes}
            onChange={(event) => set({ minutes: event.target.value })}
            error={noMinutes ?? errors.minutes}
          />
          <TextField
            label={NAMES.author}
            value={draft.author}
            onChange={(event) => set({ author: event.target.value })}
            error={errors.author}
          />
        </div>
        <TextField
          label={NAMES.stops}
          hint="For what is too long for one evening: 38:00, 1:01:00"
          value={draft.stops}
          onChange={(event) => set({ stops: event.target.value })}
          error={stops.problem ?? errors.stopPoints}
        />
        {problem && <Callout tone="trouble">{problem.detail}</Callout>}
        {theirs && (
          <KeepOrTake
            onChoose={(choice) => {
              setSeen(theirs);
              if (choice === "take") setDraft(draftOf(theirs));
              save.reset();
            }}
          >
            <Differences rows={differencesOf(draft, draftOf(theirs))} />
          </KeepOrTake>
        )}
        {other && (
          <MergeChoice
            cohort={cohort}
            mine={seen}
            other={other}
            onKept={(kept) => save.mutate({ on: kept, fields: keep(kept) })}
          />
        )}
        {save.isSuccess && <Callout>Saved.</Callout>}
        {remove.error && <Callout tone="trouble">{problemFrom(remove.error).detail}</Callout>}
        <div className="flex flex-wrap gap-3">
          <Button type="submit" busy={save.isPending}>
            Save
          </Button>
          <Button weight="danger" busy={remove.isPending} onClick={() => remove.mutate()}>
            Remove from the library
          </Button>
        </div>
      </form>
      <ResourceFacts {...facts} resource={{ ...resource, title: seen.title, version: seen.version }} onKept={keep} />
    </div>
  );
}

function differencesOf(mine: Draft, theirs: Draft) {
  return (Object.keys(NAMES) as (keyof Draft)[])
    .filter((name) => mine[name] !== theirs[name])
    .map((name) => ({ name: NAMES[name], mine: mine[name], theirs: theirs[name] }));
}

function draftOf({ title, url, kind, author, minutes, stopPoints }: LibraryResource): Draft {
  return { title, url: url ?? "", kind, author, minutes: minutes?.toString() ?? "", stops: writeStops(stopPoints) };
}

function fieldsOf({ title, url, kind, author, minutes, stops }: Draft) {
  return {
    title,
    url,
    kind,
    author,
    minutes: minutes.trim() === "" ? null : Number(minutes),
    stopPoints: readStops(stops).stops,
  };
}

/** A draft on another ground: what its writer has changed stays, the rest follows. */
function rebased(draft: Draft, from: Draft, to: Draft): Draft {
  const changed = Object.entries(draft).filter(([name, value]) => value !== from[name as keyof Draft]);
  return { ...to, ...Object.fromEntries(changed) };
}

/** As long as the kind is what the link said, a new link says it anew. */
function kindOfNew({ url, kind, title }: Draft, next: string): Partial<Draft> {
  return kind === kindOf(url || null, title) ? { kind: kindOf(next || null, title) } : {};
}
