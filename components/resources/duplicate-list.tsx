"use client";

import { useMutation } from "@tanstack/react-query";
import { useEffect, useId, useRef, useState } from "react";
import { UsesList } from "@/components/resources/library-table";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { orpc, problemFrom } from "@/lib/api/client";
import type { DuplicateGroup, DuplicateReason } from "@/lib/resources/duplicates/rules";
import type { LibraryResource } from "@/lib/resources/schema";

type Group = DuplicateGroup<LibraryResource>;

const REASONS: Record<DuplicateReason, string> = {
  video: "The same video",
  link: "The same link, written differently",
  title: "The same title, different links",
};

interface Props {
  cohort: string;
  groups: readonly Group[];
  dates: Readonly<Record<string, string>>;
  onMerged: () => void;
  onClose: () => void;
}

/** Resources that look like one, with the one to keep for each group. */
export function DuplicateList({ cohort, groups, dates, onMerged, onClose }: Props) {
  const heading = useRef<HTMLHeadingElement>(null);
  const [merged, setMerged] = useState<string | null>(null);
  // What had the focus is gone after each step, so the next key press would start at the top of the page.
  useEffect(() => heading.current?.focus(), []);
  return (
    <section aria-labelledby="duplicates" className="space-y-4 border-y border-line py-5">
      <div className="flex flex-wrap items-baseline justify-between gap-3">
        <h2 id="duplicates" ref={heading} tabIndex={-1}>
          Likely duplicates
        </h2>
        <Button weight="plain" onClick={onClose}>
          Close
        </Button>
      </div>
      {merged && <Callout>{merged}</Callout>}
      {groups.length === 0 && <p>Nothing else looks like the same thing twice.</p>}
      {groups.map((group) => (
        <DuplicateForm
          key={`${group.reason} ${group.resources.map(({ id }) => id).join(" ")}`}
          cohort={cohort}
          group={group}
          dates={dates}
          onMerged={(kept) => {
            setMerged(
              `Merged into “${kept.title}”, which ${kept.done === 1 ? "1 learner has" : `${kept.done} learners have`} finished.`,
            );
            heading.current?.focus();
            onMerged();
          }}
        />
      ))}
    </section>
  );
}

function DuplicateForm({
  cohort,
  group,
  dates,
  onMerged,
}: {
  cohort: string;
  group: Group;
  dates: Props["dates"];
  onMerged: (kept: LibraryResource) => void;
}) {
  const name = useId();
  const [keep, setKeep] = useState(() => likely(group.resources).id);
  const merge = useMutation(orpc.resources.merge.mutationOptions({ onSuccess: onMerged }));
  const kept = group.resources.find(({ id }) => id === keep) ?? likely(group.resources);
  return (
    <form
      className="space-y-3"
      onSubmit={(event) => {
        event.preventDefault();
        const duplicates = group.resources
          .filter(({ id }) => id !== kept.id)
          .map(({ id, version }) => ({ resourceId: id, version }));
        merge.mutate({ cohort, resourceId: kept.id, version: kept.version, duplicates });
      }}
    >
      <fieldset className="space-y-2">
        <legend className="text-sm text-quiet">{REASONS[group.reason]}. Which one stays?</legend>
        {group.resources.map((resource) => (
          <div key={resource.id} className="flex items-start gap-3">
            <label className="flex min-h-8 min-w-0 grow cursor-pointer items-start gap-3">
              <input
                type="radio"
                className="mt-1 size-4 shrink-0 accent-accent"
                name={name}
                checked={resource.id === kept.id}
                onChange={() => setKeep(resource.id)}
              />
              <span className="min-w-0">
                <span className="block break-words font-medium">{resource.title}</span>
                <span className="block break-all text-sm text-quiet">{resource.url ?? "no link"}</span>
              </span>
            </label>
            <div className="shrink-0 text-sm">
              <UsesList cohort={cohort} uses={resource.uses} dates={dates} />
            </div>
          </div>
        ))}
      </fieldset>
      {merge.error && <Callout tone="trouble">{problemFrom(merge.error).detail}</Callout>}
      <Button type="submit" weight="plain" busy={merge.isPending}>
        <span className="max-w-72 truncate">Merge into “{kept.title}”</span>
      </Button>
    </form>
  );
}

/** The one that most people know already. */
function likely(resources: readonly LibraryResource[]): LibraryResource {
  const [first, ...others] = resources;
  if (!first) throw new Error("A group of duplicates has members.");
  return others.reduce(
    (best, other) =>
      other.done > best.done || (other.done === best.done && other.uses.length > best.uses.length) ? other : best,
    first,
  );
}
