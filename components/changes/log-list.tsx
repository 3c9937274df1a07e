"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { LogLineRow } from "@/components/changes/log-line";
import { MergeLines } from "@/components/changes/merge-lines";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { orpc, problemFrom } from "@/lib/api/client";
import type { LogLine } from "@/lib/changes/schema";

/** The public log as organizers look after it: each line can be reworded and taken off, several can become one. */
export function LogList({ cohort, initial }: { cohort: string; initial: LogLine[] }) {
  const client = useQueryClient();
  const options = orpc.changes.list.queryOptions({ input: { cohort }, initialData: { lines: initial } });
  const { data } = useQuery(options);
  const refresh = () => client.invalidateQueries({ queryKey: options.queryKey });
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [said, setSaid] = useState("");
  const status = useRef<HTMLParagraphElement>(null);
  // What was pressed may be gone with its line; then the words about it take its place for who works by keyboard.
  const done = (words: string, gone = false) => {
    setSaid(words);
    if (gone) status.current?.focus();
    void refresh();
  };
  const restore = useMutation(
    orpc.changes.restore.mutationOptions({
      onSuccess: () => done("The line is on the page again.", true),
      onError: () => void refresh(),
    }),
  );
  const shown = data.lines.filter(({ removed }) => !removed);
  const removed = data.lines.filter((line) => line.removed);
  const together = shown.filter(({ id }) => chosen.has(id));
  return (
    <div className="max-w-3xl space-y-6">
      <p ref={status} tabIndex={-1} role="status" className={said ? "text-quiet" : "sr-only"}>
        {said}
      </p>
      {restore.error && <Callout tone="trouble">{problemFrom(restore.error).detail}</Callout>}
      {together.length > 1 && (
        <MergeLines
          key={together.map(({ id, version }) => `${id} ${version}`).join()}
          cohort={cohort}
          lines={together}
          onMerged={() => {
            setChosen(new Set());
            done(`${together.length} lines are one now.`, true);
          }}
          onCancel={() => setChosen(new Set())}
        />
      )}
      {shown.length === 0 && <p>Nothing is in the log. What you change after publishing writes itself here.</p>}
      <ul aria-label="On the page" className={shown.length > 0 ? "border-t border-line" : ""}>
        {shown.map((line) => (
          <LogLineRow
            key={line.id}
            cohort={cohort}
            line={line}
            chosen={chosen.has(line.id)}
            onChoose={(choose) => {
              const next = new Set(chosen);
              if (choose) next.add(line.id);
              else next.delete(line.id);
              setChosen(next);
            }}
            onDone={done}
          />
        ))}
      </ul>
      {removed.length > 0 && (
        <details>
          <summary className="cursor-pointer py-1.5">Taken off the page: {removed.length}</summary>
          <ul aria-label="Taken off the page" className="border-t border-line">
            {removed.map(({ id, version, when, text }) => (
              <li key={id} className="flex flex-wrap items-center gap-x-4 border-b border-line py-2">
                <span className="text-sm text-quiet sm:w-36">{when}</span>
                <del className="min-w-0 grow basis-64 text-quiet">{text}</del>
                <Button
                  weight="plain"
                  aria-label={`Put back: ${text}`}
                  busy={restore.isPending}
                  onClick={() => restore.mutate({ cohort, id, version })}
                >
                  Put back
                </Button>
              </li>
            ))}
          </ul>
        </details>
      )}
    </div>
  );
}
