"use client";

import { useMutation } from "@tanstack/react-query";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { api, problemFrom } from "@/lib/api/client";

/** One button that takes the demo and its invented people away for good. */
export function RemoveDemo({ cohort }: { cohort: string }) {
  const remove = useMutation({
    mutationFn: () => api.cohorts.removeDemo({ cohort }),
    onSuccess: () => window.location.assign("/"),
  });
  return (
    <section aria-labelledby="demo" className="max-w-xl space-y-3 border-t border-line pt-6">
      <h2 id="demo">This is the demo</h2>
      <p>Its people are invented. Removing it takes them and everything they did away for good; other cohorts stay.</p>
      {remove.error && <Callout tone="trouble">{problemFrom(remove.error).detail}</Callout>}
      <Button weight="danger" busy={remove.isPending} onClick={() => remove.mutate()}>
        Remove the demo
      </Button>
    </section>
  );
}
