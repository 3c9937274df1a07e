"use client";

import { useMutation } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { TextArea, TextField } from "@/components/ui/field";
import { KeepOrTake } from "@/components/ui/keep-or-take";
import { api, problemFrom } from "@/lib/api/client";
import type { Section } from "@/lib/cohorts/schema";

/** Edits one section of the public page. What somebody else wrote meanwhile is shown, never overwritten. */
export function SectionEditor({ cohort, section }: { cohort: string; section?: Section }) {
  const router = useRouter();
  const [title, setTitle] = useState(section?.title ?? "");
  const [body, setBody] = useState(section?.body ?? "");
  const [version, setVersion] = useState(section?.version);
  const save = useMutation({
    mutationFn: () => api.cohorts.saveSection({ cohort, title, body, ...(section ? { id: section.id, version } : {}) }),
    onSuccess: (saved) => {
      if (section) setVersion(saved.version);
      else {
        setTitle("");
        setBody("");
      }
      router.refresh();
    },
  });
  const remove = useMutation({
    mutationFn: () => api.cohorts.removeSection({ cohort, id: section?.id ?? "", version: version ?? 0 }),
    onSuccess: () => router.refresh(),
  });
  const problem = save.error ? problemFrom(save.error) : remove.error ? problemFrom(remove.error) : null;
  const theirs = problem?.code === "conflict" ? (problem.current as Section | undefined) : undefined;
  return (
    <form
      className="space-y-4 border-t border-line pt-6"
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate();
      }}
      noValidate
    >
      <TextField
        label="Title"
        value={title}
        onChange={(event) => setTitle(event.target.value)}
        error={problem?.fields?.title}
      />
      <TextArea
        label="Text"
        hint="Markdown: **bold**, - lists, [links](https://example.org)."
        rows={6}
        value={body}
        onChange={(event) => setBody(event.target.value)}
        error={problem?.fields?.body}
      />
      {problem && !problem.fields && <Callout tone="trouble">{problem.detail}</Callout>}
      {theirs && (
        <KeepOrTake
          onChoose={(choice) => {
            if (choice === "take") {
              setTitle(theirs.title);
              setBody(theirs.body);
            }
            setVersion(theirs.version);
            save.reset();
          }}
        >
          <p className="font-medium">{theirs.title}</p>
          <p className="whitespace-pre-wrap">{theirs.body}</p>
        </KeepOrTake>
      )}
      {save.isSuccess && <Callout>Saved. The public page shows it within two seconds.</Callout>}
      <div className="flex flex-wrap gap-3">
        <Button type="submit" busy={save.isPending}>
          {section ? "Save" : "Add the section"}
        </Button>
        {section && (
          <Button weight="plain" busy={remove.isPending} onClick={() => remove.mutate()}>
            Take it off the page
          </Button>
        )}
      </div>
    </form>
  );
}
