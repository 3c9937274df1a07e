"use client";

import { useMutation } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { type FormEvent, useState } from "react";
import { ProgressFields } from "@/components/cohorts/progress-fields";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { Options, SelectField, TextField } from "@/components/ui/field";
import { api, problemFrom } from "@/lib/api/client";
import type { Cohort } from "@/lib/cohorts/schema";

const WEEKDAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
const STATES = {
  draft: "Draft: organizers only",
  open: "Open: public, people can join",
  running: "Running: public, the term goes on",
  archived: "Archived: public, nobody joins, no mail",
} as const;

interface Props {
  cohort?: Cohort;
  zones: readonly string[];
  /** The cohort's version, where other settings on the page change it too. */
  versions?: readonly [number, (version: number) => void];
}

/** Creates a cohort, or changes one's settings when `cohort` is given. */
export function CohortForm({ cohort, zones, versions }: Props) {
  const router = useRouter();
  const own = useState(cohort?.version ?? 1);
  const [version, setVersion] = versions ?? own;
  const save = useMutation({
    mutationFn: (form: FormData) => (cohort ? update(cohort.slug, version, form) : create(form)),
    onSuccess: (saved) => {
      setVersion(saved.version);
      if (!cohort) router.push(`/c/${saved.slug}/admin`);
      router.refresh();
    },
  });
  const problem = save.error ? problemFrom(save.error) : null;
  const errors = problem?.fields ?? {};

  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    save.mutate(new FormData(event.currentTarget));
  }

  return (
    <form onSubmit={submit} noValidate className="max-w-xl space-y-4">
      <TextField label="Title" name="title" defaultValue={cohort?.title} error={errors.title} />
      {!cohort && (
        <TextField
          label="Address"
          name="slug"
          hint="The last part of the public page's link, like fall-2024."
          autoCapitalize="none"
          error={errors.slug}
        />
      )}
      {cohort && (
        <SelectField label="State" name="state" defaultValue={cohort.state} error={errors.state}>
          <Options of={Object.entries(STATES)} />
        </SelectField>
      )}
      <TextField
        label="Time zone"
        name="timezone"
        list="zones"
        defaultValue={cohort?.timezone}
        placeholder="America/Chicago"
        hint="All times of this cohort are on the clocks there."
        error={errors.timezone}
      />
      <datalist id="zones">
        {zones.map((zone) => (
          <option key={zone} value={zone} />
        ))}
      </datalist>
      <div className="grid gap-4 sm:grid-cols-3">
        <SelectField label="Weekday" name="weekday" defaultValue={cohort?.weekday ?? 2} error={errors.weekday}>
          {WEEKDAYS.map((name, i) => (
            <option key={name} value={i + 1}>
              {name}
            </option>
          ))}
        </SelectField>
        <TextField
          label="Time"
          name="startsAt"
          type="time"
          defaultValue={cohort?.startsAt ?? "11:00"}
          error={errors.startsAt}
        />
        <TextField
          label="Minutes"
          name="lengthMinutes"
          type="number"
          min={5}
          defaultValue={cohort?.lengthMinutes ?? 60}
          error={errors.lengthMinutes}
        />
      </div>
      <TextField label="Place" name="place" defaultValue={cohort?.place} error={errors.place} />
      <TextField
        label="Meeting link"
        name="meetingUrl"
        type="url"
        defaultValue={cohort?.meetingUrl}
        error={errors.meetingUrl}
      />
      {cohort && <ProgressFields cohort={cohort} errors={errors} />}
      {problem && Object.keys(errors).length === 0 && <Callout tone="trouble">{problem.detail}</Callout>}
      {save.isSuccess && <Callout>Saved.</Callout>}
      <Button type="submit" busy={save.isPending}>
        {cohort ? "Save" : "Create the cohort"}
      </Button>
    </form>
  );
}

function create(form: FormData) {
  return api.cohorts.create({ slug: text(form, "slug"), ...shared(form), state: "draft" });
}

function update(slug: string, version: number, form: FormData) {
  return api.cohorts.update({
    cohort: slug,
    version,
    ...shared(form),
    state: text(form, "state") as Cohort["state"],
    progressVisibility: text(form, "progressVisibility") as Cohort["progressVisibility"],
    doneAtPercent: Number(form.get("doneAtPercent")),
  });
}

function shared(form: FormData) {
  return {
    title: text(form, "title"),
    timezone: text(form, "timezone"),
    weekday: Number(form.get("weekday")),
    startsAt: text(form, "startsAt"),
    lengthMinutes: Number(form.get("lengthMinutes")),
    place: text(form, "place"),
    meetingUrl: text(form, "meetingUrl"),
  };
}

function text(form: FormData, name: string): string {
  return String(form.get(name) ?? "");
}
