"use client";

import { useMutation } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { api, problemFrom } from "@/lib/api/client";
import type { LibraryResource } from "@/lib/resources/schema";

interface Props {
  cohort: string;
  mine: LibraryResource;
  other: LibraryResource;
  /** The one being edited was kept; it is as given now. */
  onKept: (kept: LibraryResource) => void;
}

/** Two resources have turned out to be one: which of them stays? */
export function MergeChoice({ cohort, mine, other, onKept }: Props) {
  const router = useRouter();
  const merge = useMutation({
    mutationFn: ([kept, gone]: [LibraryResource, LibraryResource]) =>
      api.resources.merge({
        cohort,
        resourceId: kept.id,
        version: kept.version,
        duplicates: [{ resourceId: gone.id, version: gone.version }],
      }),
    onSuccess: (kept) => {
      if (kept.id === mine.id) onKept(kept);
      else router.push(`/c/${cohort}/admin/resources/${kept.id}`);
    },
  });
  return (
    <Callout tone="care" title="Are these two the same thing?">
      <p>The one that stays gets the uses, the ticks and the questions of both. Nobody loses progress.</p>
      {merge.error && <p className="mt-2 text-red">{problemFrom(merge.error).detail}</p>}
      <div className="mt-3 flex flex-wrap gap-3">
        <Button weight="plain" busy={merge.isPending} onClick={() => merge.mutate([mine, other])}>
          Keep this one, “{mine.title}”
        </Button>
        <Button weight="plain" busy={merge.isPending} onClick={() => merge.mutate([other, mine])}>
          Keep the other one, “{other.title}”
        </Button>
      </div>
    </Callout>
  );
}
