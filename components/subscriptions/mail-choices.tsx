"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import Link from "next/link";
import { ChoiceList } from "@/components/subscriptions/choice-list";
import { Callout } from "@/components/ui/callout";
import { orpc, problemFrom } from "@/lib/api/client";

/** One cohort of the signed-in person, with the mails they get from it. */
export function MailChoices({ cohort, title }: { cohort: string; title: string }) {
  const client = useQueryClient();
  const options = orpc.subscriptions.own.queryOptions({ input: { cohort } });
  const { data, error } = useQuery(options);
  const change = useMutation(
    orpc.subscriptions.setOwn.mutationOptions({
      onSuccess: (choices) => client.setQueryData(options.queryKey, choices),
    }),
  );
  const trouble = error ?? change.error;
  return (
    <div className="space-y-2 border-t border-line pt-4">
      <h3>
        <Link href={`/c/${cohort}`} prefetch={false}>
          {title}
        </Link>
      </h3>
      {trouble && <Callout tone="trouble">{problemFrom(trouble).detail}</Callout>}
      {data && (
        <ChoiceList choices={data} busy={change.isPending} onChange={(said) => change.mutate({ cohort, ...said })} />
      )}
    </div>
  );
}
