"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { orpc, problemFrom } from "@/lib/api/client";
import type { SignInRow } from "@/lib/auth/schema";

/** The browsers one is signed in with, each with a way to sign it out from here. */
export function SignIns({ initial }: { initial: SignInRow[] }) {
  const client = useQueryClient();
  const options = orpc.auth.signIns.queryOptions({ initialData: initial });
  const { data } = useQuery(options);
  const refresh = () => client.invalidateQueries({ queryKey: options.queryKey });
  const end = useMutation(orpc.auth.endSignIn.mutationOptions({ onSuccess: refresh }));
  const endOthers = useMutation(orpc.auth.endOtherSignIns.mutationOptions({ onSuccess: refresh }));
  const error = end.error ?? endOthers.error;
  return (
    <div className="space-y-4">
      {error && <Callout tone="trouble">{problemFrom(error).detail}</Callout>}
      <ul className="border-t border-line">
        {data.map((row) => (
          <li key={row.id} className="flex flex-wrap items-center gap-x-4 gap-y-2 border-b border-line py-3">
            <span className="min-w-0 grow">
              {browserName(row.userAgent)}
              <span className="block text-sm text-quiet">
                since <time dateTime={row.createdAt}>{row.createdAt.slice(0, 10)}</time>
                {row.current && ", this browser"}
              </span>
            </span>
            {!row.current && (
              <Button weight="plain" busy={end.isPending} onClick={() => end.mutate({ id: row.id })}>
                Sign out
              </Button>
            )}
          </li>
        ))}
      </ul>
      {data.length > 1 && (
        <Button weight="plain" busy={endOthers.isPending} onClick={() => endOthers.mutate(undefined)}>
          Sign out all other browsers
        </Button>
      )}
    </div>
  );
}

/** `Firefox on Linux` from a user agent; what it does not know it does not name. */
function browserName(userAgent: string): string {
  const browser = /Edg|Firefox|Chrome|Safari/.exec(userAgent)?.[0]?.replace("Edg", "Edge");
  const system = /Windows|Mac OS|Android|iPhone|iPad|Linux/.exec(userAgent)?.[0];
  return [browser ?? "A browser", system && `on ${system}`].filter(Boolean).join(" ");
}
