"use client";

import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { TextArea } from "@/components/ui/field";
import { orpc, problemFrom } from "@/lib/api/client";
import { joinTexts } from "@/lib/changes/rules";
import type { LogLine } from "@/lib/changes/schema";

interface Props {
  cohort: string;
  /** The newest first, as the list has them. */
  lines: readonly LogLine[];
  onMerged: () => void;
  onCancel: () => void;
}

/** Makes the chosen lines one, in words that begin as all of theirs. */
export function MergeLines({ cohort, lines, onMerged, onCancel }: Props) {
  const [text, setText] = useState(() => joinTexts(lines.toReversed().map((line) => line.text)));
  const merge = useMutation(orpc.changes.merge.mutationOptions({ onSuccess: onMerged }));
  const problem = merge.error ? problemFrom(merge.error) : null;
  return (
    <form
      noValidate
      aria-label="Make the chosen lines one"
      className="space-y-3 border-l-4 border-accent bg-raised px-4 py-3"
      onSubmit={(event) => {
        event.preventDefault();
        merge.mutate({ cohort, lines: lines.map(({ id, version }) => ({ id, version })), text });
      }}
    >
      <TextArea
        label={`${lines.length} lines as one`}
        hint={`It stands on the day of the newest, ${lines[0]?.when ?? ""}.`}
        rows={3}
        value={text}
        onChange={(event) => setText(event.target.value.replaceAll("\n", " "))}
        error={problem?.fields?.text}
      />
      {problem && !problem.fields && <Callout tone="trouble">{problem.detail}</Callout>}
      <div className="flex flex-wrap gap-3">
        <Button type="submit" busy={merge.isPending}>
          Make them one
        </Button>
        <Button weight="plain" onClick={onCancel}>
          Choose none
        </Button>
      </div>
    </form>
  );
}
