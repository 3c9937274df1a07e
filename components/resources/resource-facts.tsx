"use client";

import { useMutation } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { LinkState, UsesList } from "@/components/resources/library-table";
import { MergeChoice } from "@/components/resources/merge-choice";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { SelectField } from "@/components/ui/field";
import { api, problemFrom } from "@/lib/api/client";
import type { LibraryResource } from "@/lib/resources/schema";
import { minutesInWords } from "@/lib/time/durations";

export interface ResourceFactsProps {
  cohort: string;
  /** As the page was made with it. */
  resource: LibraryResource;
  learners: number;
  /** All others of the library, by title. */
  others: readonly LibraryResource[];
  /** Dates in words, by date. */
  dates: Readonly<Record<string, string>>;
  /** Why links of this cohort are not asked; null when they are. */
  notAsked: string | null;
  /** Another resource was merged into this one, which is as given now. */
  onKept: (kept: LibraryResource) => void;
}

/** What is known about a resource, and what can be done with it besides editing. */
export function ResourceFacts(props: ResourceFactsProps) {
  const { cohort, resource, learners, others, dates, notAsked, onKept } = props;
  const router = useRouter();
  const [otherId, setOtherId] = useState("");
  const other = others.find(({ id }) => id === otherId);
  const check = useMutation({
    mutationFn: () => api.resources.checkLinks({ cohort, resourceId: resource.id }),
    onSuccess: () => router.refresh(),
  });
  const { reported, link } = resource;
  return (
    <div className="space-y-8">
      <dl className="grid gap-x-6 gap-y-3 sm:grid-cols-[8rem_1fr]">
        <dt className="text-quiet">Used</dt>
        <dd>
          <UsesList cohort={cohort} uses={resource.uses} dates={dates} />
        </dd>
        <dt className="text-quiet">Finished</dt>
        <dd>
          {resource.done} of {learners} learners
        </dd>
        <dt className="text-quiet">How long it took</dt>
        <dd>
          {reported
            ? `${minutesInWords(reported.minutes)}, the median of ${reported.count === 1 ? "1 report" : `${reported.count} reports`}`
            : "no reports"}
        </dd>
        <dt className="text-quiet">Link</dt>
        <dd className="space-y-2">
          {link ? <LinkState link={link} dates={dates} /> : "none"}
          {link && notAsked && <p className="text-sm text-quiet">{notAsked}</p>}
          {link && !notAsked && (
            <p>
              <Button weight="plain" busy={check.isPending} onClick={() => check.mutate()}>
                Check the link now
              </Button>
            </p>
          )}
          {check.error && <Callout tone="trouble">{problemFrom(check.error).detail}</Callout>}
          {check.data && (
            <Callout>
              {check.data.due > 0 ? "It is asked within minutes." : "It was asked less than ten minutes ago."}
            </Callout>
          )}
        </dd>
      </dl>
      {others.length > 0 && (
        <section aria-labelledby="same" className="space-y-3">
          <h2 id="same">Is it here twice?</h2>
          <SelectField label="The same thing as" value={otherId} onChange={(event) => setOtherId(event.target.value)}>
            <option value="">Choose a resource</option>
            {others.map(({ id, title, url }) => (
              <option key={id} value={id}>
                {url && URL.canParse(url) ? `${title} (${new URL(url).host})` : title}
              </option>
            ))}
          </SelectField>
          {other && (
            <MergeChoice
              cohort={cohort}
              mine={resource}
              other={other}
              onKept={(kept) => {
                setOtherId("");
                onKept(kept);
              }}
            />
          )}
        </section>
      )}
    </div>
  );
}
