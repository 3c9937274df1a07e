"use client";

import { keepPreviousData, useMutation, useQuery } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { type FormEvent, useState } from "react";
import { ClonePreview } from "@/components/cohorts/clone-preview";
import { useSettled } from "@/components/schedule/shape-settled";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { CheckField, SelectField, TextField } from "@/components/ui/field";
import { api, orpc, problemFrom } from "@/lib/api/client";

interface Props {
  cohort: string;
  suggested: { title: string; slug: string; firstDate: string };
}

const TAKES = [
  ["sections", "The sections of the public page"],
  ["sessions", "The sessions, as drafts"],
  ["resources", "The resources, and where sessions use them"],
  ["settings", "Place, mails and other settings"],
  ["meetingLink", "The meeting link"],
  ["breaks", "The breaks, as many days later"],
] as const;

/** Holds a cohort again: what to take, what comes of it and what to look at, all before anything is made. */
export function CloneForm({ cohort, suggested }: Props) {
  const router = useRouter();
  const [input, setInput] = useState({
    ...suggested,
    take: { sections: true, sessions: true, resources: true, settings: true, meetingLink: false, breaks: false },
    noSessionWeeks: "keep" as "keep" | "close",
  });
  const { settled, current } = useSettled(input);
  const preview = useQuery({
    ...orpc.cohorts.clone.queryOptions({
      input: { cohort, ...settled, dryRun: true },
      placeholderData: keepPreviousData,
    }),
    retry: false,
  });
  const make = useMutation({
    mutationFn: (fingerprint: string) => api.cohorts.clone({ cohort, ...input, fingerprint }),
    onSuccess: (made) => {
      router.push(`/c/${made.cohort?.slug ?? input.slug}/admin`);
      router.refresh();
    },
    onError: () => preview.refetch(),
  });
  const error = make.error ?? preview.error;
  const problem = error ? problemFrom(error) : null;
  const fields = problem?.fields ?? {};
  const taken = preview.data?.slugTaken && current ? "This address is taken." : undefined;
  const ready = current && !preview.isFetching && preview.data && !preview.error && !taken;

  function change(part: Partial<typeof input>) {
    make.reset();
    setInput({ ...input, ...part });
  }

  return (
    <div className="grid gap-8 lg:grid-cols-[22rem_1fr]">
      <form
        noValidate
        aria-label="The new cohort"
        className="space-y-4"
        onSubmit={(event: FormEvent) => {
          event.preventDefault();
          if (ready) make.mutate(preview.data.fingerprint);
        }}
      >
        <TextField
          label="Title"
          value={input.title}
          onChange={(event) => change({ title: event.target.value })}
          error={fields.title}
        />
        <TextField
          label="Address"
          hint="The last part of the public page's link, like fall-2025."
          autoCapitalize="none"
          value={input.slug}
          onChange={(event) => change({ slug: event.target.value })}
          error={fields.slug ?? taken}
        />
        <TextField
          label="First session"
          type="date"
          value={input.firstDate}
          onChange={(event) => change({ firstDate: event.target.value })}
          error={fields.firstDate}
        />
        <fieldset className="space-y-2">
          <legend className="mb-1 text-sm font-medium">What to take along</legend>
          {TAKES.map(([name, words]) => (
            <CheckField
              key={name}
              label={words}
              checked={input.take[name]}
              onChange={(event) => change({ take: { ...input.take, [name]: event.target.checked } })}
            />
          ))}
        </fieldset>
        <SelectField
          label="Weeks without a session"
          value={input.noSessionWeeks}
          onChange={(event) => change({ noSessionWeeks: event.target.value as "keep" | "close" })}
        >
          <option value="keep">come along where they are</option>
          <option value="close">are left out, and what follows moves up</option>
        </SelectField>
        {problem && Object.keys(fields).length === 0 && <Callout tone="trouble">{problem.detail}</Callout>}
        <Button type="submit" busy={make.isPending || make.isSuccess} disabled={!ready}>
          Create the new cohort
        </Button>
        <p className="text-sm text-quiet">It is a draft that only you see. This cohort stays as it is.</p>
      </form>
      <div className="min-w-0">{preview.data && <ClonePreview answer={preview.data} />}</div>
    </div>
  );
}
