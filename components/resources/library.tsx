"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { DuplicateList } from "@/components/resources/duplicate-list";
import { LibraryTable } from "@/components/resources/library-table";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { Options, SelectField, TextField } from "@/components/ui/field";
import { orpc, problemFrom } from "@/lib/api/client";
import { duplicateGroups } from "@/lib/resources/duplicates/rules";
import { arrange, KIND_NAMES, ORDERS, type Order, PARTS, type Part, type View } from "@/lib/resources/library/rules";
import type { Library as LibraryData } from "@/lib/resources/schema";

const PART_NAMES: Record<Part, string> = { all: "Everything", unused: "Not used", trouble: "Links that do not work" };
const ORDER_NAMES: Record<Order, string> = {
  title: "Title",
  first_use: "Date of first use",
  longest: "Longest first",
  most_done: "Finished by most",
  fewest_done: "Finished by fewest",
};

interface Props {
  cohort: string;
  initial: LibraryData;
  /** Dates in words, by date. */
  dates: Readonly<Record<string, string>>;
  /** Why links of this cohort are not asked; null when they are. */
  notAsked: string | null;
}

/** Every resource of the cohort once: found by words, put in order, and duplicates made one. */
export function Library({ cohort, initial, dates, notAsked }: Props) {
  const client = useQueryClient();
  const options = orpc.resources.list.queryOptions({ input: { cohort }, initialData: initial });
  const { data } = useQuery(options);
  const [view, setView] = useState<View>({ words: "", kind: null, part: "all", order: "title" });
  const [duplicates, setDuplicates] = useState(false);
  const check = useMutation(
    orpc.resources.checkLinks.mutationOptions({
      onSettled: () => client.invalidateQueries({ queryKey: options.queryKey }),
    }),
  );
  const groups = duplicateGroups(data.resources);
  const shown = arrange(data.resources, view);
  return (
    <div className="space-y-6">
      {groups.length > 0 && !duplicates && (
        <Callout
          title={groups.length === 1 ? "Two resources look like one" : `${groups.length} resources look like others`}
        >
          <p className="mb-3">A merge keeps everyone’s ticks, and the schedule goes on with one.</p>
          <Button weight="plain" onClick={() => setDuplicates(true)}>
            Look at likely duplicates
          </Button>
        </Callout>
      )}
      {duplicates && (
        <DuplicateList
          cohort={cohort}
          groups={groups}
          dates={dates}
          onMerged={() => client.invalidateQueries({ queryKey: options.queryKey })}
          onClose={() => setDuplicates(false)}
        />
      )}
      <search className="grid gap-4 sm:grid-cols-2 lg:grid-cols-4">
        <TextField
          label="Find"
          type="search"
          value={view.words}
          onChange={(event) => setView({ ...view, words: event.target.value })}
        />
        <SelectField
          label="Kind"
          value={view.kind ?? ""}
          onChange={(event) => setView({ ...view, kind: chosen(KINDS, event.target.value) })}
        >
          <option value="">All kinds</option>
          <Options of={Object.entries(KIND_NAMES)} />
        </SelectField>
        <SelectField
          label="Show"
          value={view.part}
          onChange={(event) => setView({ ...view, part: chosen(PARTS, event.target.value) ?? "all" })}
        >
          <Options of={Object.entries(PART_NAMES)} />
        </SelectField>
        <SelectField
          label="Order"
          value={view.order}
          onChange={(event) => setView({ ...view, order: chosen(ORDERS, event.target.value) ?? "title" })}
        >
          <Options of={Object.entries(ORDER_NAMES)} />
        </SelectField>
      </search>
      <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-3">
        <p role="status">{countInWords(shown.length, data.resources.length)}</p>
        {notAsked ? (
          <p className="text-sm text-quiet">{notAsked}</p>
        ) : (
          <Button weight="plain" busy={check.isPending} onClick={() => check.mutate({ cohort })}>
            Check all links now
          </Button>
        )}
      </div>
      {check.error && <Callout tone="trouble">{problemFrom(check.error).detail}</Callout>}
      {check.data && <Callout>{dueInWords(check.data.due)}</Callout>}
      {shown.length > 0 && <LibraryTable cohort={cohort} resources={shown} learners={data.learners} dates={dates} />}
      {shown.length === 0 && data.resources.length > 0 && (
        <p>Nothing is like that. Try fewer words, or show everything.</p>
      )}
    </div>
  );
}

const KINDS = ["video", "article", "paper", "notebook", "task", "other"] as const;

function chosen<T extends string>(options: readonly T[], value: string): T | null {
  return options.find((option) => option === value) ?? null;
}

function countInWords(shown: number, all: number): string {
  const resources = all === 1 ? "resource" : "resources";
  return shown === all ? `${all} ${resources}` : `${shown} of ${all} ${resources}`;
}

function dueInWords(due: number): string {
  if (due === 0) return "All links were asked in the last minutes.";
  return `${due === 1 ? "One link waits" : `${due} links wait`} to be asked, some each minute.`;
}
